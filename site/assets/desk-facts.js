// What is known of a case: the owner's words as they were written, facts, points, plan and steps, dates, what happened, who looked.

import { badge, button, dueName, place, words } from "./desk-parts.js";
import { photosOf } from "./desk-photos.js";
import { fill, make, moment } from "./words.js";

function section(id, title, ...children) {
  return make("section", { id: `desk-${id}`, "aria-labelledby": `desk-${id}-title` }, make("h2", { id: `desk-${id}-title`, tabindex: "-1" }, title), ...children);
}

function list(rows) {
  const shown = rows.filter(([, value]) => value);
  return make("dl", { class: "hy-sum desk-facts__list" }, ...shown.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))));
}

const yuan = (n) => fill("yuan", { n: String(n) });

function agreedBy(plan) {
  const lines = plan.agreed.map((one) => [`${words(one.row_words)} · ${words(one.by_words)}`, one.comment].filter(Boolean).join(" · "));
  return lines.length ? lines.join("\n") : fill("none_agreed");
}

function needed(plan) {
  if (!plan.resources.length) return null;
  const items = plan.resources.map((one) => make("li", {},
    [one.words, words(one.kind_words), words(one.state_words), fill("before", { when: moment(one.by) }), one.cost_yuan ? yuan(one.cost_yuan) : ""]
      .filter(Boolean).join(" · ")));
  return [make("h3", {}, fill("needed")), make("ul", { class: "hy-list" }, ...items)];
}

function conceded(given) {
  if (!given) return null;
  const parts = [[fill("concession"), `${words(given.kind_words)} · ${yuan(given.payment_yuan)}`], [fill("legal_note"), given.legal_note]];
  const papers = [given.settlement ? fill("settlement") : "", given.insurance_report ? fill("insurance_report") : ""].filter(Boolean).join(" · ");
  return [list([parts[0], [fill("papers"), papers], parts[1]])];
}

function planView(found) {
  const plan = found.plan;
  if (!plan) return null;
  return section("plan", fill("plan"),
    make("p", { class: "desk-mute" }, fill("drawn_by", { who: words(plan.by_words), when: moment(plan.at), n: String(plan.version) })),
    plan.returned ? make("p", { class: "desk-note desk-note--soon" }, fill("returned", { reason: plan.returned })) : null,
    list([
      [fill("cost"), [yuan(plan.cost_yuan), words(plan.source_words)].filter(Boolean).join(" · ")],
      [fill("finish"), fill("before", { when: moment(plan.finish_due) })],
      [fill("agreed"), agreedBy(plan)],
      [fill("missing"), words(plan.missing)],
    ]),
    ...(conceded(plan.concession) ?? []),
    plan.owners_procedure ? make("p", { class: "desk-note desk-note--soon" }, fill("owners_procedure")) : null,
    ...plan.words.filter((one) => one.text).flatMap((one) => [make("h3", {}, words(one.name)), make("p", { class: "desk-plan__words" }, one.text)]),
    ...(needed(plan) ?? []));
}

function tasksView(found) {
  if (!found.tasks?.length) return null;
  const items = found.tasks.map((task) => make("li", { "data-task": String(task.n) },
    make("b", {}, `${task.n}. ${task.words}`), " ", badge(words(task.state_words), task.state === "blocked" ? "late" : "quiet"),
    make("span", { class: "desk-by" }, [
      fill("task_line", { who: words(task.assignee_words), department: words(task.department_words), when: moment(task.due) }),
      words(task.certificate_words),
      task.after.length ? fill("task_after", { n: task.after.join(", ") }) : "",
    ].filter(Boolean).join(" · ")),
    photosOf(found, task.files)));
  return section("tasks", fill("tasks"), make("ul", { class: "hy-list desk-tasks" }, ...items));
}

