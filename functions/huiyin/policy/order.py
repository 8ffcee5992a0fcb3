"""Numbers that depend on one another: the matrix, the clocks, the calendar, the duty roster."""

from datetime import time
from itertools import pairwise

from huiyin.policy.files import spot_of
from huiyin.policy.schema import PRIORITIES, Limit, Policy, Promise, Window, Year
from huiyin.policy.staffing import DutyTurn

_GRADES = (1, 2, 3, 4)
_MINUTES_CLOCK = {"min": 1, "h": 60, "d": 24 * 60}
_WEEK = 7 * 24 * 60
# From the receipt on, each of these steps needs the one before it.
_STEPS = ("register", "triage", "accept")


def check_order(policy: Policy) -> None:
    """Raises: PolicyError for numbers that contradict one another."""
    for code, window in policy.calendar.windows.items():
        if window.opens >= window.closes:
            raise spot_of("calendar", "windows", code, "closes").wrong(f"must be later than opens, {window.opens}")
    kept = policy.charter.kept
    if kept.closed_major_y < kept.closed_y:
        raise spot_of("charter", "kept", "closed_major_y").wrong(f"must not be less than closed_y, {kept.closed_y}")
    _check_matrix(policy)
    _check_shares(policy)
    _check_risk(policy)
    _check_steps(policy)
    _check_priorities(policy)
    _check_cap(policy)
    for number, year in policy.calendar.years.items():
        _check_year(number, year)
    _check_roster(policy.departments.roster)
    _check_plan_words(policy)
    ages = policy.overview.ages_d
    if not ages or list(ages) != sorted(set(ages)):
        raise spot_of("overview", "ages_d").wrong("must rise, and hold one age at least")


def _check_plan_words(policy: Policy) -> None:
    """A graver matter is asked no less than a general one, and a confidential one all that any is asked."""
    asked, spot = policy.measures.plan_words, spot_of("measures", "plan_words")
    wanted = {*policy.charter.levels, "guarded"}
    if set(asked) != wanted:
        raise spot.wrong(f"must have the keys {', '.join(sorted(wanted))}")
    for level, words in asked.items():
        if not set(asked["general"]) <= set(words) <= set(asked["guarded"]):
            raise spot_of("measures", "plan_words", level).wrong("must hold what general does, and nothing that guarded does not")


def _check_matrix(policy: Policy) -> None:
    promises = policy.promises
    grids = {"severities": promises.severities, "urgencies": promises.urgencies, "matrix": promises.matrix}
    rows = {f"matrix.{severity}": row for severity, row in promises.matrix.items()}
    for name, grid in {**grids, **rows}.items():
        if set(grid) != set(_GRADES):
            raise spot_of("promises", *name.split(".")).wrong("must have the keys 1, 2, 3 and 4")
    for severity in _GRADES:
        for urgency in _GRADES:
            here = promises.matrix[severity][urgency]
            less = [promises.matrix[s][u] for s, u in ((severity - 1, urgency), (severity, urgency - 1)) if s and u]
            if any(PRIORITIES.index(here) > PRIORITIES.index(milder) for milder in less):
                raise spot_of("promises", "matrix", severity, urgency).wrong(
                    f"{here} is below a less severe or less urgent matter. Allowed: {' or '.join(_up_to(min(less)))}"
                )


def _check_risk(policy: Policy) -> None:
    lights, floors = policy.risk.lights, sorted(policy.risk.floors.items())
    for (milder, low), (graver, high) in pairwise(lights.items()):
        if low.score_from >= high.score_from:
            raise spot_of("risk", "lights", graver, "score_from").wrong(f"must be more than that of {milder}, {low.score_from}")
    for (_, least), (graver_safety, more) in pairwise(floors):
        if least > more:
            raise spot_of("risk", "floors", graver_safety).wrong(f"must not be less than that of a milder one, {least}")


def _up_to(priority: str) -> tuple[str, ...]:
    return tuple(p for p in PRIORITIES if p <= priority)


def _check_shares(policy: Policy) -> None:
    promises = policy.promises
    if promises.amber >= promises.red:
        raise spot_of("promises", "amber").wrong(f"must be less than red, {promises.red}")
    for (earlier, low), (later, high) in pairwise(promises.caps.items()):
        if low >= high:
            raise spot_of("promises", "caps", later).wrong(f"must be more than {earlier}, {low}")
    for name, rungs in (("answer", promises.ladder.answer), ("others", promises.ladder.others)):
        for (earlier, first), (later, second) in pairwise(rungs.items()):
            if first.share >= second.share:
                raise spot_of("promises", "ladder", name, later, "share").wrong(f"must be more than that of {earlier}, {first.share}")


