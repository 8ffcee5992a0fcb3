// Small parts that the list and the case share.

import { fill, language, make, say, words as catalogue } from "./words.js";

export const names = JSON.parse(document.getElementById("desk-names").textContent);

const live = document.getElementById("desk-live");

// Said to a screen reader and nobody else.
export function tell(text) {
  live.textContent = text;
}

// A sentence of the API that may be one phrase, a list of phrases or plain text.
export function words(value) {
  if (Array.isArray(value)) return value.map(words).filter(Boolean).join(language === "zh" ? "、" : ", ");
  return typeof value === "string" ? value : say(value);
}

export const badge = (text, tone = "") => make("span", { class: `hy-badge${tone ? ` hy-badge--${tone}` : ""}` }, text);

export function priorityBadge(code) {
  if (!code) return null;
  const tone = { P1: "late", P2: "soon" }[code] ?? "quiet";
  return badge([code, names.priorities[code]].filter(Boolean).join(" "), tone);
}

// Which promise it is about: 首次联系, 答复 ...; an unknown one has no name.
export function dueName(kind) {
  return catalogue[`due_${kind}`] ?? "";
}

export function dueBadge(item) {
  const text = words(item.due_words);
  if (!text) return null;
  const soon = item.due && new Date(item.due) - Date.now() < 4 * 3600 * 1000;
  return badge(text, item.overdue ? "late" : soon ? "soon" : "quiet");
}

export const button = (text, facts = {}) => make("button", { type: "button", ...facts, class: `hy-btn hy-btn--ghost ${facts.class ?? ""}`.trim() }, text);

export const notice = (tone, title, ...rest) =>
  make("div", { class: `desk-note desk-note--${tone}`, role: tone === "late" ? "alert" : null },
    title ? make("p", { class: "desk-note__title" }, title) : null, ...rest);

// By what a list is narrowed; it stands in the address, so that a list can be kept as a bookmark and a case leads back to it.
export const FILTERS = ["state", "priority", "level", "category", "building", "department", "assignee", "age", "ending"];

// So many digits at the end of a number tell cases apart.
export const LEAST_DIGITS = 4;

export const listFacts = (asked) => Object.fromEntries(["view", ...FILTERS].filter((name) => asked[name]).map((name) => [name, asked[name]]));

export const hashOf = (facts) => `#${new URLSearchParams(facts)}`;

export const place = (item) => [words(item.building_words), item.spot].filter(Boolean).join(" · ");

// What somebody typed and has not sent: kept by case, command and field, so that a reload of the case or a new sign-in loses nothing.

let kept = {};

export const typed = {
  of: (number, command) => kept[number]?.[command] ?? {},
  keep(number, command, field, value) {
    kept[number] = kept[number] ?? {};
    kept[number][command] = kept[number][command] ?? {};
    kept[number][command][field] = value;
  },
  drop(number, command) {
    delete kept[number]?.[command];
  },
  all: () => kept,
  restore(found) {
    kept = typeof found === "object" && found !== null ? found : {};
  },
  clear() {
    kept = {};
  },
};
