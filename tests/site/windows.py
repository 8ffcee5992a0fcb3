"""Windows of one browser that start warm: a test gets a tab of its own in a kept profile, wiped after it.

A profile of its own for each test would cost more than the test: a process, and every script compiled again.
"""

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page


class Windows:
    """Tabs to open on the site at `address`; what they leave in their profile is gone after `close`."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self.profiles: dict[bool, tuple[BrowserContext, Page]] = {}
        self.open: list[Page] = []

    def tab(self, *, width: int, height: int, scheme: Any = "light", script: bool = True, motion: Any = "no-preference") -> Page:
        """An empty tab: width and height in CSS pixels, colour scheme, with or without script, motion as asked of the system."""
        context, _ = self.profile(script)
        page = context.new_page()
        self.open.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme, reduced_motion=motion)
        return page

    def profile(self, script: bool) -> tuple[BrowserContext, Page]:
        """The kept profile, with a tab on the site that keeps its process alive."""
        if script not in self.profiles:
            context = self.browser.new_context(java_script_enabled=script, locale="zh-CN", timezone_id="Asia/Shanghai")
            keeper = context.new_page()
            keeper.goto(f"{self.address}/404.html")
            self.profiles[script] = context, keeper
        return self.profiles[script]

    def close(self) -> None:
        """Close the tabs and forget all that they stored, were granted or were given as cookies."""
        for page in self.open:
            page.close()
        self.open.clear()
        for context, keeper in self.profiles.values():
            context.clear_cookies()
            context.clear_permissions()
            wipe = context.new_cdp_session(keeper)
            wipe.send("Storage.clearDataForOrigin", {"origin": self.address, "storageTypes": "all"})
            wipe.detach()
