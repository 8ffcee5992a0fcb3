"""FollowUp: letters leave when something happened, each once, whatever the stream repeats."""

from typing import Any

from huiyin.entry.follow_up import owed_ref
from neighbours import Owner


def letters_about(stack: Any, number: str) -> list[dict[str, Any]]:
    return [letter for letter in stack.mailbox() if number in letter["subject"]]


def test_a_complaint_is_acknowledged_and_the_desk_hears_of_it(stack: Any) -> None:
    owner = Owner(stack.url)
    assert owner.report().status == 201
    stack.drain()
    to = sorted(address for letter in letters_about(stack, owner.number) for address in letter["to"])
    assert "wang.fang@example.com" in to
    assert len(to) == 2


def test_a_record_delivered_again_sends_nothing_again(stack: Any) -> None:  # ST01
    owner = Owner(stack.url)
    owner.report()
    stack.drain()
    before = len(stack.mailbox())
    case_id = owner.number.rsplit("-", 1)[1]
    record = a_record({"pk": {"S": f"CASE#{case_id}"}, "sk": {"S": "EV#000001"}, "owed_pk": {"S": "OWED#0"}})
    for _ in range(3):
        assert stack.invoke("FollowUp", {"Records": [record]}) == {"batchItemFailures": []}
    assert len(stack.mailbox()) == before


def test_a_record_about_a_missing_case_is_no_reason_to_stop_the_others(stack: Any) -> None:  # ST03
    poison = a_record({"pk": {"S": "CASE#00000000"}, "sk": {"S": "EV#000001"}, "owed_pk": {"S": "OWED#0"}})
    answer = stack.invoke("FollowUp", {"Records": [a_record({"pk": {"S": "PERSON#1"}, "sk": {"S": "PERSON"}}), poison]})
    assert answer == {"batchItemFailures": []}


def test_only_a_new_event_that_owes_something_is_followed() -> None:  # ST04, ST11
    owing = {"pk": {"S": "CASE#18720043"}, "sk": {"S": "EV#000002"}, "owed_pk": {"S": "OWED#1"}}
    ref = owed_ref(a_record(owing))
    assert ref is not None
    assert (ref.case_id, ref.n) == ("18720043", 2)
    assert owed_ref(a_record({**owing, "sk": {"S": "META"}})) is None
    assert owed_ref(a_record({"pk": owing["pk"], "sk": owing["sk"]})) is None
    assert owed_ref({**a_record(owing), "eventName": "MODIFY"}) is None
    assert owed_ref({"eventName": "REMOVE", "dynamodb": {"Keys": {}}}) is None


def a_record(image: dict[str, Any]) -> dict[str, Any]:
    """A record of the table's stream, as Lambda gets it."""
    return {
        "eventID": "1",
        "eventName": "INSERT",
        "eventSource": "aws:dynamodb",
        "eventSourceARN": "arn:aws:dynamodb:ap-southeast-1:123456789012:table/t/stream/s",
        "dynamodb": {
            "ApproximateCreationDateTime": 1795482000.0,
            "Keys": {"pk": image["pk"], "sk": image["sk"]},
            "NewImage": image,
            "SequenceNumber": "1",
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
    }
