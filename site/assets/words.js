// The sentences that site_pages put into the page, and moments said the way a person says them.

export const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
export const words = JSON.parse(document.getElementById("hy-words").textContent);

// fill("step", {n: 1, total: 4}) -> "第 1 步，共 4 步"
export function fill(code, facts = {}) {
  return words[code].replace(/\{(\w+)\}/g, (whole, name) => facts[name] ?? whole);
}

// A sentence of the API in the reader's language.
export const say = (both) => (both ? both[language] ?? both.zh ?? "" : "");

const ZONE = "Asia/Shanghai";

// The browser knows the names of days and months: 周三, and in English Wed and November.
function parts(moment) {
  const format = new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", {
    timeZone: ZONE, year: "numeric", month: language === "zh" ? "numeric" : "long", day: "numeric", weekday: "short",
    hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  return Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
}


// 11 月 25 日（周三）18:00; the year only when it is another one.
export function moment(iso) {
  const at = new Date(iso);
  const p = parts(at);
  const other = p.year !== parts(new Date()).year;
  if (language === "zh") {
    return `${other ? `${parseInt(p.year, 10)} 年 ` : ""}${parseInt(p.month, 10)} 月 ${parseInt(p.day, 10)} 日（${p.weekday}）${p.hour}:${p.minute}`;
  }
  return `${p.weekday} ${Number(p.day)} ${p.month}${other ? ` ${p.year}` : ""}, ${p.hour}:${p.minute}`;
}

export const by = (iso) => fill("before", { when: moment(iso) });

// {words: "还剩 2 小时", tone: "" | "soon" | "late"}
export function remaining(iso, now = Date.now()) {
  const minutes = Math.floor((new Date(iso) - now) / 60000);
  if (minutes < 0) return { words: fill("over"), tone: "late" };
  if (minutes < 90) return { words: fill("left_min", { n: minutes }), tone: "soon" };
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return { words: fill("left_h", { n: hours }), tone: hours < 4 ? "soon" : "" };
  return { words: fill("left_d", { n: Math.floor(hours / 24) }), tone: "" };
}

// make("p", {class: "x"}, "text", node) - text is never read as HTML.
export function make(tag, facts = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(facts)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}
