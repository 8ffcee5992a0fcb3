// The desk: sign in, choose a list, open a case. What is shown stands in the fragment (#view=mine, #case=HY-...).

import { SignedOut, get } from "./desk-api.js";
import { showList } from "./desk-list.js";
import { button, notice, typed, words } from "./desk-parts.js";
import { comeBack, forget, goToIssuer, leave, signedIn, wasSignedIn } from "./desk-session.js";
import { fill, make } from "./words.js";

const where = document.getElementById("desk-place");
const above = document.getElementById("desk-notice");
const who = document.getElementById("desk-who");
const header = document.querySelector(".desk-header");
const twin = document.getElementById("desk-twin");
const TITLE = document.title;

let me = null;
let turn = 0;

const asked = () => Object.fromEntries(new URLSearchParams(location.hash.slice(1)));

function title(text) {
  document.title = text ? `${text} · ${TITLE}` : TITLE;
}

const quietly = (text) => where.replaceChildren(make("h1", { tabindex: "-1" }, fill("desk_name")), make("p", { class: "hy-quiet" }, text));

async function signIn() {
  quietly(fill("signing_in"));
  try {
    await goToIssuer({ back: location.hash, drafts: typed.all() });
  } catch {
    signInPage(fill("sign_in_unreachable"));
  }
}

function signInPage(said = "", tone = "late") {
  const number = asked().case;
  who.hidden = true;
  header.classList.remove("desk-header--in");
  title("");
  above.replaceChildren();
  where.replaceChildren(make("section", { class: "desk-door" },
    make("h1", { tabindex: "-1" }, fill("desk_name")),
    said ? notice(tone, said) : null,
    make("p", { class: "hy-lead" }, fill("sign_in_lead"), number ? ` ${fill("sign_in_case", { number: number.slice(0, 20) })}` : ""),
    make("button", { type: "button", class: "hy-btn", id: "desk-sign-in", onclick: signIn }, fill("sign_in")),
    make("p", { class: "desk-mute" }, fill("sign_in_note"))));
  if (said) where.querySelector("h1").focus();
}

// The sign-in ended while somebody works: nothing on the page is lost, the way back leads here.
function expired() {
  const again = make("button", { type: "button", class: "hy-btn", id: "desk-sign-in", onclick: signIn }, fill("sign_in"));
  above.replaceChildren(notice("soon", fill("expired"), make("p", {}, fill("expired_text")), again));
  where.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  above.firstChild.setAttribute("role", "alert");
  again.focus();
  above.scrollIntoView({ block: "start" });
}

function failed(wrong, show) {
  if (wrong instanceof SignedOut) expired();
  else if ("text" in wrong) show(wrong);
  else throw wrong;
}

function signOut() {
  typed.clear();
  me = null;
  turn += 1;
  if (!leave()) signInPage(fill("signed_out"), "quiet");
}

function showWho() {
  who.replaceChildren(
    make("span", { class: "desk-header__person" }, make("b", {}, words(me.name)), make("span", {}, [words(me.department_words), words(me.role_words)].filter(Boolean).join(" · "))),
    make("button", { type: "button", class: "hy-tool", id: "desk-sign-out", onclick: signOut }, fill("sign_out")));
  who.hidden = false;
  header.classList.add("desk-header--in");
}

async function show({ focus = true } = {}) {
  const mine = (turn += 1);
  const still = () => mine === turn;
  const wanted = asked();
  above.replaceChildren();
  twin.hash = location.hash;
  if (!signedIn()) return signInPage();
  if (!me) {
    quietly(fill("loading"));
    try {
      me = await get("me");
    } catch (wrong) {
      if (wrong instanceof SignedOut) {
        forget();
        return signInPage(fill("sign_in_failed"));
      }
      if (!("text" in wrong)) throw wrong;
      where.replaceChildren(make("h1", { tabindex: "-1" }, fill("desk_name")), notice("late", wrong.text, button(fill("act_again"), { onclick: () => show() })));
      return undefined;
    }
    if (!still()) return undefined;
    showWho();
  }
  const tools = { still, failed, title };
  if (wanted.case) {
    const { showCase } = await import("./desk-case.js");
    if (still()) await showCase(where, me, wanted, tools);
  }
  else if (wanted.duty) {
    const { showDuty } = await import("./desk-duty.js");
    if (still()) await showDuty(where, tools);
  }
  else if (wanted.overview) {
    const { showOverview } = await import("./desk-overview.js");
    if (still()) await showOverview(where, me, tools);
  }
  else if (wanted.new) {
    const { showRegister } = await import("./desk-register.js");
    if (still()) showRegister(where, me, tools);
  }
  else if (wanted.estate) {
    const { showEstate } = await import("./desk-estate.js");
    if (still()) await showEstate(where, tools);
  }
  else if (wanted.ledger) {
    const { showLedger } = await import("./desk-ledger.js");
    if (still()) await showLedger(where, me, wanted, tools);
  }
  else {
    title("");
    const done = showList(where, me, wanted, tools);
    if (focus) where.querySelector("h1")?.focus({ preventScroll: true });
    scrollTo(0, 0);
    await done;
  }
  return undefined;
}

async function start() {
  let back = null;
  try {
    if (new URLSearchParams(location.search).has("state")) quietly(fill("signing_in"));
    back = await comeBack();
  } catch {
    signInPage(fill("sign_in_failed"));
    return;
  }
  if (back?.drafts) typed.restore(back.drafts);
  if (!back && wasSignedIn()) await signIn();
  else await show();
}

header.querySelector(".hy-brand").addEventListener("click", (event) => {
  event.preventDefault();
  location.hash = "";
});
addEventListener("hashchange", () => show());
start();
