// A complaint taken down for an owner who rang, came to the counter or spoke at a meeting: three fields, read back to him, then his receipt.

import { keyring } from "./desk-actions.js";
import { send } from "./desk-api.js";
import { clearErrors, fieldNode, label, missing, setValue, showErrors, valueOf } from "./desk-fields.js";
import { button, names, notice, tell, typed, words } from "./desk-parts.js";
import { by, fill, make } from "./words.js";

const ORDER = names.register;
const DRAFT = "new";
const SPOKEN = "oral";
// What a new form says already: most of what is taken down was said.
const USUAL = { mode: SPOKEN, read_back_proof: ORDER.read_back };
// Nobody speaks where people write.
const IN_WRITING = new Set(["social", "authority"]);

const fieldsOf = (part) => ORDER.fields.filter((field) => field.part === part);
const named = (name) => ORDER.fields.find((field) => field.name === name);
const chosen = (form, name) => words(named(name).choices.find((choice) => choice.value === valueOf(form, named(name)))?.name);
const isSpoken = (form) => valueOf(form, named("mode")) === SPOKEN;

function body(form) {
  const made = {};
  for (const field of ORDER.fields) {
    const value = valueOf(form, field);
    if (value === null || value === false) continue;
    // consent is given to one edition of its text
    made[field.name] = field.name === "consent" ? ORDER.consent : value;
  }
  delete made.read_back_proof;
  return isSpoken(form) ? { ...made, read_back: true, read_back_proof: valueOf(form, named("read_back_proof")) } : made;
}

function slipTools(receipt, order) {
  const print = (size) => import("./desk-slip.js").then(({ printSlip }) => printSlip(size, receipt, order));
  const sizes = ["58", "80", "a4"].map((size) => button(fill(`slip_${size}`), { "data-slip": size, onclick: () => print(size) }));
  return make("section", { class: "desk-slips", "aria-labelledby": "desk-slips" }, make("h2", { id: "desk-slips" }, fill("slip_print")), make("div", { class: "hy-nav" }, ...sizes));
}

function receiptNode(receipt, order) {
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
    slipTools(receipt, order),
    make("div", { class: "hy-nav" },
      make("a", { class: "hy-btn hy-btn--ghost", href: "#new=2", "data-again": true }, fill("register_again")),
      make("a", { class: "hy-btn", href: `#case=${encodeURIComponent(receipt.number)}` }, fill("register_open"))));
}

// Name and number of an owner are never put into the browser's store, so a new sign-in asks for them again.
function keepDraft(form) {
  for (const field of ORDER.fields.filter((one) => !one.person)) typed.keep(DRAFT, ORDER.command, field.name, valueOf(form, field));
}

// As it is read aloud: 138 0013 8000.
const aloud = (phone) => (/^1\d{10}$/.test(phone) ? phone.replace(/^(\d{3})(\d{4})(\d{4})$/, "$1 $2 $3") : phone);

function told(form) {
  const value = (name) => valueOf(form, named(name)) ?? "";
  const rows = [
    ["phone", aloud(value("phone"))], ["name", value("name")], ["household", value("household")],
    ["building", [chosen(form, "building"), value("spot")].filter(Boolean).join(" · ")], ["wish", value("wish")],
  ].filter(([, text]) => text);
  return [
    make("blockquote", { class: "desk-verbatim desk-aloud" }, value("matter")),
    value("danger") ? make("p", { class: "hy-alert" }, make("b", {}, fill("danger"))) : null,
    rows.length ? make("dl", { class: "hy-sum" }, ...rows.map(([name, text]) => make("div", {}, make("dt", {}, label(named(name))), make("dd", {}, text)))) : null,
  ].filter(Boolean);
}

// The second page of the form: what was written, to be read to whoever said it, and what shows that he heard it.
function readPage(form) {
  const heading = make("h2", { id: "register-aloud", tabindex: "-1" });
  const text = make("div", {});
  const proof = fieldNode(named("read_back_proof"), ORDER, form);
  const page = make("section", { hidden: true, "aria-labelledby": heading.id, "data-page": "read" }, heading, text, proof,
    fieldNode(named("consent"), ORDER, form),
    make("div", { class: "desk-form__go" },
      button(fill("register_change"), { "data-change": true, onclick: () => page.close() }),
      make("button", { type: "submit", class: "hy-btn", "data-save": true })));
  page.open = () => {
    const spoken = isSpoken(form);
    heading.textContent = fill(spoken ? "register_aloud" : "register_check");
    page.querySelector("[data-save]").textContent = fill(spoken ? "register_confirmed" : "register_new");
    text.replaceChildren(...told(form));
    proof.hidden = !spoken;
    page.hidden = false;
    page.before.hidden = true;
    heading.focus({ preventScroll: true });
    scrollTo(0, 0);
  };
  page.close = () => {
    page.hidden = true;
    page.before.hidden = false;
    form.elements.matter.focus();
  };
  return page;
}