def _check_steps(policy: Policy) -> None:
    for priority, clocks in policy.promises.clocks.items():
        chains = ((*_STEPS, "first_contact_essential", "first_contact"), ("on_site", "made_safe"), ("answer", "answer_final"))
        for chain in chains:
            for earlier, later in pairwise(chain):
                first, second = _limit(clocks, earlier), _limit(clocks, later)
                if _is_longer(first, second, policy):
                    raise spot_of("promises", "clocks", priority, later).wrong(f"must not end before {earlier}")


def _check_priorities(policy: Policy) -> None:
    """A more urgent case never waits longer than a less urgent one."""
    clocks = policy.promises.clocks
    for priority in PRIORITIES:
        if priority not in clocks:
            raise spot_of("promises", "clocks", priority).wrong("is missing")
    for (more, sooner), (_, later) in pairwise((p, clocks[p]) for p in PRIORITIES):
        for name in Promise.__dataclass_fields__:
            if name not in ("name", "interim_then", "answer_final") and _is_longer(_limit(sooner, name), _limit(later, name), policy):
                raise spot_of("promises", "clocks", more, name).wrong("is longer than for the next lower priority")


def _check_cap(policy: Policy) -> None:
    """The legal cap is calendar time, so an answer must be promised in calendar time, too."""
    cap = Limit(amount=policy.charter.statutory_answer_d, unit="d")
    for priority, clocks in policy.promises.clocks.items():
        for name in ("answer", "answer_final"):
            limit, spot = _limit(clocks, name), spot_of("promises", "clocks", priority, name)
            if limit and (limit.unit not in _MINUTES_CLOCK or limit.window != "always"):
                raise spot.wrong("an answer is promised in calendar time. Allowed: min, h, d without window")
            if _is_longer(limit, cap, policy):
                raise spot.wrong(f"is longer than the law allows. Allowed: up to {cap.amount} d")


def _limit(clocks: Promise, name: str) -> Limit | None:
    limit: Limit | None = getattr(clocks, name)
    return limit


def _is_longer(one: Limit | None, other: Limit | None, policy: Policy) -> bool:
    """Whether `one` surely ends later. Clock time and working time do not compare: that depends on the day."""
    if one is None or other is None or (one.unit in _MINUTES_CLOCK) != (other.unit in _MINUTES_CLOCK):
        return False
    if one.window != other.window and other.window == "always":
        return False
    return _minutes(one, policy) > _minutes(other, policy)


def _minutes(limit: Limit, policy: Policy) -> int:
    if limit.unit in _MINUTES_CLOCK:
        return limit.amount * _MINUTES_CLOCK[limit.unit]
    office = policy.calendar.windows["office"]
    return limit.amount * (60 if limit.unit == "wh" else _length(office))


def _length(window: Window) -> int:
    return _minute(window.closes) - _minute(window.opens)


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _check_year(number: int, year: Year) -> None:
    for kind, days in (("holidays", year.holidays), ("make_up_days", year.make_up_days)):
        for day in sorted(days):
            spot = spot_of("calendar", "years", number, kind)
            if day.year != number:
                raise spot.wrong(f"{day} lies outside {number}")
            if kind == "make_up_days" and day.weekday() < 5:
                raise spot.wrong(f"{day} is no Saturday or Sunday: a working day is not made up")
            if kind == "make_up_days" and day in year.holidays:
                raise spot.wrong(f"{day} is a holiday as well")


def _check_roster(roster: tuple[DutyTurn, ...]) -> None:
    """Each turn must end where the next begins, around the whole week: no hour without duty, none with two."""
    spans = sorted((turn.weekday * 24 * 60 + _minute(turn.opens), place, turn) for place, turn in enumerate(roster))
    if not spans:
        raise spot_of("departments", "roster").wrong("must cover every hour of the week")
    for (start, place, turn), (next_start, _, _) in pairwise([*spans, (spans[0][0] + _WEEK, 0, roster[0])]):
        length = (_minute(turn.closes) - _minute(turn.opens) - 1) % (24 * 60) + 1
        if start + length != next_start:
            said = "leaves hours without duty" if start + length < next_start else "overlaps the next turn"
            raise spot_of("departments", "roster", place, "closes").wrong(f"{said}: weekday {turn.weekday}, {turn.opens}")
