// What lies open, for whoever answers for the work: each chart is a table with bars in it, and every number leads to its list.

import { get } from "./desk-api.js";
import { button, hashOf, names, notice, tell, words } from "./desk-parts.js";
import { sheet } from "./desk-sheet.js";
import { fill, make, moment } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";

const head = (text, facts = {}) => make("th", { scope: "col", ...facts }, text);

// A part goes on where the one before ends (`from`). The numbers stand beside it: a bar is for the eye alone.
function bar(parts, whole) {
  const svg = document.createElementNS(SVG, "svg");
  const facts = { class: "desk-bar__picture", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" };
  Object.entries(facts).forEach(([name, value]) => svg.setAttribute(name, value));
  for (const { from = 0, size, tone } of parts.filter((part) => part.size > 0)) {
    const rect = document.createElementNS(SVG, "rect");
    const shape = { x: (100 * from) / whole, y: 0, width: Math.max((100 * size) / whole, 0.8), height: 8, class: `desk-fill--${tone}` };
    Object.entries(shape).forEach(([name, value]) => rect.setAttribute(name, value));
    svg.append(rect);
  }
  return svg;
}

// A number that leads to the list it counts; none does not lead anywhere.
function number(count, list, said, tone = "") {
  const shown = count && list ? make("a", { href: hashOf(list), "aria-label": said }, String(count)) : String(count);
  return make("td", { class: tone && count ? `desk-load--${tone}` : null }, shown);
}

function named(row, name, under, parts, whole) {
  return make("th", { scope: "row" },
    row.list && row.open ? make("a", { href: hashOf(row.list) }, name) : make("span", {}, name),
    under ? make("span", { class: "desk-mute" }, under) : null,
    row.open ? bar(parts, whole) : null);
}

function figure(id, title, found, note, legend, heads, rows) {
  return make("section", { class: "desk-figure", id: `desk-${id}`, "aria-labelledby": `desk-${id}-title` },
    make("h2", { id: `desk-${id}-title` }, title),
    make("p", { class: "desk-figure__found" }, found), note ? make("p", { class: "desk-mute" }, note) : null,
    rows.length ? make("p", { class: "desk-legend", "aria-hidden": "true" }, ...legend.map(([tone, text]) => make("span", { class: `desk-legend--${tone}` }, text))) : null,
    rows.length ? make("table", { class: "desk-load", "aria-labelledby": `desk-${id}-title` },
      make("thead", {}, make("tr", {}, ...heads.map((one) => head(one)))), make("tbody", {}, ...rows)) : null);
}

const IN_TIME = () => [["in-time", fill("overview_in_time")], ["late", fill("overview_overdue")]];
const LAIN = () => [["half", fill("overview_half")]];

const most = (rows, of) => Math.max(1, ...rows.map(of));

// How many, and how many of them are overdue.
function counted(id, title, found, first, rows, nameOf, underOf, last) {
  const whole = most(rows, (row) => row.open);
  const line = (row) => {
    const name = nameOf(row);
    const bars = [{ size: row.open - row.overdue, tone: "in-time" }, { from: row.open - row.overdue, size: row.overdue, tone: "late" }];
    return make("tr", {}, named(row, name, underOf(row), bars, whole),
      make("td", {}, String(row.open)),
      number(row.overdue, row.overdue_list, fill("overview_number", { of: name, what: fill("overview_overdue"), n: row.overdue }), "late"),
      ...last.map(([, of]) => make("td", {}, of(row))));
  };
  return figure(id, title, found, null, IN_TIME(), [first, fill("overview_opened"), fill("overview_overdue"), ...last.map(([name]) => name)], rows.map(line));
}

// For how long: half of them as long as this or longer, one as long as that.
function lain(id, title, first, rows, nameOf) {
  const whole = most(rows, (row) => row.median_min);
  const longest = [...rows].sort((one, other) => other.longest_min - one.longest_min)[0];
  const found = longest ? fill("overview_longest_found", { where: nameOf(longest), span: words(longest.longest_words) }) : fill("overview_clear");
  const line = (row) => make("tr", {},
    named(row, nameOf(row), null, [{ size: row.median_min, tone: "half" }], whole),
    make("td", {}, String(row.open)), make("td", {}, words(row.median_words)), make("td", {}, words(row.longest_words)));
  return figure(id, title, found, fill("overview_since"), LAIN(), [first, fill("overview_opened"), fill("overview_half"), fill("overview_longest")], rows.map(line));
}

function tiles(found, me) {
  const own = { in_review: fill("overview_in_review"), open: fill("overview_open"), unassigned: fill("overview_unassigned") };
  const nameOf = (code) => {
    if (names.priorities[code]) return `${code} ${names.priorities[code]}`;
    return own[code] ?? words(me.views.find((one) => one.code === code.replace(/_/g, "-"))?.name);
  };
  const tile = (one) => make("li", {}, make("a", { href: hashOf(one.list), "data-code": one.code, class: `desk-tile${one.count ? ` desk-tile--${one.code.toLowerCase()}` : " desk-tile--none"}` },
    make("span", {}, nameOf(one.code)), make("b", {}, String(one.count))));
  return make("ul", { class: "desk-tiles", "aria-label": fill("overview_now") }, ...found.now.map(tile));
}

function loads(found) {
  const rows = found.handlers;
  const first = rows[0];
  const said = first?.open ? fill("overview_handlers_found", { who: words(first.handler_words), n: first.open, late: first.overdue }) : fill("overview_clear");
  const pressing = found.now.map((one) => one.code).filter((code) => names.priorities[code]).join(" + ");
  return counted("handlers", fill("overview_handlers"), said, fill("handler"), rows,
    (row) => words(row.handler_words), (row) => words(row.department_words),
    [[pressing, (row) => String(row.pressing)], [fill("overview_longest"), (row) => words(row.longest_words) || "–"]]);
}

function aged(found) {
  const [n, late] = ["open", "overdue"].map((name) => found.ages.reduce((sum, row) => sum + row[name], 0));
  return counted("ages", fill("overview_ages"), fill("overview_ages_found", { n, late }), fill("overview_days"), found.ages, (row) => words(row.age_words), () => null, []);
}

function page(found, me) {
  return [
    make("p", { class: "desk-mute" }, fill("overview_as_of", { when: moment(found.as_of) }), " ", fill("overview_lead"),
      found.department_words ? ` ${fill("overview_scope", { department: words(found.department_words) })}` : ""),
    found.more ? notice("soon", fill("overview_many", { n: found.most })) : null,
    tiles(found, me),
    make("div", { class: "desk-figures" },
      make("div", {}, loads(found),
        lain("departments", fill("overview_departments"), fill("lead"), found.departments, (row) => words(row.department_words) || fill("overview_nobody"))),
      make("div", {}, aged(found),
        lain("stages", fill("overview_stages"), fill("state"), found.stages, (row) => words(row.state_words)))),
  ].filter(Boolean);
}

// Fill `where` with the overview. tools: {still, failed, title}.
export async function showOverview(where, me, { still, failed, title }) {
  const held = make("div", {});
  title(fill("overview"));
  where.replaceChildren(make("section", { id: "desk-overview", "aria-labelledby": "desk-title" },
    make("p", { class: "desk-back hy-noprint" }, make("a", { href: "#" }, `‹ ${fill("back")}`)),
    make("div", { class: "desk-bar" }, make("h1", { id: "desk-title", tabindex: "-1" }, fill("overview")),
      make("div", { class: "desk-bar__tools hy-noprint" }, button(fill("refresh"), { id: "desk-refresh", onclick: () => load() }))),
    held));
  where.querySelector("h1").focus({ preventScroll: true });

  async function load() {
    held.setAttribute("aria-busy", "true");
    if (!held.firstChild) held.replaceChildren(make("p", { class: "desk-empty" }, fill("loading")));
    try {
      const [found] = await Promise.all([get("overview"), sheet("desk-overview.css")]);
      if (!still()) return;
      held.replaceChildren(...page(found, me));
      tell(fill("overview_as_of", { when: moment(found.as_of) }));
    } catch (wrong) {
      if (still()) failed(wrong, (refused) => held.replaceChildren(notice("late", refused.text, button(fill("act_again"), { onclick: () => load() }))));
    } finally {
      held.removeAttribute("aria-busy");
    }
  }

  await load();
}
