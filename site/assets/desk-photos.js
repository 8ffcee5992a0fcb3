// Photos on the desk: what the case has, by whom and what for; taking more, and choosing those that show the work.

import { freshKey } from "./api.js";
import { get, send } from "./desk-api.js";
import { names, words } from "./desk-parts.js";
import { fill, make, moment } from "./words.js";

// A photo is looked at some seconds after it was sent; after these waits the page asks no more.
const WAITS_S = [1, 1, 2, 3, 5, 8];
let made = 0;

// Only an address of the web becomes a link, whatever the API sends.
function webAddress(text) {
  try {
    const address = new URL(text, location.href);
    return ["http:", "https:"].includes(address.protocol) ? address.href : null;
  } catch {
    return null;
  }
}

function picture(piece) {
  const url = piece.state === "available" ? webAddress(piece.url) : null;
  const waiting = words(piece.state_words) || fill(piece.state === "quarantined" ? "photo_quarantined" : "photo_pending");
  return url
    ? make("img", { src: url, alt: words(piece.name), loading: "lazy", referrerpolicy: "no-referrer" })
    : make("span", { class: "hy-thumbs__wait" }, waiting);
}

const about = (piece) => [words(piece.name), words(piece.purpose_words)].filter(Boolean).join(" · ");

function thumb(piece) {
  const name = words(piece.name);
  const shown = picture(piece);
  const linked = shown.matches("img")
    ? make("a", { href: shown.src, target: "_blank", rel: "noopener noreferrer", "aria-label": fill("evidence_open", { name }) }, shown)
    : shown;
  const who = [words(piece.by_words), piece.at ? moment(piece.at) : ""].filter(Boolean).join(" · ");
  return make("figure", { "data-slot": piece.slot }, linked, make("figcaption", {}, about(piece), who ? make("span", { class: "desk-by" }, who) : null));
}

// The photos among these slots, small, as links; null when there are none.
export function photosOf(found, slots = []) {
  const pieces = (found.evidence ?? []).filter((piece) => slots.includes(piece.slot));
  return pieces.length ? make("div", { class: "hy-thumbs desk-task__photos" }, ...pieces.map(thumb)) : null;
}

function thumbs(found) {
  const pieces = found.evidence ?? [];
  return pieces.length
    ? make("div", { class: "hy-thumbs", id: "desk-thumbs" }, ...pieces.map(thumb))
    : make("p", { class: "desk-mute", id: "desk-thumbs" }, fill("evidence_none"));
}

// Everything on the page that shows photos, anew from what the case has now.
export function redraw(root, found) {
  root.querySelector("#desk-thumbs")?.replaceWith(thumbs(found));
  root.querySelectorAll("[data-picks]").forEach((picks) => picks.dispatchEvent(new Event("desk-photos")));
}

function list(id, label, choices, value) {
  const node = make("select", { id });
  node.append(...choices.map((choice) => make("option", { value: String(choice.value) }, words(choice.name))));
  node.value = String(value);
  return { node, field: make("div", { class: "hy-field" }, make("label", { class: "hy-label--s", for: id }, label), node) };
}

const taking = (text, facts) => make("label", { class: "hy-add" }, make("span", {}, text), make("input", { type: "file", accept: "image/*", ...facts }));

const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

