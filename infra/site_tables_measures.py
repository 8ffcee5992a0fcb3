"""What chapter 4 measures with, as tables: who agrees to what, what it takes, how risky it is, and the tried ways."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from huiyin.core.approval import Weight, rows_of
from huiyin.core.commands import PLAN_WORDS
from huiyin.core.risk import FACTORS
from huiyin.policy.schema import LANGUAGES, PRIORITIES, Language, Policy
from infra.site_table_parts import in_language, markdown_table, of_pairs, with_note
from infra.site_tables_course import course
from infra.site_wording import joined, share_words

# A kind of plan in both languages, and an example of it.
_Plan = tuple[str, str, Weight]


def approvals(policy: Policy, language: Language, today: date) -> str:
    """4.2: for each kind of plan the roles that agree to it, as the program itself finds them."""
    roles, limits = policy.charter.roles, policy.measures.approval
    rows = []
    for zh, en, weight in [*_by_level(policy), *_by_money(policy)]:
        found = [roles[code].of(language) for code in rows_of(weight, policy)]
        rows.append([in_language(language, zh, en), joined(found, language)])
    beside = in_language(language, "协办部门负责人，各自会签", "the heads of those departments countersign")
    rows.append([in_language(language, "需要其他部门配合的", "Other departments take part"), beside])
    told = in_language(
        language,
        f"已经批准的方案，费用增加超过 {share_words(limits.change_share)}，并且多出 {_yuan(limits.change_yuan, 'zh')}以上的，重新审批。",
        f"A plan that comes to cost more than {share_words(limits.change_share)} and {_yuan(limits.change_yuan, 'en')} above what was "
        "approved is approved again.",
    )
    return markdown_table([in_language(language, "方案", "Plan"), in_language(language, "谁批准", "Who agrees")], rows) + f"\n{told}\n"


def _weight(policy: Policy, **special: Any) -> Weight:
    """A calm and cheap general matter, but for what is said."""
    calm: dict[str, Any] = {"level": "general", "priority": PRIORITIES[-1], "major": False, "guarded": False, "by_lead": False}
    return Weight(**(calm | {"cost_yuan": policy.measures.approval.lead_yuan, "source": None} | special))


def _by_level(policy: Policy) -> list[_Plan]:
    """An example of each kind of plan that its level, its hurry or its secrecy decides on, with the words for it."""
    limits = policy.measures.approval
    lead, group, many, urgent = limits.lead_yuan, limits.group_yuan, limits.group_households, limits.urgent
    return [
        (f"一般，{_yuan(lead, 'zh')}以内", f"General, up to {_yuan(lead, 'en')}", _weight(policy)),
        ("一般，由部门负责人起草", "General, drawn up by the head of department", _weight(policy, by_lead=True)),
        (f"一般，超过 {_yuan(lead, 'zh')}", f"General, more than {_yuan(lead, 'en')}", _weight(policy, cost_yuan=lead + 1)),
        (f"{urgent} 及以上", f"{urgent} and above", _weight(policy, priority=urgent)),
        ("有眼前危险", "Present danger", _weight(policy, priority=policy.promises.wakes_duty[0])),
        ("重大", "Major", _weight(policy, level="major", major=True)),
        (
            f"群体，不到 {many} 户，{_yuan(group, 'zh')}以内",
            f"Group, fewer than {many} households, up to {_yuan(group, 'en')}",
            _weight(policy, level="group", households=many - 1),
        ),
        (
            f"群体，{many} 户及以上，或者超过 {_yuan(group, 'zh')}",
            f"Group, {many} households or more, or above {_yuan(group, 'en')}",
            _weight(policy, level="group", households=many),
        ),
        ("保密件", "Confidential", _weight(policy, guarded=True)),
    ]


def _by_money(policy: Policy) -> list[_Plan]:
    """The same where what is paid decides, or whose money it is."""
    limits = policy.measures.approval
    paid, large, sources = limits.payment_yuan, limits.owners_yuan, limits.owners_sources
    zh, en = (joined([policy.measures.sources[code].of(language) for code in sources], language) for language in LANGUAGES)
    by_law_zh, by_law_en = "（另由业主依法共同决定）", " (the owners decide as well, by law)"
    return [
        (
            f"赔付、减免、赠予，{_yuan(paid, 'zh')}以内",
            f"Payment, waiver or gift, up to {_yuan(paid, 'en')}",
            _weight(policy, payment_yuan=paid),
        ),
        (
            f"赔付、减免、赠予，超过 {_yuan(paid, 'zh')}",
            f"Payment, waiver or gift above {_yuan(paid, 'en')}",
            _weight(policy, payment_yuan=paid + 1),
        ),
        (f"超过 {_yuan(large, 'zh')}{by_law_zh}", f"More than {_yuan(large, 'en')}{by_law_en}", _weight(policy, cost_yuan=large + 1)),
        (f"动用{zh}{by_law_zh}", f"Out of: {en}{by_law_en}", _weight(policy, source=sources[0])),
    ]


def _yuan(amount: int, language: Language) -> str:
    return f"{amount:,} {in_language(language, '元', 'yuan')}"


def major_rules(policy: Policy, language: Language, today: date) -> str:
    """1.2: each rule by which a matter is major."""
    heads = [in_language(language, "规则", "Rule"), in_language(language, "有这种情形的，是重大投诉", "A complaint is major if")]
    return markdown_table(heads, [[code, rule.of(language)] for code, rule in policy.measures.level_rules.items()])


def many_households(policy: Policy, language: Language, today: date) -> str:
    """1.2: from how many households on a matter is watched, a group matter, an incident, major."""
    known, share = policy.measures.groups, share_words(policy.measures.groups.major_share)
    pairs = [
        (
            (f"{known.watch_d} 天内 {known.watch} 户", "提醒客服主管留意"),
            (f"{known.watch} within {known.watch_d} days", "The desk supervisor is told to watch it"),
        ),
        (
            (
                f"{known.window_d} 天内 {known.group} 户已核实，或者 {known.unverified} 件",
                f"提请认定，{known.confirm_wh} 个工作小时内决定",
            ),
            (
                f"{known.group} verified ones, or {known.unverified} reports, within {known.window_d} days",
                f"Proposed as a group matter; decided within {known.confirm_wh} working hours",
            ),
        ),
        (
            (f"{known.automatic} 户已核实", "没有人决定，系统也合并办理"),
            (f"{known.automatic} verified ones", "Handled together even if nobody has decided"),
        ),
        (
            (
                f"{known.incident_min} 分钟内 {known.incident} 件",
                f"提请按突发事件办理；宣布以后，每 {known.update_h} 小时告知一次",
            ),
            (
                f"{known.incident} reports within {known.incident_min} minutes",
                f"Proposed as an incident; once declared, news every {known.update_h} hours",
            ),
        ),
        (
            (f"{known.major} 户；或者 {known.major_some} 户，分布在 {known.major_buildings} 栋楼，或占一栋的 {share}", "按重大投诉把关"),
            (
                f"{known.major}; or {known.major_some} in {known.major_buildings} buildings, or {share} of one",
                "Checked as a major matter is",
            ),
        ),
    ]
    return of_pairs(pairs, ("多少户，多长时间", "会怎样"), ("Households, and time", "What happens"), language)


def risk(policy: Policy, language: Language, today: date) -> str:
    """3.5: the grades of every factor, the colours, and the least score that danger to people gives."""
    names = [policy.word(f"fields.{factor}", language) for factor in FACTORS]
    tables: list[Mapping[int, Any]] = [getattr(policy.risk, factor) for factor in FACTORS]
    rows = []
    for name, grades in zip(names, tables, strict=True):
        told = [in_language(language, f"{grade} 级：{words.zh}", f"{grade}: {words.en}") for grade, words in grades.items()]
        rows.append([name, in_language(language, "；", "; ").join(told)])
    heads = [in_language(language, "看什么", "Looked at"), in_language(language, "几级，什么意思", "Grades, and what they mean")]
    return markdown_table(heads, rows) + "\n" + _lights(policy, language)


def _lights(policy: Policy, language: Language) -> str:
    found = policy.risk
    rows = [[light.name.of(language), str(light.score_from)] for light in found.lights.values()]
    heads = [in_language(language, "档", "Colour"), in_language(language, "多少分起", "From a score of")]
    floors = in_language(language, "；", "; ").join(
        in_language(language, f"{grade} 级至少 {least} 分", f"grade {grade} gives {least} at least")
        for grade, least in found.floors.items()
    )
    safety = policy.word("fields.safety", language)
    told = in_language(
        language,
        f"{safety}：{floors}。{found.major} 分起，按重大投诉办。",
        f"{safety}: {floors}. From {found.major} on the matter is major.",
    )
    return markdown_table(heads, rows) + f"\n{told}\n"


def resources(policy: Policy, language: Language, today: date) -> str:
    """4.4: what a plan can ask for, the way of each item, and where money comes from."""
    known = policy.measures

    def named(phrases: Mapping[str, Any]) -> Sequence[str]:
        return [phrase.of(language) for phrase in phrases.values()]

    heads = [in_language(language, "写明什么", "What is noted"), in_language(language, "有哪些", "Which there are")]
    rows = [
        [in_language(language, "需要什么", "What is needed"), joined(named(known.resources), language)],
        [in_language(language, "到哪一步了", "How far it is"), joined(named(known.resource_states), language)],
        [in_language(language, "钱从哪里出", "Where money comes from"), joined(named(known.sources), language)],
        [in_language(language, "必须持证的活", "Work for certificate holders"), joined(named(known.certificates), language)],
    ]
    return markdown_table(heads, rows)


def playbooks(policy: Policy, language: Language, today: date) -> str:
    """4.1: the tried ways that were approved in advance: for what, by which steps, for how much and how long."""
    issues = {code: issue.name for category in policy.categories.values() for code, issue in category.sub_issues.items()}
    rows = []
    for book in policy.playbooks.values():
        meant = joined([issues[code].of(language) for code in book.sub_issues], language)
        days = in_language(language, f"{book.done_d} 天内", f"within {book.done_d} days")
        steps = in_language(language, "；", "; ").join(step.name.of(language) for step in book.steps)
        rows.append(
            [
                with_note(book.name.of(language), meant),
                steps,
                f"{_yuan(book.cost_yuan, language)}, {days}".replace(", ", in_language(language, "，", ", ")),
            ]
        )
    heads = ["做法", "步骤", "费用上限，完成"] if language == "zh" else ["Way", "Steps", "Up to, done"]
    return markdown_table(heads, rows)


def plan_words(policy: Policy, language: Language, today: date) -> str:
    """4.1: what a plan has to say, by the level of its matter."""
    levels = {**policy.charter.levels, "guarded": None}
    rows = []
    for level, named in levels.items():
        asked = policy.measures.plan_words[level]
        said = joined([policy.word(f"fields.{name}", language) for name in PLAN_WORDS if name in asked], language)
        rows.append([named.of(language) if named else in_language(language, "保密件", "Confidential"), said])
    heads = [in_language(language, "级别", "Level"), in_language(language, "必须写明", "What has to be said")]
    always = in_language(
        language,
        "无论哪一级，都要写明每个问题点查得怎么样、哪一步由谁在什么时候做完、要多少钱。其余的可以写，也可以不写。",
        "At every level a plan says what was found on each point, who takes which step until when, and what it costs. The rest may be "
        "added or left out.",
    )
    return markdown_table(heads, rows) + f"\n{always}\n"


MEASURES = {
    "plan-words": plan_words,
    "approvals": approvals,
    "major-rules": major_rules,
    "many-households": many_households,
    "course": course,
    "risk": risk,
    "resources": resources,
    "playbooks": playbooks,
}
