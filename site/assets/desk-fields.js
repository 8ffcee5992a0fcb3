// The fields of an action, made from what the API says of them ({name, label, kind, needed, choices, value}), and what is wrong with them.

import { words } from "./desk-parts.js";
import { columnsAt, countOf, rowValues, rowsNode, setRows } from "./desk-rows.js";
import { fill, make } from "./words.js";

const FEW = 5;
// Any of several: words, or photos.
const BOXES = new Set(["several", "files"]);

export const label = (field) => words(field.label) || field.name;

// The choices of a field may hang on another field of the same action: sub-issues on the category, people on the department. The
// door names it; in a row it is the one beside it. Words alone do not tell: security is a department and a category.
function leader(field, action) {
  if (!field.follows) return null;
  const beside = field.name.replace(/[^.]*$/, field.follows);
  return action.fields.find((other) => other.name === beside) ?? null;
}

function optional(field) {
  return field.needed ? null : make("span", { class: "hy-opt" }, fill("optional"));
}

const option = (choice) => make("option", { value: String(choice.value) }, words(choice.name) || String(choice.value));

function grouped(field, led) {
  const groups = new Map();
  for (const choice of field.choices) {
    const group = choice.group ?? "";
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push(option(choice));
  }
  return [...groups].flatMap(([group, options]) => {
    if (!group) return options;
    const name = led?.choices.find((choice) => String(choice.value) === String(group))?.name
      ?? field.choices.find((choice) => choice.group === group).group_words ?? group;
    const box = make("optgroup", { label: words(name) });
    box.append(...options);
    return [box];
  });
}

function options(field, led, chosen) {
  const fitting = field.choices.filter((choice) => chosen && String(choice.group) === chosen);
  const shown = led && fitting.length ? fitting.map(option) : grouped(field, led);
  return [make("option", { value: "" }, fill("choose")), ...shown];
}

function select(field, id, action, form) {
  const led = leader(field, action);
  const node = make("select", { id, name: field.name, required: field.needed });
  node.append(...options(field, led, ""));
  if (!led) return node;
  const other = () => form.elements[led.name];
  const fit = () => {
    const before = node.value;
    node.replaceChildren(...options(field, led, other()?.value ?? ""));
    node.value = before;
    if (node.selectedIndex < 0) node.value = "";
  };
  form.addEventListener("change", (event) => {
    if (event.target.name === led.name) fit();
    // Whoever is chosen from the whole list brings his department along. The list stays whole: arrows go on through it.
    const group = field.choices.find((choice) => String(choice.value) === node.value)?.group;
    if (event.target === node && group && other()) other().value = String(group);
  });
  form.addEventListener("desk-filled", fit);
  return node;
}

function radios(field, id) {
  const cards = field.choices.map((choice) => make("label", { class: "hy-card" },
    make("input", { type: "radio", name: field.name, value: String(choice.value), required: field.needed }),
    make("span", {}, make("b", {}, words(choice.name) || String(choice.value)))));
  return make("fieldset", { class: "hy-field", id }, make("legend", { class: "hy-label--s" }, label(field), optional(field)),
    make("div", { class: "hy-cards hy-cards--plain" }, ...cards));
}

function boxes(field, id) {
  const marks = field.choices.map((choice) => make("label", { class: "hy-check" },
    make("input", { type: "checkbox", name: field.name, value: String(choice.value) }),
    make("span", {}, words(choice.name) || String(choice.value))));
  return make("fieldset", { class: "hy-field desk-several", id }, make("legend", { class: "hy-label--s" }, label(field), optional(field)), ...marks);
}

// A browser without a calendar of its own shows a line to type in; the door reads both.
const TYPES = { moment: { type: "datetime-local" }, amount: { type: "text", inputmode: "numeric" } };