function writePage(form) {
  const fold = (name, part) => make("details", { class: "hy-more", "data-part": part }, make("summary", {}, fill(name)), ...fieldsOf(part).map((field) => fieldNode(field, ORDER, form)));
  const next = make("button", { type: "submit", class: "hy-btn", "data-next": true }, fill("register_next"));
  return make("div", { "data-page": "write" }, ...fieldsOf("first").map((field) => fieldNode(field, ORDER, form)),
    fold("register_order", "order"), fold("register_more", "more"), fold("register_late", "late"),
    make("div", { class: "desk-form__go" }, next), make("p", { class: "desk-keys" }, fill("register_keys")));
}

function wrongIn(form, fields) {
  const found = fields.map((field) => [`${ORDER.command}-${field.name}`, missing(form, field)]);
  const needs = (name) => found.push([`${ORDER.command}-${name}`, fill(named(name).choices ? "choose_needed" : "text_needed", { name: label(named(name)) })]);
  const open = (name) => !valueOf(form, named(name));
  if (!open("received_at") && open("late_proof")) needs("late_proof");
  // an order of an authority is told as a whole, or not at all
  const order = fieldsOf("order").map((field) => field.name);
  if (!order.every(open)) order.filter(open).forEach(needs);
  return found.filter(([, text]) => text);
}

// Each error at its field: on the page that has it, unfolded.
function show(form, read, errors) {
  const fields = errors.map(([id]) => form.querySelector(`[id="${CSS.escape(id)}"]`)).filter(Boolean);
  if (fields.some((field) => !read.contains(field)) && !read.hidden) read.close();
  for (const field of fields) field.closest("details")?.setAttribute("open", "");
  showErrors(form, errors);
}

function byKeys(form, read) {
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.querySelector(read.hidden ? "[data-next]" : "[data-save]").click();
    }
    if (event.key === "Escape" && !read.hidden) read.close();
  });
  form.addEventListener("change", (event) => {
    if (event.target.name === "channel") setValue(form, named("mode"), IN_WRITING.has(event.target.value) ? "written" : SPOKEN);
  });
}

function orderForm(taken, failed) {
  const form = make("form", { "data-command": ORDER.command, "data-heading": "h2", novalidate: true, class: "desk-form desk-register" });
  const keyFor = keyring();
  const [write, read] = [writePage(form), readPage(form)];
  read.before = write;
  form.append(write, read);
  for (const field of ORDER.fields) setValue(form, field, typed.of(DRAFT, ORDER.command)[field.name] ?? USUAL[field.name]);
  form.addEventListener("input", () => keepDraft(form));
  byKeys(form, read);

  async function submit() {
    const order = body(form);
    const go = read.querySelector("[data-save]");
    go.disabled = true;
    try {
      taken(await send("complaints", order, keyFor(JSON.stringify(order))), order);
      typed.drop(DRAFT, ORDER.command);
    } catch (wrong) {
      failed(wrong, (refused) => show(form, read, [[named(refused.field) ? `${ORDER.command}-${refused.field}` : "", refused.text]]));
    } finally {
      go.disabled = false;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearErrors(form);
    const last = !read.hidden;
    const errors = wrongIn(form, last ? ORDER.fields : ORDER.fields.filter((field) => field.part !== "last"));
    if (errors.length) show(form, read, errors);
    else if (last) submit();
    else read.open();
  });
  return form;
}

// Fill `where` with the form. tools: {still, failed, title}.
export function showRegister(where, me, { still, failed, title }) {
  const taken = (receipt, order) => {
    if (!still()) return;
    where.replaceChildren(receiptNode(receipt, order));
    tell(fill("register_done"));
    where.querySelector("h1").focus({ preventScroll: true });
    scrollTo(0, 0);
  };
  title(fill("register_new"));
  // An estate that brought places of its own is newer than the page.
  if (me.places) named("building").choices = me.places;
  where.replaceChildren(make("section", { id: "desk-register", "aria-labelledby": "desk-title" },
    make("p", { class: "desk-back" }, make("a", { href: "#" }, `‹ ${fill("back")}`)),
    make("h1", { id: "desk-title", tabindex: "-1" }, fill("register_new")),
    notice("quiet", "", make("p", {}, fill("register_lead"))),
    orderForm(taken, failed)));
  where.querySelector("h1").focus({ preventScroll: true });
  scrollTo(0, 0);
}
