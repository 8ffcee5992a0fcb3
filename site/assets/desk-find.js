// The search of the desk: a number however it was copied, the end of one, or a place or matter by its name.
// What is typed is compared here with what the page knows already, and never leaves it: only codes and digits of a number go into an address.

import { LEAST_DIGITS, hashOf, words } from "./desk-parts.js";
import { fill, make } from "./words.js";

// Eight digits are all that are not the year of a number.
const WHOLE = 8;
const OFFERED = 8;

// As people type it: of any width, composed or not, with blanks and what no eye sees, with dashes of all kinds.
const fold = (text) => text.normalize("NFKC").replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, "").replace(/[\u2010-\u2015\u2212]/g, "-").replace(/\s+/g, "").toLowerCase();

function holdsItsCheck(digits) {
  const sum = [...digits].reverse().reduce((all, digit, n) => {
    const value = Number(digit) * (n % 2 + 1);
    return all + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

// {case}, {ending}, or null for what is no number: a telephone number is none, and stays where it was typed.
export function numberIn(typed) {
  const text = fold(typed);
  const whole = /(?:^|\D)(\d{4})-?(\d{8})(?!\d)/.exec(text);
  if (whole) return { case: `HY-${whole[1]}-${whole[2]}` };
  const ending = /^(?:hy|-)*(\d+)$/.exec(text)?.[1] ?? "";
  if (ending.length === WHOLE) return holdsItsCheck(ending) ? { ending } : null;
  return ending.length >= LEAST_DIGITS && ending.length < WHOLE - 1 ? { ending } : null;
}

// "12#" and "12 栋" are building 12, whatever word its own name has behind the number.
const buildingNo = (text) => /^(\d+)(?:#|号楼|号|栋|幢|座|楼)?$/.exec(text)?.[1] ?? null;

export function choicesLike(filters, typed) {
  const text = fold(typed);
  if (!text) return [];
  const all = filters.flatMap((field) => field.choices.map((choice) => ({ field, choice, names: Object.values(choice.name).map(fold) })));
  const ways = [
    ({ names }) => names.includes(text),
    ({ field, names }) => field.name === "building" && buildingNo(text) !== null && names.some((name) => buildingNo(name) === buildingNo(text)),
    ({ names }) => names.some((name) => name.includes(text)),
  ];
  return ways.map((way) => all.filter(way)).find((found) => found.length) ?? [];
}

// Go where it leads, offer what it may mean, or say that there is nothing. field: where it was typed; said: where is answered.
export function find({ field, said, me, kept }) {
  const everywhere = { view: me.views.some((one) => one.code === "all") ? "all" : kept.view };
  const hashTo = ({ field: of, choice }) => hashOf({ ...everywhere, [of.name]: choice.value });
  const link = (one) => make("li", {}, make("a", { href: hashTo(one) }, fill("filter_set", { name: words(one.field.label), value: words(one.choice.name) })));
  const number = numberIn(field.value);
  const found = number ? [] : choicesLike(me.filters ?? [], field.value);
  said.replaceChildren();
  field.toggleAttribute("aria-invalid", false);
  if (number?.case) location.hash = hashOf({ ...number, ...kept });
  else if (number) location.hash = hashOf({ ...everywhere, ...number });
  else if (found.length === 1) location.hash = hashTo(found[0]);
  else if (found.length) said.append(make("p", {}, fill("find_several")), make("ul", { class: "desk-find__list" }, ...found.slice(0, OFFERED).map(link)));
  else {
    field.setAttribute("aria-invalid", "true");
    said.append(make("p", { class: "hy-err" }, fill("find_none")));
    field.focus();
  }
}
