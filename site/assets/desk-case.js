// One case: where it stands, what comes next, what the owner said, what happened, who looked.

import { actionsView } from "./desk-actions.js";
import { get } from "./desk-api.js";
import { factSections, readsView, timelineView } from "./desk-facts.js";
import { identityView } from "./desk-identity.js";
import { badge, button, dueBadge, dueName, hashOf, listFacts, notice, place, priorityBadge, tell, words } from "./desk-parts.js";
import { photosView, redraw } from "./desk-photos.js";
import { fill, make, moment } from "./words.js";

const listHash = (wanted) => hashOf(listFacts(wanted));

// What a case without a class is about: the beginning of what its owner said.
const TITLE_CHARS = 30;

function beginning(text = "") {
  const [line] = text.trim().split("\n", 1);
  const characters = [...line];
  return characters.length > TITLE_CHARS ? `${characters.slice(0, TITLE_CHARS).join("")}…` : line;
}

function head(found) {
  const about = [words(found.sub_issue_words) || words(found.category_words) || beginning(found.matter), place(found)].filter(Boolean).join(" · ");
  const over = [found.number, found.sub_issue_words ? words(found.category_words) : ""].filter(Boolean).join(" · ");
  const level = found.level && found.level_words ? badge(words(found.level_words), /^general$/i.test(found.level) ? "quiet" : "soon") : null;
  const flags = (found.flags ?? []).filter((flag) => flag.code !== "danger").map((flag) => badge(words(flag.words) || flag.code, "quiet"));
  const advice = (found.flags ?? []).filter((flag) => flag.advice).map((flag) => make("p", { class: "desk-head__advice" }, words(flag.advice)));
  return make("header", { class: "desk-head" },
    make("p", { class: "desk-head__badges" }, badge(words(found.state_words)), priorityBadge(found.priority), level, ...flags),
    make("h1", { tabindex: "-1" }, make("span", { class: "desk-number" }, over), " ", make("span", { class: "desk-head__about" }, about || fill("case"))),
    found.due ? dueLine(found) : null,
    make("p", { class: "desk-head__who" }, `${fill("lead")} `, make("b", {}, words(found.lead_words) || fill("unassigned")),
      ` · ${fill("handler")} `, make("b", {}, words(found.assignee_words) || fill("unassigned"))), ...advice);
}

// The list item's `due` is the next promise as a moment; the case itself says all of them by name.
function dueLine(found) {
  const next = typeof found.due === "string" ? found.due : (found.due[found.due_kind] ?? null);
  if (!next && !found.due_words) return null;
  return make("p", { class: "desk-head__due" }, dueBadge({ ...found, due: next }),
    next ? make("span", {}, ` ${dueName(found.due_kind)} `, make("time", { datetime: next }, fill("before", { when: moment(next) }))) : null);
}

function danger() {
  return make("p", { class: "hy-alert" }, make("b", {}, fill("danger")), make("span", {}, fill("danger_text")));
}

function jump(view) {
  const targets = [...view.querySelectorAll("h2[id]")];
  const links = targets.map((heading) => button(heading.textContent, {
    class: "desk-jump__to",
    onclick: () => {
      heading.scrollIntoView({ block: "start" });
      heading.focus({ preventScroll: true });
    },
  }));
  return make("nav", { class: "desk-jump hy-noprint", "aria-label": fill("jump_to") }, ...links);
}

function printFoot(me) {
  const foot = make("p", { class: "desk-printed" });
  const stamp = () => { foot.textContent = fill("printed", { who: words(me.name), when: moment(new Date().toISOString()) }); };
  addEventListener("beforeprint", stamp);
  stamp();
  return foot;
}

// Whoever rings or comes: loaded when somebody does.
function callButton(found, tools) {
  if (!(found.actions ?? []).some((action) => action.command === "take-call" && action.open)) return null;
  const open = async () => {
    const { showCall } = await import("./desk-call.js");
    showCall(document.querySelector("#desk-case .desk-head"), found, tools);
  };
  return button(fill("call_title"), { "data-call": true, onclick: open });
}

// What others outside may see: loaded when somebody shows it to them.
function shareButton(found, tools) {
  if (!(found.actions ?? []).some((action) => action.command === "share-case" && action.open)) return null;
  const open = async () => (await import("./desk-share.js")).showShare(document.querySelector("#desk-case .desk-head"), found, tools);
  return button(fill("share"), { "data-share-open": true, onclick: open });
}

