"""The rights of the person: decided within what the national standard asks, refused on named grounds alone."""

from huiyin.policy import load_policy


def test_it_is_decided_within_thirty_days_and_each_ground_has_its_words() -> None:
    rights = load_policy().rights
    assert 1 <= rights.decide_d <= 30
    assert len({reason.zh for reason in rights.refusals.values()}) == len(rights.refusals) > 1
