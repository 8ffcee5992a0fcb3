// The plan of a case as its staff read it: what is to be done, what it costs, who agreed, who is still to agree; and its steps.

import { badge, words } from "./desk-parts.js";
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

export function planView(found) {
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
    plan.owners_procedure ? make("p", { class: "desk-note desk-note--soon" }, fill("owners_procedure")) : null,
    ...plan.words.filter((one) => one.text).flatMap((one) => [make("h3", {}, words(one.name)), make("p", { class: "desk-plan__words" }, one.text)]),
    ...(needed(plan) ?? []));
}

export function tasksView(found) {
  if (!found.tasks?.length) return null;
  const items = found.tasks.map((task) => make("li", { "data-task": String(task.n) },
    make("b", {}, `${task.n}. ${task.words}`), " ", badge(words(task.state_words), task.state === "blocked" ? "late" : "quiet"),
    make("span", { class: "desk-by" }, [
      fill("task_line", { who: words(task.assignee_words), department: words(task.department_words), when: moment(task.due) }),
      words(task.certificate_words),
      task.after.length ? fill("task_after", { n: task.after.join(", ") }) : "",
    ].filter(Boolean).join(" · "))));
  return section("tasks", fill("tasks"), make("ul", { class: "hy-list desk-tasks" }, ...items));
}
