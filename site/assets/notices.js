// What we know already: an incident that runs about the chosen matter and place is told before anybody writes of it again.

import { fill, make, moment, say } from "./words.js";

const sentence = (code, facts) => make("p", {}, fill(code, facts));

// One notice as a block. without: no advice on what need not be reported.
export function noticeBlock(notice, { without = false } = {}) {
  const about = [say(notice.place_words), say(notice.sub_issue_words)].filter(Boolean).join(" · ");
  return make("section", { class: "hy-case", "data-notice": true },
    make("h2", {}, fill("notice_title", { matter: about })),
    make("p", {}, say(notice.words)),
    notice.said_at ? make("p", { class: "hy-hint" }, make("time", { datetime: notice.said_at }, moment(notice.said_at))) : null,
    notice.next_update ? sentence("notice_next", { due: moment(notice.next_update) }) : null,
    without ? null : sentence("notice_none_needed"));
}

export function notices(form) {
  const place = form.querySelector("[data-notices]");
  let asked = "";

  async function look() {
    const { community, building, sub_issue: issue } = form.elements;
    const query = issue.value ? new URLSearchParams({ sub_issue: issue.value }) : null;
    if (query && building.value) query.set("building", building.value);
    if (query && community?.value) query.set("community", community.value);
    const path = query ? `/api/notices?${query}` : "";
    if (path === asked) return;
    asked = path;
    const found = path ? await known(path) : [];
    if (path === asked) place.replaceChildren(...found.map((notice) => noticeBlock(notice)));
  }

  return { look };
}

// Nothing that nobody answers keeps anybody from reporting.
async function known(path) {
  try {
    const answer = await fetch(path, { headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).notices ?? [] : [];
  } catch {
    return [];
  }
}
