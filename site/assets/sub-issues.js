// After the category: the finer choice, its extra questions, and what to do at once where danger is possible.

import { fill, make } from "./words.js";

const KNOWN = JSON.parse(document.getElementById("hy-sub-issues").textContent);

export function subIssues(form) {
  const holder = form.querySelector("[data-sub]");
  const select = form.elements.sub_issue;
  const unsure = select.options[0];
  const asked = form.querySelector("[data-questions]");
  const now = form.querySelector("[data-now]");
  const danger = form.elements.danger;
  let wanted = "";
  let shownFor = null;

  const tile = () => form.querySelector("[name=category]:checked");
  const listed = (name) => (tile()?.dataset[name] ?? "").split(" ").filter(Boolean);

  function chosen() {
    const { category } = select.selectedOptions[0]?.dataset ?? {};
    const issue = category && KNOWN[category].issues.find((each) => each.code === select.value);
    return issue ? { ...issue, category } : null;
  }

  const option = (category) => (issue) => make("option", { value: issue.code, "data-category": category }, issue.name);

  // A tile may stand for several categories, or for a part of one: that part comes first, the rest after it.
  function groupsOf(category, first) {
    const { name, issues } = KNOWN[category];
    const ahead = first.map((code) => issues.find((issue) => issue.code === code)).filter(Boolean);
    const rest = issues.filter((issue) => !ahead.includes(issue));
    const groups = ahead.map(option(category));
    const after = make("optgroup", { label: name }, ...rest.map(option(category)));
    if (listed("categories").length > 1) after.append(make("option", { value: "", "data-category": category }, fill("unsure_of", { name })));
    return [...groups, after];
  }

  function fillSelect() {
    const groups = listed("categories").flatMap((category) => groupsOf(category, listed("first")));
    select.replaceChildren(unsure, ...groups);
    const known = [...select.options].find((each) => each.value && each.value === wanted);
    select.selectedIndex = known ? known.index : 0;
    select.disabled = !groups.length;
    holder.hidden = !groups.length;
  }

  function askQuestions(issue) {
    const key = issue ? `${issue.category}.${issue.code}` : "";
    if (asked.dataset.of === key) return;
    asked.dataset.of = key;
    asked.replaceChildren(...(issue?.ask ?? []).map((question, n) =>
      make("div", { class: "hy-field" },
        make("label", { class: "hy-label--s", for: `f-answer-${n}` }, question),
        make("input", { id: `f-answer-${n}`, type: "text", autocomplete: "off", maxlength: "200", "data-question": question }))));
  }

  // A ticked danger or a dangerous issue: the numbers to ring, at once and in view.
  function showEmergency(issue) {
    now.querySelector("[data-now-text]").textContent = issue?.now ?? danger.closest("label").querySelector("small").textContent;
    const appears = now.hidden;
    now.hidden = !(danger.checked || issue?.now);
    if (appears && !now.hidden) now.scrollIntoView({ block: "nearest" });
  }

  return {
    choose(code) {
      wanted = code;
    },
    refresh() {
      const key = tile()?.id ?? "";
      if (shownFor !== key) {
        shownFor = key;
        fillSelect();
      }
      const more = form.querySelector("[data-more]");
      if (tile() && more.contains(tile())) more.open = true;
      askQuestions(chosen());
      showEmergency(chosen());
    },
    // The finer choice knows its category; a tile of several categories alone does not.
    category: () => select.selectedOptions[0]?.dataset.category ?? tile()?.value ?? "",
    answers() {
      const fields = [...asked.querySelectorAll("input")].filter((field) => field.value.trim());
      return Object.fromEntries(fields.map((field) => [field.dataset.question, field.value.trim()]));
    },
  };
}
