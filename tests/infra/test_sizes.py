"""The sizes of what would be deployed, on a small build made here."""

from pathlib import Path

import pytest

from infra import sizes

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
