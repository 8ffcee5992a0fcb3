"""What the functions load as it was made here: it is of today, and it says what its sources say."""

import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from botocore.loaders import Loader
from jinja2 import FileSystemLoader, TemplateNotFound, meta

from huiyin.mail import render
from huiyin.policy import loading
from huiyin.store import clients
from infra import built

ROOT = Path(__file__).parents[2]
REGIONS = ("ap-southeast-1", "eu-west-1", "us-east-1", "cn-north-1")


def files_of(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*") if path.suffix in (".py", ".json")}


def test_what_the_functions_load_is_what_would_be_made_now(tmp_path: Path) -> None:
    assert built.bring_up_to_date(tmp_path)
    assert files_of(tmp_path) == files_of(built.BUILT)


def test_nothing_is_made_twice_and_what_is_old_or_spoilt_is_made_anew(tmp_path: Path) -> None:
    built.bring_up_to_date(tmp_path)
    fresh = files_of(tmp_path)
    assert not built.bring_up_to_date(tmp_path)
    (tmp_path / "letters/html/tmpl_of_last_year.py").write_text("", "utf-8")
    (tmp_path / "models/endpoints.json").unlink()
    (tmp_path / built.STAMP).write_text("something else", "utf-8")
    assert built.bring_up_to_date(tmp_path)
    assert files_of(tmp_path) == fresh


def test_two_at_once_make_it_once(tmp_path: Path) -> None:
    folder = tmp_path / "built"
    with ThreadPoolExecutor(2) as both:
        made = [asked.result() for asked in [both.submit(built.bring_up_to_date, folder) for _ in range(2)]]
    assert sorted(made) == [False, True]
    assert files_of(folder) == files_of(built.BUILT)


def test_what_is_half_made_is_of_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(built, "models", dict)
    monkeypatch.setattr(built, "letters", lambda: {Path("letter.py"): "as it is"})
    built.bring_up_to_date(tmp_path)
    with monkeypatch.context() as changed:
        changed.setattr(built, "_digest", lambda: "of a changed letter")
        changed.setattr(built, "letters", lambda: {Path("letter.py"): "changed"})
        changed.setattr(built, "_files", lambda folder: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            built.bring_up_to_date(tmp_path)
    assert files_of(tmp_path) == {"letter.py": "changed"}
    # The letter is again what it was.
    assert built.bring_up_to_date(tmp_path)
    assert files_of(tmp_path) == {"letter.py": "as it is"}


def test_a_letter_that_is_gone_is_a_reason_for_make() -> None:
    asked = subprocess.run(["make", "--dry-run", "--print-data-base", "packages"], cwd=ROOT, capture_output=True, text=True, check=True)
    (line,) = re.findall(r"^functions/huiyin/built/made-from: (.+)$", asked.stdout, re.MULTILINE)
    templates = render.TEMPLATES
    folders = {templates, built.POLICY, *(path for path in templates.rglob("*") if path.is_dir() and path.name != "__pycache__")}
    assert len(folders) > 3
    assert {path.relative_to(ROOT).as_posix() for path in folders} <= set(line.split())


def test_a_changed_letter_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(render.TEMPLATES, templates)
    monkeypatch.setattr(render, "TEMPLATES", templates)
    folder = tmp_path / "built"
    built.bring_up_to_date(folder)
    before = files_of(folder)
    with (templates / "layout.txt").open("a", encoding="utf-8") as layout:
        layout.write("再见")
    assert built.bring_up_to_date(folder)
    (changed,) = [text for name, text in files_of(folder).items() if text != before.get(name)]
    assert "再见" in changed


@pytest.mark.parametrize("service", clients.OPERATIONS)
def test_a_cut_model_says_of_its_calls_what_the_whole_one_says(service: str) -> None:
    whole, ours = Loader().load_service_model(service, "service-2"), clients._Models().load_service_model(service, "service-2")
    assert set(ours["operations"]) == set(clients.OPERATIONS[service])
    for name, operation in ours["operations"].items():
        assert operation == built._undocumented(whole["operations"][name])
    for name, shape in ours["shapes"].items():
        assert shape == built._undocumented(whole["shapes"][name])
    named = set(built._named_in([ours["operations"], ours["shapes"]]))
    assert named == set(ours["shapes"])


@pytest.mark.parametrize("region", REGIONS)
def test_our_clients_turn_to_the_same_addresses_as_those_of_botocore(region: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import botocore.session

    monkeypatch.setenv("AWS_DEFAULT_REGION", region)
    ours, theirs = clients.Clients(), botocore.session.get_session()
    for service in clients.OPERATIONS:
        mine: Any = ours.of(service).meta
        assert mine.endpoint_url == theirs.create_client(service).meta.endpoint_url
        assert mine.partition == theirs.create_client(service).meta.partition


def test_an_operation_that_does_not_exist_cannot_be_asked_for() -> None:
    with pytest.raises(KeyError, match="GetItems"):
        built.cut(Loader().load_service_model("dynamodb", "service-2"), ["GetItems"])


@pytest.mark.parametrize("kind", render.KINDS)
def test_a_letter_as_python_says_what_its_template_says(kind: str) -> None:
    written, loaded = render.environment(kind, FileSystemLoader(render.TEMPLATES)), render._templates(kind)
    names = sorted(path.relative_to(render.TEMPLATES).as_posix() for path in render.TEMPLATES.rglob("*.jinja"))
    assert len(names) > 10
    for name in names:
        asked = meta.find_undeclared_variables(written.parse((render.TEMPLATES / name).read_text("utf-8")))
        for filled in (True, False):
            facts = {fact: f"<{fact}>" if filled else None for fact in asked} | {
                "lang": "en",
                "colon": ": ",
                "sender": "we",
                "subject": name,
            }
            parts = {"layout": f"layout.{kind}", "blocks": f"blocks.{kind}"}
            assert loaded.get_template(name).render(facts, **parts) == written.get_template(name).render(facts, **parts)


def test_what_was_not_made_is_missed_aloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from botocore.exceptions import DataNotFoundError

    monkeypatch.setattr(clients, "MODELS", tmp_path)
    monkeypatch.setattr(render, "LETTERS", tmp_path)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")
    with pytest.raises(DataNotFoundError):
        clients.Clients().of("kms").meta  # noqa: B018 - asking makes the client
    render._templates.cache_clear()
    try:
        with pytest.raises(TemplateNotFound):
            render._templates("txt").get_template("zh/new-case.jinja")
    finally:
        render._templates.cache_clear()


def test_the_policy_is_found_to_fit_before_it_is_deployed() -> None:
    assert loading.FITTING.read_text("ascii") == built.fitting() != ""


def test_a_policy_that_does_not_fit_is_not_passed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "policy"
    shutil.copytree(built.POLICY, folder, ignore=shutil.ignore_patterns("__pycache__"))
    taxonomy = folder / "taxonomy.toml"
    spoilt = re.sub(r'department = "\w+"', 'department = "nobody"', taxonomy.read_text("utf-8"), count=1)
    taxonomy.write_text(spoilt, "utf-8")
    monkeypatch.setattr(built, "POLICY", folder)
    assert built.fitting() == ""
