"""The build: strict in both languages, phase by phase, and every number comes from the policy folder alone."""

import re
import shutil
from pathlib import Path

import pytest

import huiyin.policy
from huiyin.policy import load_policy_from
from huiyin.policy.schema import LANGUAGES, Policy
from infra import site_forms, site_pages, site_tables

POLICY_FOLDER = Path(huiyin.policy.__file__).parent


def html(site: Path) -> dict[str, str]:
    return {str(page.relative_to(site)): page.read_text("utf-8") for page in sorted(site.rglob("*.html"))}


def test_every_page_has_its_twin(built: Path) -> None:
    pages = {name for name in html(built) if not name.endswith("404.html")}
    english = {name.removeprefix("en/") for name in pages if name.startswith("en/")}
    assert english == {name for name in pages if not name.startswith("en/")}
    assert {"index.html", "report/index.html", "track/index.html", "stats/index.html", "policy/6-lessons/index.html"} <= english


def test_the_link_to_the_other_language_leads_to_the_same_page(built: Path) -> None:
    for name, text in html(built).items():
        found = re.search(r'<a class="hy-tool"[^>]* href="([^"]+)" lang="(zh|en)"', text)
        assert found, name
        target = (built / found[1].lstrip("/")) if found[1].startswith("/") else (built / name).parent / found[1]
        twin = (target / "index.html").resolve().relative_to(built.resolve())
        if name.endswith("404.html"):
            continue
        assert str(twin) == (name.removeprefix("en/") if name.startswith("en/") else f"en/{name}")
        assert f'<html lang="{"en" if name.startswith("en/") else "zh"}"' in text


def test_all_links_and_files_of_all_pages_exist(built: Path) -> None:
    lost = []
    for name, text in html(built).items():
        for link in re.findall(r'(?:href|src|action)="([^"#?]+)[^"]*"', text):
            if re.match(r"[a-z]+:", link) or link.startswith("/api/"):
                continue
            target = built / link.lstrip("/") if link.startswith("/") else (built / name).parent / link
            if link.endswith(("/", ".")) or target.is_dir():
                target = target / "index.html"
            # the desk is built by its own room
            if not target.resolve().is_file() and "desk/" not in link:
                lost.append((name, link))
    assert lost == []


def test_docs_are_offered_to_no_search_engine_and_to_no_owner_who_searches(built: Path) -> None:
    pages = html(built)
    docs = {name for name in pages if name.removeprefix("en/").startswith("docs/")}
    assert len(docs) >= 12
    assert {name for name, text in pages.items() if '<meta name="robots" content="noindex">' in text} == docs
    assert "docs/" not in (built / "sitemap.xml").read_text("utf-8")
    for index in built.rglob("pages.json"):
        assert '"docs/' not in index.read_text("utf-8")
    assert re.search(r'href="(\./)?docs/"', pages["index.html"])


def test_no_page_names_another_host_or_carries_anything_inline(built: Path) -> None:
    for name, text in html(built).items():
        assert not re.findall(r"<script>|\sstyle=|\son[a-z]+=|<style", text), name
        assert not re.findall(r'(?:src|href)="(?:https?:)?//(?!huiyin\.example)[^"]+"', text), name


def test_a_number_changed_in_the_policy_changes_the_pages_and_nothing_else_is_touched(tmp_path: Path) -> None:
    folder = tmp_path / "policy"
    shutil.copytree(POLICY_FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    before = load_policy_from(folder)
    limits = (folder / "channels.toml").read_text("utf-8")
    assert f"\nfiles = {before.limits.files}\n" in limits
    (folder / "channels.toml").write_text(limits.replace(f"\nfiles = {before.limits.files}\n", "\nfiles = 6\n"), "utf-8")
    after = load_policy_from(folder)
    for name, policy in (("before", before), ("after", after)):
        site_pages.write_pages(policy, tmp_path / name)
    changed = {
        path.name
        for path in (tmp_path / "before" / "zh").iterdir()
        if path.read_text("utf-8") != (tmp_path / "after" / "zh" / path.name).read_text("utf-8")
    }
    assert changed == {"record-items.md", "evidence-limits.md", "report.html", "track.html", "desk.html"}
    assert "最多 6 张" in (tmp_path / "after" / "zh" / "evidence-limits.md").read_text("utf-8")
    assert "Up to 6" in (tmp_path / "after" / "en" / "evidence-limits.md").read_text("utf-8")


def test_writing_the_same_again_touches_no_file(policy: Policy, tmp_path: Path) -> None:
    lines: list[str] = []
    count = site_pages.write_pages(policy, tmp_path, lines.append)
    # The last ones are the drawing of the lifecycle and the reference of the API.
    assert count == len(LANGUAGES) * (len(site_tables.TABLES) + len(list(site_forms.TEMPLATES.glob("[!_]*.html"))) + 2)
    assert len(lines) == len(LANGUAGES)
    stamps = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    site_pages.write_pages(policy, tmp_path)
    assert stamps == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}


def test_an_unknown_command_is_refused_with_the_list_of_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert site_pages.main(["nonsense"]) == 2
    assert "watch" in capsys.readouterr().err


def test_every_table_of_the_policy_is_on_a_page_in_both_languages(built: Path, policy: Policy) -> None:
    pages = html(built)
    for language, root in (("zh", ""), ("en", "en/")):
        clocks = pages[f"{root}policy/3-triage/index.html"]
        assert str(policy.promises.clocks["P3"].first_contact.amount) in clocks
        assert all(category.name.of(language).replace("&", "&amp;") in clocks for category in policy.categories.values())
