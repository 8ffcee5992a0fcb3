// Who is on duty, hour by hour, and what rings until somebody says that he knows. Loaded when somebody looks.

import { get, send } from "./desk-api.js";
import { badge, button, notice, place, priorityBadge, tell, words } from "./desk-parts.js";
import { fill, make, moment } from "./words.js";

// An alarm has to be seen within a minute.
const EVERY_MS = 30000;

const time = (iso) => make("time", { datetime: iso }, moment(iso));

function alarmNode(one, acknowledge) {
  const item = one.case;
  const hears = one.next_words ? fill("ringing_next", { who: words(one.next_words), when: moment(one.next_at) }) : fill("ringing_last");
  return make("article", { class: "desk-note desk-note--late", "data-number": item.number },
    make("p", { class: "desk-note__title" }, priorityBadge(item.priority), " ", make("a", { href: `#case=${encodeURIComponent(item.number)}` }, item.number), " ",
      [words(item.category_words), place(item)].filter(Boolean).join(" · ")),
    make("p", {}, fill("ringing_since", { when: moment(one.since), who: words(one.told_words) })),
    make("p", { class: "desk-mute" }, hears),
    one.step ? make("button", { type: "button", class: "hy-btn hy-noprint", "data-acknowledge": true, onclick: (event) => acknowledge(one, event.currentTarget) }, fill("acknowledge")) : null);
}

function rosterNode(turns) {
  return make("table", { class: "desk-table desk-roster", "aria-labelledby": "desk-roster" },
    make("thead", {}, make("tr", {}, ...["duty_from", "duty_to", "duty_who"].map((name) => make("th", { scope: "col" }, fill(name))))),
    make("tbody", {}, ...turns.map((turn) => make("tr", { "data-now": turn.now ? true : null },
      make("td", { "data-th": fill("duty_from") }, time(turn.since)), make("td", { "data-th": fill("duty_to") }, time(turn.until)),
      make("td", { class: "desk-roster__who" }, words(turn.staff_words), " ", turn.now ? badge(fill("duty_now"), "soon") : null)))));
}

// Fill `where` with the duty page, and keep it fresh while the reader is here. tools: {still, failed, title}.
export async function showDuty(where, { still, failed, title }) {
  const above = make("div", {});
  const ringing = make("div", { id: "desk-ringing" });
  const roster = make("div", {});
  const on = make("p", { class: "hy-lead", id: "desk-on-duty" });
  title(fill("duty"));
  where.replaceChildren(make("section", { id: "desk-duty", "aria-labelledby": "desk-title" },
    make("p", { class: "desk-back hy-noprint" }, make("a", { href: "#" }, `‹ ${fill("back")}`)),
    make("h1", { id: "desk-title", tabindex: "-1" }, fill("duty")), above, on,
    make("h2", {}, fill("ringing")), ringing,
    make("h2", { id: "desk-roster" }, fill("duty_roster")), roster));
  where.querySelector("h1").focus({ preventScroll: true });
  let shown = "";

  async function acknowledge(one, pressed) {
    pressed.disabled = true;
    const { number, version } = one.case;
    try {
      await send(`cases/${encodeURIComponent(number)}/acknowledge-step`, { version, step: one.step }, `duty-${number}-${version}-${one.step}`);
      above.replaceChildren();
      tell(fill("acknowledged", { number }));
    } catch (wrong) {
      failed(wrong, (refused) => above.replaceChildren(notice("late", refused.text)));
    }
    if (still()) await load();
  }

  function fillPage(found) {
    const now = found.turns.filter((turn) => turn.now);
    on.textContent = now.map((turn) => fill("duty_until", { who: words(turn.staff_words), when: moment(turn.until) })).join(" ");
    roster.replaceChildren(rosterNode(found.turns));
    // What has not changed stays, so that a button is not taken away under a finger.
    const said = JSON.stringify(found.ringing);
    if (said === shown) return;
    shown = said;
    ringing.replaceChildren(...(found.ringing.length ? found.ringing.map((one) => alarmNode(one, acknowledge)) : [make("p", { class: "desk-empty" }, fill("ringing_none"))]));
  }

  async function load() {
    try {
      const found = await get("duty");
      if (still()) fillPage(found);
    } catch (wrong) {
      if (still()) failed(wrong, (refused) => above.replaceChildren(notice("late", refused.text, button(fill("act_again"), { onclick: () => { above.replaceChildren(); load(); } }))));
    }
  }

  await load();
  const timer = setInterval(() => (still() ? load() : clearInterval(timer)), EVERY_MS);
}
