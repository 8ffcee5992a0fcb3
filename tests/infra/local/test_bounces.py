"""The addresses of the SES simulator come back here as they do there."""

import pytest

from infra.local.bounces import told_of
from infra.local.clock import Clock


def asked(to: str, **more: object) -> dict[str, object]:
    """A SendEmail of sesv2."""
    tags = [{"Name": "letter", "Value": "0f"}, {"Name": "case", "Value": "18720043"}]
    return {"Destination": {"ToAddresses": [to]}, "EmailTags": tags, "ConfigurationSetName": "letters", **more}


@pytest.mark.parametrize(
    ("name", "kind", "told"),
    [
        ("bounce", "Email Bounced", ("Bounce", "Permanent", "General")),
        ("bounce+3", "Email Bounced", ("Bounce", "Permanent", "General")),
        ("suppressionlist", "Email Bounced", ("Bounce", "Permanent", "OnAccountSuppressionList")),
        ("ooto", "Email Bounced", ("Bounce", "Transient", "General")),
        ("complaint", "Email Complaint Received", ("Complaint", None, None)),
    ],
)
def test_the_simulator_says_what_the_real_one_says(name: str, kind: str, told: tuple[str | None, ...]) -> None:
    said = told_of(asked(f"{name}@simulator.amazonses.com"), Clock())
    assert said is not None
    bounce = said[1].get("bounce", {})
    assert (said[0], (said[1]["eventType"], bounce.get("bounceType"), bounce.get("bounceSubType"))) == (kind, told)
    tags = said[1]["mail"]["tags"]
    assert tags == {"letter": ["0f"], "case": ["18720043"], "ses:configuration-set": ["letters"]}


def test_other_letters_arrive() -> None:
    assert told_of(asked("success@simulator.amazonses.com"), Clock()) is None
    assert told_of(asked("bounce@example.com"), Clock()) is None


def test_without_a_configuration_set_nobody_is_told() -> None:
    assert told_of(asked("bounce@simulator.amazonses.com", ConfigurationSetName=""), Clock()) is None