// The node of a field. Its own id is where an error of it is shown.
export function fieldNode(field, action, form) {
  const id = `${action.command}-${field.name}`;
  if (field.kind === "hidden") return make("input", { type: "hidden", id, name: field.name });
  if (field.kind === "rows") return rowsNode(field, action, form, { made: fieldNode, set: setValue, of: valueOf });
  if (field.kind === "several") return boxes(field, id);
  if (field.kind === "check") {
    return make("div", { class: "hy-field" }, make("label", { class: "hy-check" },
      make("input", { type: "checkbox", id, name: field.name, required: field.needed }), make("span", {}, label(field))));
  }
  // what may be left open stands in a list, where it can be taken back
  if (field.kind === "choice" && field.needed && field.choices.length <= FEW && !field.choices.some((choice) => choice.group)) return radios(field, id);
  let input;
  if (field.choices) input = select(field, id, action, form);
  else if (field.kind === "long") input = make("textarea", { id, name: field.name, rows: "4", required: field.needed });
  else input = make("input", { id, name: field.name, type: "text", autocomplete: "off", required: field.needed, ...TYPES[field.kind] });
  return make("div", { class: "hy-field" }, make("label", { class: "hy-label--s", for: id }, label(field), optional(field)), input);
}

const boxesOf = (form, field) => [...form.querySelectorAll(`[name="${field.name}"]`)];

export function setValue(form, field, value) {
  if (field.kind === "rows") {
    setRows(form, field, value);
    return;
  }
  if (value === null || value === undefined) return;
  if (BOXES.has(field.kind)) {
    for (const box of boxesOf(form, field)) box.checked = [].concat(value).map(String).includes(box.value);
    return;
  }
  const node = form.elements[field.name];
  if (!node) return;
  if (field.kind === "check") node.checked = value === true || value === "true";
  // of what is only sent back, the page's own stands, never what was kept from before
  else if (field.kind === "hidden") node.value = String(field.value);
  else if (field.kind === "moment") node.value = String(value).slice(0, 16);
  else node.value = String(value);
}

// The value as the API wants it; null when nothing was chosen or written.
export function valueOf(form, field) {
  if (field.kind === "rows") {
    const rows = rowValues(form, field, valueOf);
    return rows.length || field.needed ? rows : null;
  }
  if (BOXES.has(field.kind)) {
    const chosen = boxesOf(form, field).filter((box) => box.checked).map((box) => box.value);
    return chosen.length ? chosen : null;
  }
  const node = form.elements[field.name];
  if (field.kind === "amount" && /^[0-9]{1,9}$/.test(node.value.trim())) return Number(node.value);
  if (field.kind === "check") return node.checked;
  if (field.choices) return field.choices.find((choice) => String(choice.value) === node.value)?.value ?? null;
  return node.value.trim() === "" ? null : node.value;
}

// All that is missing in the fields of an action: [[id of the field, sentence], ...].
export function wrongIn(form, fields, command) {
  const found = [];
  for (const field of fields) {
    found.push([`${command}-${field.name}`, missing(form, field)]);
    if (field.kind !== "rows") continue;
    for (let place = 0; place < countOf(form, field); place += 1) {
      found.push(...columnsAt(field, place).map((column) => [`${command}-${column.name}`, missing(form, column)]));
    }
  }
  return found.filter(([, text]) => text);
}

// What is missing in a field, as a sentence; null when it is as it should be.
export function missing(form, field) {
  const value = valueOf(form, field);
  if (field.kind === "amount" && value !== null && typeof value !== "number") return fill("amount_wrong", { name: label(field) });
  if (!field.needed) return null;
  if (field.kind === "rows") return value.length < field.least ? fill("rows_needed", { name: label(field), n: field.least }) : null;
  if (field.kind === "check") return value ? null : fill("check_needed", { name: label(field) });
  if (value !== null) return null;
  return fill(field.choices ? "choose_needed" : "text_needed", { name: label(field) });
}

// The error summary of one form: a box with links at its top, a line at each field, focus on the box.
const fieldOf = (place) => (place.matches("fieldset") ? place.querySelector("input, button") : place);

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
  // what is wrong is never folded away
  const fold = place.closest(".desk-fold");
  if (fold) fold.open = true;
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
  const box = make("div", { class: "hy-errors", role: "alert", tabindex: "-1" }, make(form.dataset.heading ?? "h3", {}, fill("error_title")), make("ul", {}, ...items));
  form.prepend(box);
  box.focus();
  box.scrollIntoView({ block: "nearest" });
}
