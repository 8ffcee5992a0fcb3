"""The template is read as it is deployed, and a mistake in it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.local.stack import TEMPLATE, local_parameters
from infra.local.template import TemplateRefused, parameter_values, read_template

HEAD = "AWSTemplateFormatVersion: 2010-09-09\nTransform: AWS::Serverless-2016-10-31\n"


def written(folder: Path, text: str) -> Path:
    file = folder / "template.yaml"
    file.write_text(HEAD + text, encoding="utf-8")
    return file


@pytest.fixture(autouse=True)
def region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")


def test_the_deployed_template_is_translated_with_every_function_and_its_code() -> None:
    template = read_template(TEMPLATE, local_parameters("http://127.0.0.1:8000"))
    functions = [name for name, one in template.source["Resources"].items() if one["Type"] == "AWS::Serverless::Function"]
    assert functions
    for name in functions:
        assert template.resources[name]["Type"] == "AWS::Lambda::Function"
        assert template.code[name] == TEMPLATE.parent / "functions"


def test_a_property_that_sam_does_not_know_is_refused_with_its_resource(tmp_path: Path) -> None:
    properties = "{CodeUri: ./, Handler: a.b, Runtime: python3.13, Tmeout: 3}"
    text = f"Resources:\n  Door:\n    Type: AWS::Serverless::Function\n    Properties: {properties}\n"
    with pytest.raises(TemplateRefused, match=r"Door.*Tmeout"):
        read_template(written(tmp_path, text), {})


def test_a_file_without_resources_is_no_template(tmp_path: Path) -> None:
    with pytest.raises(TemplateRefused, match="no Resources"):
        read_template(written(tmp_path, "Outputs: {}\n"), {})


def test_a_function_without_code_is_refused(tmp_path: Path) -> None:
    text = "Resources:\n  Door: {Type: AWS::Serverless::Function, Properties: {Handler: a.b, Runtime: python3.13}}\n"
    with pytest.raises(TemplateRefused, match="Door has no CodeUri"):
        read_template(written(tmp_path, text), {})


@pytest.mark.parametrize(
    ("described", "given", "sentence"),
    [
        ({"Type": "String"}, {}, "neither a default nor a local value"),
        ({"Type": "String", "AllowedValues": ["a", "b"]}, {"P": "c"}, "allows only"),
        ({"Type": "String", "AllowedPattern": "^https://"}, {"P": "ftp://x"}, "does not look like"),
    ],
)
def test_a_parameter_that_does_not_fit_is_named(described: dict[str, object], given: dict[str, str], sentence: str) -> None:
    with pytest.raises(TemplateRefused, match=f"parameter P .*{sentence}"):
        parameter_values({"Parameters": {"P": described}}, given)


def test_a_number_stays_a_number() -> None:
    assert parameter_values({"Parameters": {"Days": {"Type": "Number", "Default": "180"}}}, {}) == {"Days": 180}
