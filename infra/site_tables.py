"""Policy data -> the tables of the policy pages: one Markdown snippet per table and language.

A table holds only what the policy holds: change the number there, and page, form, letters and clocks follow.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from huiyin.policy.schema import PRIORITIES, Language, Limit, Phrase, Policy, Promise
from infra.site_wording import (
    date_words,
    first_contact_words,
    hours_words,
    joined,
    limit_words,
    runs_words,
    share_words,
    weekday_words,
    window_words,
)

Table = Callable[[Policy, Language, date], str]


def markdown_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A pipe table; a bar inside a cell is escaped, a line break becomes a space."""
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"

    return "\n".join([line(heads), line(["---"] * len(heads)), *(line(row) for row in rows)]) + "\n"


def _say(language: Language, zh: str, en: str) -> str:
    return zh if language == "zh" else en


def channels(policy: Policy, language: Language, today: date) -> str:
    """2.1: the ways in, when they are open, and how soon the number is there."""
    heads = ["渠道", "怎么用", "受理时间", "多久得到编号"]
    heads_en = ["Channel", "How", "Open", "Number given"]
    rows = [
        [c.name.of(language), c.how.of(language), c.open.of(language), limit_words(c.receipt, policy.calendar, language)]
        for c in policy.channels.values()
    ]
    return markdown_table(heads if language == "zh" else heads_en, rows)


def record_items(policy: Policy, language: Language, today: date) -> str:
    """2.2: the five things that we write down, what is needed, and the limits."""
    limits = policy.limits
    ways = joined([way.of(language) for way in policy.contact_ways.values()], language)
    if language == "zh":
        return markdown_table(
            ["登记内容", "说明", "是否必填"],
            [
                ["姓名或称呼", f"最多 {limits.name_chars} 字，也可以匿名", "选填"],
                ["联系方式", f"{ways}，任选一种；匿名时凭查询码联系", "选填"],
                ["时间", f"发生的时间（可追溯 {limits.occurred_d} 天）；收到的时间由系统记录", "选填"],
                ["事项", f"经过最多 {limits.matter_chars:,} 字，诉求最多 {limits.wish_chars:,} 字，地点最多 {limits.spot_chars:,} 字", "经过必填"],
                ["证据", f"照片最多 {limits.files} 张，没有也照样受理", "选填"],
            ],
        )
    return markdown_table(
        ["Item", "What it holds", "Needed"],
        [
            ["Name", f"Up to {limits.name_chars} characters, or none: you may stay anonymous", "No"],
            ["Contact", f"{ways}: any one; anonymous cases are reached through the code", "No"],
            ["Time", f"When it happened, up to {limits.occurred_d} days back; the time of receipt is recorded for you", "No"],
            [
                "Matter",
                f"What happened, up to {limits.matter_chars:,} characters; what you want, {limits.wish_chars:,}; where, {limits.spot_chars:,}",
                "What happened: yes",
            ],
            ["Evidence", f"Up to {limits.files} photos; a case without any is taken just the same", "No"],
        ],
    )


def number_and_code(policy: Policy, language: Language, today: date) -> str:
    """2.3: what the number and the code look like and what each is for."""
    number, code = f"HY-{today.year}-18720043", "7KQ4-M9XR-2B6T-VD8H"
    if language == "zh":
        return markdown_table(
            ["", "样子", "用处"],
            [
                ["编号", f"`{number}`", "与我们联系时报编号。编号本身看不到任何内容，可以告诉别人"],
                ["查询码", f"`{code}`", "和编号一起用来查进度、补充。只显示一次，请您自己保存，不要告诉别人"],
            ],
        )
    return markdown_table(
        ["", "Looks like", "What it is for"],
        [
            ["Number", f"`{number}`", "Quote it when you contact us. It opens nothing by itself, so you may share it"],
            ["Code", f"`{code}`", "Together with the number it opens your case. It is shown once: keep it, and keep it to yourself"],
        ],
    )


