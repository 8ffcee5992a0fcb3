"""The pass over the built site: a strict CSP, tables that become cards on a phone, one style sheet, the search's texts.

The theme writes scripts and styles into its pages; `script-src 'self'; style-src 'self'` forbids both. So each inline script
becomes a file named after its content, loaded at the very place (still blocking: no flash of the wrong palette).
"""

import hashlib
import re
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

from infra import site_search
from infra.site_sheet import slim, without_source_map

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_NEIGHBOURS = re.compile(r"</script>\s*<script>")
_ALIGN = re.compile(r'style="text-align:\s*(left|center|right);"')
_STYLE = re.compile(r'\sstyle="[^"]*"')
# The theme asks for <href>/sitemap.xml of each alternate language: a 404 on every page view. The twins are in sitemap.xml anyway.
_ALTERNATE = re.compile(r'\s*<link rel="alternate" href="[^"]*" hreflang="[^"]*">')
_SHEET = re.compile(r'\s*<link rel="stylesheet" href="([^"]+)">')
_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_HEAD = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_CELL = re.compile(r"<td\b([^>]*)>(.*?)</td>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_GENERATOR = re.compile(r'\s*<meta name="generator"[^>]*>')

# Characters of a cell, and columns, that still fit side by side on a 320 px screen.
_SHORT, _FEW = 8, 5


def finish(site: Path) -> str:
    """Do all of it to the built site below `site`. Answers one line that says what was done."""
    _share_theme_files(site)
    pages = sorted(site.rglob("*.html"))
    scripts: dict[str, str] = {}
    for page in pages:
        text = page.read_text("utf-8")
        page.write_text(finish_page(text, page, site, scripts), "utf-8")
    for name, body in scripts.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, "utf-8")
    _door_sheet(site)
    sections = site_search.write_texts(site)
    _drop_source_maps(site)
    _join_sitemaps(site)
    return f"{len(pages)} pages, {len(scripts)} inline scripts moved to files, {sections} sections to search"


def finish_page(text: str, page: Path, site: Path, scripts: dict[str, str]) -> str:
    """One page made fit for the CSP. `scripts` collects the bodies of inline scripts by file name."""
    base = "/" if page.name == "404.html" else "../" * len(page.relative_to(site).parent.parts) or "./"
    text = _GENERATOR.sub("", _ALTERNATE.sub("", text))
    text = _NEIGHBOURS.sub(";", text)

    def to_file(found: re.Match[str]) -> str:
        body = found.group(1).strip()
        name = f"assets/inline/{hashlib.sha256(body.encode()).hexdigest()[:12]}.js"
        scripts[name] = body
        return f'<script src="{base}{name}"></script>'

    text = _SCRIPT.sub(to_file, text)
    text = _ALIGN.sub(r'class="hy-ta-\1"', text)
    text = _STYLE.sub("", text)
    text = _TABLE.sub(lambda found: label_cells(found.group(1)), text)
    return _one_sheet(text, page, site, base)


def label_cells(inner: str) -> str:
    """A table whose cells know their column, so that the style sheet can turn rows into cards on a phone.

    Cards take away the table's own roles, so they are written out.
    """
    heads = [unescape(_TAG.sub("", head)).strip() for head in _HEAD.findall(inner)]

    def row(found: re.Match[str]) -> str:
        if "<td" not in found.group(1):
            cells = re.sub(r"<th\b", '<th role="columnheader" scope="col"', found.group(1))
            return f'<tr role="row">{cells}</tr>'
        names = iter(heads)

        def cell(each: re.Match[str]) -> str:
            name = next(names, "").replace('"', "&quot;")
            return f'<td{each.group(1)} role="cell" data-th="{name}"><span>{each.group(2)}</span></td>'

        return f'<tr role="row">{_CELL.sub(cell, found.group(1))}</tr>'

    body = _ROW.sub(row, inner)
    body = body.replace("<thead>", '<thead role="rowgroup">').replace("<tbody>", '<tbody role="rowgroup">')
    return f'<div class="hy-table"><table class="hy-rt {_shape(heads, inner)}" role="table">{body}</table></div>'


