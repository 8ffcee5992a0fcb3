// Calls of the staff's door, with the bearer token. What goes wrong is one of: Refused (with a sentence), SignedOut.

import { Refused } from "./api.js";
import { accessToken } from "./desk-session.js";
import { fill, say } from "./words.js";

export class SignedOut extends Error {}

async function call(path, options, token) {
  try {
    return await fetch(`/api/desk/${path}`, {
      ...options,
      cache: "no-store",
      headers: { Accept: "application/json", Authorization: `Bearer ${token}`, ...options.headers },
    });
  } catch {
    throw new Refused({ code: "offline", text: fill("offline") });
  }
}

async function ask(path, options = {}) {
  let token = await accessToken();
  if (!token) throw new SignedOut();
  let answer = await call(path, options, token);
  if (answer.status === 401) {
    token = await accessToken(true);
    if (!token) throw new SignedOut();
    answer = await call(path, options, token);
    if (answer.status === 401) throw new SignedOut();
  }
  let found = null;
  try {
    found = await answer.json();
  } catch {
    // no JSON: a gateway in between answered
  }
  if (answer.ok && found) return found;
  const refused = new Refused({
    code: found?.code ?? "broken", field: found?.field, status: answer.status, text: say(found?.message) || fill("broken"),
  });
  refused.facts = found ?? {};
  throw refused;
}

export const get = (path) => ask(path);

export const send = (path, body, key) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json", "Idempotency-Key": key }, body: JSON.stringify(body) });
