"""5 执行与反馈: what owners say of how we did, and how we heard it."""

from datetime import datetime

from huiyin.core.events.happening import Happening, sealed
from huiyin.policy.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyInvited(Happening):
    """The owner is asked how we did: by letter, on his page, or by somebody who calls him until call_due."""

    call_due: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyAnswered(Happening):
    """He said how we did. solved: a code of measures.toml; grades, improve: codes of survey.toml; line: which phone, when somebody
    wrote down what he said on it; bad: quality calls him, until call_due."""

    solved: str
    grades: tuple[tuple[str, int], ...]
    improve: tuple[str, ...]
    hidden: bool
    publish: bool
    bad: bool
    call_due: datetime | None = None
    line: str = ""
    words: str = sealed()


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackLogged(Happening):
    """He was phoned after the closing. outcome, line: codes of survey.toml; ends: nobody has to call again."""

    outcome: str
    line: str
    ends: bool
    note: str = sealed()


SurveyEvent = SurveyInvited | SurveyAnswered | CallBackLogged
