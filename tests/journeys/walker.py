"""Somebody at a page with mouse or thumb and keys: the browser counts what he presses and writes, and a model tells how long that takes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.accessibility import faults, sideways

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Locator, Page

# Only what the browser itself vouches for is counted. Two things have no window to press in here: the list of a choice, which
# is opened and pressed in, and the camera, in which one presses the shutter and says that the picture will do.
_COUNT = """(() => {
  const add = (name, n) => {
    const kept = JSON.parse(sessionStorage.getItem("walk") ?? "{}");
    kept[name] = (kept[name] ?? 0) + n;
    sessionStorage.setItem("walk", JSON.stringify(kept));
  };
  const written = (e) => e.matches?.("textarea, input:not([type=radio], [type=checkbox], [type=datetime-local])");
  addEventListener("pointerdown", (event) => { if (event.isTrusted) add("presses", 1); }, true);
  addEventListener("keydown", (event) => {
    if (!event.isTrusted || ["Shift", "Control"].includes(event.key)) return;
    if (event.key.length > 1 || !written(event.target)) add("keys", 1);
  }, true);
  addEventListener("input", (event) => {
    if (!event.isTrusted || !event.data || !written(event.target)) return;
    for (const letter of event.data) add(letter > "\\u2e7f" ? "characters" : "keys", 1);
  }, true);
  addEventListener("change", (event) => {
    if (event.target.matches("select") && !event.isTrusted) add("presses", 2);
    if (event.target.matches("[type=file]")) add("presses", 2);
  }, true);
})()"""

# The keystroke-level model of Card, Moran and Newell (1983), in seconds: a thought before a press, pointing, the press itself, a
# key of somebody who types neither fast nor slowly, the hand from mouse to keys and back.
THOUGHT, POINTING, PRESS, KEY, HAND = 1.35, 1.1, 0.2, 0.28, 0.4
# Ours: a character takes its sounds and the choice among those that sound so; what must be read is read at five characters a
# second and said at four, both on the slow side.
KEYS_A_CHARACTER, READ_A_SECOND, SAID_A_SECOND = 4, 5, 4


@dataclass
class Effort:
    """What a walk took. keys: of the keyboard, without those behind Chinese characters; fields: how often something was written."""

    presses: int = 0
    keys: int = 0
    characters: int = 0
    fields: int = 0
    read: int = 0
    said: int = 0
    waited: float = 0

    def __add__(self, other: Effort) -> Effort:
        return Effort(**{name: value + getattr(other, name) for name, value in vars(self).items()})

    @property
    def hands_s(self) -> float:
        """Seconds of work by the model, without waiting for the pages."""
        pressed = self.presses * (THOUGHT + POINTING + PRESS) + self.fields * (THOUGHT + 2 * HAND)
        return pressed + (self.keys + self.characters * KEYS_A_CHARACTER) * KEY + self.read / READ_A_SECOND + self.said / SAID_A_SECOND


class Walker:
    """One person at one page. What the browser complained of, and what is wrong for who cannot see well, gathers in `faults`."""

    def __init__(self, context: BrowserContext) -> None:
        context.add_init_script(_COUNT)
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.page.on("console", lambda message: self.faults.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self._own = Effort()
        self._at = self.page.locator("body")
        self._pressed_at = time.monotonic()

    def begin(self) -> None:
        """Count from here: what came before was the way to the desk."""
        self.page.evaluate("sessionStorage.removeItem('walk')")
        self._own = Effort()

    @property
    def effort(self) -> Effort:
        """What he did since he began."""
        return self._own + Effort(**self.page.evaluate("JSON.parse(sessionStorage.getItem('walk') ?? '{}')"))

    def press(self, what: str | Locator) -> None:
        """Press something that is seen."""
        found = self._of(what)
        found.scroll_into_view_if_needed()
        self._pressed_at = time.monotonic()
        found.click()

    def form(self, what: str) -> None:
        """From now on in this form; a step that is folded is opened by a press."""
        self._at = self.page.locator(what)
        if not self._at.is_visible():
            self.press(self.page.locator("details", has=self._at).locator("> summary"))

    def step(self, command: str) -> None:
        """From now on in the form of this step."""
        self.form(f'form[data-command="{command}"]')

    def choose(self, name: str, value: str) -> None:
        """Choose from a list, or press a card or a box."""
        field = self._field(name).first
        if field.evaluate("e => e.matches('select')"):
            self._pressed_at = time.monotonic()
            field.select_option(value)
        else:
            self.press(self._at.locator(f'label:has([name="{name}"][value="{value}"])'))

    def tick(self, name: str) -> None:
        """Press the box of a sentence."""
        self.press(self._at.locator(f'label:has([name="{name}"])'))

    def write(self, name: str, text: str) -> None:
        """Press into a field, and type."""
        self.press(self._field(name))
        self._own.fields += 1
        self.page.keyboard.type(text)

    def write_moment(self, name: str, moment: datetime) -> None:
        """Into the field of a moment, which this browser writes in the American way whatever its language."""
        found = self._field(name)
        found.scroll_into_view_if_needed()
        # on its left edge, where it begins
        found.click(position={"x": 22, "y": 20})
        self._own.fields += 1
        self.page.keyboard.type(f"{moment:%m%d%Y}")
        self.page.keyboard.press("ArrowRight")
        self.page.keyboard.type(f"{moment:%I%M%p}")

    def takes(self, camera: str, photo: Path) -> None:
        """Take a photo."""
        with self.page.expect_file_chooser() as chosen:
            self.press(camera)
        chosen.value.set_files(photo)

    def reads(self, what: str) -> None:
        """Read what stands there."""
        self._own.read += len(self._of(what).inner_text())

    def says(self, what: str) -> None:
        """Read aloud what stands there."""
        self._own.said += len(self._of(what).inner_text())

    def sees(self, what: str, text: str = "") -> None:
        """Wait for it; then the page as it stands must be one for everybody."""
        expect(self._of(what).first).to_contain_text(text, timeout=20_000)
        self._own.waited += time.monotonic() - self._pressed_at
        self._pressed_at = time.monotonic()

    def looks(self) -> None:
        """The page as it stands, for those who cannot see it well, and in its window."""
        self.faults += faults(self.page)
        if sideways(self.page):
            self.faults.append(f"{self.page.url}: wider than its window by {sideways(self.page)}")

    def sends(self) -> None:
        """Send the form of a step, and see that it was taken: the case has moved on."""
        version = self.page.locator("#desk-case").get_attribute("data-version")
        self.press(self._at.locator("[type=submit]"))
        self.sees(f"#desk-case:not([data-version='{version}']) .desk-note--done")

    def _field(self, name: str) -> Locator:
        return self._at.locator(f'[name="{name}"]')

    def _of(self, what: str | Locator) -> Locator:
        return self.page.locator(what) if isinstance(what, str) else what
