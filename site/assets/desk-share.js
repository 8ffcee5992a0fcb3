// Sharing at the desk: loaded when somebody wants to show something of a case to others.

import { freshKey } from "./api.js";
import { send } from "./desk-api.js";
import { fill, make } from "./words.js";
import { sharePanel } from "./share.js";

// Put the section before `head`, or give it the focus if it stands there. tools: {read, failed}.
export function showShare(head, found, { read, failed }) {
  let section = document.getElementById("desk-share");
  if (!section) {
    const ask = async (body) => {
      const answer = await send(`cases/${encodeURIComponent(found.number)}/share`, body, freshKey());
      if (answer.shared) read(answer.version);
      return answer;
    };
    const told = (wrong) => {
      let text = "";
      failed(wrong, (refused) => { text = refused.text; });
      return text;
    };
    section = make("section", { id: "desk-share", class: "hy-noprint", "aria-labelledby": "desk-share-title" },
      make("h2", { id: "desk-share-title", tabindex: "-1" }, fill("share_title")),
      make("p", { class: "desk-told" }, fill("share_lead")), sharePanel(ask, told));
    head.before(section);
  }
  section.querySelector("h2").focus();
}
