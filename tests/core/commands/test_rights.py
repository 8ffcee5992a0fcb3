"""What may be asked about one's own data: each command has its row, and nobody need say why he asks."""

from typing import get_args

from huiyin.core.commands import OWNER, AskErasure, RightsCommand, WithdrawConsent
from huiyin.core.lifecycle import OF_AN_OWNER, OF_THE_PERSON, STEPS


def test_every_command_of_the_chapter_has_its_row_and_all_but_one_are_of_an_owner() -> None:
    chapter = {kind.__name__ for kind in get_args(RightsCommand)}
    assert set(STEPS) >= chapter
    # What many have in common is shown to others as well.
    assert chapter - {"ShareCase"} <= OF_AN_OWNER
    assert {name for name in chapter if STEPS[name].roles == ("owner",)} == OF_THE_PERSON


def test_nobody_need_say_why() -> None:
    assert (AskErasure(by=OWNER).note, WithdrawConsent(by=OWNER, consents=("service",)).note) == ("", "")
