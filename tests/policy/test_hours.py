"""Hours of a day read as a person writes them."""

from datetime import time

from huiyin.policy.hours import hours_words, window_words
from huiyin.policy.schema import Phrase, Window


def test_a_turn_past_midnight_says_so() -> None:
    assert hours_words(time(18), time(8, 30), "zh") == "18:00–次日 8:30"
    assert hours_words(time(18), time(8, 30), "en") == "18:00–08:30 next day"


def test_a_window_says_on_which_days_it_is_open() -> None:
    name = Phrase(zh="办公时间", en="Office hours")
    office = Window(name=name, opens=time(9), closes=time(17, 30), every_day=False)
    counter = Window(name=name, opens=time(8, 30), closes=time(18), every_day=True)
    assert (window_words(office, "zh"), window_words(office, "en")) == ("工作日 9:00–17:30", "09:00–17:30 on working days")
    assert (window_words(counter, "zh"), window_words(counter, "en")) == ("每天 8:30–18:00", "08:30–18:00 every day")
