// The error summary of one form: a box with links at its top, a line at each field, focus on the box.

import { fill, make } from "./words.js";

const fieldOf = (place) => (place.matches("fieldset") ? place.querySelector("input") : place);

export function clearErrors(form) {
  form.querySelector(".hy-errors")?.remove();
  form.querySelectorAll(".hy-err").forEach((line) => line.remove());
  form.querySelectorAll("[aria-invalid]").forEach((node) => {
    node.removeAttribute("aria-invalid");
    node.removeAttribute("aria-describedby");
  });
}

function mark(place, text) {
  const line = make("p", { class: "hy-err", id: `${place.id}-err` }, text);
  const field = fieldOf(place);
  if (place.matches("fieldset")) place.querySelector("legend").after(line);
  else (place.closest(".hy-check") ?? place).before(line);
  field.setAttribute("aria-describedby", line.id);
  field.setAttribute("aria-invalid", "true");
}

// errors: [[id of the field, or "", sentence], ...]
export function showErrors(form, errors) {
  clearErrors(form);
  const items = errors.map(([id, text]) => {
    const place = id && form.querySelector(`[id="${CSS.escape(id)}"]`);
    if (!place) return make("li", {}, text);
    mark(place, text);
    const go = (event) => {
      event.preventDefault();
      fieldOf(place).focus();
    };
    return make("li", {}, make("a", { href: `#${id}`, onclick: go }, text));
  });
  const box = make("div", { class: "hy-errors", role: "alert", tabindex: "-1" }, make("h3", {}, fill("error_title")), make("ul", {}, ...items));
  form.prepend(box);
  box.focus();
  box.scrollIntoView({ block: "nearest" });
}
