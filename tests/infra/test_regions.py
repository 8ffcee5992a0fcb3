"""Where Huiyin can run, by what AWS offers where."""

import tomllib

import pytest

from infra import regions
from infra.publish import SAM_CONFIG


def test_china_and_hong_kong_are_refused_with_the_reason() -> None:
    china = regions.missing("cn-north-1")
    assert any(line.startswith("SES is not offered") for line in china)
    assert any("CloudFront" in line for line in china)
    assert regions.missing("ap-east-1") == ["SES is not offered there"]


def test_an_issuer_of_the_operator_takes_the_place_of_cognito() -> None:
    assert any("OidcIssuer" in line for line in regions.missing("cn-north-1"))
    assert not any("Cognito" in line for line in regions.missing("cn-north-1", own_issuer=True))


def test_a_name_that_is_no_region_is_said() -> None:
    assert regions.missing("ap-southeast-99") == ["no region of that name is known: ap-southeast-99"]


def test_every_stage_is_deployed_where_it_can_run() -> None:
    config = tomllib.loads(SAM_CONFIG.read_text(encoding="utf-8"))
    where = {stage: config[stage]["global"]["parameters"]["region"] for stage in ("default", "live")}
    assert {stage: regions.missing(region) for stage, region in where.items()} == {"default": [], "live": []}
    assert set(where.values()) <= set(regions.suitable())


def test_the_command_answers_for_one_region_and_lists_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert regions.main(["cn-north-1"]) == 1
    assert "SES" in capsys.readouterr().err
    assert regions.main(["ap-southeast-1"]) == 0
    assert regions.main([]) == 0
    assert "ap-northeast-1" in capsys.readouterr().out
