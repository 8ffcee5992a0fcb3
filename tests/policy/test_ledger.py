"""The columns of the ledger: those that the staff know, each under one heading."""

from collections import Counter

from huiyin.policy.ledger import LedgerColumn
from huiyin.policy.schema import LANGUAGES, Policy

# As the trade writes them, in their order.
KNOWN = "编号 接收时间 渠道 性质 楼栋 类别 事项 级别 优先级 主办 协办 经办人 应答复 已答复 结论 办结 回访 满意度"


def test_the_columns_are_those_that_the_staff_know(policy: Policy) -> None:
    assert [column.name.zh for column in policy.ledger.columns.values()] == KNOWN.split()
    assert all(isinstance(column, LedgerColumn) for column in policy.ledger.columns.values())


def test_no_two_columns_are_found_under_one_heading(policy: Policy) -> None:
    headings = Counter(
        heading for column in policy.ledger.columns.values() for heading in {*column.also, *(column.name.of(one) for one in LANGUAGES)}
    )
    assert {heading for heading, times in headings.items() if times > 1} == set()


def test_no_column_holds_who_an_owner_is(policy: Policy) -> None:
    headings = "".join(heading for column in policy.ledger.columns.values() for heading in (column.name.zh, *column.also))
    assert not [word for word in ("姓名", "业主名", "电话", "手机", "房号", "证件") if word in headings]


def test_an_owner_who_says_nothing_is_told_from_what_owners_say(policy: Policy) -> None:
    assert policy.ledger.silent not in policy.measures.solved.values()
