"""What became of each case: pytest tells it test by test, and the table counts cases."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

import pytest

from tests.badinput.design import ELSEWHERE, GROUPS, IDS, OPEN, TESTS, case_of, group_of

UNHANDLED = "Unhandled"


class Tally:
    """A plugin of pytest. A case has passed when all of its tests have, and it has at least one."""

    def __init__(self) -> None:
        self.outcomes: Mapping[str, Counter[str]] = defaultdict(Counter)
        self.unhandled: set[str] = set()
        self._cases: dict[str, list[str]] = defaultdict(list)
        for case, tests in ELSEWHERE.items():
            for test in tests:
                self._cases[f"{TESTS.name}/{test}"].append(case)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test once it has run, and what broke before or after it."""
        if report.when != "call" and report.passed:
            return
        for case in self._cases_of(report.nodeid):
            self.outcomes[case][report.outcome] += 1
            if report.failed and UNHANDLED in report.longreprtext:
                self.unhandled.add(case)

    def _cases_of(self, test: str) -> list[str]:
        bare = test.partition("[")[0]
        own = case_of(bare.rpartition("::")[2]) if "/badinput/" in bare else None
        return [own] if own else self._cases.get(bare, [])

    def passed(self, case: str) -> bool:
        """Whether everything about this case is as it must be."""
        counted = self.outcomes.get(case)
        return counted is not None and set(counted) == {"passed"}

    def rows(self) -> Iterator[tuple[str, int, int, int, int, int]]:
        """(group, cases tested, inputs tried, passed, failed, open) for each group."""
        for group in GROUPS:
            # Of a case that is not open and was not run, nothing is known: it has not passed.
            tested = [case for case in IDS if group_of(case) == group and case not in OPEN]
            passed = sum(map(self.passed, tested))
            inputs = sum(self.outcomes[case].total() for case in tested if case in self.outcomes)
            left = sum(group_of(case) == group for case in OPEN)
            yield group, len(tested), inputs, passed, len(tested) - passed, left

    def table(self) -> Iterator[str]:
        """The table, what is open by issue, and the total."""
        yield f"{'group':<24}{'cases':>6}{'tests':>7}{'passed':>8}{'failed':>8}{'open':>6}"
        rows = list(self.rows())
        for group, cases, inputs, passed, failed, left in rows:
            yield f"{group:<4}{GROUPS[group][0]:<20}{cases:>6}{inputs:>7}{passed:>8}{failed:>8}{left:>6}"
        for issue in sorted({row["issue"] for row in OPEN.values()}):
            until = f"until issue {issue}" if issue else "without an issue so far"
            yield f"open {until}: {' '.join(case for case, row in OPEN.items() if row['issue'] == issue)}"
        cases, tests, _, failed, left = (sum(column) for column in list(zip(*rows, strict=True))[1:])
        yield f"bad inputs: cases={cases} unhandled={len(self.unhandled)} failed={failed} open={left} tests={tests}"
        yield f"badinput: cases={cases} failed={failed}"
