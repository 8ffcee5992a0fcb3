"""3.2 分级, 3.3 优先级: what a text claims of its own weight."""

from pathlib import Path

import pytest
import rtoml

from huiyin.insight.claims import level_claimed, urgency_claimed
from huiyin.insight.text import message

EXAMPLES = rtoml.loads(Path(__file__).with_name("examples.toml").read_text("utf-8"))["text"]


@pytest.mark.parametrize("one", [one for one in EXAMPLES if "level" in one], ids=lambda one: one["said"][:16])
def test_the_level_is_the_one_that_is_claimed(one: dict[str, str]) -> None:
    assert level_claimed(message("", one["said"]), one["category"]) == one["level"]


@pytest.mark.parametrize("one", [one for one in EXAMPLES if "urgency" in one], ids=lambda one: one["said"][:16])
def test_the_urgency_is_the_one_that_is_claimed(one: dict[str, str]) -> None:
    assert urgency_claimed(message("", one["said"]), one["category"]) == one["urgency"]


def test_one_owner_alone_is_no_group_and_many_are() -> None:
    alone = message("物业费", "本人对我家的物业费有疑问，我交了两次。")
    many = message("物业费", "我们小区全体业主对物业费有意见，业主们联名要求公示。")
    assert level_claimed(alone, "fees") == "general"
    assert level_claimed(many, "fees") == "group"


def test_danger_comes_before_the_many() -> None:
    said = message("外墙脱落", "我们小区外墙砖高空坠物，差点砸到人，全体业主担心人身安全。")
    assert level_claimed(said, "facility_repair") == "major"


def test_the_large_loss_of_one_person_is_major() -> None:
    said = message("退房", "我2018年交了首付30万，我现在要退房，开发商不退我的钱，本人贷款也还在还。")
    assert level_claimed(said, "developer_legacy") == "major"


def test_what_is_no_question_is_never_low() -> None:
    assert urgency_claimed(message("", "停车位不够。"), "parking") == "medium"
    assert urgency_claimed(message("", "请问停车位怎么申请？"), "parking") == "low"


def test_a_lift_that_fails_is_urgent_and_one_that_is_wished_for_is_not() -> None:
    assert urgency_claimed(message("电梯故障", "三号楼电梯停了。"), "elevator") == "high"
    assert urgency_claimed(message("建议加装电梯", "老人上下楼不方便，请问怎么申请加装？"), "elevator") == "low"


def test_a_bill_for_water_is_no_outage() -> None:
    assert urgency_claimed(message("停水", "又停水了。"), "utilities") == "high"
    assert urgency_claimed(message("水费收费不合理", "上个月用水不多，水费多了一倍。"), "utilities") == "medium"
