// The report form in four steps. Without this file the page is one long form that posts by itself.

import { forgetDraft, forgetKey, idempotencyKey, keepDraft, restoreDraft } from "./draft.js";
import { notices } from "./notices.js";
import { photoList } from "./photos.js";
import { clearProblems, showProblems } from "./problems.js";
import { beginProof, postWithProof } from "./proof.js";
import { showReceipt } from "./receipt.js";
import { subIssues } from "./sub-issues.js";
import { summary } from "./summary.js";
import { fill, make } from "./words.js";

const form = document.getElementById("hy-form");
const steps = [...form.querySelectorAll("[data-step]")];
const [back, next, send] = ["[data-back]", "[data-next]", "[data-send]"].map((name) => form.querySelector(name));
const [title, danger] = document.querySelector("[data-head]").children;
const photos = photoList(form.querySelector("[data-photos]"));
const issues = subIssues(form);
const known = notices(form);
let at = 0;

// Which field of the page an API's `field` means.
const FIELD_IDS = {
  category: "f-category", sub_issue: "f-sub", contact_by: "f-contact-by", danger: "f-danger", building: "f-building", unit: "f-unit", spot: "f-spot", matter: "f-matter",
  wish: "f-wish", occurred_at: "f-occurred", name: "f-name", household: "f-household", phone: "f-phone", email: "f-email",
  consent: "f-consent", consent_sensitive: "f-consent_sensitive", consent_forward: "f-consent_forward",
};

const text = (name) => form.elements[name].value.trim();
const ticked = (name) => Boolean(form.elements[name]?.checked);

// So much from now, as the estate's clock shows it: an owner far away means the time of his estate, and so does the door.
const here = (ms = 0) => new Date(Date.now() + 8 * 3600 * 1000 + ms).toISOString().slice(0, 16);

function buildingChosen() {
  return form.elements.building.selectedIndex > 0;
}

const CHECKS = [
  () => [
    [form.querySelector("[name=category]:checked"), "f-category", "need_category"],
    [buildingChosen(), "f-building", "need_building"],
  ],
  () => [
    [text("matter"), "f-matter", "need_matter"],
    [!text("occurred_at") || text("occurred_at") <= here(60000), "f-occurred", "bad_occurred"],
  ],
  () => (ticked("anonymous") ? [] : [
    [!text("phone") || /^\+?[\d\s()-]{7,20}$/.test(text("phone")), "f-phone", "bad_phone"],
    [!text("email") || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text("email")), "f-email", "bad_email"],
    [text("phone") || text("email"), "f-phone", "need_contact"],
  ]),
  () => [[ticked("consent"), "f-consent", "need_consent"]],
];

function stepIsRight(step) {
  const problems = CHECKS[step]().filter(([right]) => !right).map(([, id, code]) => [id, fill(code)]);
  return showProblems(form, problems);
}

function show(step, { focus = true } = {}) {
  at = step;
  steps.forEach((section, n) => { section.hidden = n !== step; });
  form.querySelectorAll(".hy-steps li").forEach((bar, n) => bar.classList.toggle("on", n <= step));
  form.querySelector(".hy-stepno").textContent = fill("step", { n: step + 1, total: steps.length });
  // the name of the page stays its heading for those who listen to it
  title.classList.toggle("hy-vh", step > 0);
  danger.hidden = step > 0;
  back.hidden = step === 0;
  next.hidden = step === steps.length - 1;
  send.hidden = !next.hidden;
  if (next.hidden) summary(form, photos.items.length, show);
  if (!focus) return;
  const question = steps[step].querySelector("legend, .hy-label");
  question.tabIndex = -1;
  question.focus({ preventScroll: true });
  scrollTo(0, 0);
}

function goTo(step) {
  clearProblems(form);
  show(step);
  // From the first step on somebody means it: the work is done long before the last one.
  if (step > 0) beginProof(idempotencyKey());
}

// What the API takes: only what was filled in, under the names of the contract.
function complaint() {
  const body = {};
  for (const [name, value] of new FormData(form)) {
    const trimmed = typeof value === "string" ? value.trim() : "";
    if (!trimmed) continue;
    if (name === "needs" || name === "contact_by") body[name] = [...(body[name] ?? []), trimmed];
    else body[name] = trimmed;
  }
  for (const name of ["danger", "anonymous", "sensitive", "no_evidence"]) {
    if (name in body) body[name] = true;
  }
  if (body.anonymous) for (const name of ["name", "phone", "email", "household", "contact_by", "needs"]) delete body[name];
  if (photos.items.length) delete body.no_evidence;
  const answers = issues.answers();
  if (Object.keys(answers).length) body.answers = answers;
  const category = issues.category();
  if (category) body.category = category;
  return body;
}