// Taking photos: each is sent as soon as it is taken. task: () => number of a step or null; added: (slots) => what a form does with them.
function adder(found, tools, { purpose, task, tasks = [], added = () => {} }) {
  const action = (found.actions ?? []).find((one) => one.command === "add-files");
  if (!action) return null;
  const id = `desk-photos-${++made}`;
  const [purposes, allowed] = ["purpose", "may_be_shown"].map((name) => action.fields.find((field) => field.name === name));
  const what = list(`${id}-purpose`, words(purposes.label), purposes.choices, purpose ?? purposes.choices[0].value);
  const step = tasks.length
    ? list(`${id}-task`, fill("photo_step"), [{ value: "", name: fill("photo_no_step") }, ...tasks.map((one) => ({ value: one.n, name: `${one.n}. ${one.words}` }))], "")
    : null;
  const may = make("input", { type: "checkbox", id: `${id}-shown` });
  const mayLine = make("label", { class: "hy-check" }, may, make("span", {}, words(allowed.label)));
  const fit = () => { mayLine.hidden = !names.photo_shown.includes(what.node.value); };
  what.node.addEventListener("change", fit);
  fit();
  const status = make("p", { class: "hy-hint", role: "status", "data-photo-status": true });
  const problem = make("p", { class: "hy-err", role: "alert", hidden: true });
  const picker = make("div", { class: "desk-take", hidden: true }, what.field, step?.field, mayLine,
    make("div", { class: "hy-photos", "data-photo-list": true },
      taking(fill("photo_camera"), { capture: "environment", "data-camera": true }), taking(fill("photo_album"), { multiple: true, "data-album": true })),
    problem, status);
  let photos = null;
  let sending = null;
  const path = `cases/${encodeURIComponent(found.number)}`;

  // Shown among the photos of the case from now on.
  function forget(slot) {
    const at = photos.items.findIndex((item) => item.slot === slot);
    if (at >= 0) photos.items.splice(at, 1)[0].figure.remove();
  }

  async function arrived(slots) {
    const known = found.evidence.map((piece) => piece.slot);
    for (const slot of slots.filter((one) => !known.includes(one))) found.evidence.push({ slot, state: "pending", name: fill("photo_new"), url: null });
    added(slots);
    redraw(document.getElementById("desk-case"), found);
    for (const wait of WAITS_S) {
      await pause(wait);
      const after = await get(path);
      if (!tools.photos(after)) return;
      const now = after.evidence.filter((piece) => slots.includes(piece.slot));
      now.filter(({ state }) => state !== "pending").forEach(({ slot }) => forget(slot));
      if (now.every(({ state }) => state !== "pending")) return;
    }
    status.textContent = fill("photo_looked_at_later");
  }

  function again(fresh, order, key, text) {
    const button = make("button", { type: "button", class: "hy-btn hy-btn--ghost", "data-again": true, onclick: () => go(fresh, order, key) }, fill("retry"));
    problem.replaceChildren(text, " ", button);
    problem.hidden = false;
  }

  async function go(fresh, order, key) {
    problem.hidden = true;
    try {
      const leave = await send(`${path}/files`, order, key);
      const slots = new Map(leave.evidence.upload.map((grant, at) => [grant.fields.key, leave.evidence.slots[at]]));
      fresh.forEach((item, at) => { item.slot = leave.evidence.slots[at]; });
      await sending(fresh, leave.evidence.upload, status, (keys) => arrived(keys.map((one) => slots.get(one))));
    } catch (wrong) {
      tools.failed(wrong, (refused) => again(fresh, order, key, refused.text));
    }
  }

  function taken() {
    const fresh = photos.items.filter((item) => !item.asked);
    if (!fresh.length) return;
    fresh.forEach((item) => { item.asked = true; });
    const files = fresh.map(({ blob }) => ({ type: blob.type, size: blob.size, purpose: what.node.value, may_be_shown: !mayLine.hidden && may.checked }));
    const n = step ? Number(step.node.value) || null : task();
    go(fresh, n ? { files, task: n } : { files }, freshKey());
  }

  // Loaded with the first case, not with the list; the chooser shows itself when it works.
  import("./photos.js").then(({ photoList, sendPhotos }) => {
    photos = photoList(picker);
    sending = sendPhotos;
    photos.list.addEventListener("change", taken);
  });
  return picker;
}

// The photos of the case, and a place to add some.
export function photosView(found, tools) {
  const more = adder(found, tools, { task: () => null, tasks: found.tasks ?? [] });
  return make("section", { id: "desk-evidence", "aria-labelledby": "desk-evidence-title" },
    make("h2", { id: "desk-evidence-title", tabindex: "-1" }, fill("evidence")), thumbs(found),
    more ? make("details", { class: "hy-more hy-noprint" }, make("summary", {}, fill("photo_add")), more) : null);
}

// A field of an action that takes photos of the case: chosen by picture, or taken now.
export function photoField(found, field, action, form, tools) {
  const picks = make("div", { class: "hy-thumbs desk-picks", "data-picks": true });
  const wanted = new Set();
  const draw = () => {
    picks.querySelectorAll("input").forEach((box) => (box.checked ? wanted.add(box.value) : wanted.delete(box.value)));
    const pieces = (found.evidence ?? []).filter(({ state }) => state !== "quarantined");
    picks.replaceChildren(...pieces.map((piece) => {
      const box = make("input", { type: "checkbox", name: field.name, value: piece.slot, checked: wanted.has(piece.slot) });
      return make("label", { class: "desk-pick" }, box, picture(piece), make("span", {}, about(piece)));
    }));
  };
  picks.addEventListener("desk-photos", draw);
  draw();
  const more = adder(found, tools, {
    purpose: names.photo_shown[0],
    task: () => Number(form.elements.n?.value) || null,
    added: (slots) => slots.forEach((slot) => wanted.add(slot)),
  });
  return make("fieldset", { class: "hy-field", id: `${action.command}-${field.name}` },
    make("legend", { class: "hy-label--s" }, words(field.label) || field.name), picks, more);
}