function said(found) {
  return section("said", fill("matter"),
    make("p", { class: "desk-verbatim__by" }, fill("verbatim")),
    make("blockquote", { class: "desk-verbatim" }, found.matter ?? ""),
    found.wish ? make("h3", {}, fill("wish")) : null,
    found.wish ? make("blockquote", { class: "desk-verbatim" }, found.wish) : null,
    found.taken_down?.summary ? make("h3", {}, fill("summary")) : null,
    found.taken_down?.summary ? make("p", { class: "desk-plan__words" }, found.taken_down.summary) : null);
}

// A moment; a day without its hour stays a day; the owner's own words ("昨晚八点") stay his.
function when(said) {
  if (/^\d{4}-\d{2}-\d{2}$/.test(said)) return moment(`${said}T00:00:00+08:00`).replace(/,?\s*00:00$/, "");
  return typeof said === "string" && !Number.isNaN(Date.parse(said)) ? moment(said) : words(said);
}

// Who wrote it down, that it was read back and what shows it, and of a late entry what shows when it was heard.
function takenDown(found) {
  const known = found.taken_down;
  if (!known) return [];
  const read = known.read_back_words ? [words(known.read_back_words), words(known.by_words), moment(known.read_back_at)].join(" · ") : null;
  return [[fill("read_back"), read], [fill("late_entry"), words(known.late_words)]];
}

function facts(found) {
  return section("about", fill("facts"), list([
    [fill("kind"), words(found.kind_words)],
    [fill("category"), [words(found.category_words), words(found.sub_issue_words)].filter(Boolean).join(" · ")],
    [fill("place"), [words(found.community_words), place(found)].filter(Boolean).join(" · ")],
    [fill("asset"), words(found.asset_words)],
    [fill("steward"), words(found.steward_words)],
    [fill("occurred_at"), when(found.occurred_at)],
    [fill("received_at"), found.received_at ? moment(found.received_at) : null],
    [fill("channel"), words(found.channel_words)],
    ...takenDown(found),
    [fill("submitter"), words(found.submitter_words)],
    [fill("accused"), words(found.accused)],
    [fill("avoid"), words(found.avoid)],
    [fill("edition"), found.edition],
  ]));
}

function points(found) {
  if (!found.points?.length) return null;
  const items = found.points.map((point) => {
    const parts = typeof point === "string" ? [point] : [point.words, point.text, point.category_words, point.sub_issue_words, point.place_words, point.finding_words, point.wish_words].map(words);
    return make("li", {}, parts.filter(Boolean).join(" · "));
  });
  return section("points", fill("points"), make("ol", {}, ...items));
}

// Of how many households it is, who may be talked to, when there is more of an incident, and what may be passed on.
function counted(known, link) {
  const named = (known.spokesmen ?? []).flatMap((number, n) => [n ? " · " : "", link(number)]);
  return [
    known.households ? make("p", {}, fill("group_households", { count: known.households })) : null,
    known.update_due ? make("p", {}, `${fill("group_update")} `, make("time", { datetime: known.update_due }, moment(known.update_due))) : null,
    named.length ? make("p", {}, `${fill("group_spokesmen")} `, ...named) : null,
    known.committee ? make("details", {}, make("summary", {}, fill("group_committee")), make("p", {}, words(known.committee))) : null,
  ];
}

// The group in which a case is handled; of a group case its members, each by its number alone.
function group(found) {
  const known = found.group;
  if (!known) return null;
  const link = (number) => make("a", { href: `#case=${encodeURIComponent(number)}` }, number);
  const title = known.incident ? fill("group_incident") : fill("group");
  if (known.number !== found.number) return section("group", title, make("p", {}, link(known.number)));
  const items = known.members.map((member) => make("li", {}, link(member.number), " · ", words(member.state_words)));
  return section("group", title,
    ...counted(known, link),
    items.length ? make("ul", { class: "hy-list" }, ...items) : make("p", { class: "desk-mute" }, fill("group_empty")),
    known.more ? make("p", { class: "desk-mute" }, fill("group_more")) : null);
}

