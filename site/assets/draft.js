// What was typed survives a reload in this tab, and so does the key that makes a repeated sending the same report.

import { freshKey } from "./api.js";

const PLACE = "hy-draft";
const SKIPPED = new Set(["language", "community"]);

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE)) ?? {};
  } catch {
    return {};
  }
}

function write(draft) {
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(draft));
  } catch {
    // storage may be full or forbidden: the form works, only without a draft
  }
}

export function forgetDraft() {
  try {
    sessionStorage.removeItem(PLACE);
  } catch {
    // nothing was kept then
  }
}

// Several tiles carry no value of their own: they are known by their id.
const nameOf = (field) => field.id || field.value;

export function keepDraft(form) {
  const fields = {};
  for (const field of form.elements) {
    if (!field.name || SKIPPED.has(field.name) || field.type === "file" || field.disabled) continue;
    if (field.name.startsWith("consent")) continue;
    if (field.type === "radio" || field.type === "checkbox") {
      if (field.checked) fields[field.name] = [...(fields[field.name] ?? []), nameOf(field)];
    } else if (field.value) {
      fields[field.name] = field.value;
    }
  }
  write({ ...read(), fields });
}

// Answers whether anything came back. Agreeing is never restored: it is given each time.
export function restoreDraft(form, setSubIssue) {
  const { fields = {} } = read();
  for (const field of form.elements) {
    const kept = fields[field.name];
    if (kept === undefined || field.name === "sub_issue") continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = kept.includes(nameOf(field));
    else field.value = kept;
  }
  setSubIssue(fields.sub_issue ?? "");
  return Boolean(fields.matter);
}

let remembered = null;

// One key per report, kept with the draft: a retry after a lost answer gets the same receipt.
export function idempotencyKey() {
  const draft = read();
  remembered = draft.key ?? remembered ?? freshKey();
  if (!draft.key) write({ ...draft, key: remembered });
  return remembered;
}

export function forgetKey() {
  remembered = null;
  const { key, ...rest } = read();
  write(rest);
}
