"""Chapter 2 of the policy as tables: the ways in, what we record, number and code, photos, consents."""

from datetime import date

from huiyin.policy.schema import Language, Policy
from infra.site_table_parts import in_language, markdown_table, with_note
from infra.site_wording import joined, limit_words

# Formats of photos as people write them; any other is shown as it is.
_FORMATS = {"image/jpeg": "JPG", "image/png": "PNG", "image/webp": "WebP"}


def channels(policy: Policy, language: Language, today: date) -> str:
    """2.1: the ways in, when they are open, and how soon the number is there."""
    heads = [
        in_language(language, "渠道", "Channel"),
        in_language(language, "受理时间，多久得到编号", "Open, and when you get your number"),
    ]
    number = in_language(language, "编号：{}", "number {}")
    rows = [
        [
            with_note(c.name.of(language), c.how.of(language)),
            with_note(c.open.of(language), number.format(limit_words(c.receipt, policy.calendar, language))),
        ]
        for c in policy.channels.values()
    ]
    return markdown_table(heads, rows)


def record_items(policy: Policy, language: Language, today: date) -> str:
    """2.2: the five things that we write down, what is needed, and the limits."""
    limits = policy.limits
    ways = joined([way.of(language) for way in policy.contact_ways.values()], language)
    if language == "zh":
        return markdown_table(
            ["登记内容", "说明", "是否必填"],
            [
                ["姓名或称呼", f"最多 {limits.name_chars} 字，也可以匿名", "选填"],
                ["联系方式", f"电话或邮箱，留一种就行，也可以匿名；另外可以选怎样联系您方便：{ways}", "留一种，或选匿名"],
                ["时间", f"发生的时间，{_span(limits.occurred_d, language)}以内的都可以；收到的时间由系统记录", "选填"],
                [
                    "事项",
                    f"经过最多 {limits.matter_chars:,} 字，诉求最多 {limits.wish_chars:,} 字，地点最多 {limits.spot_chars:,} 字",
                    "经过必填",
                ],
                ["证据", f"照片最多 {limits.files} 张，没有也照样受理", "选填"],
            ],
        )
    return markdown_table(
        ["Item", "What it holds", "Needed"],
        [
            ["Name", f"Up to {limits.name_chars} characters, or none: you may stay anonymous", "No"],
            ["Contact", f"Phone or e-mail, or none if you stay anonymous; you may say what suits you: {ways}", "One, or stay anonymous"],
            ["Time", f"When it happened, up to {_span(limits.occurred_d, language)} back; the time of receipt is recorded for you", "No"],
            [
                "Matter",
                f"What happened ({limits.matter_chars:,} characters), what you want ({limits.wish_chars:,}), where ({limits.spot_chars:,})",
                "What happened: yes",
            ],
            ["Evidence", f"Up to {limits.files} photos; a case without any is taken just the same", "No"],
        ],
    )


def _span(days: int, language: Language) -> str:
    """So many days, as whole years where they are."""
    amount, zh, en = (days // 365, "年", "year") if days % 365 == 0 else (days, "天", "day")
    return in_language(language, f"{amount} {zh}", f"{amount} {en}{'' if amount == 1 else 's'}")


def number_and_code(policy: Policy, language: Language, today: date) -> str:
    """2.3: what the number and the code look like and what each is for."""
    number, code = f"HY-{today.year}-18720043", "7KQ4-M9XR-2B6T-VD8H"
    if language == "zh":
        return markdown_table(
            ["两样东西", "样子", "用处"],
            [
                ["编号", f"`{number}`", "与我们联系时报编号。编号本身看不到任何内容，可以告诉别人"],
                ["查询码", f"`{code}`", "和编号一起用来查进度、补充。只显示一次，请您自己保存，不要告诉别人"],
            ],
        )
    return markdown_table(
        ["You get", "Looks like", "What it is for"],
        [
            ["Number", f"`{number}`", "Quote it when you contact us. It opens nothing by itself, so you may share it"],
            ["Code", f"`{code}`", "Together with the number it opens your case. It is shown once: keep it, and keep it to yourself"],
        ],
    )


def evidence_limits(policy: Policy, language: Language, today: date) -> str:
    """2.4: how many photos, how large, which types, how long the way stays open."""
    limits = policy.limits
    kinds = joined([_FORMATS.get(kind, kind) for kind in limits.file_types], language)
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
        [c.text.of(language), in_language(language, "必须", "Yes") if c.needed else in_language(language, "自愿", "Your choice"), c.edition]
        for c in policy.consents.values()
    ]
    return markdown_table(heads, rows)
