// What the door asks for before it takes a report: a little work, done in the background while the form is filled in. Without
// a worker or an answer the report goes without it; the door then says what it wants, and the form does that by itself.

import { post } from "./api.js";

const SLOW_MS = 2000;
const TRIES = 3;
let begun = { key: null, answer: null };

function work(challenge) {
  return new Promise((done, failed) => {
    const worker = new Worker(new URL("./proof-worker.js", import.meta.url));
    const end = (tell, value) => {
      worker.terminate();
      tell(value);
    };
    worker.onmessage = ({ data }) => end(done, data);
    worker.onerror = (event) => {
      event.preventDefault();
      end(failed, new Error("no worker"));
    };
    worker.postMessage({ challenge, bits: Number(challenge.split(".")[1]) });
  });
}

async function ask(key) {
  const answer = await fetch("/api/challenge", { headers: { Accept: "application/json", "Idempotency-Key": key } });
  return work((await answer.json()).challenge);
}

// Begin to work for the report of this key; again for the same key does nothing.
export function beginProof(key) {
  if (begun.key !== key) begun = { key, answer: ask(key).catch(() => "") };
  return begun.answer;
}

// Send a report with its work. whenSlow is called once when that takes longer than a moment.
export async function postWithProof(path, body, key, whenSlow) {
  const slow = setTimeout(whenSlow, SLOW_MS);
  try {
    let proof = await beginProof(key);
    for (let left = TRIES; ; left -= 1) {
      try {
        return await post(path, proof ? { ...body, proof } : body, { "Idempotency-Key": key });
      } catch (refused) {
        if (!refused.challenge || left <= 1) throw refused;
        proof = await work(refused.challenge).catch(() => { throw refused; });
        begun = { key, answer: Promise.resolve(proof) };
      }
    }
  } finally {
    clearTimeout(slow);
  }
}
