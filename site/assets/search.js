// The search panel. It listens to `input`, which every way of writing sends: keys, paste, voice, handwriting, and the
// candidates of a Chinese keyboard. The texts and the ranking are fetched when it is opened, not with every page.

const panel = document.getElementById("hy-search");
const opener = document.querySelector("[data-hy-search]");
const HAN = /\p{Script=Han}/u;
const PAUSE = 120, PAGES = 8;
// About three lines on a phone.
const AROUND = document.documentElement.lang === "zh" ? 90 : 170;

let index = null;
let ranking = null;
let loading = null;

async function fetched() {
  const found = await Promise.all([import("./search-index.js"), fetch(panel.dataset.pages).then((answer) => answer.json())]);
  ranking = found[0];
  index = new ranking.Index(found[1].docs, found[1].meant);
}

// Once, however often it is asked for; again after the network failed.
function load() {
  loading = loading || fetched().catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

const marked = (text, terms) => ranking.parts(text, terms).map(([part, hit]) => (hit ? element("mark", "", part) : part));

function excerpt(section, terms) {
  const start = ranking.densest(section.text, terms, AROUND);
  const cut = section.text.slice(start, start + AROUND);
  return [start > 0 ? "…" : "", ...marked(cut, terms), start + AROUND < section.text.length ? "…" : ""];
}

function item({ title, page, sections: [best] }, terms) {
  const link = element("a", "hy-search__link", element("b", "", ...marked(title, terms)));
  if (best.location !== page) link.append(element("span", "hy-search__section", ...marked(best.title, terms)));
  if (best.text) link.append(element("span", "hy-search__text", ...excerpt(best, terms)));
  link.href = panel.dataset.root + best.location;
  return element("li", "", link);
}

const field = panel && panel.querySelector("input");
const list = panel && panel.querySelector("ol");
const status = panel && panel.querySelector("[role=status]");
const hint = status && status.textContent;
let waiting = 0;

async function answer() {
  const asked = field.value.trim();
  try {
    if (asked) await load();
  } catch {
    status.textContent = panel.dataset.broken;
    return;
  }
  // something else was asked while the texts were on their way
  if (asked !== field.value.trim()) return;
  const { terms, pages } = asked ? index.search(asked) : { terms: [], pages: [] };
  list.replaceChildren(...pages.slice(0, PAGES).map((page) => item(page, new Set(terms))));
  const told = pages.length ? panel.dataset.found.replace("{n}", list.children.length) : panel.dataset.none;
  status.textContent = asked ? told : hint;
}

function answerSoon(event) {
  // the letters of a Chinese keyboard before a candidate is chosen are no question yet
  if (event.isComposing && field.value && !HAN.test(field.value)) return;
  clearTimeout(waiting);
  waiting = setTimeout(answer, PAUSE);
}

function open() {
  panel.hidden = false;
  opener.setAttribute("aria-expanded", "true");
  field.focus();
  field.select();
  load().catch(() => {});
}

function close() {
  panel.hidden = true;
  opener.setAttribute("aria-expanded", "false");
  opener.focus();
}

// The arrows go from the field through the hits.
function step(by) {
  const stops = [field, ...list.querySelectorAll("a")];
  const next = stops[stops.indexOf(document.activeElement) + by];
  if (next) next.focus();
}

// Tab stays inside while the panel lies over the page.
function stay(event) {
  const stops = [...panel.querySelectorAll("input, button, a")];
  const [first, last] = [stops[0], stops[stops.length - 1]];
  const [edge, other] = event.shiftKey ? [first, last] : [last, first];
  if (document.activeElement !== edge) return;
  event.preventDefault();
  other.focus();
}

function onKey(event) {
  // the theme has single-letter shortcuts of its own
  event.stopPropagation();
  if (event.isComposing) return;
  if (event.key === "Escape") close();
  else if (event.key === "Tab") stay(event);
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  }
}

// The first hit of what is asked now: the list may still show the answer to the question before.
async function toFirst(event) {
  event.preventDefault();
  clearTimeout(waiting);
  const asked = field.value;
  await answer();
  const first = list.querySelector("a");
  if (first && field.value === asked && !panel.hidden) first.click();
}

if (panel && opener) {
  opener.hidden = false;
  opener.addEventListener("click", open);
  field.addEventListener("input", answerSoon);
  field.addEventListener("compositionend", answerSoon);
  panel.querySelector("form").addEventListener("submit", toFirst);
  panel.querySelector("[data-close]").addEventListener("click", close);
  panel.addEventListener("keydown", onKey);
  panel.addEventListener("click", (event) => {
    // a hit on this very page only moves the page underneath
    if (event.target === panel || event.target.closest("a")) close();
  });
}
