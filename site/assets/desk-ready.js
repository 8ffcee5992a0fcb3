// The fields of a form in order: what its level does not ask for is folded, and a tried way fills in what it knows.

import { setValue } from "./desk-fields.js";
import { button, notice, tell, words } from "./desk-parts.js";
import { fill, make } from "./words.js";

const DAY_MS = 86_400_000;
const END_OF_WORK = "T18:00";

// So many days from now, at the end of work, as the field of a moment holds it.
const endOf = (days) => new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date(Date.now() + days * DAY_MS)) + END_OF_WORK;

function fillIn(form, action, one) {
  const due = endOf(one.days);
  const dated = (rows, name) => rows.map((row) => ({ ...row, [name]: due }));
  const values = { ...one.values, tasks: dated(one.values.tasks, "due"), resources: dated(one.values.resources, "by"), finish_due: due };
  for (const field of action.fields) if (field.name in values) setValue(form, field, values[field.name]);
  form.dispatchEvent(new Event("input"));
}

function offer(form, action, one) {
  const name = words(one.name);
  const use = () => {
    fillIn(form, action, one);
    const said = fill("ready_used", { name });
    if (!node.nextElementSibling?.matches(".desk-note")) node.after(notice("done", said));
    tell(said);
  };
  const node = button(fill("ready_use", { name }), { "data-ready": one.value, onclick: use });
  return node;
}

// nodeOf(field): its node. Returns: the nodes of the form.
export function laidOut(form, action, nodeOf) {
  const shown = [];
  const folded = [];
  for (const field of action.fields) {
    if (field.folded) folded.push(nodeOf(field));
    else shown.push(...(field.ready ?? []).map((one) => offer(form, action, one)), nodeOf(field));
  }
  if (folded.length) shown.push(make("details", { class: "hy-more desk-fold" }, make("summary", {}, fill("fold_more")), ...folded));
  return shown;
}
