// The worklist: views as tabs, rows by deadline, cards on a phone, j and k.

import { get } from "./desk-api.js";
import { FILTERS, LEAST_DIGITS, badge, button, dueBadge, dueName, hashOf, listFacts, notice, place, priorityBadge, tell, words } from "./desk-parts.js";
import { fill, make, moment, words as catalogue } from "./words.js";

// A list that is looked through so many times without a row goes on only when it is asked to.
const LOOKS = 5;

const caseHash = (number, kept) => hashOf({ case: number, ...kept });

function tabs(me, view, kept) {
  const links = me.views.map((one) =>
    make("a", { href: hashOf({ ...kept, view: one.code }), "data-view": one.code, "aria-current": one.code === view ? "page" : null }, words(one.name)));
  return make("nav", { class: "desk-tabs hy-noprint", "aria-label": fill("views") }, ...links);
}

function findBox(me, kept) {
  const field = make("input", { id: "desk-open", type: "search", autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-describedby": "desk-find-hint" });
  const said = make("div", { id: "desk-find-said", role: "status" });
  const form = make("form", { class: "desk-open desk-find hy-noprint", role: "search", novalidate: true },
    make("label", { for: "desk-open" }, fill("find")),
    make("div", { class: "desk-open__row" }, field, make("button", { class: "hy-btn hy-btn--ghost", type: "submit" }, fill("find_go"))),
    make("p", { class: "desk-mute", id: "desk-find-hint" }, fill("find_hint", { n: LEAST_DIGITS })), said);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { find } = await import("./desk-find.js");
    find({ field, said, me, kept });
  });
  return form;
}

function cell(name, column, ...children) {
  return make("td", { role: "cell", "data-th": name, class: `desk-td--${column}` }, ...children);
}

function due(item) {
  if (!item.due) return [make("span", { class: "desk-mute" }, fill("due_none"))];
  return [dueBadge(item), make("span", { class: "desk-when" }, `${dueName(item.due_kind)} `, make("time", { datetime: item.due }, fill("before", { when: moment(item.due) })))];
}

function tick(item, many) {
  if (!many) return null;
  const box = make("input", { type: "checkbox", "aria-label": fill("choose_one", { number: item.number }), onchange: () => many.set(item, box.checked) });
  box.checked = many.has(item);
  return cell("", "tick", box);
}

function row(item, kept, many) {
  const href = caseHash(item.number, kept);
  const line = make("tr", { role: "row", "data-number": item.number, class: item.overdue ? "desk-late" : null },
    tick(item, many),
    make("th", { role: "rowheader", scope: "row" }, make("a", { href }, item.number)),
    cell(fill("priority"), "priority", priorityBadge(item.priority)),
    cell(fill("category"), "category", make("span", {}, words(item.category_words) || fill("category_none")),
      item.sub_issue_words ? make("span", { class: "desk-mute" }, words(item.sub_issue_words)) : null),
    cell(fill("place"), "place", make("span", {}, place(item) || fill("place_none")),
      ...(item.flags ?? []).map((flag) => badge(words(flag.words), "soon"))),
    cell(fill("handler"), "handler", make("span", {}, words(item.assignee_words) || fill("unassigned")),
      item.lead_words ? make("span", { class: "desk-mute" }, words(item.lead_words)) : null),
    cell(fill("state"), "state", item.danger ? badge(fill("danger"), "late") : null, badge(words(item.state_words)), item.level && item.level !== "GENERAL" && item.level !== "general" ? badge(words(item.level_words), "soon") : null),
    cell(fill("column_due"), "due", ...due(item)));
  line.addEventListener("click", (event) => {
    if (!event.target.closest("a, input, .desk-td--tick") && !String(getSelection())) location.hash = href;
  });
  return line;
}

// Possible danger of which nobody has spoken to the owner yet comes before every date; the rest stays as the door sorted it.
function pressing(items) {
  const first = (item) => Boolean(item.danger) && item.due_kind === "first_contact";
  return [...items.filter(first), ...items.filter((item) => !first(item))];
}

function table(many) {
  const heads = ["number", "priority", "category", "place", "handler", "state", "column_due"];
  return make("table", { class: "desk-table", role: "table", "aria-labelledby": "desk-title" },
    make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, many ? make("th", { role: "columnheader", scope: "col", class: "desk-td--tick" }, many.all) : null, ...heads.map((name) => make("th", { role: "columnheader", scope: "col" }, fill(name))))),
    make("tbody", { role: "rowgroup" }));
}

function emptyWords(view, kept) {
  if (FILTERS.some((name) => kept[name])) return fill("empty_filtered");
  return catalogue[`empty_${String(view).replace(/-/g, "_")}`] ?? fill("no_cases");
}

const rows = () => [...document.querySelectorAll("#desk-list tr[data-number] a")];

function move(step) {
  const all = rows();
  if (!all.length) return;
  const now = all.indexOf(document.activeElement);
  const next = all[Math.min(Math.max(now + step, 0), all.length - 1)];
  next.focus();
  next.closest("tr").scrollIntoView({ block: "nearest" });
}

function tickHere() {
  document.activeElement.closest("tr[data-number]")?.querySelector("input[type=checkbox]")?.click();
}

