"""The policy as a client needs it."""

import json

from huiyin.entry.policy_view import policy_view, tag_of
from huiyin.policy import load_policy

POLICY = load_policy()
VIEW = policy_view(POLICY)


def test_a_client_learns_what_it_may_send() -> None:
    assert VIEW["edition"] == POLICY.charter.edition
    assert {one["code"] for one in VIEW["categories"]} == set(POLICY.categories)
    assert {sub["code"] for one in VIEW["categories"] for sub in one["sub_issues"]} == {
        sub for one in POLICY.categories.values() for sub in one.sub_issues
    }
    assert VIEW["limits"]["matter_chars"] == POLICY.limits.matter_chars
    assert (VIEW["limits"]["files"], VIEW["limits"]["file_mb"]) == (POLICY.limits.files, POLICY.limits.file_mb)
    assert VIEW["phone"] == {"emergency": POLICY.charter.emergency_phone, "duty": POLICY.charter.duty_phone}


def test_consents_come_with_field_edition_and_text() -> None:
    needed = [one for one in VIEW["consents"] if one["needed"]]
    assert [one["field"] for one in needed] == ["consent"]
    assert {one["field"] for one in VIEW["consents"]} == {"consent", "consent_forward", "consent_sensitive"}
    assert all(one["edition"] and one["text"]["zh"] and one["text"]["en"] for one in VIEW["consents"])


def test_what_is_inside_the_house_stays_there() -> None:
    text = json.dumps(VIEW, ensure_ascii=False)
    for code, person in POLICY.departments.staff.items():
        assert code not in text
        assert person.email not in text
    assert "keywords" not in text
    assert not set(POLICY.hints.sensitive) <= set(text.split('"'))


def test_the_tag_changes_with_any_word() -> None:
    assert tag_of(VIEW) == tag_of(json.loads(json.dumps(VIEW)))
    assert tag_of(VIEW | {"edition": "2027.01"}) != tag_of(VIEW)
