// Who the owner is: hidden until somebody says why; what was shown lives on the page only and goes with it.

import { freshKey } from "./api.js";
import { send } from "./desk-api.js";
import { clearErrors, showErrors } from "./desk-fields.js";
import { button, names, tell, words } from "./desk-parts.js";
import { fill, make } from "./words.js";

function row(name, value) {
  return make("div", {}, make("dt", {}, fill(name)), make("dd", {}, value || make("span", { class: "desk-mute" }, fill("ask_none"))));
}

function ways(value) {
  const codes = Array.isArray(value) ? value : value ? [value] : [];
  return codes.map((code) => (typeof code === "string" ? names.ways[code] ?? code : words(code))).join(" · ");
}

function dialling(line, text) {
  return make("a", { href: `tel:${line.number}${line.extension ? `;ext=${line.extension}` : ""}` }, text);
}

// Every line that can be dialled is a link; what cannot be is only read.
function phone(person) {
  const lines = person.dial ?? [];
  if (lines.length < 2) return lines.length ? dialling(lines[0], person.phone) : person.phone;
  return make("span", {}, ...lines.flatMap((line, place) => [place ? " · " : "", dialling(line, line.number)]));
}

function shown(person) {
  return make("dl", { class: "hy-sum desk-facts__list", "data-identity": "shown" },
    row("ask_name", person.name), row("ask_phone", phone(person)), row("ask_email", person.email),
    row("ask_flat", words(person.flat)), row("ask_contact_by", ways(person.contact_by)),
    person.needs?.length ? row("needs", words(person.needs)) : null);
}

function masked(identity) {
  const held = identity.masked ?? {};
  return make("dl", { class: "hy-sum desk-facts__list", "data-identity": "masked" },
    row("ask_phone", held.phone), row("ask_email", held.email));
}

function reasonForm() {
  const reason = make("select", { id: "identity-reason", name: "reason", required: true }, make("option", { value: "" }, fill("choose")));
  reason.append(...Object.entries(names.reasons).map(([code, name]) => make("option", { value: code }, name)));
  return make("form", { id: "identity-form", novalidate: true, hidden: true, class: "desk-form" },
    make("p", { class: "desk-told" }, fill("identity_told")),
    make("div", { class: "hy-field" }, make("label", { class: "hy-label--s", for: "identity-reason" }, fill("identity_reason")), reason),
    make("div", { class: "hy-field" },
      make("label", { class: "hy-label--s", for: "identity-note" }, fill("identity_note"), make("span", { class: "hy-opt" }, fill("optional"))),
      make("textarea", { id: "identity-note", name: "note", rows: "2" })),
    make("div", { class: "desk-form__go" }, make("button", { type: "submit", class: "hy-btn" }, fill("confirm_identity"))));
}

// `read(version)` is called after a reading, so that the list of readings and the version follow.
export function identityView(found, { read, failed }) {
  const identity = found.identity ?? {};
  const section = make("section", { id: "desk-identity", "aria-labelledby": "desk-identity-title" },
    make("h2", { id: "desk-identity-title", tabindex: "-1" }, fill("identity")));
  if (!identity.held) {
    section.append(make("p", { class: "hy-quiet" }, fill(identity.anonymous ? "anonymous" : "identity_none")));
    return section;
  }
  const closed = (found.actions ?? []).find((action) => action.command === "reveal-identity" && !action.open);
  const card = masked(identity);
  const lead = make("p", { class: "desk-mute hy-noprint" }, closed ? words(closed.why?.message) : fill("identity_lead"));
  section.append(card, lead);
  if (closed) return section;
  const form = reasonForm();
  const key = freshKey();
  const open = button(fill("identity_show"), { "data-reveal": true, "aria-expanded": "false", "aria-controls": form.id, class: "hy-noprint" });
  open.addEventListener("click", () => {
    form.hidden = !form.hidden;
    open.setAttribute("aria-expanded", String(!form.hidden));
    if (!form.hidden) form.elements.reason.focus();
  });

  async function reveal() {
    const go = form.querySelector("[type=submit]");
    const note = form.elements.note.value.trim();
    go.disabled = true;
    try {
      const person = await send(`cases/${encodeURIComponent(found.number)}/identity`, { reason: form.elements.reason.value, ...(note ? { note } : {}) }, key);
      section.querySelector("[data-identity]").replaceWith(shown(person));
      lead.textContent = fill("identity_shown");
      open.remove();
      form.remove();
      tell(fill("identity_shown"));
      section.querySelector("h2").focus();
      read(person.version);
    } catch (wrong) {
      failed(wrong, (refused) => showErrors(form, [[{ reason: "identity-reason", note: "identity-note" }[refused.field] ?? "", refused.text]]));
    } finally {
      go.disabled = false;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearErrors(form);
    if (form.elements.reason.value) reveal();
    else showErrors(form, [["identity-reason", fill("choose_needed", { name: fill("identity_reason") })]]);
  });
  section.append(open, form);
  // A page that the browser keeps for its back button must not keep a name.
  addEventListener("pagehide", () => section.querySelector('[data-identity="shown"]')?.replaceWith(masked(identity)), { once: true });
  return section;
}
