// Narrowing a list: every choice changes the address, and what is chosen stands above the list with a way to drop it.

import { FILTERS, hashOf, words } from "./desk-parts.js";
import { fill, make } from "./words.js";

// The digits with which a number ends: found by the box above, and dropped here like any other.
const ENDING = { name: "ending", choices: [] };

const label = (field) => words(field.label) || field.name;

const nameOf = (field, value) => words(field.choices.find((choice) => String(choice.value) === value)?.name) || value;

function optionsOf(field) {
  const option = (choice) => make("option", { value: String(choice.value) }, words(choice.name));
  const groups = new Map();
  for (const choice of field.choices) {
    const group = words(choice.group_words) || "";
    groups.set(group, [...(groups.get(group) ?? []), option(choice)]);
  }
  return [...groups].flatMap(([group, options]) => {
    if (!group) return options;
    const box = make("optgroup", { label: group });
    box.append(...options);
    return [box];
  });
}

function select(field, kept) {
  const id = `desk-filter-${field.name}`;
  const node = make("select", { id, name: field.name, onchange: () => {
    const { [field.name]: before, ...rest } = kept;
    location.hash = hashOf(node.value ? { ...rest, [field.name]: node.value } : rest);
  } }, make("option", { value: "" }, fill("filter_any")), ...optionsOf(field));
  node.value = kept[field.name] ?? "";
  return make("div", { class: "hy-field" }, make("label", { for: id }, label(field)), node);
}

function chip(field, kept) {
  const { [field.name]: value, ...rest } = kept;
  const said = field === ENDING ? fill("find_ending", { digits: value }) : fill("filter_set", { name: label(field), value: nameOf(field, value) });
  return make("a", { class: "desk-chip", href: hashOf(rest), "data-filter": field.name, "aria-label": fill("filter_drop", { said }) },
    said, make("span", { "aria-hidden": "true" }, "×"));
}

// me.filters: fields with their choices; kept: view and codes of the address.
export function filterBar(me, kept) {
  const set = [...me.filters, ENDING].filter((field) => FILTERS.includes(field.name) && kept[field.name]);
  const fold = make("details", { class: "desk-filter hy-noprint" },
    make("summary", {}, fill("filter"), " ", make("span", { "aria-hidden": "true" }, "▾")),
    make("div", { class: "desk-filter__fields" }, ...me.filters.map((field) => select(field, kept))),
    make("p", { class: "desk-mute" }, fill("filter_kept")));
  const chips = set.length ? make("p", { class: "desk-chips" }, ...set.map((field) => chip(field, kept)),
    make("a", { class: "hy-noprint", href: hashOf({ view: kept.view }) }, fill("filter_clear"))) : "";
  return make("div", { class: "desk-filters" }, fold, chips);
}
