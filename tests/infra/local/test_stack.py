"""A stack starts from its template or says why not, and leaves nothing behind."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import boto3
import pytest

from infra.local.stack import Stack
from infra.local.template import TemplateRefused

SAMPLE = Path(__file__).parent / "sample" / "template.yaml"


def changed(folder: Path, old: str, new: str) -> Path:
    """The sample template with one thing changed, and with the sample's code."""
    text = SAMPLE.read_text(encoding="utf-8")
    assert old in text
    file = folder / "template.yaml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    (folder / "app").symlink_to(SAMPLE.parent / "app")
    return file


def test_two_values_for_one_variable_are_refused(tmp_path: Path) -> None:
    own = "Handler: app.sweep.handler\n      Environment: { Variables: { SITE_URL: https://other.example } }"
    template = changed(tmp_path, "Handler: app.sweep.handler", own)
    with pytest.raises(TemplateRefused, match=r"SITE_URL differs between .* and Sweep"):
        Stack.start(template=template)


def test_a_handler_that_is_not_there_is_refused(tmp_path: Path) -> None:
    template = changed(tmp_path, "app.sweep.handler", "app.swep.handler")
    with pytest.raises(TemplateRefused, match=r"Sweep: no file for handler app\.swep\.handler"):
        Stack.start(template=template)


def test_a_handler_without_its_symbol_is_refused(tmp_path: Path) -> None:
    template = changed(tmp_path, "app.sweep.handler", "app.sweep.handle")
    with pytest.raises(TemplateRefused, match=r"Sweep: app\.sweep has no handle"):
        Stack.start(template=template)


def test_a_stack_after_a_stack_meets_nothing_of_the_first() -> None:
    before = dict(os.environ)
    seen: list[Any] = []
    for _ in range(2):
        with Stack.start(template=SAMPLE) as stack:
            assert stack.logs() == []
            assert stack.mailbox() == []
            seen.append(stack.invoke("Door", {"rawPath": "/x"})["site"])
            stack.tick("Sweep")
            assert len(stack.mailbox()) == 1
    assert len(set(seen)) == 2
    assert dict(os.environ) == before


def test_two_stacks_cannot_run_beside_each_other() -> None:
    with Stack.start(template=SAMPLE), pytest.raises(RuntimeError, match="already running"):
        Stack.start(template=SAMPLE)


def test_a_port_that_is_taken_is_an_error_and_nothing_stays() -> None:
    with Stack.start(template=SAMPLE) as stack:
        port = stack.web.port
        with pytest.raises(RuntimeError):
            Stack.start(port, template=SAMPLE)
    with Stack.start(port, template=SAMPLE) as stack:
        assert stack.web.port == port


def test_the_phases_are_told_in_order() -> None:
    phases: list[str] = []
    with Stack.start(template=SAMPLE, progress=phases.append):
        assert phases == ["translate", "create", "load", "publish", "serve"]


def test_after_the_end_presigned_addresses_are_those_of_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    with Stack.start(template=SAMPLE) as stack:
        assert stack.boto("s3").generate_presigned_url("get_object", Params={"Bucket": "bucket", "Key": "k"}).startswith(stack.url)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "x")
    url = boto3.client("s3", region_name="ap-southeast-1").generate_presigned_url("get_object", Params={"Bucket": "bucket", "Key": "k"})
    assert "amazonaws.com" in url