def evidence_limits(policy: Policy, language: Language, today: date) -> str:
    """2.4: how many photos, how large, which types, how long the way stays open."""
    limits = policy.limits
    kinds = joined([kind.rsplit("/", 1)[-1].upper() for kind in limits.file_types], language)
    if language == "zh":
        rows = [
            ["张数", f"最多 {limits.files} 张"],
            ["每张大小", f"不超过 {limits.file_mb} MB"],
            ["格式", kinds],
            ["上传时间", f"得到编号后 {limits.upload_h} 小时内"],
        ]
        return markdown_table(["照片", "要求"], rows)
    rows = [
        ["How many", f"Up to {limits.files}"],
        ["Size of each", f"Up to {limits.file_mb} MB"],
        ["Formats", kinds],
        ["When", f"Within {limits.upload_h} hour{'' if limits.upload_h == 1 else 's'} of getting your number"],
    ]
    return markdown_table(["Photos", "Limit"], rows)


def consents(policy: Policy, language: Language, today: date) -> str:
    """2.5: what we ask you to agree to, in the words of the form."""
    heads = ["我们请您同意的话", "是否必须", "版本"] if language == "zh" else ["What we ask you to agree to", "Needed", "Edition"]
    rows = [
        [c.text.of(language), _say(language, "必须", "Yes") if c.needed else _say(language, "自愿", "Your choice"), c.edition]
        for c in policy.consents.values()
    ]
    return markdown_table(heads, rows)


def categories(policy: Policy, language: Language, today: date) -> str:
    """3.1: all categories with what belongs to each and who leads."""
    heads = ["类别", "包括", "默认程度", "主办部门"]
    heads_en = ["Category", "Covers", "Default severity", "Lead department"]
    departments = policy.departments.departments
    rows = [
        [
            c.name.of(language),
            joined([issue.name.of(language) for issue in c.sub_issues.values()], language),
            f"S{c.severity}",
            departments[c.department].name.of(language) if c.department in departments else c.department,
        ]
        for c in policy.categories.values()
    ]
    return markdown_table(heads if language == "zh" else heads_en, rows)


def severity(policy: Policy, language: Language, today: date) -> str:
    """3.2: what the four grades of severity mean."""
    return _grades("S", policy.promises.severities, language, "严重程度", "Severity")


def urgency(policy: Policy, language: Language, today: date) -> str:
    """3.2: what the four grades of urgency mean."""
    return _grades("U", policy.promises.urgencies, language, "紧急程度", "Urgency")


def _grades(letter: str, grades: Mapping[int, Phrase], language: Language, zh: str, en: str) -> str:
    heads = [_say(language, zh, en), _say(language, "含义", "Meaning")]
    return markdown_table(heads, [[f"{letter}{grade}", grades[grade].of(language)] for grade in sorted(grades, reverse=True)])


def matrix(policy: Policy, language: Language, today: date) -> str:
    """3.2: severity and urgency give the priority."""
    grades = sorted(policy.promises.urgencies, reverse=True)
    heads = [_say(language, "程度＼紧急", "Severity \\ urgency"), *(f"U{grade}" for grade in grades)]
    rows = [
        [f"S{s}", *(f"{p} {policy.promises.clocks[p].name.of(language)}" for p in (policy.promises.matrix[s][u] for u in grades))]
        for s in sorted(policy.promises.matrix, reverse=True)
    ]
    return markdown_table(heads, rows)


