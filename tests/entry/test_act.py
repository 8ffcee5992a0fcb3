"""An act asks for nothing beside his words, unless it says so."""

from huiyin.core.commands import OWNER, UrgeCase
from huiyin.entry.act import Act
from huiyin.policy.schema import Policy


def test_an_act_asks_for_his_words_alone_unless_it_says_more(policy: Policy) -> None:
    plain = Act(
        command="UrgeCase",
        read=lambda fields, policy: UrgeCase(by=OWNER),
        example=UrgeCase(by=OWNER),
        words="note",
        needed=False,
        title="labels.act_urge",
        asks="labels.act_urge_words",
    )
    assert (plain.more(None, (), policy), plain.send) == ([], "labels.send")
