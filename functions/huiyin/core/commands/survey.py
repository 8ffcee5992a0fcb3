"""5 执行与反馈: what may be asked about the survey and the call back."""

from huiyin.core.commands.asking import Ask
from huiyin.policy.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSurvey(Ask):
    """Beside the rows: the owner says how we did. solved: a code of measures.toml; grades: by question of survey.toml; improve: codes
    of it; hidden: whoever handled the case does not see it; publish: his example may be told without a name."""

    solved: str
    grades: tuple[tuple[str, int], ...] = ()
    improve: tuple[str, ...] = ()
    hidden: bool = False
    publish: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogCallBack(Ask):
    """Beside the rows: somebody who took no part phoned the owner after the closing. outcome, line: codes of survey.toml; said: what he
    answered on the phone, if he did."""

    outcome: str
    line: str
    note: str
    said: AnswerSurvey | None = None


SurveyCommand = AnswerSurvey | LogCallBack