// What the owner says of how we did; the door leaves it out for whoever may not read it.
function survey(found) {
  const heard = found.survey;
  if (!heard) return null;
  const rows = heard.grades.map((one) => [words(one.question_words), words(one.grade_words)]);
  return section("survey", fill("survey"),
    list([[fill("solved"), words(heard.solved_words)], ...rows, [fill("improve"), heard.improve_words.map(words).join(" · ")]]),
    heard.words ? make("blockquote", { class: "desk-verbatim" }, heard.words) : null,
    ...[heard.hidden && fill("survey_hidden"), heard.by_phone && fill("survey_by_phone")].filter(Boolean).map((said) => make("p", { class: "desk-mute" }, said)));
}

// Who passed it on, by when he wants a reply, and the one that he has.
function orders(found) {
  if (!found.orders?.length) return null;
  const print = async (one) => (await import("./desk-order.js")).printReply(found, one);
  const items = found.orders.map((one) => make("li", {},
    make("b", {}, words(one.body_words)),
    make("span", { class: "desk-by" }, [one.number, one.replied ? fill("orders_replied", { when: moment(one.replied.at) }) : fill("orders_due", { when: moment(one.due) }),
      ...(one.replied ? [words(one.replied.by_words), words(one.replied.way_words), one.replied.document] : [])].filter(Boolean).join(" · ")),
    one.replied ? photosOf(found, one.replied.files) : null,
    button(fill("reply_print"), { "data-reply": String(one.n), onclick: () => print(one) })));
  return section("orders", fill("orders"), make("ul", { class: "hy-list" }, ...items));
}

function dates(found) {
  const due = typeof found.due === "object" && found.due !== null ? found.due : {};
  const rows = Object.entries(due).filter(([, at]) => at).map(([kind, at]) => {
    const kept = kind === "first_contact" && found.first_contact_at;
    return [dueName(kind) || kind, kept ? fill("contact_done", { when: moment(found.first_contact_at) }) : fill("before", { when: moment(at) })];
  });
  return rows.length ? section("dates", fill("dates"), list(rows)) : null;
}

function lasted(minutes) {
  if (minutes < 90) return fill("lasted_min", { n: String(minutes) });
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? fill("lasted_h", { n: String(hours) }) : fill("lasted_d", { n: String(Math.floor(hours / 24)) });
}

// Each stage with whoever had it, and how long.
function waits(found) {
  const lay = found.waits ?? [];
  if (!lay.length) return null;
  const items = lay.map((one) => make("li", {},
    [words(one.state_words), words(one.who_words), lasted(one.minutes)].filter(Boolean).join(" · "), " ",
    make("time", { datetime: one.since, class: "desk-mute" }, moment(one.since))));
  return section("waits", fill("waits"), make("ol", {}, ...items));
}

export function timelineView(found) {
  const events = found.timeline ?? [];
  const items = events.map((event, n) => make("li", { class: n === events.length - 1 ? "now" : "done" },
    make("b", {}, words(event.title)),
    make("span", { class: "desk-by" }, make("time", { datetime: event.at }, moment(event.at)), words(event.by_words) ? ` · ${words(event.by_words)}` : null),
    words(event.words) ? make("p", {}, words(event.words)) : null));
  return section("timeline", fill("timeline"), make("ol", { class: "hy-tl" }, ...items));
}

export function readsView(found) {
  const reads = found.reads ?? [];
  const items = reads.map((read) => make("li", {},
    make("span", {}, [words(read.by_words), words(read.reason_words)].filter(Boolean).join(" · ")),
    make("time", { datetime: read.at }, moment(read.at))));
  return section("reads", fill("reads"),
    items.length ? make("ul", { class: "hy-list" }, ...items) : make("p", { class: "desk-mute" }, fill("reads_none")));
}

export const factSections = (found) => [said(found), orders(found), facts(found), group(found), points(found), planView(found), tasksView(found), survey(found), dates(found), waits(found)].filter(Boolean);
