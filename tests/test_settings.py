"""Settings: read on first use, failing with the name of what is missing."""

from pathlib import Path

import pytest

from huiyin import settings
from infra.local.template import TemplateRefused, load_yaml, parameter_values

PARAMETERS = load_yaml(Path(__file__).parents[1] / "template.yaml")["Parameters"]
REQUIRED = {
    "CASE_TABLE": settings.case_table,
    "EVIDENCE_BUCKET": settings.evidence_bucket,
    "SITE_BUCKET": settings.site_bucket,
    "BOOKS_BUCKET": settings.books_bucket,
    "CASE_KEY": settings.case_key,
    "PEOPLE_KEY": settings.people_key,
    "GUARDED_KEY": settings.guarded_key,
    "CONFIDENTIAL_LANE": settings.confidential_lane,
    "SECRET_ARN": settings.secret_arn,
    "DOOR_SECRET_ARN": settings.door_secret_arn,
    "MAIL_FROM": settings.mail_from,
    "ALARM_QUEUE": settings.alarm_queue,
    "SITE_URL": settings.site_url,
    "OIDC_ISSUER": settings.oidc_issuer,
    "OIDC_CLIENT_ID": settings.oidc_client_id,
    "OIDC_JWKS_URL": settings.oidc_jwks_url,
}


@pytest.mark.parametrize("name", sorted(REQUIRED))
def test_what_is_missing_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for empty in (None, ""):
        if empty is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, empty)
        with pytest.raises(settings.Missing, match=name):
            REQUIRED[name]()
    monkeypatch.setenv(name, "x")
    assert REQUIRED[name]() == "x"


def test_what_may_be_missing_has_an_ordinary_value(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "ROBOT_SECRET_ARN",
        "INTAKE_ADDRESS",
        "MAIL_CONFIGURATION_SET",
        "OIDC_USER_CLAIM",
        "OIDC_GROUPS_CLAIM",
        "OIDC_SECOND_FACTOR",
        "STAGE",
    ):
        monkeypatch.delenv(name, raising=False)
    assert (settings.intake_address(), settings.mail_configuration_set(), settings.stage()) == (None, None, "live")
    assert settings.robot_secret_arn() is None
    assert (settings.oidc_user_claim(), settings.oidc_groups_claim()) == ("username", "cognito:groups")
    assert settings.oidc_second_factor() is None


def test_work_before_sending_is_asked_for_unless_it_is_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PROOF_OF_WORK", raising=False)
    assert settings.proof_of_work()
    for value, asked in (("on", True), ("", True), ("OFF", True), ("off", False)):
        monkeypatch.setenv("PROOF_OF_WORK", value)
        assert settings.proof_of_work() is asked


def test_the_address_of_the_site_has_no_slash_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://huiyin.example/")
    assert settings.site_url() == "https://huiyin.example"


def test_an_address_that_no_mail_system_takes_is_refused_where_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("service@例子.中国", "客服@huiyin.example"):
        monkeypatch.setenv("MAIL_FROM", address)
        with pytest.raises(settings.Unfit, match=r"^MAIL_FROM is not in ASCII.*xn--"):
            settings.mail_from()
    monkeypatch.setenv("MAIL_FROM", "service@xn--fsqu00a.xn--fiqs8s")
    assert settings.mail_from() == "service@xn--fsqu00a.xn--fiqs8s"


def takes(parameter: str, given: str) -> bool:
    """Whether the template lets an operator give that value."""
    try:
        return parameter_values({"Parameters": {parameter: PARAMETERS[parameter]}}, {parameter: given}) == {parameter: given}
    except TemplateRefused:
        return False


@pytest.mark.parametrize("parameter", ["MailFrom", "IntakeAddress"])
@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("service@example.com", True),
        ("Service.Desk+1@mail.example.com", True),
        ("service@xn--fsqu00a.xn--fiqs8s", True),
        ("service@例子.中国", False),
        ("客服@huiyin.example", False),
        ("ｓervice@huiyin.example", False),
        ("service@huiyin", False),
        ("service@huiyin..example", False),
        ("a@b@huiyin.example", False),
        ("Desk <service@huiyin.example>", False),
    ],
)
def test_the_template_takes_the_addresses_that_mail_systems_take(parameter: str, address: str, taken: bool) -> None:
    assert takes(parameter, address) is taken


@pytest.mark.parametrize(
    ("domain", "taken"),
    [
        ("mail.example.com", True),
        ("xn--fsqu00a.xn--fiqs8s", True),
        ("例子.中国", False),
        ("example", False),
        ("example..com", False),
        ("203.0.113.7", False),
    ],
)
def test_the_template_takes_the_domains_that_mail_systems_take(domain: str, taken: bool) -> None:
    assert takes("MailDomain", domain) is taken


@pytest.mark.parametrize(
    ("arn", "taken"),
    [
        ("", True),
        ("arn:aws:secretsmanager:ap-southeast-1:123456789012:secret:huiyin-robots-a1B2c3", True),
        ("arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:huiyin-robots-a1B2c3", True),
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k", False),
        ("arn:aws:ssm:ap-southeast-1:123456789012:parameter/robots", False),
    ],
)
def test_the_template_takes_the_name_of_the_secret_of_robots_and_never_the_secret(arn: str, taken: bool) -> None:
    assert takes("RobotSecretArn", arn) is taken
