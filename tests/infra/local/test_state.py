"""A stack that ends, is killed or finds another template: what was answered is there again, or nothing was touched.

A copy of the folder, taken while the stack runs, is what `kill -9` at that moment would leave.
"""

import io
import json
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image

from infra.local.demo_doors import Doors, a_photo
from infra.local.http_message import Answer, Request
from infra.local.stack import Stack
from infra.local.state import Keeper
from infra.local.state_file import Journal, StateRefused

MATTER = "三号楼二号梯又停了，老人下不了楼。"


def ask(stack: Stack, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
    named = {"host": urlsplit(stack.url).netloc, **{name.replace("_", "-"): value for name, value in headers.items()}}
    url = urlsplit(path)
    return stack.answer(Request(method, url.path, url.query, named, body, "127.0.0.1"))


def post(stack: Stack, path: str, body: dict[str, Any], key: str = "") -> Any:
    named = {"content_type": "application/json", "accept": "application/json"} | ({"idempotency_key": key} if key else {})
    answer = ask(stack, "POST", path, json.dumps(body).encode(), **named)
    return json.loads(answer.body)


def register(stack: Stack, n: int = 1) -> Any:
    edition = json.loads(ask(stack, "GET", "/api/policy.json").body)["edition"]
    report = {"matter": MATTER, "consent": edition, "email": f"owner-{n}@yezhu.example", "name": "祝若溪", "category": "elevator"}
    return post(stack, "/api/complaints", report, key=f"a-key-of-its-own-{n:06d}")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of one page, that of the figures."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "stats").mkdir()
    (folder / "stats" / "index.html").write_text("<main>old words<!-- figures --><p>-</p><!-- /figures --></main>")
    return folder


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, site: Path) -> dict[str, Any]:
    """A folder that a stack lived in and left, and two copies: one with letters owed, one with everything done."""
    folder = tmp_path_factory.mktemp("lived") / "state"
    known: dict[str, Any] = {"folder": folder, "owing": folder.with_name("owing"), "torn": folder.with_name("torn")}
    with Stack.start(site=site, state=Keeper(folder)) as stack:
        known["done"] = register(stack, 1)
        Doors(stack).upload(known["done"], 0, a_photo(1))
        stack.drain()
        stack.tick("WriteReport")
        known["password"], known["token"] = stack.directory.password, stack.token("lin.jing")
        known["issuer_key"] = stack.issuer.key_as_text()
        stack.state.flush()  # type: ignore[union-attr]
        shutil.copytree(folder, known["torn"])
        stack.stream(False)
        known["owed"] = register(stack, 2)
        shutil.copytree(folder, known["owing"])
        stack.stream(True)
        stack.drain()
        known["letters"] = [(letter["to"], letter["subject"], letter["at"]) for letter in stack.mailbox()]
    return known


def test_everything_is_there_after_a_restart(lived: dict[str, Any], site: Path) -> None:
    page = site / "stats" / "index.html"
    page.write_text(page.read_text().replace("old words", "new words"))
    with Stack.start(site=site, state=Keeper(lived["folder"])) as stack:
        for name in ("done", "owed"):
            seen = post(stack, "/api/track", {"number": lived[name]["number"], "code": lived[name]["code"]})
            assert seen["matter"] == MATTER
        assert register(stack, 1)["code"] == lived["done"]["code"]
        seen = post(stack, "/api/track", {"number": lived["done"]["number"], "code": lived["done"]["code"]})
        (picture,) = seen["evidence"]
        assert picture["state"] == "available"
        assert Image.open(io.BytesIO(ask(stack, "GET", picture["url"].removeprefix(stack.url)).body)).size == (800, 600)
        stack.drain()
        assert [(letter["to"], letter["subject"], letter["at"]) for letter in stack.mailbox()] == lived["letters"]
        assert stack.directory.password == lived["password"]
        assert stack.issuer.key_as_text() == lived["issuer_key"]
        desk = ask(stack, "GET", "/api/desk/cases?view=to-accept", authorization=f"Bearer {stack.token('lin.jing')}")
        assert len(json.loads(desk.body)["items"]) == 2
        assert ask(stack, "GET", "/figures/latest.json").status == 200
        published = ask(stack, "GET", "/stats/").body.decode()
        assert "new words" in published
        assert "<table" in published


def test_letters_owed_at_a_crash_leave_after_the_restart_and_once(lived: dict[str, Any]) -> None:
    with Stack.start(state=Keeper(lived["owing"])) as stack:
        stack.drain()
        to = [address for letter in stack.mailbox() for address in letter["to"]]
        assert to.count("owner-2@yezhu.example") == 1
        assert to.count("owner-1@yezhu.example") == [a for letter in lived["letters"] for a in letter[0]].count("owner-1@yezhu.example")
        assert stack.dispatcher.delivered(stack.name("CaseTable")) > 0
        # Killed between lease and settling, the letter would leave when the lease is over; here the plug is pulled after that.
        stack.state.flush()  # type: ignore[union-attr]
        shutil.copytree(lived["owing"], lived["owing"].with_name("again"))
    with Stack.start(state=Keeper(lived["owing"].with_name("again"))) as stack:
        stack.drain()
        assert [a for letter in stack.mailbox() for a in letter["to"]].count("owner-2@yezhu.example") == 1


def test_a_torn_last_line_takes_nothing_that_was_answered(lived: dict[str, Any]) -> None:
    with (lived["torn"] / "journal.jsonl").open("ab") as file:
        file.write(b'1234abcd {"changes":[["huiyin-Case')
    keeper = Keeper(lived["torn"])
    assert keeper.torn
    with Stack.start(state=keeper) as stack:
        seen = post(stack, "/api/track", {"number": lived["done"]["number"], "code": lived["done"]["code"]})
        assert seen["matter"] == MATTER


def test_a_folder_of_another_version_is_refused_untouched(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "state")
    journal.replace([{"format": 1, "moto": "4.0.0"}])
    journal.close()
    before = (tmp_path / "state" / "journal.jsonl").read_bytes()
    with pytest.raises(StateRefused, match=r"another version .*moto 4\.0\.0"):
        Keeper(tmp_path / "state")
    assert (tmp_path / "state" / "journal.jsonl").read_bytes() == before
    Journal(tmp_path / "state").close()


def test_a_template_that_lost_something_kept_is_refused_untouched(lived: dict[str, Any], tmp_path: Path) -> None:
    folder = tmp_path / "state"
    shutil.copytree(lived["folder"], folder)
    journal = Journal(folder)
    head, *rest = journal.read()
    head["shape"]["OldQueue"] = ["AWS::SQS::Queue", {}]
    journal.replace([head, *rest])
    journal.close()
    before = (folder / "journal.jsonl").read_bytes()
    with pytest.raises(StateRefused, match="another template: OldQueue changed"):
        Stack.start(state=Keeper(folder))
    assert (folder / "journal.jsonl").read_bytes() == before


def test_when_the_disk_fails_no_answer_promises_anything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keeper = Keeper(tmp_path / "state")
    with Stack.start(state=keeper) as stack:

        def full(line: object) -> None:
            raise OSError(28, "No space left on device")

        keeper._journal.append = full  # type: ignore[method-assign]
        edition = json.loads(ask(stack, "GET", "/api/policy.json").body).get("edition", "2026.11")
        report = json.dumps({"matter": MATTER, "consent": edition, "email": "a@yezhu.example"}).encode()
        assert ask(stack, "POST", "/api/complaints", report, content_type="application/json").status == 500
        assert ask(stack, "GET", "/api/policy.json").status == 500
    assert "cannot be written any more" in capsys.readouterr().err
