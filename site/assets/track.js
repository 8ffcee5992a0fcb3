// Look up a case and show it on the page. Without this file the form posts to the door, which renders the same.

import { post } from "./api.js";
import { actForms } from "./case-acts.js";
import { addForm } from "./case-add.js";
import { caseView } from "./case-view.js";
import { clearProblems, showProblems } from "./problems.js";
import { fill, make, say } from "./words.js";

const form = document.getElementById("hy-track");
const lookup = document.querySelector("[data-lookup]");
const place = document.querySelector("[data-case]");
const button = form.querySelector("[data-look]");
const HANDOVER = "hy-track";

const number = () => form.elements.number.value.normalize("NFKC").trim().toUpperCase().replace(/\s+/g, "");
const code = () => form.elements.code.value.normalize("NFKC").trim();

function inputIsRight() {
  const problems = [];
  if (!/^HY-?\d{4}-?\d{8}$/.test(number())) problems.push(["hy-number", fill("need_number")]);
  if (code().replace(/[\s-]/g, "").length !== 16) problems.push(["hy-code", fill("need_code")]);
  return showProblems(form, problems);
}

// done: what was done, as nodes; it gets the focus, else the name of the case.
function show(found, keys, done = null) {
  const said = done && make("div", { class: "hy-done", role: "status", tabindex: "-1", "data-done": true }, ...done);
  lookup.hidden = true;
  place.hidden = false;
  const add = found.can?.includes("add") ? addForm(found, keys, (again) => show(again, keys, [make("p", {}, fill("add_done"))])) : null;
  const acts = actForms(found, keys, (answer, act) => afterAct(found, keys, answer, act));
  place.replaceChildren(caseView(found, { leave, add, acts, done: said }));
  clearProblems(form);
  (said ?? place.querySelector("h1")).focus();
  scrollTo(0, 0);
}

// The door answers with the case as it is now, or with the receipt of a case of its own.
function afterAct(found, keys, answer, act) {
  const lines = [make("p", {}, fill("act_done", { act: say(act.title) }))];
  if (answer.consents) {
    // A copy of what is held of him: the browser makes the file, so that no address leads to it.
    const file = new Blob([JSON.stringify(answer, null, 2)], { type: "application/json" });
    lines.push(make("p", {}, make("a", { class: "hy-btn", href: URL.createObjectURL(file), download: `${answer.number}.json`, "data-copy": true }, fill("copy_save"))));
    show(found, keys, lines);
    return;
  }
  if (answer.timeline) {
    show(answer, keys, lines);
    return;
  }
  lines.push(
    make("p", {}, `${fill("number")} `, make("b", {}, answer.number)),
    make("p", {}, `${fill("code")} `, make("b", {}, answer.code)),
    make("p", {}, fill("keep")));
  show(found, keys, lines);
}

function leave() {
  place.replaceChildren();
  place.hidden = true;
  lookup.hidden = false;
  form.reset();
  form.elements.number.focus();
}

async function look() {
  const name = button.textContent;
  const keys = { number: number(), code: code() };
  button.disabled = true;
  button.textContent = fill("looking");
  try {
    show(await post("/api/track", keys), keys);
  } catch (refused) {
    if (!("text" in refused)) throw refused;
    showProblems(form, [[{ number: "hy-number", code: "hy-code" }[refused.field] ?? "", refused.text]]);
  } finally {
    button.disabled = false;
    button.textContent = name;
  }
}

// Number and code from the receipt of this tab are used once and forgotten; a letter's link brings the number alone.
function takeOver() {
  const fromLink = new URLSearchParams(location.hash.slice(1)).get("n") ?? new URLSearchParams(location.search).get("n");
  if (fromLink) form.elements.number.value = fromLink.slice(0, 20);
  try {
    const given = JSON.parse(sessionStorage.getItem(HANDOVER));
    sessionStorage.removeItem(HANDOVER);
    if (!given) return;
    form.elements.number.value = given.number;
    form.elements.code.value = given.code;
    look();
  } catch {
    // no storage, nothing handed over
  }
}

// What is folded on the screen is read on paper.
addEventListener("beforeprint", () => place.querySelectorAll("details").forEach((fold) => { fold.open = true; }));

form.noValidate = true;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearProblems(form);
  if (inputIsRight()) look();
});
takeOver();
