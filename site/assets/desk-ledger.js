// The ledger: what a list holds or what came in during some months, made into a file elsewhere while a bar tells how far it is.

import { freshKey } from "./api.js";
import { get, send } from "./desk-api.js";
import { followed, jobBar } from "./desk-job.js";
import { FILTERS, notice, tell, words } from "./desk-parts.js";
import { fill, make } from "./words.js";

const MONTH = /^20\d{2}-(0[1-9]|1[0-2])$/;

const choice = (name, value, text, facts = {}) =>
  make("label", { class: "desk-choice" }, make("input", { type: "radio", name, value, ...facts }), make("span", {}, text));

const month = (id, label) => make("div", { class: "hy-field" },
  make("label", { class: "hy-label--s", for: id }, label),
  make("input", { id, type: "month", placeholder: "2026-11", autocomplete: "off" }));

function group(legend, ...inside) {
  return make("fieldset", { class: "desk-group" }, make("legend", {}, legend), ...inside);
}

// What the door is asked for, or null when the months are none.
function order(form, asked, view) {
  const made = { format: form.elements.format.value };
  for (const name of FILTERS) if (asked[name]) made[name] = asked[name];
  if (form.elements.what.value === "list") return { ...made, view };
  const [from, to] = ["ledger-from", "ledger-to"].map((id) => form.querySelector(`#${id}`).value.trim());
  if (!MONTH.test(from) || (to && !MONTH.test(to))) return null;
  return { ...made, from_month: from, to_month: to || from };
}

function orderForm(name) {
  const months = make("div", { class: "desk-months", hidden: true }, month("ledger-from", fill("ledger_from")), month("ledger-to", fill("ledger_to")));
  const form = make("form", { class: "desk-form", novalidate: true, id: "ledger-form" },
    group(fill("ledger_what"), choice("what", "list", fill("ledger_this", { name }), { checked: true }), choice("what", "months", fill("ledger_months")), months),
    group(fill("ledger_form"), choice("format", "xlsx", fill("ledger_xlsx"), { checked: true }), choice("format", "csv", fill("ledger_csv"))),
    make("div", { class: "desk-form__go" }, make("button", { type: "submit", class: "hy-btn" }, fill("ledger_go"))));
  form.addEventListener("change", () => {
    months.hidden = form.elements.what.value !== "months";
  });
  return form;
}

// The address is good for some minutes alone, so a fresh one is asked for when it is wanted.
function fetching(job, failed, place) {
  const fetch = make("button", { type: "button", class: "hy-btn", id: "ledger-fetch" }, fill("ledger_fetch", { n: job.rows }));
  fetch.addEventListener("click", async () => {
    try {
      const { url } = await get(`jobs/${job.id}`);
      if (url) location.assign(url);
      else place.replaceChildren(notice("soon", fill("ledger_gone")));
    } catch (wrong) {
      failed(wrong, (refused) => place.replaceChildren(notice("late", refused.text)));
    }
  });
  return fetch;
}

// Fill `where`. tools: {still, failed, title}.
export async function showLedger(where, me, asked, { still, failed, title }) {
  const view = me.views.some((one) => one.code === asked.view) ? asked.view : me.views[0]?.code;
  const name = words(me.views.find((one) => one.code === view)?.name);
  const back = new URLSearchParams(asked);
  back.delete("ledger");
  const form = orderForm(name);
  const result = make("div", { id: "ledger-result" });
  const bar = jobBar(fill("ledger_open"));
  const go = form.querySelector("[type=submit]");

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wanted = order(form, asked, view);
    if (!wanted) {
      result.replaceChildren(notice("late", fill("ledger_month_wrong")));
      form.querySelector("#ledger-from").focus();
      return;
    }
    go.disabled = true;
    result.replaceChildren(bar.node);
    try {
      const job = await followed(await send("ledger", wanted, freshKey()), bar, still);
      if (!still()) return;
      if (job.phase === "ready") {
        result.replaceChildren(bar.node, fetching(job, failed, result));
        result.querySelector("#ledger-fetch").focus();
      } else {
        result.replaceChildren(notice("late", words(job.message) || words(job.phase_words)));
      }
      tell(words(job.phase_words));
    } catch (wrong) {
      failed(wrong, (refused) => result.replaceChildren(notice("late", refused.text)));
    } finally {
      go.disabled = false;
    }
  });

  title(fill("ledger_open"));
  where.replaceChildren(make("section", { id: "desk-ledger", "aria-labelledby": "desk-title" },
    make("p", { class: "desk-back" }, make("a", { href: `#${back}` }, `‹ ${fill("back")}`)),
    make("h1", { id: "desk-title", tabindex: "-1" }, fill("ledger_open")),
    notice("quiet", "", make("p", {}, fill("ledger_lead"))),
    form, result));
  if (me.may?.includes("import")) {
    const { importPart } = await import("./desk-import.js");
    if (still()) where.querySelector("#desk-ledger").append(importPart({ still, failed }));
  }
  where.querySelector("h1").focus({ preventScroll: true });
  scrollTo(0, 0);
}