def _clock_rows(policy: Policy) -> list[tuple[Phrase, Callable[[Promise], Limit | None]]]:
    return [
        (Phrase(zh="登记", en="Registered"), lambda p: p.register),
        (Phrase(zh="分级分派", en="Assessed"), lambda p: p.triage),
        (Phrase(zh="受理", en="Accepted"), lambda p: p.accept),
        (Phrase(zh="到场（需上门的）", en="On site, where a visit is needed"), lambda p: p.on_site),
        (Phrase(zh="排除危险", en="Made safe"), lambda p: p.made_safe),
        (Phrase(zh="进展告知（每隔）", en="You hear from us (every)"), lambda p: p.interim),
        (Phrase(zh="提交方案", en="Plan submitted"), lambda p: p.plan_submitted),
        (Phrase(zh="审批方案", en="Plan decided"), lambda p: p.plan_decided),
        (Phrase(zh="核验结果", en="Result verified"), lambda p: p.verified),
        (Phrase(zh="不受理的告知", en="Told, if declined"), lambda p: p.declined),
        (Phrase(zh="书面答复", en="Answer"), lambda p: p.answer),
        (Phrase(zh="办结", en="Resolved"), lambda p: p.resolve),
        (Phrase(zh="满意度回访", en="Survey"), lambda p: p.survey),
    ]


def clocks(policy: Policy, language: Language, today: date) -> str:
    """3.3: every clock for every priority, in words."""
    promises = policy.promises.clocks
    heads = [_say(language, "时限", "Clock"), *(f"{p} {promises[p].name.of(language)}" for p in PRIORITIES)]

    def words(limit: Limit | None) -> str:
        return "—" if limit is None else limit_words(limit, policy.calendar, language)

    rows = [[name.of(language), *(words(pick(promises[p])) for p in PRIORITIES)] for name, pick in _clock_rows(policy)]
    contact = [
        first_contact_words(promises[p].first_contact, promises[p].first_contact_essential, policy, language) for p in PRIORITIES
    ]
    rows.insert(3, [_say(language, "首次联系", "First contact"), *contact])
    return markdown_table(heads, rows)


def first_contact(policy: Policy, language: Language, today: date) -> str:
    """3.4: when somebody speaks to you for the first time."""
    heads = [_say(language, "优先级", "Priority"), _say(language, "首次联系", "First contact")]
    rows = [
        [f"{p} {promise.name.of(language)}", first_contact_words(promise.first_contact, promise.first_contact_essential, policy, language)]
        for p, promise in ((p, policy.promises.clocks[p]) for p in PRIORITIES)
    ]
    return markdown_table(heads, rows)


def windows(policy: Policy, language: Language, today: date) -> str:
    """1.6: the hours in which clocks run."""
    heads = [_say(language, "时段", "Hours"), _say(language, "起止", "From, to")]
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
        source = year.source + (_say(language, "（暂定，待通知发布）", " (provisional until the notice)") if year.provisional else "")
        none = _say(language, "暂无", "none yet")
        rows.append([str(number), runs_words(year.holidays, language), runs_words(year.make_up_days, language) or none, source])
    return windows(policy, language, today) + "\n" + markdown_table(heads if language == "zh" else heads_en, rows)


def states(policy: Policy, language: Language, today: date) -> str:
    """5.2: the words under which you see your case, in order, and what each means."""
    meanings = policy.words[language]
    rows = [[name.of(language), meanings[f"labels.state_{code.lower()}"]] for code, name in policy.charter.states.items()]
    return markdown_table([_say(language, "您看到的状态", "What you see"), _say(language, "意思是", "What it means")], rows)


def departments(policy: Policy, language: Language, today: date) -> str:
    """4.3: the departments and the categories that each leads."""
    rows = []
    for code, department in policy.departments.departments.items():
        leads = [c.name.of(language) for c in policy.categories.values() if c.department == code]
        rows.append([department.name.of(language), joined(leads, language) or "—"])
    heads = [_say(language, "部门", "Department"), _say(language, "主办的类别", "Leads on")]
    return markdown_table(heads, rows)


def duty(policy: Policy, language: Language, today: date) -> str:
    """4.3: the hours of the duty roster, day by day. Names stay inside."""
    rows = []
    for weekday in range(7):
        turns = [hours_words(t.opens, t.closes, language) for t in policy.departments.roster if t.weekday == weekday]
        rows.append([weekday_words(weekday, language), joined(dict.fromkeys(turns), language) or "—"])
    heads = [_say(language, "星期", "Day"), _say(language, "值班时段", "Turns on duty")]
    phone = policy.charter.duty_phone
    line = _say(language, f"值班电话：{phone}", f"Duty desk: {phone}")
    return markdown_table(heads, rows) + f"\n{line}\n"


