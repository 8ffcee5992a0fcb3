// One step on several cases: rows are ticked, a bar says how many, and afterwards each case that was not done says why.

import { freshKey } from "./api.js";
import { send } from "./desk-api.js";
import { button, notice, tell, words } from "./desk-parts.js";
import { fill, make, moment } from "./words.js";

// So many go in one request, so that the bar moves and a lost connection loses little.
const AT_ONCE = 10;

// Who was faster, when and with what, where that is why.
function why(result) {
  if (!result.by_words) return words(result.message);
  const event = words(result.event_words);
  return [fill("stale", { who: words(result.by_words), when: result.at ? moment(result.at) : "" }), event ? fill("stale_event", { event }) : ""]
    .filter(Boolean).join(" ");
}

function outcome(results) {
  const left = results.filter((one) => !one.done);
  const done = fill("many_done", { n: results.length - left.length });
  const box = notice(left.length ? "soon" : "done", left.length ? `${done} ${fill("many_left", { n: left.length })}` : done,
    left.length ? make("ul", {}, ...left.map((one) => make("li", {}, make("b", {}, one.number), ` ${why(one)}`))) : null);
  box.setAttribute("role", left.length ? "alert" : "status");
  box.tabIndex = -1;
  return box;
}

// the same key for the same words: what is sent again after a new sign-in is done once
const keys = new Map();

function keyFor(text) {
  if (!keys.has(text)) keys.set(text, freshKey());
  return keys.get(text);
}

async function inTurns(action, cases, order, goOn) {
  const results = [];
  for (let from = 0; from < cases.length; from += AT_ONCE) {
    const body = { cases: cases.slice(from, from + AT_ONCE), ...order };
    const found = await send(`bulk/${action.command}`, body, keyFor(action.command + JSON.stringify(body)));
    results.push(...found.results);
    goOn(results.length, results);
  }
  return results;
}

async function formOf(action, count, { submit, close }) {
  const { clearErrors, fieldNode, showErrors, valueOf, wrongIn } = await import("./desk-fields.js");
  const within = { ...action, command: `many-${action.command}` };
  const form = make("form", { class: "desk-form desk-many__form", novalidate: true, "data-many": action.command });
  const go = make("button", { type: "submit", class: "hy-btn" }, fill("many_for", { n: count, name: words(action.name) }));
  const bar = make("progress", { max: String(count), value: "0", hidden: true, "aria-label": words(action.name) });
  const said = make("p", { class: "desk-mute", role: "status" });
  form.append(...within.fields.map((field) => fieldNode(field, within, form)), bar, said,
    make("div", { class: "desk-form__go" }, go, button(fill("many_close"), { onclick: close })));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearErrors(form);
    const errors = wrongIn(form, within.fields, within.command);
    if (errors.length) return showErrors(form, errors);
    const order = Object.fromEntries(within.fields.map((field) => [field.name, valueOf(form, field)]));
    go.disabled = true;
    bar.hidden = false;
    await submit(order, (done) => {
      bar.value = done;
      said.textContent = fill("many_going", { done, total: count });
    }, (wrong) => showErrors(form, [[wrong.field ? `${within.command}-${wrong.field}` : "", wrong.text]]));
    go.disabled = false;
    bar.hidden = true;
    return undefined;
  });
  return form;
}

// What is ticked on a list, the bar at its foot and the account above it. rows(): the rows that are shown; again(): read them anew.
export function chosen(me, { failed, still, rows, again }) {
  const ticked = new Map();
  const count = make("b", { role: "status" });
  const place = make("div");
  const told = make("div", { class: "desk-many__told" });
  const all = make("input", { type: "checkbox", "aria-label": fill("choose_all"), onchange: () => everything(all.checked) });
  const buttons = me.bulk.map((action) => button(words(action.name), { "data-bulk": action.command, onclick: () => open(action) }));
  const bar = make("div", { class: "desk-many hy-noprint", hidden: true, role: "region", "aria-label": fill("many") },
    make("div", { class: "desk-many__line" }, count, ...buttons, button(fill("choose_none"), { onclick: () => everything(false) })), place);

  function shown() {
    const listed = new Map(rows().map((item) => [item.number, item]));
    for (const number of [...ticked.keys()]) {
      if (listed.has(number)) ticked.set(number, listed.get(number));
      else ticked.delete(number);
    }
    all.checked = listed.size > 0 && ticked.size === listed.size;
    all.indeterminate = ticked.size > 0 && !all.checked;
    bar.hidden = ticked.size === 0;
    count.textContent = fill("chosen", { n: ticked.size });
    // a form that says how many it is for is for just those
    put();
  }

  // The bar floats over the list, a form does not: nothing lies under it.
  function put(...form) {
    place.replaceChildren(...form);
    bar.classList.toggle("desk-many--open", form.length > 0);
  }

  function boxes() {
    for (const line of document.querySelectorAll("#desk-list tr[data-number]")) line.querySelector("input").checked = ticked.has(line.dataset.number);
  }

  function everything(on) {
    for (const item of rows()) {
      if (on) ticked.set(item.number, item);
      else ticked.delete(item.number);
    }
    boxes();
    shown();
  }

  async function open(action) {
    const cases = [...ticked.values()].map((item) => ({ number: item.number, version: item.version }));
    const form = await formOf(action, cases.length, { close: () => put(), submit: (...turn) => run(action, cases, ...turn) });
    put(form);
    form.querySelector("input:not([type=hidden]), textarea, select").focus();
  }

  async function run(action, cases, order, goOn, refused) {
    let results = [];
    try {
      results = await inTurns(action, cases, order, (n, found) => {
        results = [...found];
        goOn(n);
      });
    } catch (wrong) {
      failed(wrong, refused);
      if (!results.length) return;
    }
    if (!still()) return;
    for (const one of results) if (one.done) ticked.delete(one.number);
    const account = outcome(results);
    told.replaceChildren(account);
    await again();
    account.focus();
    account.scrollIntoView({ block: "nearest" });
    tell(account.querySelector("p").textContent);
  }

  return { all, bar, told, shown, has: (item) => ticked.has(item.number), set(item, on) {
    if (on) ticked.set(item.number, item);
    else ticked.delete(item.number);
    shown();
  } };
}
