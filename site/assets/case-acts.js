// What the owner was asked or told, and what he may do now. The door tells the fields of each act, and the words for them.

import { freshKey, post } from "./api.js";
import { clearProblems, markField } from "./problems.js";
import { fill, make, say, words } from "./words.js";

// What the state of a case asks of him stands open below what he was told; all else is folded, one open at most.
const ASKED = new Set(["reply", "confirm", "dispute"]);
// Photos go with it: it has a form of its own.
const ELSEWHERE = new Set(["add"]);

export function saidToOwner(found) {
  const said = found.question ?? found.answer ?? found.decline;
  if (!said?.words) return null;
  return make("section", { "data-said": true }, make("h2", {}, say(found.state_words)), make("p", { class: "hy-said" }, said.words));
}

function title(field) {
  return [say(field.label), field.needed ? null : make("span", { class: "hy-opt" }, ` ${fill("optional")}`)];
}

function radios(field, id) {
  const cards = field.choices.map((choice) => make("label", { class: "hy-card" },
    make("input", { type: "radio", name: field.name, value: String(choice.value) }),
    make("span", {}, make("b", {}, say(choice.name)))));
  return make("fieldset", { class: "hy-field", id }, make("legend", { class: "hy-label--s" }, ...title(field)),
    make("div", { class: "hy-cards hy-cards--plain" }, ...cards));
}

function boxes(field, id) {
  const marks = field.choices.map((choice) => make("label", { class: "hy-check" },
    make("input", { type: "checkbox", name: field.name, value: String(choice.value) }),
    make("span", {}, say(choice.name))));
  return make("fieldset", { class: "hy-field", id }, make("legend", { class: "hy-label--s" }, say(field.label)), ...marks);
}

function node(field, id) {
  if (field.kind === "several") return boxes(field, id);
  if (field.choices) return radios(field, id);
  return make("div", { class: "hy-field" }, make("label", { class: "hy-label--s", for: id }, ...title(field)),
    make("textarea", { id, name: field.name, rows: field.needed ? "4" : "2", maxlength: String(words.limits.note_chars) }));
}

// As the door wants it; undefined, which is not sent, for what was left open.
function valueOf(form, field) {
  if (!field.choices) return form.elements[field.name].value.trim() || undefined;
  const chosen = [...form.querySelectorAll(`[name="${field.name}"]`)].filter((one) => one.checked).map((one) => one.value);
  return field.kind === "several" ? (chosen.length ? chosen : undefined) : chosen[0];
}

// `done(answer, act)` after the door has taken it; until then everything stays as it was typed.
function actForm(act, keys, done) {
  const idOf = (field) => `act-${act.name}-${field.name}`;
  const send = make("button", { type: "submit", class: "hy-btn" }, say(act.send));
  const problem = make("div", { role: "alert" });
  const form = make("form", { "data-act": act.name }, ...act.fields.map((field) => node(field, idOf(field))), problem,
    make("div", { class: "hy-nav" }, send));
  let sent = { body: "", key: "" };

  function tell(wrong) {
    const known = act.fields.find((field) => field.name === wrong.field);
    document.title = fill("error") + document.title;
    if (known) {
      markField(form.querySelector(`#${idOf(known)}`), idOf(known), wrong.text).focus();
    } else {
      problem.replaceChildren(make("p", { class: "hy-err" }, wrong.text));
    }
  }

  function missing(body) {
    const first = act.fields.find((field) => field.needed && !body[field.name]);
    return first ? { field: first.name, text: fill("need_field", { field: say(first.label) }) } : null;
  }

  async function submit(body) {
    // sent again as it is, it is still the same act; other words are another one
    const said = JSON.stringify(body);
    if (sent.body !== said) sent = { body: said, key: freshKey() };
    send.disabled = true;
    send.textContent = fill("wait");
    try {
      done(await post(`/api/owner/${act.name}`, { ...keys, ...body }, { "Idempotency-Key": sent.key }), act);
    } catch (refused) {
      if (!("text" in refused)) throw refused;
      tell(refused);
    } finally {
      send.disabled = false;
      send.textContent = say(act.send);
    }
  }

  form.noValidate = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearProblems(form);
    problem.replaceChildren();
    const body = Object.fromEntries(act.fields.map((field) => [field.name, valueOf(form, field)]));
    const wrong = missing(body);
    if (wrong) tell(wrong);
    else submit(body);
  });
  return form;
}

function folded(act, form, all) {
  const fold = make("details", { class: "hy-act" }, make("summary", {}, say(act.title)), form);
  fold.firstChild.addEventListener("click", () => all().forEach((other) => { if (other !== fold) other.open = false; }));
  return fold;
}

// Sharing comes in when its fold is opened: what is covered is seen first.
function shareFold(keys, all) {
  const inside = make("div", {}, make("p", {}, fill("share_lead")));
  const fold = make("details", { class: "hy-act", "data-share-open": true }, make("summary", {}, fill("share_title")), inside);
  fold.firstChild.addEventListener("click", () => all().forEach((other) => { if (other !== fold) other.open = false; }));
  fold.addEventListener("toggle", async () => {
    if (!fold.open || inside.querySelector("form")) return;
    const { sharePanel } = await import("./share.js");
    const told = (refused) => {
      if (!("text" in refused)) throw refused;
      return refused.text;
    };
    inside.append(sharePanel((body) => post("/api/owner/share", { ...keys, ...body }), told));
  });
  return fold;
}

// {asked, more}: what is asked of him now, side by side; and whatever else is open to him. Null where there is nothing.
export function actForms(found, keys, done) {
  const acts = (found.acts ?? []).filter((act) => !ELSEWHERE.has(act.name));
  const asked = acts.filter((act) => ASKED.has(act.name)).map((act) => make("section", { class: "hy-asked__one" },
    make("h2", {}, say(act.title)), actForm(act, keys, done)));
  const folds = [];
  folds.push(...acts.filter((act) => !ASKED.has(act.name)).map((act) => folded(act, actForm(act, keys, done), () => folds)));
  if (found.can?.includes("share")) folds.push(shareFold(keys, () => folds));
  return {
    asked: asked.length ? make("div", { class: "hy-asked hy-noprint", "data-asked": true }, ...asked) : null,
    more: folds.length ? make("section", { class: "hy-noprint", "data-acts": true }, make("h2", {}, fill("acts")), ...folds) : null,
  };
}
