"""The register of what is processed about people, and what it may mean for them, as tables."""

from datetime import date

from huiyin.policy.schema import Language, Policy
from infra.site_table_parts import in_language, markdown_table


def register(policy: Policy, language: Language, today: date) -> str:
    """2.5: each field that holds something of a person: why, of which class, who reads it, until when."""
    known = policy.register
    english = ("Fields", "Purpose", "Class", "Who reads it", "Until when")
    heads = ("项目", "用途", "类别", "谁看得到", "存到什么时候") if language == "zh" else english
    rows = [
        [
            " ".join(f"`{name}`" for name in row.fields),
            row.purpose.of(language),
            known.classes[row.kind].of(language),
            known.readers[row.readers].of(language),
            _kept(row.kept, policy, language),
        ]
        for row in known.rows.values()
    ]
    return markdown_table(list(heads), rows)


def _kept(kind: str, policy: Policy, language: Language) -> str:
    held = policy.charter.kept
    if kind == "log":
        return in_language(language, f"{held.log_d} 天", f"{held.log_d} days")
    if kind == "counter":
        return in_language(language, "用过以后几天内", "A few days after use")
    return in_language(
        language,
        f"事情了结后 {held.closed_y} 年，重大或多户的 {held.closed_major_y} 年",
        f"{held.closed_y} years after it ended, {held.closed_major_y} where it was major or of many",
    )


def impact(policy: Policy, language: Language, today: date) -> str:
    """2.5: what may go wrong for people, how grave that is, what is done about it and what is left."""
    zh = ("可能怎样", "后果", "可能", "怎样防", "还剩", "涉及")
    heads = zh if language == "zh" else ("What may happen", "Grave", "Likely", "What is done", "Left", "About")
    rows = [
        [
            one.risk.of(language),
            str(one.impact),
            str(one.likelihood),
            one.measures.of(language),
            str(one.left),
            ("、" if language == "zh" else ", ").join(policy.register.rows[code].purpose.of(language) for code in one.rows),
        ]
        for one in policy.register.risks.values()
    ]
    return markdown_table(list(heads), rows)
