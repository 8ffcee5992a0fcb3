"""1.4 保密: who is accused, and whose health is told."""

import pytest

from huiyin.insight.persons import names_a_person
from huiyin.insight.text import message


@pytest.mark.parametrize(
    "said",
    [
        "物业经理王大伟收受贿赂，把工程给了亲戚。",
        "业委会主任私自挪用公共收益，贪污维修资金。",
        "保安队长动手打人，打伤一名业主。",
        "12栋1401室聚众赌博，每天到半夜。",
        "张某威胁我不许投诉。",
        "楼下太吵，我家老人有心脏病，受不了。",
        "本人怀孕五个月，楼上装修每天吵。",
    ],
)
def test_an_accused_person_or_somebodys_health_is_looked_at_first(said: str) -> None:
    assert names_a_person(message("", said)) is True


@pytest.mark.parametrize(
    "said",
    [
        "尊敬的张书记您好！我们小区垃圾没有人清。",
        "物业公司乱收费，服务很差。",
        "开发商拖欠工程款，房子停工了。",
        "电梯坏了三天，请尽快维修。",
        "王经理很负责，当天就修好了，谢谢。",
        "",
    ],
)
def test_a_company_a_greeting_and_praise_are_no_accusation(said: str) -> None:
    assert names_a_person(message("", said)) is False