def staff_roles(policy: Policy, language: Language, today: date) -> str:
    """4.3: the roles of the people who work on cases."""
    rows = [[role.zh, role.en] if language == "zh" else [role.en, role.zh] for role in policy.charter.roles.values()]
    return markdown_table([_say(language, "角色", "Role"), _say(language, "英文", "In Chinese")], rows)


def reminders(policy: Policy, language: Language, today: date) -> str:
    """5.3: at which share of a limit the lights change."""
    amber, red = share_words(policy.promises.amber), share_words(policy.promises.red)
    if language == "zh":
        rows = [
            [f"用去 {amber}", "亮黄灯，系统提醒经办人"],
            [f"用去 {red}", "亮红灯，同时提醒部门负责人"],
            ["用完（100%）", "记为超期，逐级督办；超期记录不会删除"],
        ]
        return markdown_table(["时限", "会怎样"], rows)
    rows = [
        [f"{amber} used", "Amber: the handler is reminded"],
        [f"{red} used", "Red: the head of department is told as well"],
        ["All used", "Counted as overdue and escalated; the record is never removed"],
    ]
    return markdown_table(["Of the limit", "What happens"], rows)


def kinds(policy: Policy, language: Language, today: date) -> str:
    """1.1: the kinds of matter that we take."""
    return _pairs(policy.charter.kinds, language, "事项", "Kind")


def levels(policy: Policy, language: Language, today: date) -> str:
    """1.2: the three classes."""
    return _pairs(policy.charter.levels, language, "等级", "Class")


def findings(policy: Policy, language: Language, today: date) -> str:
    """5.4: the possible findings on each point of a complaint."""
    return _pairs(policy.charter.outcomes, language, "认定", "Finding")


def _pairs(phrases: Mapping[str, Phrase], language: Language, zh: str, en: str) -> str:
    heads = [zh, "英文"] if language == "zh" else [en, "In Chinese"]
    return markdown_table(heads, [[p.zh, p.en] if language == "zh" else [p.en, p.zh] for p in phrases.values()])


def words(policy: Policy, language: Language, today: date) -> str:
    """The glossary: every word of the trade, in both languages."""
    charter = policy.charter
    groups: list[tuple[str, str, Mapping[str, Phrase]]] = [
        ("事项", "Kind", charter.kinds),
        ("等级", "Class", charter.levels),
        ("优先级", "Priority", {p: policy.promises.clocks[p].name for p in PRIORITIES}),
        ("状态", "State", charter.states),
        ("认定", "Finding", charter.outcomes),
        ("角色", "Role", charter.roles),
        ("类别", "Category", {code: c.name for code, c in policy.categories.items()}),
    ]
    rows = [[_say(language, zh, en), p.zh, p.en] for zh, en, phrases in groups for p in phrases.values()]
    return markdown_table([_say(language, "属于", "Group"), _say(language, "中文", "Chinese"), _say(language, "英文", "English")], rows)


def revision(policy: Policy, language: Language, today: date) -> str:
    """6.3: the edition in force."""
    heads = [_say(language, "版本", "Edition"), _say(language, "施行日期", "In force since")]
    return markdown_table(heads, [[policy.charter.edition, date_words(policy.charter.in_force, language)]])


TABLES: Mapping[str, Table] = {
    "channels": channels,
    "record-items": record_items,
    "number-and-code": number_and_code,
    "evidence-limits": evidence_limits,
    "consents": consents,
    "categories": categories,
    "severity": severity,
    "urgency": urgency,
    "matrix": matrix,
    "clocks": clocks,
    "first-contact": first_contact,
    "windows": windows,
    "calendar": calendar,
    "states": states,
    "departments": departments,
    "duty": duty,
    "staff-roles": staff_roles,
    "reminders": reminders,
    "words": words,
    "kinds": kinds,
    "levels": levels,
    "findings": findings,
    "revision": revision,
}