function onRefusal(refused) {
  const id = FIELD_IDS[refused.field] ?? "";
  const place = id && document.getElementById(id);
  const step = place ? steps.findIndex((section) => section.contains(place)) : -1;
  if (step >= 0 && step !== at) show(step, { focus: false });
  if (refused.code === "idempotency_mismatch") forgetKey();
  showProblems(form, [[place ? id : "", refused.text]]);
}

async function submit() {
  const name = send.textContent;
  send.disabled = true;
  send.textContent = fill("wait");
  try {
    const whenSlow = () => { send.textContent = fill("checking"); };
    const receipt = await postWithProof("/api/complaints", complaint(), idempotencyKey(), whenSlow);
    forgetDraft();
    const anonymous = ticked("anonymous");
    const phones = form.querySelector(".hy-now__phones");
    form.remove();
    title.parentElement.remove();
    document.documentElement.classList.remove("hy-in-form");
    await showReceipt(document.querySelector("[data-receipt]"), receipt, { ...photos, phones, anonymous });
  } catch (refused) {
    if (!("text" in refused)) throw refused;
    onRefusal(refused);
  } finally {
    send.disabled = false;
    send.textContent = name;
  }
}

function showLeft(area) {
  const line = form.querySelector(`[data-left="${area.id}"]`);
  if (!line) return;
  const left = area.maxLength - area.value.length;
  line.textContent = fill("left", { n: left.toLocaleString("en-US") });
}

// ?b=3&p=2号梯&c=elevator of the code in the lift
function prefill() {
  const asked = new URLSearchParams(location.search);
  const { building, spot } = form.elements;
  if ([...building.options].some((option) => option.value && option.value === asked.get("b"))) building.value = asked.get("b");
  if (asked.get("p")) spot.value = asked.get("p").slice(0, spot.maxLength);
  const tile = asked.get("c") && (document.getElementById(`c-tile-${asked.get("c")}`) ?? document.getElementById(`c-${asked.get("c")}`));
  if (tile) tile.checked = true;
}

function offerFreshStart() {
  const note = make("p", { class: "hy-hint hy-form-note", role: "status" }, make("span", {}, fill("draft")));
  const fresh = make("button", { type: "button", class: "hy-link" }, fill("draft_clear"));
  fresh.addEventListener("click", () => {
    forgetDraft();
    location.reload();
  });
  note.append(fresh);
  form.querySelector(".hy-stepno").after(note);
}

function showIdentity() {
  form.querySelector("[data-identity]").hidden = ticked("anonymous");
}

function showSensitiveConsent() {
  const line = form.querySelector("[data-consent-sensitive]");
  if (!line) return;
  line.hidden = !ticked("sensitive");
  if (line.hidden) line.querySelector("input").checked = false;
}

function start() {
  form.noValidate = true;
  document.documentElement.classList.add("hy-in-form");
  form.querySelector(".hy-steps").hidden = false;
  form.querySelector(".hy-stepno").hidden = false;
  form.elements.occurred_at.max = here();
  const restored = restoreDraft(form, issues.choose);
  prefill();
  issues.refresh();
  showIdentity();
  showSensitiveConsent();
  if (form.elements.matter.value) showLeft(form.elements.matter);
  known.look();
  if (restored) offerFreshStart();
  show(0, { focus: false });
}

form.addEventListener("input", (event) => {
  keepDraft(form);
  if (event.target.maxLength > 0) showLeft(event.target);
});
form.addEventListener("change", (event) => {
  keepDraft(form);
  if (event.target.name === "anonymous") showIdentity();
  if (event.target.name === "sensitive") showSensitiveConsent();
  if (["category", "sub_issue", "danger"].includes(event.target.name)) issues.refresh();
  if (["category", "sub_issue", "building"].includes(event.target.name)) known.look();
});
next.addEventListener("click", () => { if (stepIsRight(at)) goTo(at + 1); });
back.addEventListener("click", () => goTo(at - 1));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (at < steps.length - 1) next.click();
  else if (stepIsRight(at)) submit();
});

start();
