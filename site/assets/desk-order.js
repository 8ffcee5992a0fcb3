// Sheets on A4. The work order 派工单 for whoever goes there: what was asked, the steps, the price told first, and the owner's signature. The
// reply to an order 转办单 of an authority: what was found and done, and when the owner was answered; it does not say who he is.

import { names, place, words } from "./desk-parts.js";
import { sheet } from "./desk-sheet.js";
import { fill, make, moment } from "./words.js";

const line = (name, value) => make("div", {}, make("dt", {}, name), make("dd", {}, value));
const blank = (name) => make("div", { class: "desk-order__blank" }, make("dt", {}, name), make("dd", {}));
const cell = (text = "") => make("td", {}, text);

// Rows that are still to be done; some stay empty, for what is found there.
function steps(found, tasks) {
  const rows = tasks.map((task) => make("tr", {}, cell(`${task.n}. ${task.words}`), cell(words(task.assignee_words)), cell(moment(task.due)), cell(), cell()));
  const empty = [1, 2].map(() => make("tr", {}, cell(), cell(), cell(), cell(), cell()));
  const heads = ["order_step", "order_who", "order_due", "order_parts", "order_done"];
  return make("table", {},
    make("thead", {}, make("tr", {}, ...heads.map((name) => make("th", { scope: "col" }, fill(name))))),
    make("tbody", {}, ...rows, ...empty));
}

function signatures() {
  const lines = ["order_priced", "order_accepted", "order_worker"].map((name) => make("div", {}, make("p", {}, fill(name)), make("p", { class: "desk-order__line" }, fill("order_sign"))));
  return make("section", { class: "desk-order__signs" }, ...lines);
}

function order(found) {
  const tasks = (found.tasks ?? []).filter((task) => task.state === "open" || task.state === "blocked");
  const about = [words(found.category_words), words(found.sub_issue_words)].filter(Boolean).join(" · ");
  return make("article", { class: "desk-order" },
    make("h1", {}, fill("order_title")),
    make("dl", {},
      line(fill("number"), make("b", {}, found.number)),
      line(fill("priority"), [found.priority, names.priorities[found.priority]].filter(Boolean).join(" ")),
      line(fill("category"), about || fill("case")),
      line(fill("place"), [words(found.community_words), place(found)].filter(Boolean).join(" · ")),
      found.asset_words ? line(fill("asset"), words(found.asset_words)) : null,
      line(fill("lead"), words(found.lead_words) || fill("unassigned")),
      line(fill("handler"), words(found.assignee_words) || fill("unassigned")),
      blank(fill("order_flat")), blank(fill("order_went")), blank(fill("order_came"))),
    found.danger ? make("p", { class: "desk-order__danger" }, fill("danger")) : null,
    make("h2", {}, fill("matter")),
    make("p", { class: "desk-order__words" }, found.taken_down?.summary || found.matter),
    make("h2", {}, fill("tasks")), steps(found, tasks),
    make("p", {}, fill("order_price")), make("p", {}, fill("order_result")),
    signatures(),
    make("p", { class: "desk-order__note" }, fill("order_note")));
}

function clear() {
  document.body.classList.remove("desk-ordering");
  document.querySelector("body > .desk-order")?.remove();
}

const matterOf = (one) => words(one.sub_issue_words) || words(one.category_words);

// Room to write by hand.
const space = () => make("p", { class: "desk-order__space" });

function reply(found, one) {
  const done = (found.tasks ?? []).filter((task) => task.state === "done").map((task) => make("li", {}, task.words));
  const seen = (found.points ?? []).filter((point) => point.finding_words).map((point) => make("li", {}, [matterOf(point), words(point.finding_words)].filter(Boolean).join(" · ")));
  const result = found.result ? make("p", { class: "desk-order__words" }, found.result) : null;
  return make("article", { class: "desk-order" },
    make("h1", {}, fill("reply_title")),
    make("dl", {},
      line(fill("reply_to"), words(one.body_words)),
      line(fill("reply_number"), make("b", {}, one.number)),
      line(fill("reply_due"), moment(one.due)),
      line(fill("reply_case"), found.number),
      line(fill("reply_received"), moment(found.received_at)),
      line(fill("reply_answered"), found.answered_at ? moment(found.answered_at) : fill("reply_not_yet")),
      line(fill("reply_matter"), matterOf(found) || fill("case")),
      line(fill("place"), [words(found.community_words), words(found.building_words)].filter(Boolean).join(" · ")),
      line(fill("lead"), words(found.lead_words) || fill("unassigned")),
      line(fill("reply_document"), one.replied?.document ?? "")),
    make("h2", {}, fill("reply_found")), seen.length ? make("ul", {}, ...seen) : space(),
    make("h2", {}, fill("reply_did")), done.length ? make("ul", {}, ...done) : null, result, done.length || result ? null : space(),
    make("h2", {}, fill("reply_more")), space(),
    make("section", { class: "desk-order__signs" },
      make("p", { class: "desk-order__line" }, fill("reply_by")),
      make("p", { class: "desk-order__line" }, fill("reply_stamp", { company: fill("reply_company") }))),
    make("p", { class: "desk-order__note" }, fill("reply_note")));
}

// Put a sheet on the page, where only the printer sees it, and print it. It is gone before anything else is printed.
async function print(made) {
  // Nothing is printed before its sheet has come: the browser would print the whole page.
  await sheet("desk-order.css");
  clear();
  document.body.append(made);
  document.body.classList.add("desk-ordering");
  addEventListener("afterprint", clear, { once: true });
  addEventListener("hashchange", clear, { once: true });
  window.print();
}

export const printOrder = (found) => print(order(found));
export const printReply = (found, one) => print(reply(found, one));
