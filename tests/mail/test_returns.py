"""What the carrier says becomes a reason of ours, and no more is made of it than it says."""

import pytest

from huiyin.core.case import FINAL
from huiyin.core.work import RETURNS
from huiyin.mail.returns import reason_of


@pytest.mark.parametrize(
    ("kind", "bounce", "detail", "why"),
    [
        pytest.param("Bounce", "Permanent", "General", "bounced", id="C09-no-such-mailbox"),
        pytest.param("Bounce", "Permanent", "Suppressed", "bounced", id="C09-suppressed"),
        pytest.param("Bounce", "Permanent", "OnAccountSuppressionList", "bounced", id="C09-suppressed-here"),
        pytest.param("Bounce", "Transient", "MailboxFull", "mailbox_full", id="TH13-full"),
        pytest.param("Complaint", "", "", "complained", id="TH13-spam"),
        pytest.param("Reject", "", "", "refused", id="FA27-rejected"),
        pytest.param("Bounce", "Transient", "General", None, id="out-of-office"),
        pytest.param("Bounce", "Undetermined", "Undetermined", None, id="nobody-knows"),
        pytest.param("Delivery", "", "", None, id="arrived"),
        pytest.param("", "", "", None, id="nothing-said"),
    ],
)
def test_a_reason_for_what_did_not_arrive(kind: str, bounce: str, detail: str, why: str | None) -> None:
    assert reason_of(kind, bounce, detail) == why
    assert why is None or why in RETURNS


def test_a_full_mailbox_is_not_the_end_of_an_address() -> None:
    assert reason_of("Bounce", "Transient", "MailboxFull") not in FINAL
    assert reason_of("Bounce", "Permanent", "General") in FINAL
