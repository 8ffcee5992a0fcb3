// The receipt on paper: on a roll of 58 or 80 mm, or on A4 with the owner's words and a line for his signature.

import { sheet } from "./desk-sheet.js";
import { by, fill, make, moment } from "./words.js";

const line = (name, value) => make("div", {}, make("dt", {}, name), make("dd", {}, value));

function slip(size, receipt, order) {
  const whole = size === "a4";
  return make("article", { class: `desk-slip desk-slip--${size}` },
    make("h1", {}, fill("slip_title")),
    make("dl", {},
      line(fill("number"), make("b", {}, receipt.number)),
      line(fill("register_code"), make("b", {}, receipt.code)),
      line(fill("received_at"), moment(receipt.received_at)),
      line(fill("slip_contact"), by(receipt.first_contact_due))),
    whole ? make("h2", {}, fill("matter")) : null,
    whole ? make("p", { class: "desk-slip__words" }, order.matter) : null,
    order.read_back ? make("p", {}, fill("slip_read_back")) : null,
    make("p", {}, fill("slip_follow", { where: `${location.host}/track/` })),
    make("p", {}, fill("slip_keep")),
    whole ? make("p", { class: "desk-slip__sign" }, make("span", {}, fill("slip_owner")), make("span", {}, fill("slip_staff")), make("span", {}, fill("slip_day"))) : null);
}

function clear() {
  document.body.classList.remove("desk-slipping");
  document.querySelector("body > .desk-slip")?.remove();
}

// Put the slip on the page, where only the printer sees it, and print it. It goes with the receipt.
export async function printSlip(size, receipt, order) {
  // Nothing is printed before its sheet has come: the browser would print the whole page.
  await sheet("desk-slip.css");
  clear();
  document.body.append(slip(size, receipt, order));
  document.body.classList.add("desk-slipping");
  addEventListener("hashchange", clear, { once: true });
  window.print();
}
