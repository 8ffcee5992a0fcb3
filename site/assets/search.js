// The search: runs as the theme's worker and speaks its protocol (0 set up, 1 ready, 2 query, 3 result).
// Chinese has no spaces, so every part of a sentence must be findable: the few pages of this site are simply read through.

let docs = null;
let place = "";

const lower = (text) => text.toLowerCase().normalize("NFKC");

// The texts come with the first question, not with every page.
async function load() {
  const root = new URL(`../../../${place}`, location.href);
  const found = await (await fetch(new URL("search/pages.json", root))).json();
  docs = found.map((doc) => ({ ...doc, inTitle: lower(doc.title), inText: lower(doc.text) }));
}

// Words as typed; a run of Chinese that is found nowhere as it stands is tried as pairs of characters.
function termsOf(query) {
  const words = lower(query).split(/[\s,，。、；：？！"“”()（）]+/u).filter(Boolean);
  return words.flatMap((word) => {
    const known = docs.some((doc) => doc.inTitle.includes(word) || doc.inText.includes(word));
    const han = [...word].filter((letter) => /\p{Script=Han}/u.test(letter)).length;
    if (known || han < 3) return [word];
    return [...word].slice(0, -1).map((letter, at, all) => letter + ([...word][at + 1] ?? ""));
  });
}

const count = (text, term) => text.split(term).length - 1;

function scoreOf(doc, terms) {
  let score = 0;
  for (const term of terms) {
    score += 12 * Math.min(1, count(doc.inTitle, term)) + Math.min(5, count(doc.inText, term));
  }
  return score;
}

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

function marked(text, terms) {
  const pattern = terms.map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  return escaped(text).replace(new RegExp(pattern, "giu"), (hit) => `<mark>${hit}</mark>`);
}

function around(doc, terms) {
  const at = Math.max(0, Math.min(...terms.map((term) => doc.inText.indexOf(term)).filter((place) => place >= 0), Infinity));
  const start = Number.isFinite(at) ? Math.max(0, at - 24) : 0;
  const cut = doc.text.slice(start, start + 130);
  return (start > 0 ? "…" : "") + marked(cut, terms) + (start + 130 < doc.text.length ? "…" : "");
}

function search(query) {
  const terms = termsOf(query);
  if (!terms.length) return { items: [] };
  const hits = docs
    .map((doc) => ({ doc, score: scoreOf(doc, terms), held: terms.filter((t) => doc.inTitle.includes(t) || doc.inText.includes(t)) }))
    .filter((hit) => hit.held.length > 0 && hit.held.length >= terms.length / 2)
    .sort((a, b) => b.held.length - a.held.length || b.score - a.score);
  const pages = new Map();
  for (const { doc, score, held } of hits) {
    const page = doc.location.split("#")[0];
    const item = {
      location: doc.location,
      title: marked(doc.title, terms),
      text: around(doc, terms),
      score,
      terms: Object.fromEntries(terms.map((term) => [term, held.includes(term)])),
    };
    pages.set(page, [...(pages.get(page) ?? []), item]);
  }
  for (const [page, items] of pages) {
    if (!items.some((item) => item.location === page)) {
      const doc = docs.find((each) => each.location === page);
      if (doc) items.push({ location: doc.location, title: escaped(doc.title), text: "", score: 0, terms: {} });
    }
  }
  return { items: [...pages.values()] };
}

async function answer({ data }) {
  if (data.type === 0) {
    place = data.data.config.place ?? "";
    postMessage({ type: 1 });
  } else if (data.type === 2) {
    try {
      // the theme asks for nothing at the start of every page
      const asked = data.data.trim() !== "";
      if (asked && !docs) await load();
      postMessage({ type: 3, data: asked ? search(data.data) : { items: [] } });
    } catch {
      postMessage({ type: 3, data: { items: [] } });
    }
  }
}

// One question after the other: the answers come in the order of asking.
let queue = Promise.resolve();
addEventListener("message", (event) => {
  queue = queue.then(() => answer(event));
});
