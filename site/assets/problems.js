// The error summary: a box with links at the top, a line at each field, "错误：" before the title, focus on the box.

import { fill, make } from "./words.js";

const BARE = document.title;
const box = document.getElementById("hy-errors");

export function clearProblems(form) {
  box.hidden = true;
  document.title = BARE;
  form.querySelectorAll(".hy-err").forEach((line) => line.remove());
  form.querySelectorAll("[aria-invalid]").forEach((field) => {
    field.removeAttribute("aria-invalid");
    const before = field.dataset.describedBefore;
    if (before) field.setAttribute("aria-describedby", before);
    else field.removeAttribute("aria-describedby");
  });
}

// problems: [[id of the field or fieldset, sentence], ...]; a problem without a field has an empty id.
export function showProblems(form, problems) {
  clearProblems(form);
  if (!problems.length) return true;
  const list = box.querySelector("ul");
  list.replaceChildren(...problems.map(([id, text]) => make("li", {}, id ? make("a", { href: `#${id}`, onclick: (event) => goTo(event, id) }, text) : text)));
  for (const [id, text] of problems) {
    const place = id && document.getElementById(id);
    if (place) markField(place, id, text);
  }
  box.hidden = false;
  document.title = fill("error") + BARE;
  box.focus();
  box.scrollIntoView({ block: "start" });
  return false;
}

const fieldOf = (place) => (place.matches("fieldset") ? place.querySelector("input, select, textarea") : place);

function goTo(event, id) {
  event.preventDefault();
  const field = fieldOf(document.getElementById(id));
  field.focus();
  field.scrollIntoView({ block: "center" });
}

// What is wrong with one field, said at it. Answers where the focus belongs.
export function markField(place, id, text) {
  const line = make("p", { class: "hy-err", id: `${id}-err` }, text);
  const field = fieldOf(place);
  if (place.matches("fieldset")) place.querySelector("legend").after(line);
  else (place.closest(".hy-check") ?? place).before(line);
  field.dataset.describedBefore = field.getAttribute("aria-describedby") ?? "";
  field.setAttribute("aria-describedby", [field.dataset.describedBefore, line.id].filter(Boolean).join(" "));
  field.setAttribute("aria-invalid", "true");
  return field;
}
