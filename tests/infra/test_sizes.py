"""The sizes of what would be deployed, on a small build made here."""

from pathlib import Path

import pytest

from infra import sizes
from infra.publish import ROOT

TEMPLATE = """
Globals:
  Function:
    CodeUri: Code
    Layers: [!Ref BaseLayer]
Resources:
  BaseLayer:
    Type: AWS::Serverless::LayerVersion
    Properties: { ContentUri: BaseLayer }
  ImageLayer:
    Type: AWS::Serverless::LayerVersion
    Properties: { ContentUri: ImageLayer }
  OwnerApi:
    Type: AWS::Serverless::Function
    Properties: { Handler: a.b }
  CleanEvidence:
    Type: AWS::Serverless::Function
    Properties: { Handler: a.b, CodeUri: Own, Layers: [!Ref ImageLayer] }
"""


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "template.yaml").write_text(TEMPLATE, encoding="utf-8")
    for folder, size in {"BaseLayer/python": 3_000_000, "ImageLayer/python": 2_000_000, "Code": 1_000_000, "Own": 500_000}.items():
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "some.so").write_bytes(b"x" * size)
    return tmp_path


def test_a_function_weighs_its_code_and_all_its_layers(built: Path) -> None:
    assert sizes.measure(built) == {"BaseLayer": 3.0, "ImageLayer": 2.0, "OwnerApi": 4.0, "CleanEvidence": 5.5}


def test_a_function_that_is_too_heavy_is_named(built: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sizes, "FUNCTION_MB", 5.0)
    monkeypatch.setattr("sys.argv", ["sizes", str(built)])
    assert sizes.main() == 1
    said = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in said if line.endswith("TOO BIG")] == ["CleanEvidence"]


def test_all_within_their_limits_is_well(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["sizes", str(built)])
    assert sizes.main() == 0


def test_nothing_built_is_said_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["sizes", str(tmp_path)])
    assert sizes.main() == 2
    assert "make sam-build" in capsys.readouterr().err


def test_what_lambda_takes_is_the_outer_limit() -> None:
    assert sizes.BASE_LAYER_MB <= 40
    assert sizes.FUNCTION_MB <= 225


def test_a_layer_ships_no_bytecode_and_the_doors_start_without_compiling() -> None:
    for layer in ("base", "images"):
        assert "--no-compile" in (ROOT / f"infra/layers/{layer}/Makefile").read_text(encoding="utf-8")
    resources = sizes.load_yaml(ROOT / "template.yaml")["Resources"]
    functions = {name: one["Properties"] for name, one in resources.items() if one["Type"] == "AWS::Serverless::Function"}
    snapped = {name for name, own in functions.items() if own.get("SnapStart") == {"ApplyOn": "PublishedVersions"}}
    assert snapped == {"OwnerApi", "StaffApi", "ConfidentialLane"}
    assert {functions[name]["AutoPublishAlias"] for name in snapped} == {"live"}
    # Called by any other name, a door would start without its picture.
    for door in ("Owner", "Staff"):
        assert resources[f"{door}Integration"]["Properties"]["IntegrationUri"] == {"Ref": f"{door}Api.Alias"}
