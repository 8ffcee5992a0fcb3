"""Policy data -> the tables of the policy pages: one Markdown snippet per table and language.

A table holds only what the policy holds: change the number there, and page, form, letters and clocks follow.
"""

from collections.abc import Callable, Mapping
from datetime import date

from huiyin.policy.day_words import date_words, weekday_words
from huiyin.policy.hours import hours_words, window_words
from huiyin.policy.schema import PRIORITIES, Language, Limit, Phrase, Policy, Promise
from infra.site_table_parts import graded, in_language, markdown_table, with_note
from infra.site_tables_intake import channels, consents, evidence_limits, number_and_code, record_items
from infra.site_tables_lifecycle import events, states, steps
from infra.site_tables_measures import MEASURES
from infra.site_tables_privacy import contact, kept
from infra.site_tables_register import impact, register
from infra.site_tables_security import asvs, asvs_count, threats
from infra.site_wording import (
    first_contact_words,
    joined,
    limit_words,
    runs_words,
    share_words,
    span_words,
)

Table = Callable[[Policy, Language, date], str]
# Labels that the glossary explains beside the words of the charter.
_NOUNS = ("case", "number", "code", "handler", "timeline")


def categories(policy: Policy, language: Language, today: date) -> str:
    """3.1: all categories with what belongs to each, who leads, and the severity that is taken at first."""
    heads = ["类别，主办部门，默认程度", "包括"] if language == "zh" else ["Category, lead, severity at first", "Covers"]
    rows = []
    for category in policy.categories.values():
        lead = policy.departments.departments[category.department].name.of(language)
        issues = joined([issue.name.of(language) for issue in category.sub_issues.values()], language)
        rows.append([with_note(category.name.of(language), f"{lead} · S{category.severity}"), issues])
    return markdown_table(heads, rows)


def severity(policy: Policy, language: Language, today: date) -> str:
    """3.2: what the four grades of severity mean."""
    return graded("S", policy.promises.severities, language, "严重程度", "Severity")


def urgency(policy: Policy, language: Language, today: date) -> str:
    """3.2: what the four grades of urgency mean."""
    return graded("U", policy.promises.urgencies, language, "紧急程度", "Urgency")


def matrix(policy: Policy, language: Language, today: date) -> str:
    """3.2: severity and urgency give the priority."""
    grades = sorted(policy.promises.urgencies, reverse=True)
    heads = [in_language(language, "程度＼紧急", "Severity \\ urgency"), *(f"U{grade}" for grade in grades)]
    rows = [
        [f"S{s}", *(f"{p} {policy.promises.clocks[p].name.of(language)}" for p in (policy.promises.matrix[s][u] for u in grades))]
        for s in sorted(policy.promises.matrix, reverse=True)
    ]
    return markdown_table(heads, rows)


def _clock_rows(policy: Policy) -> list[tuple[Phrase, Callable[[Promise], Limit | None]]]:
    return [
        (Phrase(zh="登记", en="Registered"), lambda p: p.register),
        (Phrase(zh="分级分派", en="Assessed"), lambda p: p.triage),
        (Phrase(zh="接手", en="Accepted"), lambda p: p.accept),
        (Phrase(zh="到场（需上门的）", en="On site, where a visit is needed"), lambda p: p.on_site),
        (Phrase(zh="排除危险", en="Made safe"), lambda p: p.made_safe),
        (Phrase(zh="第一次进展告知", en="First word on how it stands"), lambda p: p.interim),
        (Phrase(zh="此后每隔", en="Then every"), lambda p: p.interim_then or p.interim),
        (Phrase(zh="先行答复以后每隔", en="After a dated answer, every"), lambda p: policy.promises.interim_dated),
        (Phrase(zh="提交方案", en="Plan submitted"), lambda p: p.plan_submitted),
        (Phrase(zh="协办部门会签", en="Countersigned"), lambda p: p.countersigned),
        (Phrase(zh="审批方案", en="Plan decided"), lambda p: p.plan_decided),
        (Phrase(zh="核验结果", en="Result verified"), lambda p: p.verified),
        (Phrase(zh="不受理的告知", en="Told, if declined"), lambda p: p.declined),
        (Phrase(zh="答复", en="Answer"), lambda p: p.answer),
        (Phrase(zh="办结", en="Resolved"), lambda p: p.resolve),
        (Phrase(zh="满意度回访", en="Survey"), lambda p: p.survey),
    ]


def clocks(policy: Policy, language: Language, today: date) -> str:
    """3.3: every clock for every priority, in words."""
    promises = policy.promises.clocks
    heads = [in_language(language, "时限", "Clock"), *(f"{p} {promises[p].name.of(language)}" for p in PRIORITIES)]

    def words(limit: Limit | None) -> str:
        return "—" if limit is None else limit_words(limit, policy.calendar, language)

    rows = [[name.of(language), *(words(pick(promises[p])) for p in PRIORITIES)] for name, pick in _clock_rows(policy)]
    first = [first_contact_words(promises[p].first_contact, promises[p].first_contact_essential, policy, language) for p in PRIORITIES]
    rows.insert(3, [in_language(language, "首次联系", "First contact"), *first])
    return markdown_table(heads, rows) + f"\n{_statutory(policy, language)}\n"


