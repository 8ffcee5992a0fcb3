// A style sheet that only some pages of the desk need: it comes with the first of them.

import { make } from "./words.js";

// Resolves once the sheet has come: before that nothing is shown or printed in it.
export function sheet(name) {
  const href = new URL(name, import.meta.url).href;
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  return new Promise((done, lost) => {
    document.head.append(make("link", { rel: "stylesheet", href, onload: done, onerror: lost }));
  });
}
