// A case as its owner sees it: where it stands, by when, what was done, who looked.

import { saidToOwner } from "./case-acts.js";
import { noticeBlock } from "./notices.js";
import { by, fill, language, make, moment, remaining, say } from "./words.js";

function badge(text, tone = "") {
  return make("span", { class: `hy-badge${tone ? ` hy-badge--${tone}` : ""}` }, text);
}

// The next promise that is still open, as a badge; a promise already kept has none.
function nextDue(found) {
  const due = found.due ?? {};
  if (!found.first_contact_at && due.first_contact) return due.first_contact;
  return due.answer ?? due.resolve ?? null;
}

const CLOSED = new Set(["ANSWERED", "CLOSED", "DECLINED", "WITHDRAWN", "TRANSFERRED", "ARCHIVED"]);

function dues(found) {
  const rows = [];
  const due = found.due ?? {};
  if (found.first_contact_at) rows.push(["due_contact", fill("done_contact", { when: moment(found.first_contact_at) })]);
  else if (due.first_contact) rows.push(["due_contact", by(due.first_contact)]);
  if (due.answer) rows.push(["due_answer", by(due.answer)]);
  if (due.resolve) rows.push(["due_resolve", by(due.resolve)]);
  return make("dl", { class: "hy-dues" }, ...rows.map(([name, text]) => make("div", {}, make("dt", {}, fill(name)), make("dd", {}, text))));
}

function card(found) {
  const next = CLOSED.has(found.state) ? null : nextDue(found);
  const left = next ? remaining(next) : null;
  const about = [say(found.category_words), say(found.building_words), found.spot].filter(Boolean).join(" · ");
  return make("div", { class: "hy-case" },
    make("p", {}, badge(say(found.state_words)), left ? badge(left.words, left.tone) : null),
    make("h1", { tabindex: "-1" }, about || fill("case_title")),
    make("p", {}, `${fill("number")} ${found.number}`),
    found.lead_words ? make("p", {}, fill("lead", { who: say(found.lead_words) })) : null,
    dues(found));
}

function timeline(found) {
  const items = found.timeline.map((event, n) => {
    const words = typeof event.words === "string" ? event.words : say(event.words);
    const last = n === found.timeline.length - 1 && !CLOSED.has(found.state);
    return make("li", { class: last ? "now" : "done" },
      make("b", {}, say(event.title)),
      make("time", { datetime: event.at }, moment(event.at)),
      words ? make("p", {}, words) : null);
  });
  const next = say(found.next_step);
  if (next) items.push(make("li", { class: "todo" }, make("b", {}, `${fill("next")}${language === "zh" ? "：" : ": "}${next}`)));
  return make("ol", { class: "hy-tl" }, ...items);
}

// title: what these are; pieces: photos of his, or those of the result that came with the answer.
function photos(title, pieces) {
  if (!pieces?.length) return null;
  const figures = pieces.map((piece) => {
    const name = say(piece.name);
    const shown = piece.state === "available" && piece.url
      ? make("a", { href: piece.url, target: "_blank", rel: "noopener" }, make("img", { src: piece.url, alt: name, loading: "lazy" }))
      : make("span", { class: "hy-thumbs__wait" }, fill(piece.state === "quarantined" ? "quarantined" : "pending"));
    return make("figure", {}, shown, make("figcaption", {}, name));
  });
  return make("section", {}, make("h2", {}, title), make("div", { class: "hy-thumbs" }, ...figures));
}

function told(found) {
  const rows = [["matter", found.matter], ["wish", found.wish], ["received", moment(found.received_at)]];
  return make("details", { class: "hy-more" },
    make("summary", {}, fill("yours")),
    make("dl", { class: "hy-sum" }, ...rows.filter(([, text]) => text).map(([name, text]) => make("div", {}, make("dt", {}, fill(name)), make("dd", {}, text)))),
    make("p", { class: "hy-hint" }, `${fill("edition")} ${found.edition}`));
}

function reads(found) {
  const list = found.reads ?? [];
  const rows = list.map((read) => make("li", {},
    make("span", {}, [say(read.role_words), say(read.reason_words)].filter(Boolean).join(" · ")),
    make("time", { datetime: read.at }, moment(read.at))));
  return make("section", { "data-reads": true },
    make("h2", {}, fill("reads")),
    list.length ? make("ul", { class: "hy-list" }, ...rows) : make("p", { class: "hy-quiet" }, fill("reads_none")),
    make("p", { class: "hy-hint" }, fill("reads_note")));
}

// With whom it is handled, or might be; what is new of an incident.
function together(found) {
  const known = found.together;
  if (!known) return null;
  return make("section", { "data-together": true },
    make("p", {}, fill(known.joined ? "together_joined" : "together_open")),
    known.notice ? noticeBlock(known.notice, { without: true }) : null);
}

// done: what was just done, said above everything.
export function caseView(found, { leave, add, acts, done }) {
  const print = make("button", { type: "button", class: "hy-btn hy-btn--ghost", onclick: () => window.print() }, fill("print"));
  const other = make("button", { type: "button", class: "hy-btn hy-btn--ghost", onclick: leave }, fill("other"));
  const view = make("div", {});
  view.append(...[
    done,
    card(found),
    saidToOwner(found),
    acts.asked,
    together(found),
    make("h2", {}, fill("timeline")),
    timeline(found),
    photos(fill("results"), found.results),
    photos(fill("evidence"), found.evidence),
    acts.more,
    add,
    told(found),
    reads(found),
    make("div", { class: "hy-nav hy-noprint" }, other, print),
  ].filter(Boolean));
  return view;
}