def _statutory(policy: Policy, language: Language) -> str:
    days = policy.charter.statutory_answer_d
    return in_language(
        language,
        f"法律规定的最晚答复：收到后 {days} 天（《杭州市物业管理条例》第 50 条）。",
        f"Latest answer allowed by law: {days} days from receipt (Hangzhou Regulations on Property Management, article 50).",
    )


def first_contact(policy: Policy, language: Language, today: date) -> str:
    """3.4: when somebody speaks to you for the first time, and what counts when nobody could be reached."""
    heads = [in_language(language, "优先级", "Priority"), in_language(language, "首次联系", "First contact")]
    rows = [
        [f"{p} {promise.name.of(language)}", first_contact_words(promise.first_contact, promise.first_contact_essential, policy, language)]
        for p, promise in ((p, policy.promises.clocks[p]) for p in PRIORITIES)
    ]
    tries, apart = policy.promises.tries, span_words(Limit(amount=policy.promises.tries_apart_h, unit="h"), language)
    line = in_language(
        language,
        f"打不通的，至少隔 {apart}再打；联系过 {tries} 次仍没有联系上，记作“联系过，没有联系上”，系统不再提醒。",
        f"If nobody answers, we try again after at least {apart}; after {tries} tries it is recorded as tried and not reached, "
        "and the reminders stop.",
    )
    return markdown_table(heads, rows) + f"\n{line}\n"


def windows(policy: Policy, language: Language, today: date) -> str:
    """1.6: the hours in which clocks run."""
    heads = [in_language(language, "时段", "Hours"), in_language(language, "起止", "From, to")]
    return markdown_table(heads, [[w.name.of(language), window_words(w, language)] for w in policy.calendar.windows.values()])


def calendar(policy: Policy, language: Language, today: date) -> str:
    """1.6: holidays and make-up working days of this year and the next, with their source."""
    heads = ["年份", "放假（不计工作日）", "调休上班（计工作日）", "依据"]
    heads_en = ["Year", "Days off (not counted)", "Make-up working days (counted)", "Source"]
    rows = []
    for number in (today.year, today.year + 1):
        year = policy.calendar.years.get(number)
        if year is None:
            continue
        provisional = in_language(language, "（暂定，待通知发布）", " (provisional until the notice)")
        source = year.source + (provisional if year.provisional else "")
        none = in_language(language, "暂无", "none yet")
        rows.append([str(number), runs_words(year.holidays, language), runs_words(year.make_up_days, language) or none, source])
    return windows(policy, language, today) + "\n" + markdown_table(heads if language == "zh" else heads_en, rows)


def _explained(phrases: Mapping[str, Phrase], kind: str, policy: Policy, language: Language, zh: str, en: str) -> str:
    """A table of phrases, each with the sentence that says what it means; zh and en head the first column."""
    rows = [[phrase.of(language), policy.word(f"labels.{kind}_{code.lower()}", language)] for code, phrase in phrases.items()]
    return markdown_table([in_language(language, zh, en), in_language(language, "意思是", "What it means")], rows)


def departments(policy: Policy, language: Language, today: date) -> str:
    """4.3: the departments and the categories that each leads."""
    rows = []
    for code, department in policy.departments.departments.items():
        leads = [c.name.of(language) for c in policy.categories.values() if c.department == code]
        rows.append([department.name.of(language), joined(leads, language) or "—"])
    heads = [in_language(language, "部门", "Department"), in_language(language, "主办的类别", "Leads on")]
    return markdown_table(heads, rows)


def duty(policy: Policy, language: Language, today: date) -> str:
    """4.3: the hours of the duty roster, day by day. Names stay inside."""
    rows = []
    for weekday in range(7):
        turns = [hours_words(t.opens, t.closes, language) for t in policy.departments.roster if t.weekday == weekday]
        rows.append([weekday_words(weekday, language), joined(dict.fromkeys(turns), language) or "—"])
    heads = [in_language(language, "星期", "Day"), in_language(language, "值班时段", "Turns on duty")]
    phone = policy.charter.duty_phone
    line = in_language(language, f"值班电话：{phone}", f"Duty desk: {phone}")
    return markdown_table(heads, rows) + f"\n{line}\n"


def staff_roles(policy: Policy, language: Language, today: date) -> str:
    """4.2: the roles of the people who work on cases, and what each does."""
    return _explained(policy.charter.roles, "role", policy, language, "岗位", "Role")


