// A complaint taken down for an owner who rang, came to the counter or spoke at a meeting; then his receipt, to be read out to him.

import { keyring } from "./desk-actions.js";
import { send } from "./desk-api.js";
import { clearErrors, fieldNode, missing, setValue, showErrors, valueOf } from "./desk-fields.js";
import { names, notice, tell, typed, words } from "./desk-parts.js";
import { by, fill, make } from "./words.js";

const ORDER = names.register;
const DRAFT = "new";

function body(form) {
  const made = {};
  for (const field of ORDER.fields) {
    const value = valueOf(form, field);
    if (value === null || value === false) continue;
    // consent is given to one edition of its text
    made[field.name] = field.name === "consent" ? ORDER.consent : value;
  }
  return made;
}

function receiptNode(receipt) {
  const advice = words(receipt.emergency);
  return make("article", { id: "desk-receipt" },
    advice ? make("p", { class: "hy-alert", role: "alert" }, make("b", {}, fill("danger")), make("span", {}, advice)) : "",
    make("div", { class: "hy-panel" },
      make("h1", { tabindex: "-1" }, fill("register_done")),
      make("dl", {},
        make("div", {}, make("dt", {}, fill("number")), make("dd", {}, make("output", { id: "hy-number" }, receipt.number))),
        make("div", {}, make("dt", {}, fill("register_code")), make("dd", {}, make("output", { id: "hy-code" }, receipt.code)))),
      make("p", {}, fill("register_keep"))),
    make("p", {}, fill("register_contact", { when: by(receipt.first_contact_due) })),
    make("div", { class: "hy-nav" },
      make("a", { class: "hy-btn hy-btn--ghost", href: "#new=2", "data-again": true }, fill("register_again")),
      make("a", { class: "hy-btn", href: `#case=${encodeURIComponent(receipt.number)}` }, fill("register_open"))));
}

// Name and number of an owner are never put into the browser's store, so a new sign-in asks for them again.
function keepDraft(form) {
  for (const field of ORDER.fields.filter((one) => !one.person)) typed.keep(DRAFT, ORDER.command, field.name, valueOf(form, field));
}

function orderForm(taken, failed) {
  const form = make("form", { "data-command": ORDER.command, "data-heading": "h2", novalidate: true, class: "desk-form desk-register" });
  const go = make("button", { type: "submit", class: "hy-btn" }, fill("register_new"));
  const keyFor = keyring();
  form.append(...ORDER.fields.map((field) => fieldNode(field, ORDER, form)), make("div", { class: "desk-form__go" }, go));
  for (const field of ORDER.fields) setValue(form, field, typed.of(DRAFT, ORDER.command)[field.name]);
  form.addEventListener("input", () => keepDraft(form));

  async function submit() {
    const order = body(form);
    go.disabled = true;
    try {
      taken(await send("complaints", order, keyFor(JSON.stringify(order))));
      typed.drop(DRAFT, ORDER.command);
    } catch (wrong) {
      failed(wrong, (refused) => {
        const known = ORDER.fields.some((field) => field.name === refused.field);
        showErrors(form, [[known ? `${ORDER.command}-${refused.field}` : "", refused.text]]);
      });
    } finally {
      go.disabled = false;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearErrors(form);
    const errors = ORDER.fields.map((field) => [`${ORDER.command}-${field.name}`, missing(form, field)]).filter(([, text]) => text);
    if (errors.length) showErrors(form, errors);
    else submit();
  });
  return form;
}

// Fill `where` with the form. tools: {still, failed, title}.
export function showRegister(where, { still, failed, title }) {
  const taken = (receipt) => {
    if (!still()) return;
    where.replaceChildren(receiptNode(receipt));
    tell(fill("register_done"));
    where.querySelector("h1").focus({ preventScroll: true });
    scrollTo(0, 0);
  };
  title(fill("register_new"));
  where.replaceChildren(make("section", { id: "desk-register", "aria-labelledby": "desk-title" },
    make("p", { class: "desk-back" }, make("a", { href: "#" }, `‹ ${fill("back")}`)),
    make("h1", { id: "desk-title", tabindex: "-1" }, fill("register_new")),
    notice("quiet", "", make("p", {}, fill("register_lead"))),
    orderForm(taken, failed)));
  where.querySelector("h1").focus({ preventScroll: true });
  scrollTo(0, 0);
}
