// Somebody rings or comes and asks how his case stands: he shows that it is his, then his own page is read out to him, and no more.

import { freshKey } from "./api.js";
import { send } from "./desk-api.js";
import { clearErrors, fieldNode, missing, showErrors, valueOf } from "./desk-fields.js";
import { button, notice, tell, words } from "./desk-parts.js";
import { fill, make } from "./words.js";

const COMMAND = "take-call";
const BY_CODE = "code";

const line = (name, text) => (text ? make("div", {}, make("dt", {}, name), make("dd", {}, text)) : null);

function answerOf(answer) {
  if (!answer) return "";
  const points = answer.points.map((one) => [words(one.words), words(one.finding_words), words(one.wish_words)].filter(Boolean).join(" · "));
  return [answer.words, ...points, words(answer.rights_words)].filter(Boolean).join("\n");
}

function toldNode(told) {
  return make("div", { class: "desk-told-out", "data-told": true },
    make("h3", { tabindex: "-1" }, fill("call_told")),
    make("dl", { class: "hy-sum" },
      line(fill("state"), words(told.state_words)),
      line(fill("next_step"), words(told.next_step)),
      line(fill("lead"), words(told.lead_words)),
      line(fill("call_question"), told.question?.words),
      line(fill("call_decline"), told.decline ? [words(told.decline.reason_words), told.decline.words].filter(Boolean).join("\n") : ""),
      line(fill("call_answer"), answerOf(told.answer))));
}

function refusedNode(left) {
  return notice("late", fill("call_refused"), make("p", {}, fill("call_left", { n: String(left) })));
}

function callForm(found, { read, failed }, outcome) {
  const action = found.actions.find((one) => one.command === COMMAND);
  const [way] = action.fields;
  const code = { name: "code", label: fill("call_code"), kind: "text", needed: true };
  const note = { name: "note", label: fill("call_note"), kind: "long", needed: false };
  const form = make("form", { "data-command": COMMAND, novalidate: true, class: "desk-form" });
  const wayNode = fieldNode(way, { command: COMMAND, fields: [way] }, form);
  const codeNode = fieldNode(code, { command: COMMAND, fields: [code] }, form);
  const passed = make("button", { type: "submit", class: "hy-btn", "data-pass": true });
  const not = button(fill("call_not"), { "data-fail": true });
  form.append(wayNode, codeNode, fieldNode(note, { command: COMMAND, fields: [note] }, form), make("div", { class: "desk-form__go" }, not, passed));

  const byCode = () => valueOf(form, way) === BY_CODE;
  function follow() {
    codeNode.hidden = !byCode();
    not.hidden = byCode();
    passed.textContent = fill(byCode() ? "call_check" : "call_passed");
  }

  async function ask(yes) {
    clearErrors(form);
    const errors = [way, ...(byCode() ? [code] : [])].map((field) => [`${COMMAND}-${field.name}`, missing(form, field)]).filter(([, text]) => text);
    if (errors.length) {
      showErrors(form, errors);
      return;
    }
    const said = { way: valueOf(form, way), ...(byCode() ? { code: valueOf(form, code) } : { passed: yes }) };
    const extra = valueOf(form, note);
    passed.disabled = true;
    try {
      const answer = await send(`cases/${encodeURIComponent(found.number)}/call`, extra ? { ...said, note: extra } : said, freshKey());
      form.elements.code.value = "";
      outcome.replaceChildren(answer.passed ? toldNode(answer.told) : refusedNode(answer.left));
      tell(fill(answer.passed ? "call_told" : "call_refused"));
      outcome.querySelector("h3")?.focus();
      read(answer.version);
    } catch (wrong) {
      failed(wrong, (refused) => showErrors(form, [[{ way: `${COMMAND}-way`, code: `${COMMAND}-code` }[refused.field] ?? "", refused.text]]));
    } finally {
      passed.disabled = false;
    }
  }

  form.addEventListener("change", follow);
  not.addEventListener("click", () => ask(false));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(true);
  });
  follow();
  return form;
}

// Put the section before `head`, or give it the focus if it stands there. tools: {read, failed}.
export function showCall(head, found, tools) {
  let section = document.getElementById("desk-call");
  if (!section) {
    const outcome = make("div", { "aria-live": "polite" });
    section = make("section", { id: "desk-call", class: "hy-noprint", "aria-labelledby": "desk-call-title" },
      make("h2", { id: "desk-call-title", tabindex: "-1" }, fill("call_title")),
      make("p", { class: "desk-told" }, fill("call_lead")), callForm(found, tools, outcome), outcome);
    head.before(section);
  }
  section.querySelector("h2").focus();
}
