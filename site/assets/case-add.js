// More words and photos for a case.

import { freshKey, post } from "./api.js";
import { photoList, sendPhotos } from "./photos.js";
import { fill, make, words } from "./words.js";

function chooser() {
  const input = make("input", { type: "file", accept: "image/*", multiple: true, "aria-labelledby": "l-add-photos" });
  return make("div", { hidden: true },
    make("p", { class: "hy-label--s", id: "l-add-photos" }, fill("photos")),
    make("div", { class: "hy-photos", "data-photo-list": true }, make("label", { class: "hy-add" }, make("span", {}, fill("choose")), input)),
    make("p", { class: "hy-hint", role: "status", "data-photo-status": true }));
}

// `again(case)` shows the case anew after something was added.
export function addForm(found, keys, again) {
  const note = make("textarea", { id: "f-note", name: "note", rows: "3", maxlength: String(words.limits.note_chars) });
  // Photos need a grant from the API; without one there is nothing to choose.
  const grants = found.upload ?? [];
  const picker = chooser();
  const photos = grants.length ? photoList(picker) : { items: [] };
  const status = make("p", { class: "hy-hint", role: "status" });
  const problem = make("p", { class: "hy-err", role: "alert", hidden: true });
  const send = make("button", { type: "submit", class: "hy-btn" }, fill("add_send"));
  const form = make("form", { "data-add": true },
    make("div", { class: "hy-field" }, make("label", { class: "hy-label--s", for: "f-note" }, fill("add_note")), problem, note),
    picker, status, make("div", { class: "hy-nav" }, send));

  async function submit() {
    const text = note.value.trim();
    let latest = text ? await post("/api/owner/add", { ...keys, note: text }, { "Idempotency-Key": form.dataset.key }) : null;
    if (photos.items.length) {
      await sendPhotos(photos.items, grants, status, async (files) => {
        latest = await post("/api/owner/add", { ...keys, files });
      });
    }
    return latest ?? found;
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    if (!note.value.trim() && !photos.items.length) {
      problem.textContent = fill("need_note");
      problem.hidden = false;
      note.focus();
      return;
    }
    form.dataset.key = form.dataset.key || freshKey();
    send.disabled = true;
    try {
      again(await submit());
    } catch (refused) {
      if (!("text" in refused)) throw refused;
      problem.textContent = refused.text;
      problem.hidden = false;
    } finally {
      send.disabled = false;
    }
  });
  return make("section", { class: "hy-noprint" }, make("h2", {}, fill("add")), form);
}
