// Workbooks of places and people: the template, a file looked through, and the same file brought in as a whole or not at all.

import { get, send } from "./desk-api.js";
import { button, notice, tell, words } from "./desk-parts.js";
import { fill, language, make } from "./words.js";
import { freshKey } from "./api.js";

const STEPS = { estate_reading: 1, estate_checking: 2, estate_writing: 3 };

function save(file) {
  const bytes = Uint8Array.from(atob(file.content), (char) => char.charCodeAt(0));
  const type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = make("a", { href: url, download: file.name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

// The file as text that a body can carry.
function contentOf(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => done(String(reader.result).replace(/^[^,]*,/, "")));
    reader.addEventListener("error", () => failed(reader.error));
    reader.readAsDataURL(file);
  });
}

const kept = (sheet) => make("div", {}, make("dt", {}, words(sheet.name)), make("dd", {}, sheet.kept === null ? fill("estate_kept_sealed") : String(sheet.kept)));

const counted = (sheet) => {
  const parts = [["estate_fresh", sheet.fresh], ["estate_changed", sheet.changed], ["estate_same", sheet.same]];
  return make("div", {}, make("dt", {}, words(sheet.name)), make("dd", {}, parts.map(([name, n]) => `${fill(name)} ${n}`).join(" · ")));
};

const fault = (one) => make("li", {},
  make("b", {}, [words(one.sheet), one.row ? fill("estate_row", { n: one.row }) : fill("estate_row_all")].filter(Boolean).join(" · ")),
  make("span", {}, ` ${words(one.message)}`));

function outcome(found) {
  if (!found.faults_total) {
    return make("div", { id: "estate-outcome", "data-written": String(found.written) },
      notice(found.written ? "good" : "quiet", fill(found.written ? "estate_done" : "estate_sound")),
      make("dl", { class: "desk-facts" }, ...found.sheets.map(counted)));
  }
  const more = found.faults_total > found.faults.length ? make("p", { class: "desk-mute" }, fill("estate_more", { n: found.faults.length })) : null;
  return make("div", { id: "estate-outcome", "data-written": "false" },
    notice("late", fill("estate_wrong", { n: found.faults_total })),
    found.marked ? button(fill("estate_marked"), { id: "estate-marked", onclick: () => save(found.marked) }) : null,
    make("ul", { id: "estate-faults" }, ...found.faults.map(fault)), more);
}

function choose(id, name, hint, node) {
  const said = make("p", { class: "hy-hint", id: `${id}-hint` }, hint);
  node.setAttribute("aria-describedby", said.id);
  node.id = id;
  return make("div", { class: "hy-field" }, make("label", { class: "hy-label--s", for: id }, name), hint ? said : null, node);
}

function parts(state) {
  const file = make("input", { type: "file", accept: ".xlsx,.xls,.csv,.txt" });
  const sheet = make("select", {}, make("option", { value: "" }, fill("estate_by_name")), ...state.sheets.map((one) => make("option", { value: one.code }, words(one.name))));
  const bar = make("progress", { max: "3", value: "0", hidden: true, "aria-label": fill("estate") });
  const said = make("p", { class: "desk-mute", id: "estate-step" });
  const check = make("button", { type: "submit", class: "hy-btn", id: "estate-check" }, fill("estate_check"));
  const write = button(fill("estate_write"), { id: "estate-write", hidden: true });
  return { file, sheet, bar, said, check, write, result: make("div", { id: "estate-result" }) };
}

function wire(form, part, { still, failed }) {
  const step = (name) => {
    part.bar.hidden = !name;
    part.bar.value = STEPS[name] ?? 0;
    part.said.textContent = name ? fill(name) : "";
    if (name) tell(fill(name));
  };

  async function ask(write) {
    const file = part.file.files[0];
    if (!file) {
      part.result.replaceChildren(notice("late", fill("estate_file_needed")));
      part.file.focus();
      return;
    }
    part.check.disabled = part.write.disabled = true;
    try {
      step("estate_reading");
      const content = await contentOf(file);
      step(write ? "estate_writing" : "estate_checking");
      const found = await send("estate", { name: file.name, content, sheet: part.sheet.value || null, language, write }, freshKey());
      if (!still()) return;
      part.result.replaceChildren(outcome(found));
      part.write.hidden = Boolean(found.faults_total) || found.written;
      tell(part.result.querySelector(".desk-note__title")?.textContent ?? "");
    } catch (wrong) {
      if (still()) failed(wrong, (refused) => part.result.replaceChildren(notice("late", refused.text)));
    } finally {
      step("");
      part.check.disabled = part.write.disabled = false;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(false);
  });
  part.write.addEventListener("click", () => ask(true));
  // What was looked through is what is brought in: another file is looked through first.
  for (const node of [part.file, part.sheet]) node.addEventListener("change", () => { part.write.hidden = true; part.result.replaceChildren(); });
}

// Fill `where` with the page. tools: {still, failed, title}.
export async function showEstate(where, { still, failed, title }) {
  title(fill("estate"));
  const section = make("section", { id: "desk-estate", "aria-labelledby": "desk-title" },
    make("p", { class: "desk-back" }, make("a", { href: "#" }, `‹ ${fill("back")}`)),
    make("h1", { id: "desk-title", tabindex: "-1" }, fill("estate")),
    make("p", {}, fill("estate_lead")));
  where.replaceChildren(section);
  section.querySelector("h1").focus({ preventScroll: true });
  try {
    const state = await get("estate");
    if (!still()) return;
    const part = parts(state);
    const template = button(fill("estate_template"), { id: "estate-template", onclick: async () => {
      try {
        save(await get(`estate/template?language=${language}`));
      } catch (wrong) {
        failed(wrong, (refused) => part.result.replaceChildren(notice("late", refused.text)));
      }
    } });
    const form = make("form", { novalidate: true, class: "desk-form" },
      choose("estate-file", fill("estate_file", { n: state.limit_mb }), "", part.file),
      choose("estate-sheet", fill("estate_which"), fill("estate_which_hint"), part.sheet),
      make("div", { class: "desk-form__go" }, part.check, part.write), part.bar, part.said);
    wire(form, part, { still, failed });
    section.append(make("p", {}, template), form, part.result,
      make("h2", {}, fill("estate_kept")), make("dl", { class: "desk-facts", id: "estate-kept" }, ...state.sheets.map(kept)));
  } catch (wrong) {
    if (still()) failed(wrong, (refused) => section.append(notice("late", refused.text)));
  }
}
