// What this person can do on this case now: one form per open action, and why the others are closed.

import { freshKey } from "./api.js";
import { send } from "./desk-api.js";
import { clearErrors, fieldNode, setValue, showErrors, valueOf, wrongIn } from "./desk-fields.js";
import { button, names, notice, priorityBadge, typed, words } from "./desk-parts.js";
import { photoField } from "./desk-photos.js";
import { laidOut } from "./desk-ready.js";
import { fill, make, moment } from "./words.js";

// Readings of an identity, calls and photos have places of their own on the page.
const ELSEWHERE = new Set(["add-files", "reveal-identity", "share-case", "take-call"]);

function body(form, action, version) {
  const made = { version };
  for (const field of action.fields) {
    const value = valueOf(form, field);
    if (value !== null) made[field.name] = value;
  }
  return made;
}

function staleNote(facts, reload) {
  const who = words(facts.by_words) || fill("somebody");
  const event = words(facts.event_words) || facts.event;
  const title = fill("stale", { who, when: facts.at ? moment(facts.at) : "" });
  return notice("soon", title,
    event ? make("p", {}, fill("stale_event", { event })) : null,
    make("p", {}, fill("stale_text")),
    button(fill("reload_latest"), { "data-reload": true, onclick: reload }));
}

// A key is made once and kept for every retry of the same words; other words are another request.
export function keyring() {
  let key = freshKey();
  let sent = null;
  return (text) => {
    if (sent !== null && sent !== text) key = freshKey();
    sent = text;
    return key;
  };
}

// The priority that the grades of a triage will give, so that it is seen before it is sent; the door works it out again.
function priorityOf(form, found) {
  const { matrix, floors, major_severity } = names.grading;
  const [severity, urgency, level] = ["severity", "urgency", "level"].map((name) => form.elements[name]?.value);
  if (!matrix[severity]?.[urgency]) return null;
  const reached = [matrix[severity][urgency]];
  if (Number(severity) >= major_severity || (level && level !== "general")) reached.push(floors.major);
  if ((found.flags ?? []).some((flag) => flag.code === "sensitive")) reached.push(floors.guarded);
  return reached.sort()[0];
}

function priorityNote(form, found) {
  const note = make("p", { class: "desk-priority", role: "status", hidden: true });
  const follow = () => {
    const code = priorityOf(form, found);
    note.hidden = !code;
    note.replaceChildren(...(code ? [fill("priority_will_be"), " ", priorityBadge(code)] : []));
  };
  for (const kind of ["change", "desk-filled"]) form.addEventListener(kind, follow);
  return note;
}

function actionForm(found, action, tools) {
  const { done, reload, failed } = tools;
  const form = make("form", { "data-command": action.command, novalidate: true, class: "desk-form" });
  const go = make("button", { type: "submit", class: "hy-btn" }, words(action.name));
  const keyFor = keyring();
  form.append(...laidOut(form, action, (field) => (field.kind === "files" ? photoField(found, field, action, form, tools) : fieldNode(field, action, form))),
    action.command === "triage-case" ? priorityNote(form, found) : "", make("div", { class: "desk-form__go" }, go));
  const before = typed.of(found.number, action.command);
  for (const field of action.fields) setValue(form, field, before[field.name] ?? field.value);
  form.dispatchEvent(new Event("desk-filled"));
  for (const field of action.fields) setValue(form, field, before[field.name] ?? field.value);
  form.addEventListener("input", () => {
    for (const field of action.fields) {
      const value = valueOf(form, field);
      typed.keep(found.number, action.command, field.name, value);
    }
  });

  function refused(wrong) {
    form.querySelector(".desk-note")?.remove();
    if (wrong.code === "stale_version") {
      const note = staleNote(wrong.facts, () => reload(action.command));
      note.setAttribute("role", "alert");
      form.prepend(note);
      note.querySelector("button").focus();
      note.scrollIntoView({ block: "nearest" });
      return;
    }
    showErrors(form, [[wrong.field ? `${action.command}-${wrong.field}` : "", wrong.text]]);
  }

  async function submit() {
    const order = body(form, action, found.version);
    go.disabled = true;
    go.textContent = fill("sending");
    try {
      const after = await send(`cases/${encodeURIComponent(found.number)}/${action.command}`, order, keyFor(JSON.stringify(order)));
      typed.drop(found.number, action.command);
      done(after, action);
    } catch (wrong) {
      failed(wrong, refused);
    } finally {
      go.disabled = false;
      go.textContent = words(action.name);
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearErrors(form);
    const errors = wrongIn(form, action.fields, action.command);
    if (errors.length) showErrors(form, errors);
    else submit();
  });
  return form;
}

function closedList(actions) {
  if (!actions.length) return null;
  const items = actions.map((action) => make("li", {}, make("b", {}, words(action.name)), make("span", {}, words(action.why?.message))));
  return make("details", { class: "hy-more desk-closed" }, make("summary", {}, fill("closed_actions")), make("ul", {}, ...items));
}

// The column of next steps. The first open action stands open, or the one that was asked for; the others open at a tap.
export function actionsView(found, asked, tools) {
  const actions = (found.actions ?? []).filter((action) => !ELSEWHERE.has(action.command));
  const open = actions.filter((action) => action.open);
  const chosen = open.some((action) => action.command === asked) ? asked : open[0]?.command;
  const blocks = open.map((action) => {
    const fold = make("details", { class: "desk-act", open: action.command === chosen, "data-action": action.command });
    fold.append(make("summary", {}, words(action.name)), actionForm(found, action, tools));
    return fold;
  });
  return make("section", { class: "desk-do hy-noprint", "aria-labelledby": "desk-next" },
    make("h2", { id: "desk-next", tabindex: "-1" }, fill("next_step")),
    ...(blocks.length ? blocks : [make("p", { class: "hy-quiet" }, fill("actions_none"))]),
    closedList(actions.filter((action) => !action.open)));
}