function help() {
  const told = document.getElementById("desk-keys");
  told.open = !told.open;
  if (!told.open) return;
  told.querySelector("summary").focus();
  told.scrollIntoView({ block: "nearest" });
}

function keysTold() {
  return make("details", { class: "desk-keys", id: "desk-keys" }, make("summary", {}, fill("keys_title")), make("p", {}, fill("keys")));
}

// Single letters act only while the focus is in the list, so that a voice command elsewhere sets nothing off.
function keys(event, refresh) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=checkbox]), select, textarea")) return;
  const act = { j: () => move(1), k: () => move(-1), x: tickHere, r: refresh, "?": help }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

// Fill `where` with one view of the worklist. `still()` says whether the reader is still here.
export async function showList(where, me, asked, { still, failed }) {
  const view = me.views.some((one) => one.code === asked.view) ? asked.view : me.views[0]?.code;
  const name = words(me.views.find((one) => one.code === view)?.name) || fill("views");
  const kept = { ...listFacts(asked), view };
  const stamp = make("span", { class: "desk-mute" });
  const list = make("div", { class: "desk-rows" });
  const refresh = button(fill("refresh"), { id: "desk-refresh", onclick: () => load() });
  const more = button(fill("more"), { id: "desk-more", hidden: true, onclick: () => load(next) });
  const ticks = me.bulk?.length ? import("./desk-many.js") : null;
  let many = null;
  const section = make("section", { id: "desk-list", "aria-labelledby": "desk-title", tabindex: "-1", onkeydown: (event) => keys(event, () => load()) },
    tabs(me, view, kept),
    make("div", { class: "desk-bar" },
      make("h1", { id: "desk-title", tabindex: "-1" }, name),
      make("div", { class: "desk-bar__tools hy-noprint" }, stamp, refresh,
        me.estate?.length ? make("a", { class: "hy-btn hy-btn--ghost", id: "desk-to-estate", href: "#estate=1" }, fill("estate")) : null,
        me.may?.includes("overview") ? make("a", { class: "hy-btn hy-btn--ghost", id: "desk-to-overview", href: "#overview=1" }, fill("overview")) : null,
        make("a", { class: "hy-btn hy-btn--ghost", id: "desk-duty-link", href: "#duty=1" }, fill("duty")),
        me.may?.includes("ledger") ? make("a", { class: "hy-btn hy-btn--ghost", id: "desk-take", href: `#${new URLSearchParams({ ...kept, ledger: 1 })}` }, fill("ledger_open")) : null,
        make("a", { class: "hy-btn desk-new", href: "#new=1" }, fill("register_new")))),
    findBox(me, kept),
    make("div", { id: "desk-filter" }),
    list,
    make("div", { class: "desk-more hy-noprint" }, more),
    make("div", { class: "desk-under hy-noprint" }, keysTold()));
  where.replaceChildren(section);
  section.querySelector('[aria-current="page"]')?.scrollIntoView({ block: "nearest", inline: "center" });
  if (me.filters?.length) {
    import("./desk-filters.js").then(({ filterBar }) => {
      if (still()) section.querySelector("#desk-filter").replaceChildren(filterBar(me, kept));
    });
  }
  let next = null;
  let items = [];

  async function readyToTick() {
    if (many || !ticks) return;
    const { chosen } = await ticks;
    many = chosen(me, { failed, still, rows: () => items, again: () => load() });
    list.before(many.told);
    section.append(many.bar);
  }

  function fillList(found, appended) {
    items = appended ? [...items, ...found.items] : found.items;
    const lines = items.length ? pressing(items).map((item) => row(item, kept, many)) : [];
    if (lines.length) {
      const made = table(many);
      made.querySelector("tbody").append(...lines);
      list.replaceChildren(made);
      const first = appended ? found.items[0]?.number : null;
      lines.find((line) => line.dataset.number === first)?.querySelector("a").focus();
    } else {
      list.replaceChildren(make("p", { class: "desk-empty" }, found.next ? fill("look_on") : emptyWords(view, kept)));
    }
    many?.shown();
    next = found.next ?? null;
    more.hidden = !next;
    const at = fill("loaded_at", { when: new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Shanghai" }) });
    stamp.textContent = at;
    tell(appended ? at : `${name}. ${lines.length ? at : emptyWords(view, kept)}`);
  }

  async function load(cursor = null) {
    const query = new URLSearchParams(kept);
    if (cursor) query.set("cursor", cursor);
    list.setAttribute("aria-busy", "true");
    if (!list.firstChild) list.replaceChildren(make("p", { class: "desk-empty" }, fill("loading")));
    try {
      const found = await get(`cases?${query}`);
      // a page may hold none of what was asked for though more follow
      for (let look = 1; look < LOOKS && still() && found.next && !found.items.length; look += 1) {
        query.set("cursor", found.next);
        Object.assign(found, await get(`cases?${query}`));
      }
      await readyToTick();
      if (still()) fillList(found, Boolean(cursor));
    } catch (wrong) {
      if (!still()) return;
      failed(wrong, (refused) => list.replaceChildren(notice("late", refused.text, button(fill("act_again"), { onclick: () => load() }))));
    } finally {
      list.removeAttribute("aria-busy");
    }
  }

  await load();
}

