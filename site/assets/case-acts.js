// What the owner was asked or told, and what else may be done now: a page of the door takes it, with every field and refusal of its own.

import { fill, language, make, say } from "./words.js";

// These have their place on this page.
const HERE = new Set(["add", "reads"]);

export function saidToOwner(found) {
  const said = found.question ?? found.answer ?? found.decline;
  if (!said?.words) return null;
  return make("section", { "data-said": true }, make("h2", {}, say(found.state_words)), make("p", { class: "hy-said" }, said.words));
}

export function actsForm(found, keys) {
  const acts = (found.can ?? []).filter((act) => !HERE.has(act));
  if (!acts.length) return null;
  const kept = Object.entries({ ...keys, language }).map(([name, value]) => make("input", { type: "hidden", name, value }));
  return make("form", { method: "post", action: "/api/track", "accept-charset": "utf-8", "data-acts": true, class: "hy-noprint" },
    ...kept,
    make("h2", {}, fill("acts")),
    make("ul", { class: "hy-list" }, ...acts.map((act) => make("li", {}, fill(`act_${act}`)))),
    make("div", { class: "hy-nav" }, make("button", { type: "submit", class: "hy-btn" }, fill("acts_open"))));
}
