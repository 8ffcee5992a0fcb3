// The work order 派工单: one sheet for whoever goes there, with what was asked, the steps, the price told first, and the owner's signature.

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

// Put the order on the page, where only the printer sees it, and print it. It is gone before anything else is printed.
export async function printOrder(found) {
  // Nothing is printed before its sheet has come: the browser would print the whole page.
  await sheet("desk-order.css");
  clear();
  document.body.append(order(found));
  document.body.classList.add("desk-ordering");
  addEventListener("afterprint", clear, { once: true });
  addEventListener("hashchange", clear, { once: true });
  window.print();
}
