"""The ledger 台账 in words: its columns and its rows as one reader reads them, in Chinese or in English."""

from collections.abc import Callable, Mapping
from datetime import datetime

from huiyin.core.clock import local
from huiyin.core.ledger import LedgerRow, is_answer_late
from huiyin.core.lifecycle import ENDED
from huiyin.insight.sheets import Cell, Column, Line, Sheet
from huiyin.policy.schema import Language, Phrase, Policy

# How several words stand in one cell; an old ledger is read by any of the signs for it.
JOIN = "、"


class Wording:
    """What the codes of a ledger are called in one language; made once for many rows."""

    def __init__(self, policy: Policy, language: Language) -> None:
        self.policy = policy
        self.language = language
        charter, departments = policy.charter, policy.departments.departments
        self._lists: Mapping[str, Mapping[str, Phrase]] = {
            "channel": {code: one.name for code, one in policy.channels.items()},
            "kind": charter.kinds,
            "category": {code: one.name for code, one in policy.categories.items()},
            "level": charter.levels,
            "priority": {code: one.name for code, one in policy.promises.clocks.items()},
            "lead": {code: one.name for code, one in departments.items()},
            "joining": {code: one.name for code, one in departments.items()},
            "verdict": {**policy.measures.solved, "silent": policy.ledger.silent, **self._grades(policy)},
        }
        self._issues = {code: one.name for category in policy.categories.values() for code, one in category.sub_issues.items()}
        self._people = {code: person.name for code, person in policy.departments.staff.items()}
        self._places = {
            (name, code): place
            for name, estate in policy.communities.items()
            for code, place in ({c: b.name for c, b in estate.buildings.items()} | dict(estate.common_areas)).items()
        }

    @staticmethod
    def _grades(policy: Policy) -> Mapping[str, Phrase]:
        """The grades of the first question of the survey: what owners think of the result."""
        first, question = next(iter(policy.survey.questions.items()))
        return {f"{first}_{grade}": phrase for grade, phrase in question.grades.items()}

    def choices(self, column: str) -> Mapping[str, Phrase]:
        """The words of a column that offers some, by their codes; none for any other."""
        return self._lists.get(column, {})

    def sheet(self, *, marks: tuple[str, ...], author: str, at: datetime) -> Sheet:
        """The table with its headings. marks: who took it, when, and what it holds; at: when it was asked for.

        Policy: 5.2
        """
        columns = tuple(
            Column(
                heading=column.name.of(self.language),
                width=column.wide_w,
                moment=column.kind == "moment",
                choices=tuple(dict.fromkeys(self._of(one) for one in self.choices(code).values())) if column.kind == "choice" else (),
            )
            for code, column in self.policy.ledger.columns.items()
        )
        return Sheet(
            title=self.policy.word("labels.ledger_title", self.language),
            columns=columns,
            marks=marks,
            signed=self.policy.word("labels.ledger_signed", self.language),
            about=self.policy.word("labels.ledger_about", self.language),
            choices=self.policy.word("labels.ledger_choices", self.language),
            author=author,
            at=at,
        )

    def line(self, row: LedgerRow, now: datetime) -> Line:
        """The cells of a case; what its answer was owed by is red where it came too late or has not come yet."""
        codes = list(self.policy.ledger.columns)
        cells = tuple(self._cells[code](self, row) for code in codes)
        late = (codes.index("answer_due"),) if is_answer_late(row, now) else ()
        return Line(cells=cells, late=late)

    def past_line(self, told: Mapping[str, str]) -> Line:
        """The cells of a row of an old ledger. told: codes and texts by column, moments in UTC."""
        columns = self.policy.ledger.columns
        cells = tuple(self._past_cell(code, column.kind, told.get(code, "")) for code, column in columns.items())
        late = "answered_at" in told and "answer_due" in told and told["answered_at"] > told["answer_due"]
        return Line(cells=cells, late=(list(columns).index("answer_due"),) if late else ())

    def _past_cell(self, code: str, kind: str, said: str) -> Cell:
        if not said:
            return None
        if kind == "moment":
            return self._here(datetime.fromisoformat(said))
        return JOIN.join(str(self._word(code, one)) for one in said.split(",")) if kind in {"choice", "choices"} else said

    def _of(self, phrase: Phrase) -> str:
        return phrase.of(self.language)

    def _word(self, column: str, code: str | None) -> Cell:
        """A code of an older policy is its own name."""
        phrase = self._lists[column].get(code or "")
        return self._of(phrase) if phrase else code

    def _here(self, moment: datetime | None) -> Cell:
        return local(moment, self.policy.calendar).replace(second=0, microsecond=0, tzinfo=None) if moment else None

    def _place(self, row: LedgerRow) -> Cell:
        """With several communities, a building is told with its own."""
        estate = self.policy.communities.get(row.community)
        place = self._places.get((row.community, row.building or ""))
        told = self._of(place) if place else row.building or ""
        several = self._of(estate.name) if estate and len(self.policy.communities) > 1 else ""
        return " ".join(filter(None, (several, told))) or None

    def _finding(self, row: LedgerRow) -> Cell:
        """What was found; where it has ended without that, how it ended."""
        named = (self.policy.charter.outcomes.get(one) for one in row.findings)
        found = JOIN.join(self._of(one) for one in named if one)
        state = self.policy.charter.states.get(row.state)
        return found or (self._of(state) if state and row.state in ENDED else None)

    def _in_charge(self, row: LedgerRow) -> Cell:
        person = self._people.get(row.handler or "")
        return self._of(person) if person else row.handler

    def _matter(self, row: LedgerRow) -> Cell:
        issue = self._issues.get(row.sub_issue or "")
        return self._of(issue) if issue else row.sub_issue

    def _joining(self, row: LedgerRow) -> Cell:
        return JOIN.join(str(self._word("joining", one)) for one in row.joining) or None

    def _verdict(self, row: LedgerRow) -> Cell:
        """What he said in the survey, else what he said to the answer."""
        first = next(iter(self.policy.survey.questions))
        grade = dict(row.grades).get(first)
        return self._word("verdict", f"{first}_{grade}" if grade is not None else row.verdict) or None

    _cells: Mapping[str, Callable[["Wording", LedgerRow], Cell]] = {
        "number": lambda self, row: row.number,
        "received_at": lambda self, row: self._here(row.received_at),
        "channel": lambda self, row: self._word("channel", row.channel),
        "kind": lambda self, row: self._word("kind", row.kind),
        "building": _place,
        "category": lambda self, row: self._word("category", row.category),
        "sub_issue": _matter,
        "level": lambda self, row: self._word("level", row.level),
        "priority": lambda self, row: self._word("priority", row.priority),
        "lead": lambda self, row: self._word("lead", row.lead),
        "joining": _joining,
        "handler": _in_charge,
        "answer_due": lambda self, row: self._here(row.answer_due),
        "answered_at": lambda self, row: self._here(row.answered_at),
        "outcome": _finding,
        "closed_at": lambda self, row: self._here(row.closed_at),
        "called_at": lambda self, row: self._here(row.called_at),
        "verdict": _verdict,
    }
