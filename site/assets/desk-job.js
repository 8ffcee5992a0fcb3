// Long work that somebody waits for: a bar with words, asked for once a second until it is over.

import { get } from "./desk-api.js";
import { words } from "./desk-parts.js";
import { fill, make } from "./words.js";

const OVER = ["ready", "checked", "kept", "failed"];
const EVERY_MS = 1000;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// {node, show(job), sending(share)}: sending is the way of a file to us, which the browser alone knows.
export function jobBar(name) {
  const line = make("progress", { max: 1, "aria-label": name });
  const said = make("p", { class: "desk-mute", role: "status" });
  const far = (share) => {
    if (share === null) line.removeAttribute("value");
    else line.value = share;
  };
  return {
    node: make("div", { class: "desk-job" }, line, said),
    show(job) {
      far(job.total ? job.done / job.total : OVER.includes(job.phase) ? 1 : null);
      const counted = job.total ? fill("job_counted", { done: job.done, total: job.total }) : "";
      const left = job.left_s ? fill("job_left", { s: job.left_s }) : "";
      said.textContent = [words(job.phase_words), counted, left].filter(Boolean).join(" · ");
    },
    sending(share) {
      far(share);
      said.textContent = fill("job_sending", { n: Math.round(share * 100) });
    },
  };
}

// The job once it is over. still: whether anybody waits for it.
export async function followed(job, bar, still) {
  let now = job;
  bar.show(now);
  while (still() && !OVER.includes(now.phase)) {
    await pause(EVERY_MS);
    now = await get(`jobs/${now.id}`);
    bar.show(now);
  }
  return now;
}
