// After the category: the finer choice, its extra questions, and what to do at once where danger is possible.

import { make } from "./words.js";

const KNOWN = JSON.parse(document.getElementById("hy-sub-issues").textContent);

export function subIssues(form) {
  const holder = form.querySelector("[data-sub]");
  const select = form.elements.sub_issue;
  const first = select.options[0];
  const asked = form.querySelector("[data-questions]");
  const now = form.querySelector("[data-now]");
  let wanted = "";
  let shownFor = null;

  const tile = () => form.querySelector("[name=category]:checked");
  const codes = () => (tile() ? tile().dataset.categories.split(" ") : []);

  function chosen() {
    const option = select.selectedOptions[0];
    const category = option?.dataset.category;
    const issue = category && KNOWN[category].find((each) => each.code === option.value);
    return issue ? { ...issue, category } : null;
  }

  function fillSelect() {
    const all = codes().flatMap((category) => KNOWN[category].map((issue) => ({ ...issue, category })));
    const options = all.map((issue) => make("option", { value: issue.code, "data-category": issue.category }, issue.name));
    select.replaceChildren(first, ...options);
    select.value = options.some((option) => option.value === wanted) ? wanted : "";
    select.disabled = !all.length;
    holder.hidden = !all.length;
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
    const danger = form.elements.danger.checked;
    now.querySelector("[data-now-text]").textContent = issue?.now ?? form.elements.danger.closest("label").querySelector("small").textContent;
    now.hidden = !(danger || issue?.now);
  }

  return {
    choose(code) {
      wanted = code;
    },
    refresh() {
      const key = codes().join(" ");
      if (shownFor !== key) {
        shownFor = key;
        fillSelect();
      }
      const more = form.querySelector("[data-more]");
      if (tile() && more.contains(tile())) more.open = true;
      askQuestions(chosen());
      showEmergency(chosen());
    },
    // The finer choice may belong to the tile's second category.
    category: () => chosen()?.category ?? tile()?.value ?? "",
    answers() {
      return [...asked.querySelectorAll("input")]
        .filter((field) => field.value.trim())
        .map((field) => `${field.dataset.question} ${field.value.trim()}`)
        .join("\n");
    },
    name: () => [tile()?.closest("label").textContent.trim(), chosen()?.name].filter(Boolean).join(" · "),
  };
}
