"""What ties cases together is as usual where nothing is said: a case of an older release reads as one without ties."""

from builders import MONDAY_9AM
from huiyin.core.handling import Handling
from huiyin.core.ties import Added, ContactLimit


def test_nothing_ties_a_case_of_an_older_release() -> None:
    known = Handling()
    assert (known.added, known.kept_from, known.reports, known.contact_limit) == (None, (), (), None)


def test_a_limit_holds_for_nobody_while_only_one_has_asked_for_it() -> None:
    asked = ContactLimit(by="lin.jing", person="he.min")
    assert (asked.until, asked.agreed_by, asked.objected) == (None, "", False)


def test_a_report_remembers_from_where_it_was_added() -> None:
    assert Added(to="10000001", at=MONDAY_9AM, before="REGISTERED").before == "REGISTERED"
