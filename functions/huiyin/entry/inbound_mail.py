"""InboundMail: a mail has come in; make a case of it, keep the original with the case, answer its writer by a letter."""

import json
import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote_plus

from huiyin.casework import Receipt, receive
from huiyin.core.case import case_id_of
from huiyin.core.commands import OWNER, Person, ReceiveComplaint
from huiyin.core.errors import NotUnderstood
from huiyin.entry import journal, wiring
from huiyin.entry.batches import each
from huiyin.entry.contacts import checked_email, without_tag
from huiyin.entry.journal import quietly
from huiyin.entry.moments import notified_at, scheduled_at
from huiyin.mail.inbox import InboundMail, read_mail
from huiyin.policy import load_policy
from huiyin.policy.schema import Language, Policy

Json = dict[str, Any]

# The place of the original among the files of a case: photos begin at 1.
ORIGINAL = "0"
# A notice takes seconds and is tried again for some minutes; a mail that still lies there was forgotten. One that could not be
# filed within a day waits for people: its notice lies in DeadLetters.
_FORGOTTEN_AFTER = timedelta(minutes=15)
_LEFT_TO_PEOPLE_AFTER = timedelta(days=1)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")


@quietly
def handler(event: Json, context: Any) -> Json:
    """File each mail that the notices of this batch name, or on a tick of the clock those whose notice was lost.

    Policy: 2.1
    event: messages of the queue, each a notice of S3, or {"at": ...}. Returns: the messages to try again.
    """
    if "at" in event:
        file_forgotten(scheduled_at(event))
        return {}
    return each(event, _take_notice)


def _take_notice(message: Json) -> None:
    for one in json.loads(message["body"]).get("Records", []):
        take_in(unquote_plus(one["s3"]["object"]["key"]), notified_at(one))


def file_forgotten(now: datetime) -> None:
    """File the mails of the last day of which no notice came. One that fails does not stop the others.

    Policy: 2.1
    """
    for key, came_at in wiring.mail_store().waiting(since=now - _LEFT_TO_PEOPLE_AFTER, until=now - _FORGOTTEN_AFTER):
        try:
            take_in(key, came_at)
        except Exception as error:  # noqa: BLE001 - the next one may be somebody's emergency
            journal.failed(error)


def take_in(key: str, now: datetime) -> None:
    """Deal with one mail; twice is no fault. It is removed last: whatever breaks before, it is found again.

    Policy: 2.1, 2.7
    now: when it came in. Raises: NotThereYet; errors of AWS.
    """
    wiring.renew(now)
    mails, policy = wiring.mail_store(), load_policy()
    if not mails.is_mail(key):
        journal.note("mail_without_place", code="not_found")
        return
    raw = mails.fetch(key)
    if raw is None:
        return
    ours = frozenset(map(without_tag, wiring.own_addresses()))
    mail = read_mail(raw, ours=ours, auto_replies=policy.hints.automatic)
    if mail.automatic:
        mails.set_aside(key, raw)
        journal.count("MailSetAside", code=mail.automatic)
        return
    receipt = filed(mail, now)
    _keep_original(case_id_of(receipt.number), raw)
    mails.remove(key)
    if not receipt.replayed:
        journal.count("Received")


def filed(mail: InboundMail, now: datetime) -> Receipt:
    """Make a case of a mail; the same mail again meets the same case.

    Policy: 2.1, 2.2, 2.3
    """
    receipts, policy = wiring.receipts(), load_policy()
    key = receipts.key_from("mail", mail.identity)
    return receive(
        lambda number: asked(mail, number, policy, key),
        key=key,
        # What the carrier thinks of a mail may differ between two deliveries; the mail is still the same.
        fingerprint=receipts.fingerprint(mail.identity.encode("ascii")),
        receipts=receipts,
        store=wiring.case_store(),
        policy=policy,
        now=now,
    )


def asked(mail: InboundMail, number: str, policy: Policy, key: str) -> ReceiveComplaint:
    """The complaint that a mail makes, under that number. What a form would have asked stays open for the desk.

    Policy: 2.2, 2.5
    """
    language = _language(f"{mail.subject} {mail.text}")
    matter, odd = _matter(mail, policy, language)
    email = _address(mail)
    return ReceiveComplaint(
        by=OWNER,
        number=number,
        channel="email",
        mode="typed",
        kind=policy.mail_in.kind,
        language=language,
        submitter=policy.mail_in.submitter,
        community=policy.mail_in.community,
        building=None,
        category=None,
        sub_issue=None,
        occurred_at=None,
        danger=False,
        sensitive=False,
        anonymous=not email,
        no_evidence=False,
        urgency_stated=None,
        consents=(),
        received_at=None,
        matter=matter,
        wish="",
        spot="",
        answers=_files(mail, policy, language),
        accused="",
        avoid="",
        person=Person(name=mail.name[: policy.limits.name_chars], email=email) if email else Person(),
        acknowledge=mail.verified and not (mail.spam or mail.virus or mail.quiet),
        receipt_key=key,
        odd=odd if email or "no_sender" in odd else ("no_sender", *odd),
    )


def _matter(mail: InboundMail, policy: Policy, language: Language) -> tuple[str, tuple[str, ...]]:
    """What the case says, and what is odd about it."""
    if mail.virus:
        return policy.word("labels.mail_virus", language), mail.odd
    if "unparsed" in mail.odd:
        text = policy.word("labels.mail_unparsed", language)
    else:
        text = mail.text or policy.word("labels.mail_empty", language)
    whole = f"{mail.subject}\n\n{text}".strip()
    most = policy.limits.matter_chars
    if len(whole) <= most:
        return whole, mail.odd
    return whole[:most], tuple(dict.fromkeys((*mail.odd, "cut")))


def _files(mail: InboundMail, policy: Policy, language: Language) -> str:
    if not mail.files:
        return ""
    said = {policy.word("labels.mail_files", language): ("、" if language == "zh" else ", ").join(mail.files)}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _address(mail: InboundMail) -> str:
    try:
        return checked_email(mail.sender, ours=wiring.own_addresses())
    except NotUnderstood:
        return ""


def _language(text: str) -> Language:
    """The language of a letter to the writer: English only for who wrote no Chinese at all."""
    return "en" if _LATIN.search(text) and not _HAN.search(text) else "zh"


def _keep_original(case_id: str, raw: bytes) -> None:
    store = wiring.case_store()
    history = store.load(case_id)
    if history is None:
        raise LookupError("a case that was just written is not there")
    key = store.new_file_key(history)
    wiring.evidence_store().put_original(case_id, ORIGINAL, raw, key, beside=history.case.guarded)
