"""Letters and mails on a day of the house: what comes back, and what comes in."""

import json
from typing import Any

from entry.doors import complaint, post_json
from house.group_day import Ask
from huiyin.core.case import case_id_of
from huiyin.core.owed import Owed
from huiyin.mail.facts import Letterhead
from huiyin.mail.message import letter_tag
from infra.local.stack import Stack


def lose_letters(stack: Stack, ask: Ask) -> None:
    """A letter that comes back; then one that does not leave, because an earlier one has come back."""
    ask("OwnerApi", post_json("/api/complaints", complaint(email="bounce@simulator.amazonses.com"), key="a-key-of-the-day-0010"), 201)
    stack.drain()
    stack.stream(False)
    late = ask("OwnerApi", post_json("/api/complaints", complaint(email="late@example.com"), key="a-key-of-the-day-0011"), 201)
    stack.put_event("aws.ses", "Email Bounced", a_bounce(stack, late["number"]))
    stack.drain()
    stack.stream(True)
    stack.drain()


def a_bounce(stack: Stack, number: str) -> dict[str, Any]:
    """What SES says of another letter of the first event of that case."""
    secret = stack.boto("secretsmanager").get_secret_value(SecretId=stack.name("ReceiptSecret"))["SecretString"]
    head = Letterhead(mail_from="", site_url="", secret=secret.encode())
    case_id, owed = case_id_of(number), Owed("an-earlier-letter", "owner")
    tag = letter_tag(head, case_id, 1, owed)
    tags = {"letter": tag, "case": case_id, "event": "1", "name": owed.letter, "reader": "owner"}
    named = {name: [value] for name, value in tags.items()} | {"ses:configuration-set": [stack.name("MailSending")]}
    return {"eventType": "Bounce", "bounce": {"bounceType": "Permanent", "bounceSubType": "General"}, "mail": {"tags": named}}


def take_mail(stack: Stack) -> None:
    """A mail that becomes a case, told of twice; one that a machine wrote; and a look for those that nobody told of."""
    for number, subject in enumerate((b"lift", b"out of office")):
        mail = b"From: wang.fang@example.com\r\nSubject: " + subject + b"\r\n\r\nIt stopped again."
        stack.boto("s3").put_object(Bucket=stack.name("MailBucket"), Key=f"raw/00000000{number}", Body=mail)
    stack.drain()
    told = {"Records": [{"eventTime": "2026-11-23T01:00:00Z", "s3": {"object": {"key": "raw/000000000"}}}]}
    again = {"messageId": "1", "body": json.dumps(told), "eventSource": "aws:sqs"}
    assert stack.functions.invoke("InboundMail", {"Records": [again]}) == {"batchItemFailures": []}
    stack.tick("InboundMail")