def _shape(heads: list[str], inner: str) -> str:
    """How a table looks on a phone: two columns or short cells stay a grid, all else becomes cards."""
    cells = [unescape(_TAG.sub("", cell)).strip() for _, cell in _CELL.findall(inner)]
    short = all(len(cell) <= _SHORT for cell in cells) and len(heads) <= _FEW
    return "hy-rt--grid" if len(heads) <= 2 or short else "hy-rt--cards"


def _one_sheet(text: str, page: Path, site: Path, base: str) -> str:
    """All style sheets of a page as one file named after its content: one request instead of three."""

    def on_disk(href: str) -> Path:
        return site / href.lstrip("/") if href.startswith("/") else page.parent / href

    sheets = {href: on_disk(href) for href in _SHEET.findall(text) if not urlsplit(href).scheme}
    found = {href: path.resolve() for href, path in sheets.items() if path.is_file()}
    if len(found) < 2:
        return text
    body = "\n".join(_sheet_text(path) for path in found.values())
    name = f"assets/all.{hashlib.sha256(body.encode()).hexdigest()[:12]}.css"
    target = site / name
    if not target.is_file():
        target.write_text(body, "utf-8")
    first = True

    def swap(sheet: re.Match[str]) -> str:
        nonlocal first
        if sheet.group(1) not in found:
            return sheet.group(0)
        tag = f'\n      <link rel="stylesheet" href="{base}{name}">' if first else ""
        first = False
        return tag

    return _SHEET.sub(swap, text)


def _door_sheet(site: Path) -> None:
    """The one sheet of the pages that the API renders: no build joins theirs, so tokens and owners' pages go before their own rules."""
    folder = site / "assets" / "css"
    own = folder / "door.css"
    if own.is_file():
        parts = [*sorted(folder.glob("1-*.css")), *sorted(folder.glob("3?-*.css")), own]
        own.write_text("\n".join(part.read_text("utf-8") for part in parts), "utf-8")


def _sheet_text(path: Path) -> str:
    """The theme's sheets slimmed, ours as they are."""
    text = path.read_text("utf-8")
    return slim(text) if "stylesheets" in path.parts else text


def _share_theme_files(site: Path) -> None:
    """English pages use the theme files of the Chinese build: one copy to publish and to cache."""
    english = site / "en"
    if not (english / "assets").is_dir():
        return
    for page in english.rglob("*.html"):
        here = "../" * len(page.relative_to(english).parent.parts)
        text = page.read_text("utf-8")
        # relative links of pages, the one in the theme's JSON settings, and the absolute ones of 404.html
        text = text.replace(f'="{here or "./"}assets/', f'="{here}../assets/').replace(f'="{here}assets/', f'="{here}../assets/')
        text = text.replace(f'"search": "{here or "./"}assets/', f'"search": "{here}../assets/')
        text = text.replace(f'"search": "{here}assets/', f'"search": "{here}../assets/').replace('"/en/assets/', '"/assets/')
        page.write_text(text, "utf-8")
    shutil.rmtree(english / "assets")


def _drop_source_maps(site: Path) -> None:
    for path in (site / "assets").rglob("*.map"):
        path.unlink()
    for pattern in ("*.js", "*.css"):
        for path in (site / "assets").rglob(pattern):
            text = path.read_text("utf-8")
            cut = without_source_map(text)
            if cut != text:
                path.write_text(cut, "utf-8")


def _join_sitemaps(site: Path) -> None:
    """One sitemap for both languages; the compressed twins go, their bytes would carry the time of the build."""
    for packed in site.rglob("sitemap.xml.gz"):
        packed.unlink()
    main, english = site / "sitemap.xml", site / "en" / "sitemap.xml"
    if main.is_file() and english.is_file():
        urls = re.findall(r"<url>.*?</url>", english.read_text("utf-8"), re.DOTALL)
        text = main.read_text("utf-8")
        main.write_text(text.replace("</urlset>", "".join(f"    {url}\n" for url in urls) + "</urlset>"), "utf-8")
