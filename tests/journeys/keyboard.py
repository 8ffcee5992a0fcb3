"""Somebody who has keys alone, and who must see at each of them where they are."""

from typing import Any

from playwright.sync_api import Page

# The focused element, or what stands for it on the screen: a hidden radio has its card, a hidden chooser of files its frame.
# Seen: it has a ring, lies in the window, and nothing lies over it, once the page has been drawn as it then is.
_FOCUS = """async (selector) => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const held = document.activeElement;
  if (!held || held === document.body) return {at: "", is: false, faults: []};
  const name = `${held.tagName}#${held.id}.${held.className}[${held.getAttribute("name")}] ${held.textContent.trim().slice(0, 20)}`;
  const ringed = (e) => e && getComputedStyle(e).outlineStyle !== "none" && parseFloat(getComputedStyle(e).outlineWidth) > 0;
  const small = held.getBoundingClientRect().width < 2 || getComputedStyle(held).opacity === "0";
  const shown = small ? [held.nextElementSibling, held.closest("label"), held.parentElement].find(ringed) : held;
  const faults = [];
  if (!ringed(shown)) return {at: name, is: held.matches(selector), faults: ["no ring"]};
  const box = shown.getBoundingClientRect();
  const x = box.left + Math.min(box.width, innerWidth) / 2, y = box.top + Math.min(box.height, 40) / 2;
  if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) faults.push(`outside the window: ${x},${y}`);
  const top = document.elementFromPoint(x, y);
  if (top && !shown.contains(top) && !top.contains(shown) && !(top.closest("label") && top.closest("label").contains(held))) {
    faults.push(`under ${top.tagName}.${top.className}`);
  }
  return {at: name, is: held.matches(selector), faults};
}"""


class Keys:
    """A page worked by keys. `faults` holds every place at which the focus could not be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        self.passed: list[str] = []

    def to(self, selector: str, *, most: int = 60) -> None:
        """Press Tab until the focus is on what `selector` names."""
        self.passed.clear()
        for _ in range(most):
            if self._looks(selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} cannot be reached by Tab; passed: {self.passed}")

    def _looks(self, selector: str) -> bool:
        seen: dict[str, Any] = self.page.evaluate(_FOCUS, selector)
        self.passed.append(seen["at"])
        # the place where a page puts the focus by itself needs no ring; one that was gone to does
        if len(self.passed) > 1:
            self.faults += [f"{self.page.url.split('/', 3)[3]}: {seen['at']}: {fault}" for fault in seen["faults"]]
        return bool(seen["is"])

    def back(self, steps: int) -> None:
        """Go back by so many places."""
        for _ in range(steps):
            self.page.keyboard.press("Shift+Tab")
            self._looks("*")

    def press(self, selector: str, key: str = "Enter") -> None:
        """Go there and press a key."""
        self.to(selector)
        self.page.keyboard.press(key)

    def write(self, selector: str, text: str) -> None:
        """Go to a field and write into it."""
        self.to(selector)
        self.page.keyboard.type(text)
