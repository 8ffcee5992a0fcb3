// Check a case against the root that is published of a day. Everything is computed here; what the door says of it is not believed.

import { post } from "./api.js";
import { clearProblems, showProblems } from "./problems.js";
import { fill, make } from "./words.js";

const form = document.getElementById("hy-verify");
const place = document.querySelector("[data-result]");
const button = form.querySelector("[data-check]");

const typed = (id) => document.getElementById(id).value.normalize("NFKC").trim();
const number = () => typed("hy-number").toUpperCase().replace(/\s+/g, "");
const kept = () => typed("hy-kept").toLowerCase().replace(/\s+/g, "");

const bytes = (hex) => Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));
const hex = (raw) => [...raw].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// The first byte tells leaf, node and root apart, as in RFC 6962 (core/roots.py of the program).
async function digest(kind, ...parts) {
  const all = [kind, ...parts.map((part) => [...part])].flat();
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(all))));
}

async function rootOf({ hashes, book }) {
  let at = await digest(0, bytes(book.salt), bytes(hashes.slice(0, book.events).join("")));
  for (const { side, hash } of book.path) {
    at = side === "left" ? await digest(1, bytes(hash), bytes(at)) : await digest(1, bytes(at), bytes(hash));
  }
  return digest(2, bytes(book.previous), new TextEncoder().encode(book.day), bytes(at));
}

// From the site and not from the door: null when it cannot be read now.
async function published(day) {
  try {
    const answer = await fetch(`/roots/${day.replace(/-/g, "/")}.json`, { cache: "no-store" });
    return answer.ok ? (await answer.json()).root : null;
  } catch {
    return null;
  }
}

async function judged(found) {
  const { hashes, book } = found;
  const lines = [];
  let holds = true;
  if (book) {
    const root = await published(book.day);
    if (root === null) return { tone: "late", lines: [fill("no_root", { day: book.day })] };
    holds = root === (await rootOf(found));
    lines.push(fill(holds ? "holds" : "broken_root", { day: book.day, n: book.events }));
    const newer = hashes.length - book.events;
    if (holds && newer > 0) lines.push(fill("newer", { n: newer }));
  } else {
    lines.push(fill("not_yet"));
  }
  if (kept()) {
    const at = hashes.indexOf(kept()) + 1;
    if (!at) holds = false;
    lines.push(at ? fill("kept_found", { n: at }) : fill("kept_gone"));
  }
  if (!holds) lines.push(fill("what_now"));
  return { tone: holds ? "" : "late", lines, value: hashes[hashes.length - 1] };
}

function show({ tone, lines, value }) {
  const [first, ...others] = lines;
  place.className = tone ? "hy-errors" : "hy-done";
  place.replaceChildren(make("h2", {}, first), ...others.map((line) => make("p", {}, line)));
  if (value) {
    place.append(make("p", {}, fill("value")), make("p", {}, make("code", { class: "hy-hash", "data-value": true }, value.replace(/.{8}/g, "$& ").trim())));
  }
  place.hidden = false;
  place.focus();
}

async function check() {
  const name = button.textContent;
  button.disabled = true;
  button.textContent = fill("checking");
  try {
    show(await judged(await post("/api/track/books", { number: number(), code: typed("hy-code") })));
  } catch (refused) {
    if (!("text" in refused)) throw refused;
    showProblems(form, [[{ number: "hy-number", code: "hy-code" }[refused.field] || "", refused.text]]);
  } finally {
    button.disabled = false;
    button.textContent = name;
  }
}

function inputIsRight() {
  const problems = [];
  if (!/^HY-?\d{4}-?\d{8}$/.test(number())) problems.push(["hy-number", fill("need_number")]);
  if (typed("hy-code").replace(/[\s-]/g, "").length !== 16) problems.push(["hy-code", fill("need_code")]);
  if (kept() && !/^[0-9a-f]{64}$/.test(kept())) problems.push(["hy-kept", fill("need_kept")]);
  return showProblems(form, problems);
}

document.querySelector("[data-plain]").hidden = true;
form.hidden = false;
form.noValidate = true;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearProblems(form);
  place.hidden = true;
  if (inputIsRight()) check();
});
