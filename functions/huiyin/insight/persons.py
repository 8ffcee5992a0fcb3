"""1.4 保密: whether a text accuses somebody recognisable or tells of somebody's health: the confidential officer looks first."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from huiyin.insight.text import Message
from huiyin.policy.lexicon import load_lexicon


class _Patterns(NamedTuple):
    greeting: re.Pattern[str]
    names: tuple[re.Pattern[str], ...]
    wrong: re.Pattern[str]
    role: re.Pattern[str]
    grave: re.Pattern[str]
    health: re.Pattern[str]


def names_a_person(text: Message) -> bool:
    """Whether somebody recognisable is accused of a wrong, or health is told of the writer's own family. It only suggests.

    Policy: 1.4, 2.6
    """
    known, reach = _patterns(), load_lexicon().persons.reach
    told = known.greeting.sub(" ", text.whole)
    for pattern in known.names:
        if any(_near(told, one, known.wrong, reach.name_before, reach.name_after) for one in pattern.finditer(told)):
            return True
    if any(_near(told, one, known.grave, reach.role_before, reach.role_after) for one in known.role.finditer(told)):
        return True
    return bool(known.health.search(told))


def _near(text: str, one: re.Match[str], what: re.Pattern[str], before: int, after: int) -> bool:
    return what.search(text, max(0, one.start() - before), one.end() + after) is not None


@cache
def _patterns() -> _Patterns:
    persons = load_lexicon().persons
    words, surname = persons.words, f"[{persons.words.surnames}]"
    titles, own, ill = _any(words.titles), _any(words.own), _any(words.illnesses)
    return _Patterns(
        greeting=re.compile(f"(?:尊敬的|敬爱的)?[\u4e00-\u9fff]{{1,4}}(?:{_any(words.greeted)})[,:!、 ]{{0,3}}(?:您|你)"),
        names=(
            re.compile(f"(?:{titles})(?:叫|是|为|、|:|\\()?{surname}(?!某些)[\u4e00-\u9fff]{{1,2}}"),
            re.compile(f"(?<!尊敬的){surname}[\u4e00-\u9fff]{{0,2}}(?:{titles})(?!您|你|:|,|!|好|信箱|接待)"),
            re.compile(f"{surname}某"),
        ),
        wrong=re.compile(_any(words.wrongs)),
        # 1401室, 1401户 stands for whoever lives there.
        role=re.compile(f"{_any(words.roles)}|\\d{{3,4}}(?:室|户|非法|房)"),
        grave=re.compile(_any(words.grave)),
        health=re.compile(f"(?:我(?!们)|{own})[^。;!?]{{0,{persons.reach.health}}}(?:{ill}|孕\\d)"),
    )


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
