"""Windows of one browser that start warm: a test gets a tab of its own in a kept profile, wiped after it.

A profile of its own for each test would cost more than the test: a process, and every script compiled again.
"""

from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Frame, Page


def origin_of(address: str) -> str:
    """Scheme, host and port of an address: what storage belongs to."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


class Windows:
    """Tabs to open on the site at `address`; what they leave in their profile is gone after `close`."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self.profiles: dict[bool, tuple[BrowserContext, Page]] = {}
        self.visited = {address}

    def tab(self, *, width: int, height: int, scheme: Any = "light", script: bool = True, motion: Any = "no-preference") -> Page:
        """An empty tab: width and height in CSS pixels, colour scheme, with or without script, motion as asked of the system."""
        context, _ = self.profile(script)
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme, reduced_motion=motion)
        return page

    def profile(self, script: bool) -> tuple[BrowserContext, Page]:
        """The kept profile, with a tab on the site that keeps its process alive."""
        if script not in self.profiles:
            context = self.browser.new_context(java_script_enabled=script, locale="zh-CN", timezone_id="Asia/Shanghai")
            context.on("page", self.watch)
            keeper = context.new_page()
            keeper.goto(f"{self.address}/404.html")
            self.profiles[script] = context, keeper
            # The page keeps its colours for the next tab, which is not the keeper's to choose.
            self.empty(context, keeper)
        return self.profiles[script]

    def watch(self, page: Page) -> None:
        """Note every place that a tab goes to, its frames as well."""

        def visit(frame: Frame) -> None:
            self.visited.add(origin_of(frame.url))

        page.on("framenavigated", visit)
        visit(page.main_frame)

    def close(self) -> None:
        """Close every tab, also those that pages opened, and forget all that they stored, were granted or were given as cookies.

        A profile that cannot be emptied is given up, so that the next test gets a new one; the fault is told all the same.
        """
        faults: list[Exception] = []
        for script, (context, keeper) in list(self.profiles.items()):
            try:
                self.empty(context, keeper)
            except Error as fault:
                faults.append(fault)
                del self.profiles[script]
                with suppress(Error):
                    context.close()
        self.visited = {self.address}
        if faults:
            raise ExceptionGroup("profiles that could not be emptied", faults)

    def empty(self, context: BrowserContext, keeper: Page) -> None:
        """Leave of a profile the keeper's tab alone. Raises the browser's error when a tab does not close or nothing can be wiped."""
        for page in context.pages:
            if page != keeper:
                page.close()
        context.clear_cookies()
        context.clear_permissions()
        wipe = context.new_cdp_session(keeper)
        # a tab that shows no site yet is at "about:", which keeps nothing
        for origin in sorted(origin for origin in self.visited if origin.startswith("http")):
            wipe.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        wipe.detach()
