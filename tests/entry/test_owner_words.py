"""What an owner reads in his timeline: his own words, and what was written to him; never a note for colleagues."""

from builders import MONDAY_9AM
from huiyin.core.events import ConsentWithdrawn, ContactLogged, ErasureAsked, ErasureDecided, FactAdded
from huiyin.entry.owner_words import words

HIS, OURS = {"at": MONDAY_9AM, "by": "owner", "role": "owner"}, {"at": MONDAY_9AM, "by": "lin.jing", "role": "desk"}


def test_he_reads_his_own_words_and_no_note_for_colleagues() -> None:
    assert words(FactAdded(**HIS, files=(), note="又坏了"), ()) == "又坏了"
    assert words(FactAdded(**OURS, files=(), note="他说谎"), ()) == ""
    assert words(ErasureAsked(**HIS, due=MONDAY_9AM, note="不想再留"), ()) == "不想再留"
    assert words(ConsentWithdrawn(**HIS, consents=("forward",), ends_contact=False, note="不必转了"), ()) == "不必转了"


def test_he_reads_what_was_written_to_him() -> None:
    told = ErasureDecided(**OURS, granted=False, reason="claim", text="赔偿还没有谈完。")
    assert words(told, (told,)) == "赔偿还没有谈完。"
    call = {"reached": True, "first": False, "note": "口气很冲"}
    assert words(ContactLogged(**OURS, way="phone", **call), ()) == ""
