"""5 执行与反馈: the commands of the desk on orders of authorities 转办单: written down or put right, and their reply recorded."""

from typing import Any

from huiyin.core.case import Case
from huiyin.core.commands import Actor, Command, NoteOrder, RecordOrderReply
from huiyin.core.orders import owed_orders
from huiyin.core.ties import Order
from huiyin.entry import sentences
from huiyin.entry.actions.action import Action, photos_field, read_photos
from huiyin.entry.descriptors import choice, moment, named, text
from huiyin.entry.fields import Fields
from huiyin.policy.schema import LANGUAGES, Policy

Json = dict[str, Any]


def _owed(case: Case, policy: Policy) -> list[Json]:
    """The orders that have no reply yet: who sent them, and by when he wants one."""
    return [{"value": str(one.n), "name": _name(one, policy)} for one in owed_orders(case)]


def _name(order: Order, policy: Policy) -> sentences.Words:
    body, due = sentences.named(order.body, policy.measures.authorities) or {}, sentences.here(order.due, policy)[: len("2026-11-25")]
    return {language: policy.word("labels.order_name", language).format(body=body[language], due=due) for language in LANGUAGES}


def _order_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    owed = _owed(case, policy)
    label = sentences.word("labels.order_correct", policy)
    return [
        *([choice("order", policy, owed, needed=False, label=label)] if owed else []),
        choice("order_body", policy, named(policy.measures.authorities)),
        text("order_number", policy),
        moment("order_due", policy),
    ]


def _number(policy: Policy) -> list[str]:
    return [str(n) for n in range(1, policy.measures.orders + 1)]


def _read_order(fields: Fields, actor: Actor, policy: Policy) -> Command:
    n = fields.code("order", _number(policy))
    return NoteOrder(
        by=actor,
        n=int(n) if n else None,
        body=fields.needed_code("order_body", policy.measures.authorities),
        number=fields.needed_text("order_number", policy.limits.spot_chars),
        due=fields.needed_moment("order_due", policy.calendar.zone),
    )


def _example_order(case: Case, actor: Actor, policy: Policy) -> Command:
    return NoteOrder(by=actor, body=next(iter(policy.measures.authorities)), number="-", due=case.answer_due)


def _reply_fields(case: Case, actor: Actor, policy: Policy) -> list[Json]:
    owed = _owed(case, policy)
    return [
        choice("order", policy, owed, value=owed[0]["value"] if owed else None),
        choice("order_way", policy, named(policy.measures.reply_ways)),
        moment("replied_at", policy, needed=False),
        text("order_document", policy, needed=False),
        text("note", policy, long=True, needed=False),
        photos_field(case, policy),
    ]


def _read_reply(fields: Fields, actor: Actor, policy: Policy) -> Command:
    return RecordOrderReply(
        by=actor,
        n=int(fields.needed_code("order", _number(policy))),
        way=fields.needed_code("order_way", policy.measures.reply_ways),
        replied_at=fields.moment("replied_at", policy.calendar.zone),
        document=fields.line("order_document", policy.limits.spot_chars),
        note=fields.text("note", policy.limits.note_chars),
        files=read_photos(fields, policy),
    )


def _example_reply(case: Case, actor: Actor, policy: Policy) -> Command:
    owed = owed_orders(case)
    return RecordOrderReply(by=actor, n=owed[0].n if owed else 1, way=next(iter(policy.measures.reply_ways)))


ORDERS = (
    Action(command="note-order", name="labels.note_order", fields=_order_fields, read=_read_order, example=_example_order),
    Action(command="record-order-reply", name="labels.record_order_reply", fields=_reply_fields, read=_read_reply, example=_example_reply),
)
