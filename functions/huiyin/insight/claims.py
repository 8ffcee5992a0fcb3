"""3.2 分级, 3.3 优先级: what a text claims of its own level and urgency; a person decides, and measures and promises bind him."""

import re
from functools import cache
from typing import Literal

from huiyin.insight.text import Message, Words
from huiyin.policy.lexicon import load_lexicon

Level = Literal["general", "major", "group"]
Urgency = Literal["high", "medium", "low"]

# Ten thousand and more, in figures or in words.
_MONEY = re.compile(r"\d+(?:\.\d+)?\s*万|[二三四五六七八九十几数]+万|\d{5,}\s*(?:元|块|yuan|rmb)")
_HOUSEHOLDS = re.compile(r"[\d几数多百千]+余?多?户|\d+名")
# 我 that is no 我们, and not 我市 of somebody who speaks of his town.
_ALONE = re.compile(r"我(?![们市省区县国镇])|\bmy\b|\bi\b")
_QUESTION = "?"


def level_claimed(text: Message, category: str) -> Level:
    """General, major or group, as the text speaks of it.

    Policy: 3.2
    """
    claims = load_lexicon().claims
    if _danger(text, category) >= claims.danger.least:
        return "major"
    if _loss(text, category) >= claims.loss.least and not _asks(text):
        return "major"
    return "group" if _many(text, category) >= claims.many.least else "general"


def urgency_claimed(text: Message, category: str) -> Urgency:
    """High when harm goes on or an essential service is out, low for a question or a wish, else medium.

    Policy: 3.3
    """
    if _now(text, category):
        return "high"
    return "low" if _low(text, category) >= load_lexicon().claims.low.least else "medium"


def _danger(text: Message, category: str) -> float:
    rules = load_lexicon().claims.danger
    leaning = 0.0 if _wished_for(text) else rules.leaning.get(category, 0.0)
    grave, mild = _among(rules.grave), _among(rules.mild)
    return (
        leaning
        + rules.grave_counts * min(rules.most, grave.kinds(text.whole))
        + rules.grave_in_title * grave.any_in(text.title)
        + rules.mild_counts * min(rules.most, mild.kinds(text.whole))
        + rules.mild_in_title * mild.any_in(text.title)
    )


def _many(text: Message, category: str) -> float:
    rules, whole = load_lexicon().claims.many, text.whole
    told = sum(min(rules.told_most, _among(words).count(whole)) for words in (rules.we, rules.neighbours, rules.owners))
    together = bool(_HOUSEHOLDS.search(whole) or _among(rules.households).any_in(whole))
    return (
        rules.leaning.get(category, 0.0)
        + rules.counts * min(rules.most, _among(rules.words).kinds(whole))
        + rules.told_counts * told
        + rules.household_counts * (together + _among(rules.estate).any_in(text.title))
        + rules.alone_counts * min(rules.alone_most, _alone(text))
        + rules.one_owner * _among(rules.alone).any_in(whole)
        + rules.asks * _asks(text)
    )


def _loss(text: Message, category: str) -> float:
    rules, many = load_lexicon().claims.loss, load_lexicon().claims.many
    return (
        rules.leaning.get(category, 0.0)
        + rules.money_counts * min(rules.money_most, len(_MONEY.findall(text.whole)))
        + rules.alone_counts * min(many.alone_most, _alone(text))
        + rules.many_counts * min(many.most, _among(many.words).kinds(text.whole))
    )


def _now(text: Message, category: str) -> bool:
    rules, whole = load_lexicon().claims.now, text.whole
    if category in rules.always:
        return not _wished_for(text) or _among(rules.not_wished_for).any_in(whole)
    if _among(rules.at_once).any_in(whole):
        return True
    if category in rules.outage_in and _is_out(text):
        return True
    words = _among(rules.words)
    return category in rules.among and words.kinds(whole) + rules.in_title * words.any_in(text.title) >= rules.least


def _is_out(text: Message) -> bool:
    rules = load_lexicon().claims.now
    if _among(rules.no_outage).any_in(text.title):
        return False
    outage = _among(rules.outage)
    return outage.any_in(text.title) or outage.count(text.whole) >= rules.outage_least


def _low(text: Message, category: str) -> float:
    rules = load_lexicon().claims.low
    wishes, harm = _among(rules.wishes), _among(rules.harm)
    asked = (
        rules.wish_in_title * wishes.any_in(text.title)
        + rules.question_in_title * _among(rules.question).any_in(text.title)
        + rules.wish_in_opening * wishes.any_in(text.body[: rules.opening])
        + rules.questions * (text.whole.count(_QUESTION) > 1)
    )
    if not asked:
        return 0.0
    lighter = rules.short * (len(text.whole) < rules.short_up_to) + rules.milder * (category in rules.milder_in)
    against = rules.harm_in_title * harm.kinds(text.title) + min(rules.harm_most, rules.harm_in_body * harm.kinds(text.body))
    return asked + lighter - against


def _wished_for(text: Message) -> bool:
    return _among(load_lexicon().claims.now.wished_for).any_in(text.title)


def _alone(text: Message) -> int:
    return len(_ALONE.findall(text.whole))


def _asks(text: Message) -> bool:
    rules = load_lexicon().claims.many
    return _among(rules.asking).any_in(text.title + text.body[: rules.opening])


@cache
def _among(words: tuple[str, ...]) -> Words:
    return Words(words)
