// Something of a case is shown to others: what is covered is seen and corrected by a person first, then the text and the picture come.

import { fill, language, make, say } from "./words.js";

let count = 0;

// Places are counted in characters as people count them, as the door does.
const letters = (text) => [...text];
const overlaps = (one, other) => one.start < other.end && other.start < one.end;

function chooser(id, label, choices, chosen) {
  const node = make("select", { id, name: id }, ...choices.map(({ value, name }) => make("option", { value, selected: value === chosen }, say(name))));
  return { node, field: make("div", { class: "hy-field" }, make("label", { class: "hy-label--s", for: id }, label), node) };
}

function occurrences(text, words) {
  const found = [];
  for (let at = 0; words.length && at + words.length <= text.length; at += 1) {
    if (words.every((letter, n) => text[at + n] === letter)) found.push({ start: at, end: at + words.length });
  }
  return found;
}

// `ask(body)` answers a draft, or with `draft: false` what is shown; failed(wrong) says what is wrong in words, or "" when it was said.
export function sharePanel(ask, failed) {
  const id = `hy-share-${count += 1}`;
  const choices = make("div", {});
  const preview = make("p", { class: "hy-said hy-share__text", "data-share-text": true });
  const list = make("fieldset", { class: "hy-field", "data-share-hidden": true });
  const problem = make("p", { class: "hy-err", role: "alert", hidden: true });
  const outcome = make("div", { "aria-live": "polite" });
  const seen = make("input", { type: "checkbox", id: `${id}-seen` });
  const words = make("input", { type: "text", id: `${id}-words`, maxlength: "100", autocomplete: "off" });
  const cover = make("button", { type: "button", class: "hy-btn hy-btn--ghost", "data-share-cover": true }, fill("share_add_do"));
  const go = make("button", { type: "submit", class: "hy-btn", "data-share-go": true }, fill("share_make"));
  const correct = make("div", { hidden: true });
  const form = make("form", { class: "hy-share", "data-share": true }, choices, correct, problem,
    make("label", { class: "hy-check" }, seen, make("span", {}, fill("share_seen"))), make("div", { class: "hy-nav" }, go), outcome);
  form.noValidate = true;
  let part = null;
  let to = null;
  let why = null;
  let kinds = null;
  let draft = null;
  let text = [];
  let hidden = [];

  function tell(said) {
    problem.textContent = said;
    problem.hidden = !said;
  }

  const on = () => hidden.filter((one) => one.on).sort((a, b) => a.start - b.start);
  const nameOf = (kind) => say(draft.choices.kind.find((one) => one.value === kind).name);

  function draw() {
    const pieces = [];
    let at = 0;
    for (const one of on()) {
      pieces.push(text.slice(at, one.start).join(""), make("mark", {}, `[${nameOf(one.kind)}]`));
      at = one.end;
    }
    preview.replaceChildren(...pieces, text.slice(at).join(""));
    seen.checked = false;
  }

  function listed() {
    list.replaceChildren(make("legend", { class: "hy-label--s" }, fill("share_covered")),
      ...(hidden.length ? [] : [make("p", { class: "hy-hint" }, fill("share_none"))]),
      ...hidden.map((one) => {
        const box = make("input", { type: "checkbox", checked: one.on });
        box.addEventListener("change", () => {
          if (box.checked) hidden.forEach((other) => { if (other !== one && other.on && overlaps(other, one)) other.on = false; });
          one.on = box.checked;
          draw();
        });
        return make("label", { class: "hy-check" }, box, make("span", {}, `${text.slice(one.start, one.end).join("")} → [${nameOf(one.kind)}]`));
      }));
  }

  async function look() {
    tell("");
    outcome.replaceChildren();
    try {
      draft = await ask({ draft: true, part: part ? part.node.value : "progress" });
    } catch (wrong) {
      tell(failed(wrong));
      return;
    }
    text = letters(draft.text);
    hidden = draft.hidden.map((one) => ({ ...one, on: true }));
    if (!part) {
      part = chooser(`${id}-part`, fill("share_part"), draft.choices.part, draft.part);
      to = chooser(`${id}-to`, fill("share_to"), draft.choices.recipient);
      why = chooser(`${id}-why`, fill("share_why"), draft.choices.purpose);
      kinds = chooser(`${id}-kind`, fill("share_add_kind"), draft.choices.kind, "name");
      part.node.addEventListener("change", look);
      choices.append(part.field, to.field, why.field);
      correct.append(make("h3", {}, fill("share_preview")), preview, list,
        make("div", { class: "hy-field" }, make("label", { class: "hy-label--s", for: words.id }, fill("share_add")), words), kinds.field, cover);
    }
    correct.hidden = !text.length;
    listed();
    draw();
  }

  cover.addEventListener("click", () => {
    const found = occurrences(text, letters(words.value.trim())).filter((one) => !on().some((other) => overlaps(one, other)));
    tell(found.length ? "" : fill("share_add_missing"));
    if (!found.length) {
      words.focus();
      return;
    }
    hidden.push(...found.map((one) => ({ ...one, kind: kinds.node.value, on: true })));
    words.value = "";
    listed();
    draw();
  });

  function shown(answer) {
    const { shared } = answer;
    const said = make("textarea", { readonly: true, rows: "6", id: `${id}-said`, "data-share-said": true });
    said.value = shared.text;
    const copied = make("span", { role: "status" });
    const copy = make("button", { type: "button", class: "hy-btn hy-btn--ghost", onclick: async () => {
      said.select();
      await navigator.clipboard?.writeText(said.value);
      copied.textContent = fill("share_copied");
    } }, fill("share_copy"));
    const source = shared.image && `data:image/png;base64,${shared.image}`;
    const picture = source
      ? [make("img", { src: source, alt: shared.text, class: "hy-share__card" }),
        make("p", {}, make("a", { class: "hy-btn", href: source, download: shared.name, "data-share-save": true }, fill("share_save")))]
      : [make("p", { class: "hy-hint" }, fill("share_no_image"))];
    outcome.replaceChildren(make("h3", { tabindex: "-1", "data-share-done": true }, fill("share_done")), ...picture,
      make("label", { class: "hy-label--s", for: said.id }, fill("share_text")), said, make("p", {}, copy, " ", copied));
    outcome.querySelector("h3").focus();
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    tell("");
    if (!draft) return;
    if (!seen.checked) {
      tell(fill("share_need_seen"));
      seen.focus();
      return;
    }
    go.disabled = true;
    try {
      shown(await ask({
        part: part.node.value, recipient: to.node.value, purpose: why.node.value, card_language: language, mark: draft.mark,
        hidden: on().map(({ start, end, kind }) => ({ start, end, kind })),
      }));
    } catch (wrong) {
      tell(failed(wrong));
    } finally {
      go.disabled = false;
    }
  });
  look();
  return form;
}
