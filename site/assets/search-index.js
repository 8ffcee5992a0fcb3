// The ranking of the search: which section of which page answers what somebody typed, pasted or said.
// Chinese has no spaces, so every run of it is cut into pairs of neighbouring characters; other words lose their endings.

const RUNS = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu;
const IS_HAN = /^\p{Script=Han}/u;
const HAS_HAN = /\p{Script=Han}/u;
// What a question is made of besides its matter.
const ASKING = /怎么办|怎么样|怎么|怎样|如何|什么|哪里|哪儿|可以|能不能|会不会|有没有|是不是|多少|能否|请问|一下|如果|因为|[的了吗呢吧啊呀嘛我你您他她]/gu;
const STOPS = new Set(
  "a an and any are as at be been by can could did do does for from get go had has have how i if in is it me my of on or our should so that the them then there they this to up us was we were what when where which who will with would you your".split(" "),
);
// Characters that stand in nearly every sentence: a pair that holds one says less.
const FAINT = /[能会要想有没是在就都也还很太到得着过把被给和跟]/u;
const K1 = 1.2, B = 0.3, TITLE = 8, PAGE_TITLE = 2, SAID_OTHERWISE = 0.9, FAINTLY = 0.4, ONE_CHARACTER = 0.3;

const plain = (text) => text.normalize("NFKC").toLowerCase();

const stem = (word) => word.replace(/ies$/, "y").replace(/([^suis])s$/, "$1").replace(/(..{2,})(?:ing|ed)$/, "$1").replace(/[ey]$/, "").replace(/([^aeiou\d])\1$/, "$1");

const runsOf = (text) => plain(text).match(RUNS) || [];

function pairs(run) {
  const letters = [...run];
  return letters.slice(1).map((letter, at) => letters[at] + letter);
}

function termsOf(text) {
  return runsOf(text).flatMap((run) => (IS_HAN.test(run) ? [...run, ...pairs(run)] : [stem(run)]));
}

function weightOf(term) {
  if (!IS_HAN.test(term)) return 1;
  if (term.length === 1) return ONE_CHARACTER;
  return FAINT.test(term) ? FAINTLY : 1;
}

// What to look for a text by.
const soughtIn = (text) => runsOf(text).flatMap((run) => (!IS_HAN.test(run) ? [stem(run)] : run.length > 1 ? pairs(run) : [run]));

// The matter of a question, without what every question is made of; a question made of nothing else is taken as it stands.
function matterOf(asked) {
  const matter = asked.replace(ASKING, " ").split(/\s+/).filter((word) => !STOPS.has(word)).join(" ");
  return matter.trim() ? matter : asked;
}

// Whether a word of the question is this word of a saying: whole, with an ending ("cancelled"), or as far as it has been typed.
function isWord(word, said, growing) {
  return word === said || (word.startsWith(said) && stem(word) === stem(said)) || (growing && said.startsWith(growing));
}

// Chinese has no borders between words; elsewhere "late" is not said in "related".
function isSaid(said, asked, growing) {
  if (HAS_HAN.test(said)) return asked.includes(said);
  const words = runsOf(asked);
  const parts = runsOf(said);
  const typedTo = (at) => (at === words.length - 1 ? growing : "");
  const from = (start) => parts.every((part, at) => isWord(words[start + at], part, at === parts.length - 1 && typedTo(start + at)));
  return words.slice(parts.length - 1).some((_, start) => from(start));
}

function count(terms, weight, into) {
  for (const term of terms) into.set(term, (into.get(term) || 0) + weight);
}

// The shorter a title, the more each of its words says; its number says nothing.
function countTitle(title, weight, into) {
  const terms = termsOf(title.replace(/^[\d.]+|^[一二三四五六]、/u, ""));
  const words = terms.filter((term) => weightOf(term) !== ONE_CHARACTER);
  count(terms, weight / Math.sqrt(words.length || 1), into);
}

export class Index {
  // docs: sections {location, title, text} in the order of the site; meant: pairs [what owners say, what the site calls it]
  constructor(docs, meant = []) {
    this.meant = meant;
    const titles = new Map(docs.map((doc) => [doc.location, doc.title]));
    this.entries = docs.map((doc) => {
      const page = doc.location.split("#")[0];
      const held = new Map();
      count(termsOf(doc.text), 1, held);
      countTitle(doc.title, TITLE, held);
      if (page !== doc.location) countTitle(titles.get(page) || "", PAGE_TITLE, held);
      return { ...doc, page, pageTitle: titles.get(page) || doc.title, held, length: doc.text.length + doc.title.length };
    });
    this.mean = this.entries.reduce((sum, entry) => sum + entry.length, 0) / Math.max(1, this.entries.length);
    this.spread = new Map();
    for (const { held } of this.entries) for (const term of held.keys()) this.spread.set(term, (this.spread.get(term) || 0) + 1);
    this.words = new Set([...this.spread.keys(), ...meant.map(([said]) => stem(said))]);
  }

