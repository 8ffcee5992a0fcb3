"""MailReceipts: the carrier tells what became of a letter; one that did not reach its owner is noted in the case."""

import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huiyin.casework import note_return
from huiyin.core.owed import Owed
from huiyin.entry import journal, wiring
from huiyin.entry.batches import each
from huiyin.entry.journal import quietly
from huiyin.entry.moments import queued_at
from huiyin.mail.message import letter_tag
from huiyin.mail.returns import reason_of
from huiyin.policy import load_policy

Json = dict[str, Any]
# No case has a million events.
_DIGITS = 6


@quietly
def handler(event: Json, context: Any) -> Json:
    """Note what came back. The same news twice, late or out of order changes nothing.

    Policy: 5.4
    event: messages of the queue Receipts, each ids and codes of one letter, never an address. Returns: the messages to try again.
    """
    return each(event, told)


def told(message: Json) -> None:
    """Deal with one message."""
    take_in(json.loads(message["body"]), queued_at(message))


def take_in(news: Mapping[str, str], now: datetime) -> None:
    """Note one letter that did not reach its owner. News of other letters, or of letters that are not ours, pass by.

    Policy: 5.4
    news: texts by name, "" for what the carrier did not say: kind, bounce, detail, and the tags letter, case, event, name, reader.
    """
    why = reason_of(news.get("kind", ""), news.get("bounce", ""), news.get("detail", ""))
    if why is None or news.get("reader") != "owner":
        return
    if not is_ours(news):
        journal.note("receipt_of_no_letter", code="tag_unknown")
        return
    noted = note_return(
        news["case"], event=int(news["event"]), letter=news["name"], why=why, store=wiring.case_store(), policy=load_policy(), now=now
    )
    if noted:
        journal.count("LettersReturned", code=why)


def is_ours(news: Mapping[str, str]) -> bool:
    """Whether these tags were given out together by us: the id of a letter follows from its case, event, name and our secret."""
    case_id, n, name = news.get("case", ""), news.get("event", ""), news.get("name", "")
    if not (case_id.isascii() and case_id.isdigit() and n.isascii() and n.isdigit() and len(n) <= _DIGITS and name):
        return False
    tag = letter_tag(wiring.letterhead(), case_id, int(n), Owed(name, news["reader"]))
    return hmac.compare_digest(tag, news.get("letter", "").encode("ascii", "replace").decode("ascii"))
