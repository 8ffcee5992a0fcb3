"""The same pages by Zensical, which follows MkDocs: the theme of today ends in May 2027, and the pages must not end with it.

Zensical wants everything inside one folder and adds up the lists of a configuration and the one it inherits, where MkDocs
replaces them. So sources are copied into a folder and each language gets one configuration without an INHERIT.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import yaml  # type: ignore[import-untyped]  # PyYAML ships no types

from huiyin.policy import load_policy
from huiyin.policy.schema import Language, Policy
from infra import site_pages, site_postbuild

ROOT = site_pages.ROOT
ENGINE = ROOT / ".zensical-venv" / "bin" / "zensical"
WHERE = ROOT / "build" / "zensical"
_CONFIGS: dict[Language, tuple[str, ...]] = {"zh": ("mkdocs.yml",), "en": ("mkdocs.yml", "mkdocs.en.yml")}
_SOURCES = ("site", "infra/site_overrides")


def build_site(policy: Policy, where: Path = WHERE, say: Callable[[str], None] = print) -> Path:
    """Build both languages below `where`, strictly. Answers the folder with the finished pages.

    Raises: FileNotFoundError without the engine; CalledProcessError when it finds anything wrong.
    """
    shutil.rmtree(where, ignore_errors=True)
    for name in _SOURCES:
        shutil.copytree(ROOT / name, where / name)
    site_pages.write_pages(policy, where / "build/pages")
    for language, names in _CONFIGS.items():
        text = merged(*((ROOT / name).read_text("utf-8") for name in names), _facts(policy, language))
        (where / f"{language}.yml").write_text(text, "utf-8")
        # the folder of the snippets is looked for where the engine is started
        order = [str(ENGINE), "build", "--strict", "--clean", "--config-file", f"{language}.yml"]
        done = subprocess.run(order, cwd=where, text=True, capture_output=True, check=False)
        say(f"  {language}: {(done.stdout + done.stderr).strip()}")
        done.check_returncode()
    site = where / "build/site"
    say(f"  {site_postbuild.finish(site)}")
    return site


def merged(*texts: str) -> str:
    """Configurations as one, each over those before it: mappings are joined, all else is replaced. Tags stay as they are."""
    base, *others = (yaml.compose(text, Loader=yaml.SafeLoader) for text in texts)
    for other in others:
        _lay_over(base, other)
    return str(yaml.serialize(base, allow_unicode=True))


def _lay_over(base: yaml.MappingNode, other: yaml.MappingNode) -> None:
    at = {key.value: place for place, (key, _) in enumerate(base.value)}
    for key, node in other.value:
        if key.value == "INHERIT":
            continue
        if key.value not in at:
            base.value.append((key, node))
            continue
        place = at[key.value]
        held = base.value[place][1]
        if isinstance(held, yaml.MappingNode) and isinstance(node, yaml.MappingNode):
            _lay_over(held, node)
        else:
            base.value[place] = (key, node)


def _facts(policy: Policy, language: Language) -> str:
    """What site_pages tells MkDocs, and the look that our own sheets were made for."""
    facts = {"theme": {"variant": "classic"}, "extra": site_pages.company_facts(policy, language)}
    return str(yaml.safe_dump(facts, allow_unicode=True))


def main() -> int:
    """Build, and say where the pages are."""
    print("the same pages by Zensical")
    site = build_site(load_policy())
    print(f"pages in {site.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
