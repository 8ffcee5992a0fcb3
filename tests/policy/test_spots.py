"""What a policy officer reads when a file is wrong."""

from huiyin.policy.spots import Spot, no_known


def test_an_error_says_file_key_path_and_what_is_wrong() -> None:
    error = (Spot("promises.toml") / "clocks" / "P1" / "answer").wrong("is missing")
    assert str(error) == "promises.toml: clocks.P1.answer: is missing"
    assert (error.file, error.key, error.wrong) == ("promises.toml", "clocks.P1.answer", "is missing")


def test_an_error_about_a_whole_file_has_no_key() -> None:
    assert str(Spot("places.toml").wrong("is missing")) == "places.toml: is missing"


def test_an_unknown_word_comes_with_the_nearest_one_and_all_that_are_allowed() -> None:
    said = no_known("repiars", {"repairs", "desk"}, "department")
    assert said == "'repiars' is no known department. Did you mean 'repairs'? Allowed: desk, repairs"


def test_a_word_like_no_other_gets_no_suggestion() -> None:
    assert no_known("zzz", {"desk"}, "department") == "'zzz' is no known department. Allowed: desk"
    assert no_known("zzz", (), "department").endswith("Allowed: nothing")
