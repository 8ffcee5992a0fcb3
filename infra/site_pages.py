"""Build the owners' site: policy tables, both languages, the pass for a strict CSP.

build: tables, MkDocs (zh, en), post-build pass · tables: only the snippets that pages include · watch: build again whenever
a page, a template or the policy changes · serve: the same, with the pages on 127.0.0.1 (PORT, else any free port) · clean
"""

import logging
import os
import shutil
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
# The deployed package lies under functions/ and is not installed in the workshop; the site reaches for it, never the other way.
if str(ROOT / "functions") not in sys.path:
    sys.path.insert(0, str(ROOT / "functions"))

from huiyin.policy import load_policy, released_policy  # noqa: E402
from huiyin.policy.schema import LANGUAGES, Language, Policy  # noqa: E402
from infra import site_forms, site_postbuild, site_tables  # noqa: E402
from infra.site_lifecycle import diagram  # noqa: E402
from infra.site_serving import serving  # noqa: E402

PAGES = ROOT / "build" / "pages"
SITE = ROOT / "build" / "site"
WATCHED = (
    *("site", "infra/site_overrides", "infra/site_templates", "mkdocs.yml", "mkdocs.en.yml"),
    *(
        "functions/huiyin/policy",
        "functions/huiyin/entry",
        "functions/huiyin/core",
        "infra/openapi_words.toml",
        "infra/site_asvs.toml",
        "infra/site_threats.toml",
    ),
)


def write_pages(policy: Policy, pages: Path, say: Callable[[str], None] = lambda line: None) -> int:
    """Write every snippet (tables, forms, home) of both languages below `pages`; answers how many.

    A file is only touched when its text changed, so that a watching build stays quiet.
    """
    # The API is described by its doors, which bring along what they need of AWS.
    from infra.openapi_page import api_reference

    today = datetime.now(ZoneInfo(policy.calendar.zone)).date()
    count = 0
    for language in LANGUAGES:
        folder = pages / language
        folder.mkdir(parents=True, exist_ok=True)
        texts = {f"{name}.md": table(policy, language, today) for name, table in site_tables.TABLES.items()}
        texts |= {f"{name}.html": text for name, text in site_forms.render_all(policy, language, today).items()}
        texts["life-of-a-case.html"] = diagram(policy, language)
        texts["api-reference.md"] = api_reference(policy, language)
        for name, text in texts.items():
            _write_if_changed(folder / name, text)
            count += 1
        say(f"  {language}: {len(texts)} snippets")
    return count


def _write_if_changed(path: Path, text: str) -> None:
    if not path.is_file() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")


def build_language(config_file: Path, site: Path, pages: Path, policy: Policy, language: Language) -> None:
    """Run MkDocs strictly for one language into `site`. Raises Abort on any warning."""
    # MkDocs is slow to import and the tables need none of it.
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    config = load_config(str(config_file), site_dir=str(site), strict=True)
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    config.mdx_configs["pymdownx.snippets"]["base_path"] = [str(pages / language)]
    config.extra.update(company_facts(policy, language))
    build(config)


def company_facts(policy: Policy, language: Language) -> dict[str, str]:
    """What the foot of every page says of the company."""
    phone = policy.charter.duty_phone
    return {"company": policy.charter.company.of(language), "duty_phone": phone, "duty_tel": phone.replace(" ", "")}


def build_site(policy: Policy, pages: Path = PAGES, site: Path = SITE, say: Callable[[str], None] = print) -> None:
    """The whole build, phase by phase, each named as it starts."""
    from infra import openapi

    began = time.monotonic()
    say("1/4 policy tables and forms")
    write_pages(policy, pages, say)
    say("2/4 pages in Chinese")
    build_language(ROOT / "mkdocs.yml", site, pages, policy, "zh")
    say("3/4 pages in English")
    build_language(ROOT / "mkdocs.en.yml", site / "en", pages, policy, "en")
    say("4/4 strict-CSP pass, tables as cards, search")
    summary = site_postbuild.finish(site)
    openapi.write(policy, site)
    say(f"  {summary}")
    say(f"site ready in {time.monotonic() - began:.1f} s: {_shown(site)}")


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name


def watch(every: float = 0.7) -> None:
    """Build, then build again whenever a source changes. Ends with Ctrl-C."""
    seen: dict[Path, float] = {}
    while True:
        now = {path: path.stat().st_mtime for path in _sources()}
        if now != seen:
            seen = now
            released_policy.cache_clear()
            try:
                build_site(load_policy())
            # a half-written page must not end the watch, whatever is wrong with it; MkDocs aborts by SystemExit
            except (Exception, SystemExit) as error:  # noqa: BLE001
                print(f"not built: {error}", file=sys.stderr)
        time.sleep(every)


def _sources() -> list[Path]:
    found: list[Path] = []
    for name in WATCHED:
        path = ROOT / name
        found += [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file() and p.suffix != ".pyc"]
    return found


def _until_interrupted(*, serve: bool) -> None:
    try:
        if not serve:
            watch()
        SITE.mkdir(parents=True, exist_ok=True)
        with serving(SITE, int(os.environ.get("PORT", "0"))) as address:
            print(f"pages at {address}/")
            watch()
    except KeyboardInterrupt:
        print("stopped")


def main(arguments: list[str]) -> int:
    """Carry out one command; answers the exit code."""
    logging.basicConfig(format="%(levelname)s %(message)s", stream=sys.stderr)
    command = arguments[0] if arguments else "build"
    if command == "build":
        build_site(load_policy())
    elif command == "tables":
        write_pages(load_policy(), PAGES, print)
    elif command == "clean":
        shutil.rmtree(ROOT / "build" / "site", ignore_errors=True)
    elif command in {"watch", "serve"}:
        _until_interrupted(serve=command == "serve")
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
