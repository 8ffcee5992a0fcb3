"""Codes that one part of the policy takes from another, and words that must work as they stand."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import fields
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from huiyin.policy.files import spot_of
from huiyin.policy.registered import check_register
from huiyin.policy.schema import Category, Hints, Limit, Policy, Promise
from huiyin.policy.sheets import check_sheets
from huiyin.policy.spots import Spot

# Roles of the charter that no member of staff holds.
NOT_STAFF = frozenset({"owner", "system"})
_QUESTIONS = 3
_EDITION = re.compile(r"\d{4}\.\d{2}(\.\d+)?")
_MAIL = re.compile(r"[a-z0-9][a-z0-9._-]*@[a-z0-9-]+(\.[a-z0-9-]+)+")
_ICON = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MEDIA = re.compile(r"[a-z]+/[a-z0-9.+-]+")


def check_references(policy: Policy) -> None:
    """Raises: PolicyError for a code that does not exist, stands twice, or leaves somebody without a place to go."""
    _check_charter(policy)
    _check_calendar(policy)
    _check_channels(policy)
    _check_places(policy)
    check_sheets(policy)
    _check_staff(policy)
    _check_departments(policy)
    _check_absences(policy)
    seen: set[str] = set()
    for code, category in policy.categories.items():
        _check_category(category, policy, spot_of("categories", code))
        _once(((name, spot_of("categories", code, "sub_issues", name)) for name in category.sub_issues), "sub-issue", seen)
    _check_tiles(policy)
    _check_hints(policy.hints)
    _check_playbooks(policy)
    for name in policy.promises.caps:
        _known(name, Promise.__dataclass_fields__, "clock", spot_of("promises", "caps", name))
    for place, name in enumerate(policy.promises.vulnerable_categories):
        _known(name, policy.categories, "category", spot_of("promises", "vulnerable_categories", place))
    _check_flags(policy)
    for place, rule in enumerate(policy.measures.goes_on):
        _known(rule, policy.measures.level_rules, "rule of levels", spot_of("measures", "goes_on", place))
    for name in ("before", "shown"):
        for place, purpose in enumerate(getattr(policy.measures.files, name)):
            _known(purpose, policy.measures.file_purposes, "purpose of a photo", spot_of("measures", "files", name, place))
    for place, purpose in enumerate(policy.measures.signature.purposes):
        _known(purpose, policy.measures.file_purposes, "purpose of a photo", spot_of("measures", "signature", "purposes", place))
    for place, finding in enumerate(policy.measures.valid):
        _known(finding, policy.charter.outcomes, "outcome of charter.toml", spot_of("measures", "valid", place))
    _known(policy.measures.repeated.rule, policy.measures.level_rules, "rule of levels", spot_of("measures", "repeated", "rule"))
    _check_ladder(policy)
    _check_groups(policy)
    check_register(policy)
    _known(policy.rights.readings.window, policy.calendar.windows, "window of calendar.toml", spot_of("rights", "readings", "window"))
    for place, question in enumerate(policy.survey.bad_questions):
        _known(question, policy.survey.questions, "question of the survey", spot_of("survey", "bad_questions", place))


def _check_groups(policy: Policy) -> None:
    rules = policy.measures.groups
    _known(rules.major_rule, policy.measures.level_rules, "rule of levels", spot_of("measures", "groups", "major_rule"))
    checks = {code.partition(".")[2] for code in policy.words["zh"] if code.startswith("identity_checks.")}
    for place, code in enumerate(rules.verifying):
        _known(code, checks, "identity check of the words", spot_of("measures", "groups", "verifying", place))
    for place, kind in enumerate(rules.kinds):
        _known(kind, policy.charter.kinds, "kind of charter.toml", spot_of("measures", "groups", "kinds", place))


def _check_flags(policy: Policy) -> None:
    _known(policy.risk.major_rule, policy.measures.level_rules, "rule of levels", spot_of("risk", "major_rule"))
    for rule, flags in policy.measures.level_flags.items():
        spot = spot_of("measures", "level_flags", rule)
        _known(rule, policy.measures.level_rules, "rule of levels", spot)
        for place, flag in enumerate(flags):
            _known(flag, policy.measures.flags, "flag", spot / place)


def _check_ladder(policy: Policy) -> None:
    ladder, spot = policy.promises.ladder, spot_of("promises", "ladder")
    staff_roles = set(policy.charter.roles) - NOT_STAFF
    _known(ladder.unassigned, policy.departments.departments, "department", spot / "unassigned")
    for name, rungs in (("answer", ladder.answer), ("others", ladder.others)):
        for role in rungs:
            _known(role, staff_roles, "role of staff", spot / name / role)
    for place, role in enumerate(ladder.alarmed):
        _known(role, staff_roles, "role of staff", spot / "alarmed" / place)
    for role, limit in ladder.alarm.items():
        _known(role, staff_roles, "role of staff", spot / "alarm" / role)
        _check_window(limit, policy, spot / "alarm" / role)
    _known(ladder.dated_answer.role, staff_roles, "role of staff", spot / "dated_answer" / "role")


def _known(word: str, allowed: Iterable[str], of: str, spot: Spot) -> None:
    if word not in allowed:
        raise spot.unknown(word, allowed, of)


def _shaped(word: str, shape: re.Pattern[str], like: str, spot: Spot) -> None:
    if not shape.fullmatch(word):
        raise spot.wrong(f"{word!r} is not written as it must be. Allowed: like {like}")


def _once(words: Iterable[tuple[str, Spot]], of: str, seen: set[str]) -> None:
    for word, spot in words:
        if word in seen:
            raise spot.wrong(f"the {of} {word!r} stands twice")
        seen.add(word)


def _check_charter(policy: Policy) -> None:
    _shaped(policy.charter.edition, _EDITION, "2026.11", spot_of("charter", "edition"))
    _shaped(policy.charter.contact_mail, _MAIL, "service@example.com", spot_of("charter", "contact_mail"))
    for kind, findings in policy.charter.outcomes_of.items():
        _known(kind, policy.charter.kinds, "kind", spot_of("charter", "outcomes_of", kind))
        for place, finding in enumerate(findings):
            _known(finding, policy.charter.outcomes, "outcome", spot_of("charter", "outcomes_of", kind, place))
    for kind in policy.charter.kinds:
        if not policy.charter.outcomes_of.get(kind):
            raise spot_of("charter", "outcomes_of").wrong(f"nothing can be found on a matter of the kind {kind!r}")


def _check_calendar(policy: Policy) -> None:
    try:
        ZoneInfo(policy.calendar.zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise spot_of("calendar", "zone").wrong(f"{policy.calendar.zone!r} is no time zone. Allowed: like Asia/Shanghai") from None
    if "office" not in policy.calendar.windows:
        raise spot_of("calendar", "windows", "office").wrong("is missing: working hours are counted in it")
    if "always" in policy.calendar.windows:
        raise spot_of("calendar", "windows", "always").wrong("means the whole day and cannot be set")
    for priority, clocks in policy.promises.clocks.items():
        for field in fields(Promise):
            limit = getattr(clocks, field.name)
            if isinstance(limit, Limit):
                _check_window(limit, policy, spot_of("promises", "clocks", priority, field.name))
    _check_window(policy.promises.interim_dated, policy, spot_of("promises", "interim_dated"))
    _known(policy.promises.interim_window, policy.calendar.windows, "window of calendar.toml", spot_of("promises", "interim_window"))


def _check_window(limit: Limit, policy: Policy, spot: Spot) -> None:
    _known(limit.window, {"always", *policy.calendar.windows}, "window of calendar.toml", spot / "window")


def _check_channels(policy: Policy) -> None:
    for code, channel in policy.channels.items():
        _check_window(channel.receipt, policy, spot_of("channels", code, "receipt"))
    if not any(consent.needed for consent in policy.consents.values()):
        raise spot_of("consents").wrong("no consent is needed: nothing would allow us to take a complaint")
    for place, media in enumerate(policy.limits.file_types):
        _shaped(media, _MEDIA, "image/jpeg", spot_of("limits", "file_types", place))
    mail_in = policy.mail_in
    _known(mail_in.kind, policy.charter.kinds, "kind of charter.toml", spot_of("mail_in", "kind"))
    _known(mail_in.submitter, policy.submitters, "submitter", spot_of("mail_in", "submitter"))
    _known(mail_in.community, policy.communities, "community of places.toml", spot_of("mail_in", "community"))


def _check_places(policy: Policy) -> None:
    for code, community in policy.communities.items():
        spot = spot_of("communities", code)
        places = (*community.buildings, *community.common_areas)
        _once(((place, spot / place) for place in places), "place", set())
        for name, asset in community.assets.items():
            _known(asset.building, places, "building or common area", spot / "assets" / name / "building")
            _known(asset.kind, policy.estate.asset_kinds, "kind of estate.toml", spot / "assets" / name / "kind")
        for name, building in community.buildings.items():
            if building.steward is not None:
                _known(building.steward, policy.departments.staff, "member of staff", spot / "buildings" / name / "steward")


def _check_departments(policy: Policy) -> None:
    directory = policy.departments
    for code, department in directory.departments.items():
        spot = spot_of("departments", "departments", code)
        for duty, person in (("lead", department.lead), ("deputy", department.deputy)):
            _known(person, directory.staff, "member of staff", spot / duty)
            if directory.staff[person].department != code:
                raise (spot / duty).wrong(f"{person} works in {directory.staff[person].department}")
        if department.lead == department.deputy:
            raise (spot / "deputy").wrong("must be somebody else than the lead")
        _shaped(department.mailbox, _MAIL, "repairs@example.com", spot / "mailbox")
    _shaped(directory.desk_mailbox, _MAIL, "desk@example.com", spot_of("departments", "desk_mailbox"))
    for place, turn in enumerate(directory.roster):
        spot = spot_of("departments", "roster", place, "staff")
        _known(turn.staff, directory.staff, "member of staff", spot)
        if "duty" not in directory.staff[turn.staff].roles:
            raise spot.wrong(f"{turn.staff} does not have the role duty")


def _check_absences(policy: Policy) -> None:
    directory = policy.departments
    for place, absence in enumerate(directory.absences):
        spot = spot_of("departments", "absences", place)
        _known(absence.staff, directory.staff, "member of staff", spot / "staff")
        if absence.until < absence.since:
            raise (spot / "until").wrong(f"must not be before since, {absence.since}")
        if absence.stand_in is not None:
            _known(absence.stand_in, set(directory.staff) - {absence.staff}, "other member of staff", spot / "stand_in")
        away = directory.staff[absence.staff]
        other = directory.staff[absence.stand_in] if absence.stand_in else None
        if other is not None and "dept_lead" in away.roles and other.department != away.department:
            raise (spot / "stand_in").wrong(f"works in {other.department}: a department is headed from within")


def _check_staff(policy: Policy) -> None:
    directory = policy.departments
    staff_roles = set(policy.charter.roles) - NOT_STAFF
    held: Counter[str] = Counter()
    for code, person in directory.staff.items():
        spot = spot_of("departments", "staff", code)
        for name, known, what in (("roles", staff_roles, "role of staff"), ("communities", policy.communities, "community")):
            for place, one in enumerate(getattr(person, name)):
                _known(one, known, what, spot / name / place)
        held.update(person.roles)
        _known(person.department, directory.departments, "department", spot / "department")
        _shaped(person.email, _MAIL, "lin.jing@example.com", spot / "email")
        for place, certificate in enumerate(person.certificates):
            _known(certificate.kind, policy.measures.certificates, "certificate", spot / "certificates" / place / "kind")
        if person.deputy is not None:
            _known(person.deputy, set(directory.staff) - {code}, "other member of staff", spot / "deputy")
    _once(((person.email, spot_of("departments", "staff", code, "email")) for code, person in directory.staff.items()), "address", set())
    for role in policy.charter.roles:
        if role not in NOT_STAFF and not held[role]:
            raise spot_of("departments", "staff").wrong(f"nobody has the role {role!r}")


def _check_category(category: Category, policy: Policy, spot: Spot) -> None:
    departments = policy.departments.departments
    _known(category.department, departments, "department", spot / "department")
    if not category.sub_issues:
        raise (spot / "sub_issues").wrong("must hold at least one sub-issue")
    for code, issue in category.sub_issues.items():
        here = spot / "sub_issues" / code
        _known(issue.department, departments, "department", here / "department")
        if len(issue.questions) > _QUESTIONS:
            raise (here / "questions").wrong(f"{len(issue.questions)} questions are too many. Allowed: up to {_QUESTIONS}")
        _check_folded(issue.keywords, here / "keywords")


def _check_tiles(policy: Policy) -> None:
    reached: set[str] = set()
    for code, tile in policy.tiles.items():
        spot = spot_of("tiles", code)
        _shaped(tile.icon, _ICON, "water-alert-outline", spot / "icon")
        for place, category in enumerate(tile.categories):
            _known(category, policy.categories, "category", spot / "categories" / place)
        reached.update(tile.categories)
        offered = {sub for category in tile.categories for sub in policy.categories[category].sub_issues}
        for place, sub_issue in enumerate(tile.sub_issues):
            _known(sub_issue, offered, "sub-issue of its categories", spot / "sub_issues" / place)
    for category in policy.categories:
        if category not in reached:
            raise spot_of("tiles").wrong(f"no tile leads to the category {category!r}")


def _check_playbooks(policy: Policy) -> None:
    """What is approved in advance costs no more than a head of department may spend, and is done where its matters belong."""
    issues = {code: issue for category in policy.categories.values() for code, issue in category.sub_issues.items()}
    for code, playbook in policy.playbooks.items():
        spot = spot_of("playbooks", code)
        for place, sub_issue in enumerate(playbook.sub_issues):
            _known(sub_issue, issues, "sub-issue", spot / "sub_issues" / place)
            if issues[sub_issue].department != playbook.department:
                raise (spot / "department").wrong(f"{sub_issue} belongs to {issues[sub_issue].department}")
        if not playbook.sub_issues or not playbook.steps:
            raise (spot / "steps").wrong("must name a sub-issue and a step")
        if playbook.cost_yuan > policy.measures.approval.lead_yuan:
            raise (spot / "cost_yuan").wrong(f"is more than approval.lead_yuan, {policy.measures.approval.lead_yuan}")
        for place, step in enumerate(playbook.steps):
            if step.certificate is not None:
                _known(step.certificate, policy.measures.certificates, "certificate", spot / "steps" / place / "certificate")
        for place, need in enumerate(playbook.resources):
            _known(need.kind, policy.measures.resources, "resource of measures.toml", spot / "resources" / place / "kind")


def _check_hints(hints: Hints) -> None:
    kinds: Mapping[str, tuple[str, ...]] = {
        "danger": hints.danger,
        "sensitive": hints.sensitive,
        "exposure": hints.exposure,
        "automatic": hints.automatic,
    }
    for kind, words in kinds.items():
        _check_folded(words, spot_of("hints", kind))
    for place, pattern in enumerate(hints.private_patterns):
        try:
            re.compile(pattern)
        except re.error as error:
            raise spot_of("hints", "private_patterns", place).wrong(f"is no regular expression: {error}") from None


def _check_folded(words: Iterable[str], spot: Spot) -> None:
    """Detectors read folded text: a word with a capital or a full-width form would never be found."""
    for place, word in enumerate(words):
        if word != word.casefold() or any("\uff01" <= c <= "\uff5e" or c == "\u3000" for c in word):
            raise (spot / place).wrong(f"{word!r} would never be found. Allowed: lower case, half-width")
