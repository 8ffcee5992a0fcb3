"""What a channel says of phone, address and hours: those stand once, in the charter and the calendar."""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from huiyin.policy.files import spot_of
from huiyin.policy.hours import window_words
from huiyin.policy.schema import Calendar, Channel, Charter, Language, Phrase
from huiyin.policy.spots import Spot

_PLACE = re.compile(r"\{(\w*)\}")


def filled_in(channels: Mapping[str, Channel], charter: Charter, calendar: Calendar) -> Mapping[str, Channel]:
    """The channels with {duty_phone}, {contact_mail} and {WINDOW_hours} of `how` and `open` in words.

    Policy: 2.1
    Raises: PolicyError for a place that nothing fills.
    """
    facts: dict[Language, dict[str, str]] = {"zh": _facts("zh", charter, calendar), "en": _facts("en", charter, calendar)}
    return MappingProxyType(
        {
            code: replace(
                channel,
                how=_filled(channel.how, facts, spot_of("channels", code, "how")),
                open=_filled(channel.open, facts, spot_of("channels", code, "open")),
            )
            for code, channel in channels.items()
        }
    )


def _facts(language: Language, charter: Charter, calendar: Calendar) -> dict[str, str]:
    hours = {f"{name}_hours": window_words(window, language) for name, window in calendar.windows.items()}
    return {"duty_phone": charter.duty_phone, "contact_mail": charter.contact_mail, **hours}


def _filled(phrase: Phrase, facts: Mapping[Language, Mapping[str, str]], spot: Spot) -> Phrase:
    def said(language: Language) -> str:
        def fact(place: re.Match[str]) -> str:
            if place[1] not in facts[language]:
                raise (spot / language).unknown(place[1], facts[language], "fact of the policy")
            return facts[language][place[1]]

        return _PLACE.sub(fact, phrase.of(language))

    return Phrase(zh=said("zh"), en=said("en"))
