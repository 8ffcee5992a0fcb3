"""A page in the browser, with everything that it said and asked for."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page


@dataclass
class Opened:
    """said: console and errors; asked: addresses asked for; lost: those answered with 4xx or 5xx."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


# Opens a path of the site; further named facts: width, height, scheme, script.
Opener = Callable[..., Opened]
