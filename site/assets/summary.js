// The last step: everything once more, each line with a way back to its step.

import { fill, make } from "./words.js";

const chosenText = (select) => (select.selectedIndex > 0 && select.value ? select.selectedOptions[0].textContent.trim() : "");

export function summary(form, photoCount, show) {
  const field = (name) => form.elements[name].value.trim();
  const tile = form.querySelector("[name=category]:checked");
  const category = [tile?.closest("label").textContent.trim(), chosenText(form.elements.sub_issue)].filter(Boolean).join(" · ");
  const place = [chosenText(form.elements.building), field("unit"), field("spot")].filter(Boolean).join(" · ");
  const contact = form.elements.anonymous.checked
    ? fill("anonymous")
    : [field("name"), field("phone"), field("email"), field("household")].filter(Boolean).join(" · ");
  const rows = [
    ["sum_category", category, 0],
    ["sum_place", place, 0],
    ["sum_matter", field("matter"), 1],
    ["sum_wish", field("wish"), 1],
    ["sum_occurred", field("occurred_at").replace("T", " "), 1],
    ["sum_photos", photoCount ? fill("photos_count", { n: photoCount }) : "", 1],
    ["sum_contact", contact, 2],
    ["sum_privacy", fill(form.elements.sensitive.checked ? "sensitive" : "ordinary"), 2],
  ];
  form.querySelector("[data-summary]").replaceChildren(...rows.map(([name, value, step]) => {
    const change = make("button", { type: "button", class: "hy-link", "aria-label": `${fill("change")} ${fill(name)}` }, fill("change"));
    change.addEventListener("click", () => show(step));
    return make("div", {}, make("dt", {}, fill(name)), make("dd", {}, value || fill("none")), make("dd", {}, change));
  }));
}
