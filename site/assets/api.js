// Calls of the API. A refusal of the API and a lost connection look alike to the caller: {code, field, text}.

import { fill, say } from "./words.js";

export class Refused extends Error {
  constructor({ code, field, text, status, challenge }) {
    super(text);
    Object.assign(this, { code, field, text, status, challenge });
  }
}

export async function post(path, body, headers = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", ...headers },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Refused({ code: "offline", text: fill("offline") });
  }
  let found = null;
  try {
    found = await answer.json();
  } catch {
    // no JSON: a gateway in between answered
  }
  if (answer.ok && found) return found;
  const text = say(found?.message) || fill("broken");
  throw new Refused({ code: found?.code ?? "broken", field: found?.field, text, status: answer.status, challenge: found?.challenge });
}

// One key per report or addition: sent again with the same key it is still the same one.
export function freshKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // randomUUID is missing outside a secure context and in older WebViews
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
