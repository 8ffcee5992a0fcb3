"""The texts that our own search reads: sections as plain text, and what owners say for what the site calls otherwise."""

import json
import re
import shutil
import tomllib
from html import unescape
from pathlib import Path
from typing import Any

SAYINGS = Path(__file__).with_name("site_search.toml")
# What each engine names its index, and the list of sections in it.
_INDEXES = {"search/search_index.json": "docs", "search.json": "items"}
_TAG = re.compile(r"<[^>]+>")


def write_texts(site: Path) -> int:
    """Put search/pages.json of both languages in the place of the theme's indexes. Answers the number of sections."""
    sayings = tomllib.loads(SAYINGS.read_text("utf-8"))
    count = 0
    for folder, language in ((site, "zh"), (site / "en", "en")):
        for name, key in _INDEXES.items():
            found = folder / name
            if not found.is_file():
                continue
            docs = plain_sections(json.loads(found.read_text("utf-8"))[key])
            found.unlink()
            target = folder / "search/pages.json"
            target.parent.mkdir(exist_ok=True)
            texts = {"docs": docs, "meant": list(sayings[language].items())}
            target.write_text(json.dumps(texts, ensure_ascii=False, separators=(",", ":")), "utf-8")
            count += len(docs)
    _drop_theme_search(site)
    return count


def plain_sections(docs: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Sections without markup; those that say nothing are left out."""
    sections = []
    for doc in docs:
        text = " ".join(unescape(_TAG.sub(" ", doc["text"])).split())
        title = unescape(_TAG.sub("", doc["title"])).replace("¶", "").strip()
        if text or title:
            sections.append({"location": doc["location"], "title": title, "text": text})
    return sections


def _drop_theme_search(site: Path) -> None:
    """The theme's own worker is never asked: its panel is not on the pages."""
    for folder in ("workers", "lunr"):
        shutil.rmtree(site / "assets" / "javascripts" / folder, ignore_errors=True)
