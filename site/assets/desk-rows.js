// A field of several rows: the steps of a plan, what it needs. Each row holds the same fields under names of its own: tasks.0.due.

import { words } from "./desk-parts.js";
import { fill, make } from "./words.js";

const heading = (field) => words(field.label) || field.name;

export const columnsAt = (field, place) => field.columns.map((column) => ({ ...column, name: `${field.name}.${place}.${column.name}` }));

export const countOf = (form, field) => form.querySelectorAll(`[data-rows="${field.name}"] > .desk-rows__row`).length;

// made(column, action, form): the node of one field; set(form, column, value): its value; of(form, column): what it holds.
export function rowsNode(field, action, form, { made, set, of }) {
  const box = make("div", { "data-rows": field.name, class: "desk-rows" });
  const add = make("button", { type: "button", class: "hy-btn hy-btn--ghost", "data-add": field.name }, fill("add_row"));
  const list = make("fieldset", { class: "hy-field desk-rows__all", id: `${action.command}-${field.name}` },
    make("legend", { class: "hy-label--s" }, heading(field), field.needed ? null : make("span", { class: "hy-opt" }, fill("optional"))),
    box, add);

  const held = () => rowValues(form, field, of);

  function row(place) {
    const columns = columnsAt(field, place);
    const within = { command: action.command, fields: columns };
    const node = make("fieldset", { class: "desk-rows__row" }, make("legend", {}, fill("row", { n: place + 1 })),
      ...columns.map((column) => made(column, within, form)));
    if (field.least <= place || place > 0) {
      node.append(make("button", { type: "button", class: "hy-btn hy-btn--ghost", "data-remove": String(place), onclick: () => remove(place) },
        fill("remove_row", { n: place + 1 })));
    }
    return node;
  }

  function show(values) {
    const most = Math.min(Math.max(values.length, field.least), field.most);
    box.replaceChildren(...Array.from({ length: most }, (_, place) => row(place)));
    add.hidden = most >= field.most;
    if (!form.contains(box)) return;
    for (let turn = 0; turn < 2; turn += 1) {
      // twice: the choices of one field may hang on what another one holds
      values.forEach((value, place) => columnsAt(field, place).forEach((column, n) => {
        set(form, column, value[field.columns[n].name] ?? column.value);
      }));
      form.dispatchEvent(new Event("desk-filled"));
    }
  }

  const told = () => box.dispatchEvent(new Event("input", { bubbles: true }));

  function remove(place) {
    show(held().filter((_, n) => n !== place));
    told();
    add.focus();
  }

  add.addEventListener("click", () => {
    const values = held();
    show([...values, {}]);
    told();
    box.lastElementChild?.querySelector("input, textarea, select")?.focus();
  });
  box.deskShow = show;
  show(Array.from({ length: field.least }, () => ({})));
  return list;
}

export function setRows(form, field, values) {
  form.querySelector(`[data-rows="${field.name}"]`)?.deskShow(Array.isArray(values) ? values : Array.from({ length: field.least }, () => ({})));
}

// The rows as the API wants them: what nobody filled in is left out.
export function rowValues(form, field, of) {
  return Array.from({ length: countOf(form, field) }, (_, place) => {
    const told = {};
    columnsAt(field, place).forEach((column, n) => {
      const value = of(form, column);
      if (value !== null) told[field.columns[n].name] = value;
    });
    return told;
  });
}
