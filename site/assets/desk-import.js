// An old ledger that comes in: sent, looked through row by row, and taken over once somebody has agreed to what would come of it.

import { freshKey } from "./api.js";
import { get, send } from "./desk-api.js";
import { followed, jobBar } from "./desk-job.js";
import { button, notice, tell, words } from "./desk-parts.js";
import { fill, make } from "./words.js";

// fetch cannot report how far an upload is; XMLHttpRequest can.
function sent(upload, file, bar) {
  const body = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) body.append(name, value);
  body.append("file", file);
  return new Promise((done, lost) => {
    const call = new XMLHttpRequest();
    call.open("POST", upload.url);
    call.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.sending(event.loaded / event.total);
    });
    call.addEventListener("load", () => (call.status === 201 ? done() : lost(new Error(String(call.status)))));
    call.addEventListener("error", () => lost(new Error("offline")));
    call.send(body);
  });
}

async function fetchFile(job) {
  const { url } = await get(`jobs/${job.id}`);
  if (url) location.assign(url);
}

// The part of the page by which somebody brings an old ledger in. tools: {still, failed}.
export function importPart({ still, failed }) {
  const file = make("input", { id: "import-file", type: "file", accept: ".xlsx,.xls,.csv" });
  const go = make("button", { type: "submit", class: "hy-btn" }, fill("import_go"));
  const form = make("form", { id: "import-form", class: "desk-form", novalidate: true },
    make("div", { class: "hy-field" }, make("label", { class: "hy-label--s", for: "import-file" }, fill("import_file")), file),
    make("div", { class: "desk-form__go" }, go));
  const result = make("div", { id: "import-result" });
  const bar = jobBar(fill("import_open"));
  const refusedBy = (wrong) => failed(wrong, (refused) => result.replaceChildren(notice("late", refused.text)));

  function failedJob(job) {
    result.replaceChildren(notice("late", words(job.message) || words(job.phase_words)));
  }

  async function keep(job) {
    result.replaceChildren(bar.node);
    try {
      const kept = await followed(await send(`jobs/${job.id}/keep`, {}, freshKey()), bar, still);
      if (!still()) return;
      if (kept.phase !== "kept") return failedJob(kept);
      const said = fill("import_kept", { n: kept.rows });
      result.replaceChildren(notice("quiet", said));
      tell(said);
    } catch (wrong) {
      refusedBy(wrong);
    }
  }

  function checked(job) {
    const found = fill("import_found", { rows: job.rows, known: job.known, wrong: job.wrong });
    const report = button(fill("import_report"), { id: "import-report", onclick: () => fetchFile(job).catch(refusedBy) });
    const agree = make("button", { type: "button", class: "hy-btn", id: "import-keep", onclick: () => keep(job) }, fill("import_keep", { n: job.rows }));
    result.replaceChildren(notice(job.wrong ? "soon" : "quiet", found), make("div", { class: "desk-form__go" }, report, job.rows ? agree : null));
    tell(found);
    report.focus();
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const chosen = file.files[0];
    if (!chosen) {
      result.replaceChildren(notice("late", fill("import_none")));
      file.focus();
      return;
    }
    go.disabled = true;
    result.replaceChildren(bar.node);
    try {
      const begun = await send("ledger/imports", {}, freshKey());
      try {
        await sent(begun.upload, chosen, bar);
      } catch {
        result.replaceChildren(notice("late", fill("import_lost")));
        return;
      }
      const job = await followed(await get(`jobs/${begun.id}`), bar, still);
      if (!still()) return;
      if (job.phase === "checked") checked(job);
      else failedJob(job);
    } catch (wrong) {
      refusedBy(wrong);
    } finally {
      go.disabled = false;
    }
  });

  return make("section", { id: "desk-import", "aria-labelledby": "import-title" },
    make("h2", { id: "import-title" }, fill("import_open")),
    notice("quiet", "", make("p", {}, fill("import_lead"))),
    form, result);
}
