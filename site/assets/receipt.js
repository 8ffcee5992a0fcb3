// After sending: number, code, what happens next, and the photos on their way.

import { post } from "./api.js";
import { sendPhotos } from "./photos.js";
import { by, fill, make, say } from "./words.js";

export const HANDOVER = "hy-track";

function copyButton(text) {
  const button = make("button", { type: "button", class: "hy-btn" }, fill("copy"));
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = fill("copied");
    } catch {
      button.textContent = fill("copy_failed");
    }
  });
  return button;
}

// The receipt as a picture for the phone's album: number and code only, nothing of the matter.
function drawPicture(number, code) {
  const canvas = make("canvas", { width: 1080, height: 1080 });
  const pen = canvas.getContext("2d");
  const font = getComputedStyle(document.body).fontFamily;
  const line = (text, y, size, weight = 400, colour = "#fff") => {
    pen.fillStyle = colour;
    pen.font = `${weight} ${size}px ${font}`;
    pen.fillText(text, 540, y);
  };
  pen.fillStyle = "#0b5a53";
  pen.fillRect(0, 0, 1080, 1080);
  pen.textAlign = "center";
  line(fill("picture_title"), 190, 56, 600);
  pen.fillStyle = "#fff";
  pen.fillRect(90, 330, 900, 120);
  pen.fillRect(90, 600, 900, 120);
  line(fill("number"), 300, 40);
  line(number, 412, 64, 600, "#0b3a36");
  line(fill("code"), 570, 40);
  line(code, 682, 64, 600, "#0b3a36");
  line(location.origin + document.querySelector("[data-track-link]").pathname, 860, 36);
  line(fill("picture_keep"), 940, 40);
  return canvas;
}

function pictureButton(number, code) {
  const button = make("button", { type: "button", class: "hy-btn" }, fill("picture"));
  button.addEventListener("click", () => {
    drawPicture(number, code).toBlob((blob) => {
      const url = URL.createObjectURL(blob);
      make("a", { href: url, download: `${number}.png` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 10000);
    });
  });
  return button;
}

function panel(receipt) {
  return make("div", { class: "hy-panel" },
    make("h1", { tabindex: "-1", id: "received" }, fill("received")),
    make("dl", {},
      make("div", {}, make("dt", {}, fill("number")), make("dd", {}, make("output", { id: "hy-number" }, receipt.number))),
      make("div", {}, make("dt", {}, fill("code")), make("dd", {}, make("output", { id: "hy-code" }, receipt.code)))),
    make("p", {}, fill("keep")),
    make("div", { class: "hy-panel__keep" },
      copyButton(`${fill("number")} ${receipt.number}\n${fill("code")} ${receipt.code}`),
      pictureButton(receipt.number, receipt.code)));
}

// The link takes number and code along in this tab, once: nobody types sixteen characters twice.
function trackLink(receipt) {
  const link = make("a", { class: "hy-btn", href: "../track/", "data-track-link": true }, fill("track"));
  link.addEventListener("click", () => {
    try {
      sessionStorage.setItem(HANDOVER, JSON.stringify({ number: receipt.number, code: receipt.code }));
    } catch {
      // without storage the owner types them
    }
  });
  return link;
}

function emergency(receipt, phones) {
  const text = say(receipt.emergency);
  if (!text && !receipt.danger) return null;
  const box = make("div", { class: "hy-now", role: "alert" });
  box.append(make("div", {}, make("p", {}, text), phones.cloneNode(true)));
  return box;
}

// Put the receipt in the place of the form and send the photos. `phones`: the emergency numbers of the page.
export async function showReceipt(root, receipt, { items, list, phones, anonymous }) {
  const steps = [
    fill(anonymous ? "next_anonymous" : "next_contact", { when: by(receipt.first_contact_due) }),
    fill("next_track"),
    fill("next_rate"),
  ];
  const status = make("p", { class: "hy-hint", role: "status" });
  const photos = make("div", { class: "hy-photos" }, ...items.map((item) => item.figure));
  const parts = [
    emergency(receipt, phones),
    panel(receipt),
    items.length ? make("section", { "data-sending": true }, status, photos) : null,
    make("h2", {}, fill("next_title")),
    make("ol", {}, ...steps.map((step) => make("li", {}, step))),
    make("div", { class: "hy-nav" }, make("a", { class: "hy-btn hy-btn--ghost", href: "./" }, fill("again")), trackLink(receipt)),
  ];
  list?.remove();
  root.replaceChildren(...parts.filter(Boolean));
  root.hidden = false;
  root.querySelector("h1").focus();
  scrollTo(0, 0);
  if (items.length) {
    const closeUpload = (files) => post("/api/owner/add", { number: receipt.number, code: receipt.code, files });
    await sendPhotos(items, receipt.evidence?.upload ?? [], status, closeUpload);
  }
}
