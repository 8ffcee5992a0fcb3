// What somebody typed and has not sent: kept by case, command and field, so that a reload of the case or a new sign-in loses nothing.

let kept = {};

export const typed = {
  of: (number, command) => kept[number]?.[command] ?? {},
  keep(number, command, field, value) {
    kept[number] ??= {};
    kept[number][command] ??= {};
    kept[number][command][field] = value;
  },
  drop(number, command) {
    delete kept[number]?.[command];
  },
  all: () => kept,
  restore(found) {
    kept = typeof found === "object" && found !== null ? found : {};
  },
  clear() {
    kept = {};
  },
};