  // The beginning of a question's last word while it is still being typed: neither the site nor a saying has it as a word.
  growingIn(asked, typed) {
    const last = typed[typed.length - 1] || "";
    const ends = soughtIn(asked).pop() === last;
    return ends && last.length > 2 && !IS_HAN.test(last) && !this.words.has(last) ? last : "";
  }

  // What to look for, each with its weight; `meant` holds the site's own words for what owners call otherwise.
  wantedBy(query) {
    const asked = plain(query);
    const typed = soughtIn(matterOf(asked));
    const growing = this.growingIn(asked, typed);
    const wanted = new Map();
    const want = (terms, weight) => {
      for (const term of terms) if (this.spread.has(term)) wanted.set(term, Math.max(wanted.get(term) || 0, weight * weightOf(term)));
    };
    want(typed, 1);
    // a word that is still being typed stands for all that begin with it
    if (growing) want([...this.spread.keys()].filter((term) => term.startsWith(growing)), 1);
    for (const [said, site] of this.meant) if (isSaid(said, asked, growing)) want(soughtIn(site), SAID_OTHERWISE);
    return [...wanted];
  }

  scored(entry, terms) {
    const norm = K1 * (1 - B + (B * entry.length) / this.mean);
    let score = 0;
    for (const [term, weight] of terms) {
      const often = entry.held.get(term) || 0;
      const spread = this.spread.get(term);
      const rare = Math.log(1 + (this.entries.length - spread + 0.5) / (spread + 0.5));
      score += (weight * rare * often) / (often + norm);
    }
    return score;
  }

  // Pages, best first, each with its best section and up to two more; `terms` are what to mark in them.
  search(query) {
    const terms = this.wantedBy(query);
    const hits = this.entries.map((entry) => ({ entry, score: this.scored(entry, terms) })).filter((hit) => hit.score > 0);
    const pages = new Map();
    for (const { entry, score } of hits.sort((a, b) => b.score - a.score)) {
      const page = pages.get(entry.page) || { page: entry.page, title: entry.pageTitle, score, sections: [] };
      page.sections.push(entry);
      pages.set(entry.page, page);
    }
    return { terms: terms.map(([term]) => term), pages: [...pages.values()] };
  }
}

// A text in pieces [piece, whether it was looked for], so that a page can mark them without ever reading HTML.
export function parts(text, terms) {
  const cut = [];
  let done = 0;
  const take = (from, to) => {
    if (from > done) cut.push([text.slice(done, from), false]);
    const last = cut[cut.length - 1];
    if (last && last[1] && from <= done) last[0] += text.slice(done, to);
    else cut.push([text.slice(Math.max(from, done), to), true]);
    done = to;
  };
  for (const [from, to] of hitsIn(text, terms)) if (to > done) take(from, to);
  if (done < text.length) cut.push([text.slice(done), false]);
  return cut;
}

function hitsIn(text, terms) {
  const hits = [];
  for (const found of text.matchAll(RUNS)) {
    const [run] = found;
    if (!IS_HAN.test(run)) {
      if (terms.has(stem(plain(run)))) hits.push([found.index, found.index + run.length]);
      continue;
    }
    for (let at = 0; at < run.length; at += 1) {
      const wide = terms.has(run.slice(at, at + 2)) ? 2 : terms.has(run[at]) ? 1 : 0;
      if (wide) hits.push([found.index + at, Math.min(found.index + at + wide, found.index + run.length)]);
    }
  }
  return hits;
}

// Where to begin an excerpt of `size` characters so that it holds the most of what was looked for.
export function densest(text, terms, size) {
  const starts = hitsIn(text, terms).map(([from]) => from);
  const held = (from) => starts.filter((at) => at >= from && at < from + size).length;
  const best = starts.reduce((top, at) => (held(at) > held(top) ? at : top), starts[0] || 0);
  return best > size / 4 ? best - Math.floor(size / 6) : 0;
}