// A sheet for whoever goes there: while there is something to do.
function orderButton(found) {
  if (!["EXECUTING", "PLAN_REVIEW"].includes(found.state)) return null;
  return button(fill("order_print"), { "data-order": true, onclick: async () => (await import("./desk-order.js")).printOrder(found) });
}

function caseNode(found, me, wanted, tools) {
  const facts = make("div", { class: "desk-facts" });
  const view = make("article", { id: "desk-case", "data-case": found.number, "data-version": String(found.version) });
  facts.append(...factSections(found), photosView(found, tools), identityView(found, { read: tools.read, failed: tools.failed }), timelineView(found), readsView(found));
  const parts = [
    make("div", { class: "desk-back hy-noprint" }, make("a", { href: listHash(wanted) }, `‹ ${fill("back")}`),
      callButton(found, { read: tools.read, failed: tools.failed }), shareButton(found, { read: tools.read, failed: tools.failed }), orderButton(found), button(fill("print"), { onclick: () => window.print() })),
    tools.said,
    head(found),
    found.danger ? danger() : null,
    make("div", { class: "desk-cols" }, actionsView(found, tools.open ?? wanted.do, tools), facts),
    printFoot(me),
  ];
  view.append(...parts.filter(Boolean));
  view.querySelector(".desk-head").append(jump(view));
  return view;
}

// The step of which a letter told its reader.
function stepOf(step) {
  step.classList.add("desk-step--meant");
  step.tabIndex = -1;
  step.scrollIntoView({ block: "center" });
  step.focus({ preventScroll: true });
}

// Fill `where` with the case that is asked for. tools: {still, failed, title}.
export async function showCase(where, me, wanted, { still, failed, title }) {
  const path = `cases/${encodeURIComponent(wanted.case)}`;
  let found = null;

  function render(said = null, open = null) {
    const view = caseNode(found, me, wanted, { failed, said, open, read, reload, done, photos });
    title(found.number);
    where.replaceChildren(view);
  }

  function done(after, action) {
    if (!still()) return;
    found = after;
    const text = fill("done", { name: words(action.name) });
    render(notice("done", text));
    tell(text);
    where.querySelector("h1").focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  // A reading is an event of the case: the version and the list of readings move on, what is typed elsewhere stays.
  async function read(version) {
    found.version = version ?? found.version;
    try {
      const after = await get(path);
      if (!still()) return;
      found.version = after.version;
      where.querySelector("#desk-reads")?.replaceWith(readsView(after));
      where.querySelector("#desk-timeline")?.replaceWith(timelineView(after));
    } catch {
      // the identity is shown; the list of readings comes with the next look at the case
    }
    where.querySelector("#desk-case")?.setAttribute("data-version", String(found.version));
  }

  // A photo came in or was looked at: that overtakes nobody, and what is typed stays. False: somebody looks at something else now.
  function photos(after) {
    if (!still()) return false;
    found.version = after.version;
    found.evidence = after.evidence;
    redraw(where, found);
    where.querySelector("#desk-timeline")?.replaceWith(timelineView(after));
    where.querySelector("#desk-case")?.setAttribute("data-version", String(found.version));
    return true;
  }

  async function reload(open) {
    try {
      found = await get(path);
    } catch (wrong) {
      failed(wrong, (refused) => where.querySelector(`form[data-command="${open}"]`)?.prepend(notice("late", refused.text)));
      return;
    }
    if (!still()) return;
    render(null, open);
    const form = where.querySelector(`form[data-command="${CSS.escape(open)}"]`);
    (form?.closest("details").querySelector("summary") ?? where.querySelector("h1")).focus();
  }

  where.replaceChildren(make("p", { class: "desk-empty", "aria-busy": "true" }, fill("loading")));
  try {
    found = await get(path);
  } catch (wrong) {
    if (!still()) return;
    failed(wrong, (refused) => {
      where.replaceChildren(
        make("h1", { tabindex: "-1" }, wanted.case.slice(0, 20)), notice("late", refused.text),
        make("p", { class: "desk-back" }, make("a", { href: listHash(wanted) }, `‹ ${fill("back")}`)));
      where.querySelector("h1").focus();
    });
    return;
  }
  if (!still()) return;
  render();
  const step = where.querySelector(`[data-task="${CSS.escape(wanted.step ?? "")}"]`);
  if (step) return stepOf(step);
  where.querySelector("h1").focus({ preventScroll: true });
  scrollTo(0, 0);
}
