"""What SES tells the event bus of a letter: the addresses of its mailbox simulator bounce and complain here as they do there."""

from __future__ import annotations

from typing import Any

from infra.local.clock import Clock

Json = dict[str, Any]

SIMULATOR = "simulator.amazonses.com"
# Name before "@" (a label behind "+" is allowed) -> detail type of the event, and what the event says of it.
_TOLD: dict[str, tuple[str, Json]] = {
    "bounce": ("Email Bounced", {"eventType": "Bounce", "bounce": {"bounceType": "Permanent", "bounceSubType": "General"}}),
    "suppressionlist": (
        "Email Bounced",
        {"eventType": "Bounce", "bounce": {"bounceType": "Permanent", "bounceSubType": "OnAccountSuppressionList"}},
    ),
    "ooto": ("Email Bounced", {"eventType": "Bounce", "bounce": {"bounceType": "Transient", "bounceSubType": "General"}}),
    "complaint": ("Email Complaint Received", {"eventType": "Complaint", "complaint": {"complaintFeedbackType": "abuse"}}),
}


def told_of(asked: Json, clock: Clock) -> tuple[str, Json] | None:
    """(detail type, detail) of what SES says after this SendEmail of sesv2; None when the letter arrives.

    Like SES it names the recipient and repeats the tags of the letter, each as a list.
    """
    recipients = asked.get("Destination", {}).get("ToAddresses", [])
    name, _, domain = (recipients or [""])[0].lower().rpartition("@")
    said = _TOLD.get(name.partition("+")[0]) if domain == SIMULATOR else None
    # Without a configuration set SES has nowhere to tell it.
    if said is None or not asked.get("ConfigurationSetName"):
        return None
    kind, detail = said
    tags = {tag["Name"]: [tag["Value"]] for tag in asked.get("EmailTags", [])}
    tags["ses:configuration-set"] = [asked["ConfigurationSetName"]]
    moment = clock.now().strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return kind, detail | {
        "mail": {"timestamp": moment, "source": asked.get("FromEmailAddress", ""), "destination": recipients, "tags": tags}
    }