def reminders(policy: Policy, language: Language, today: date) -> str:
    """5.3: when the system reminds whom, and who hears of what is late, rung by rung."""
    promises, ladder = policy.promises, policy.promises.ladder
    roles = {code: name.of(language) for code, name in policy.charter.roles.items()}
    red = share_words(promises.red)
    later = [(roles[role], share_words(rung.share)) for role, rung in list(ladder.others.items())[1:]]
    answer = [(roles[role], share_words(rung.share), rung.before_cap_d) for role, rung in ladder.answer.items()]
    alarm = [(roles[role], span_words(limit, language)) for role, limit in ladder.alarm.items()]
    last, first = ladder.dated_answer, roles[next(iter(ladder.others))]
    woken = [roles[role] for role in ladder.alarmed]
    if language == "zh":
        rows = [
            [f"每一项时限：用去 {red}", "系统提醒经办人和部门负责人；还没有分派的，提醒客服和客服主管"],
            ["每一项时限：用完", f"系统记为超期，报{first}；超期记录不会删除"],
            *([f"超期的：用到时限的 {share}", f"报{role}，且不晚于按答复时限报给他的时间"] for role, share in later),
            *([f"答复：用去 {share}{f'，或法定最晚日前 {days} 天' if days else ''}", f"报{role}"] for role, share, days in answer),
            [f"答复：法定最晚日前 {last.before_cap_d} 天还没有", f"由{roles[last.role]}督促，当天发出写明完成日期的先行答复"],
            ["特急件：收到时，或定为特急时", f"马上通知{'、'.join(woken)}"],
            *([f"特急件：过了 {span}还没有人响应", f"报{role}"] for role, span in alarm),
        ]
        return markdown_table(["时限", "会怎样"], rows)
    rows = [
        [
            f"Every limit: {red} used",
            "The system reminds the handler and the head of department; if nobody is assigned, the service desk and the desk supervisor",
        ],
        ["Every limit: all used", f"The system records it as overdue and tells: {first}; the record is never removed"],
        *([f"Overdue: {share} of the limit", f"Told: {role}, and no later than of the answer"] for role, share in later),
        *(
            [f"Answer: {share} used{f', or {days} days before the legal limit' if days else ''}", f"Told: {role}"]
            for role, share, days in answer
        ),
        [
            f"Answer: none {last.before_cap_d} day before the legal limit",
            f"{roles[last.role]}: sees to it that an answer which promises a date leaves that day",
        ],
        ["Emergency: when it comes in, or is found to be one", f"Told at once: {', '.join(woken)}"],
        *([f"Emergency: nobody has responded after {span}", f"Told: {role}"] for role, span in alarm),
    ]
    return markdown_table(["Limit", "What happens"], rows)


def kinds(policy: Policy, language: Language, today: date) -> str:
    """1.1: the kinds of matter that we take."""
    return _explained(policy.charter.kinds, "kind", policy, language, "事项", "Kind")


def levels(policy: Policy, language: Language, today: date) -> str:
    """1.2: the three classes."""
    return _explained(policy.charter.levels, "level", policy, language, "等级", "Class")


def findings(policy: Policy, language: Language, today: date) -> str:
    """5.4: the possible findings on each point of a complaint."""
    return _explained(policy.charter.outcomes, "outcome", policy, language, "认定", "Finding")


def words(policy: Policy, language: Language, today: date) -> str:
    """The glossary: every word of the trade, in both languages."""
    charter = policy.charter
    nouns = {code: Phrase(zh=policy.word(f"labels.{code}", "zh"), en=policy.word(f"labels.{code}", "en")) for code in _NOUNS}
    groups: list[tuple[str, Mapping[str, Phrase]]] = [
        (in_language(language, "名称", "Name"), nouns),
        (in_language(language, "事项", "Kind"), charter.kinds),
        (in_language(language, "等级", "Class"), charter.levels),
        (in_language(language, "优先级", "Priority"), {p: policy.promises.clocks[p].name for p in PRIORITIES}),
        (in_language(language, "状态", "State"), charter.states),
        (in_language(language, "认定", "Finding"), charter.outcomes),
        (in_language(language, "角色", "Role"), charter.roles),
        (in_language(language, "类别", "Category"), {code: c.name for code, c in policy.categories.items()}),
    ]
    rows = [[group, phrase.zh, phrase.en] for group, phrases in groups for phrase in phrases.values()]
    heads = ["属于", "中文", "英文"] if language == "zh" else ["Group", "Chinese", "English"]
    return markdown_table(heads, rows)


def revision(policy: Policy, language: Language, today: date) -> str:
    """6.3: the edition in force."""
    heads = [in_language(language, "版本", "Edition"), in_language(language, "施行日期", "In force since")]
    return markdown_table(heads, [[policy.charter.edition, date_words(policy.charter.in_force, language)]])


TABLES: Mapping[str, Table] = {
    "channels": channels,
    "record-items": record_items,
    "number-and-code": number_and_code,
    "evidence-limits": evidence_limits,
    "consents": consents,
    "contact": contact,
    "kept": kept,
    "register": register,
    "impact": impact,
    "threats": threats,
    "asvs": asvs,
    "asvs-count": asvs_count,
    "categories": categories,
    "severity": severity,
    "urgency": urgency,
    "matrix": matrix,
    "clocks": clocks,
    "first-contact": first_contact,
    "windows": windows,
    "calendar": calendar,
    "states": states,
    "steps": steps,
    "events": events,
    "departments": departments,
    "duty": duty,
    "staff-roles": staff_roles,
    "reminders": reminders,
    "words": words,
    "kinds": kinds,
    "levels": levels,
    "findings": findings,
    "revision": revision,
    **MEASURES,
}
