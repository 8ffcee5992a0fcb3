// Photos: shrunk in the browser to a 1600 px JPEG (what the camera wrote about time and place is gone), sent one by one.

import { fill, make, words } from "./words.js";

const EDGE = 1600;
const QUALITY = 0.82;

// As an image of the page: createImageBitmap is missing on iPhones before iOS 15, and an image is turned the right way by itself.
async function opened(file) {
  const picture = new Image();
  picture.src = URL.createObjectURL(file);
  try {
    await picture.decode();
  } finally {
    URL.revokeObjectURL(picture.src);
  }
  return picture;
}

async function shrink(file) {
  const picture = await opened(file);
  const { naturalWidth, naturalHeight } = picture;
  const scale = Math.min(1, EDGE / Math.max(naturalWidth, naturalHeight));
  const canvas = make("canvas", { width: Math.round(naturalWidth * scale), height: Math.round(naturalHeight * scale) });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!blob) throw new Error("no picture");
  return blob;
}

// The chooser in `root`: [data-photo-list] with its file inputs, [data-photo-status]. `items` holds what will be sent.
export function photoList(root) {
  const list = root.querySelector("[data-photo-list]");
  const inputs = [...list.querySelectorAll("input[type=file]")];
  const status = root.querySelector("[data-photo-status]");
  const items = [];
  let made = 0;
  root.hidden = false;

  async function add(file) {
    const n = ++made;
    const blob = await shrink(file);
    const image = make("img", { src: URL.createObjectURL(blob), alt: fill("photo_alt", { n }) });
    const caption = make("figcaption", {}, `${Math.max(1, Math.round(blob.size / 1024))} KB`);
    const figure = make("figure", {}, image, caption);
    const item = { n, blob, figure, caption, sent: false };
    const drop = make("button", { type: "button", class: "hy-photos__drop", "aria-label": fill("photo_remove", { n }) }, "×");
    drop.addEventListener("click", () => {
      items.splice(items.indexOf(item), 1);
      URL.revokeObjectURL(image.src);
      figure.remove();
      inputs[0].focus();
      list.dispatchEvent(new Event("change"));
    });
    figure.append(drop);
    item.drop = drop;
    items.push(item);
    inputs[0].closest("label").before(figure);
    status.textContent = fill("photo_ready", { n, kb: Math.max(1, Math.round(blob.size / 1024)) });
  }

  inputs.forEach((input) => input.addEventListener("change", async (event) => {
    event.stopPropagation();
    const free = words.limits.files - items.length;
    const chosen = [...input.files];
    input.value = "";
    for (const file of chosen.slice(0, free)) {
      try {
        await add(file);
      } catch {
        status.textContent = fill("photo_unreadable");
      }
    }
    if (chosen.length > free) status.textContent = fill("photo_too_many", { n: words.limits.files });
    list.dispatchEvent(new Event("change"));
  }));
  return { list, items };
}

// fetch cannot report how far an upload is; XMLHttpRequest can.
function sendFile(grant, item, progress) {
  return new Promise((done, fail) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(grant.fields)) body.append(name, value);
    if (!("Content-Type" in grant.fields)) body.append("Content-Type", "image/jpeg");
    body.append("file", item.blob, `photo-${item.n}.jpg`);
    const call = new XMLHttpRequest();
    call.open("POST", grant.url);
    call.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress.value = event.loaded / event.total;
    });
    call.addEventListener("load", () => (call.status >= 200 && call.status < 300 ? done() : fail(new Error(String(call.status)))));
    call.addEventListener("error", () => fail(new Error("network")));
    call.send(body);
  });
}

async function sendOne(item, grant) {
  item.drop?.remove();
  const progress = make("progress", { max: 1, value: 0, "aria-label": fill("photo_sending", { n: item.n }) });
  item.caption.replaceChildren(progress);
  try {
    await sendFile(grant, item, progress);
    item.sent = true;
    item.caption.replaceChildren(fill("photo_sent", { n: item.n }));
  } catch {
    item.caption.replaceChildren(fill("photo_failed", { n: item.n }));
  }
  return item.sent;
}

// Send all photos with their grants, then tell the API once which arrived. A photo that failed gets a button.
export async function sendPhotos(items, grants, status, closeUpload) {
  const total = items.length;
  const pairs = items.map((item, at) => ({ item, grant: grants[at] })).filter(({ grant }) => grant);

  function tell() {
    const done = items.filter((item) => item.sent).length;
    const waiting = items.some((item) => !item.sent && !item.failed);
    if (done === total) status.textContent = fill("photos_done", { total });
    else status.textContent = waiting ? fill("photos_progress", { done, total }) : fill("photos_late");
  }

  async function attempt({ item, grant }) {
    item.failed = false;
    const sent = await sendOne(item, grant);
    item.failed = !sent;
    if (!sent) item.caption.append(" ", retryButton({ item, grant }));
    tell();
    return sent;
  }

  function retryButton(pair) {
    const again = make("button", { type: "button", class: "hy-photos__retry" }, fill("retry"));
    again.addEventListener("click", async () => {
      if (await attempt(pair)) await close([pair]);
    });
    return again;
  }

  async function close(sentPairs) {
    if (!sentPairs.length) return;
    try {
      await closeUpload(sentPairs.map(({ grant }) => grant.fields.key));
    } catch {
      // the photos lie in the bucket: the cleaning function takes them from there by itself
    }
  }

  tell();
  const sent = [];
  for (const pair of pairs) {
    if (await attempt(pair)) sent.push(pair);
  }
  await close(sent);
}
