"""3.1 分类: hot issues with place, matter, time and heat."""

import random
from datetime import datetime, timedelta

from huiyin.insight.hot_issues import Told, hot_issues

START = datetime.fromisoformat("2026-03-01T08:00:00+08:00")

FUMES = [
    ("望江苑门口夜宵摊油烟扰民", "望江苑南门的夜宵摊油烟直排，开不了窗"),
    ("望江苑夜宵摊油烟", "夜宵摊的油烟飘进望江苑二号楼"),
    ("投诉望江苑夜宵摊", "望江苑门口夜宵摊油烟很大"),
    ("望江苑油烟扰民无人管", "夜宵摊油烟熏得望江苑的居民睡不着"),
]
WATER = [("临湖里停水", "临湖里三栋又停水了"), ("临湖里经常停水", "临湖里这周停水三次"), ("临湖里小区停水", "临湖里停水没有通知")]
ALONE = [
    ("电梯抖动", "一号楼电梯抖动"),
    ("草坪枯黄", "没有人浇水"),
    ("快递柜", "快递柜放不下"),
    ("路灯不亮", "东门路灯不亮"),
    ("门禁坏了", "刷卡没反应"),
]


def _told(texts: list[tuple[str, str]], day: int, likes: int = 0) -> list[Told]:
    return [
        Told(id=f"{subject}-{at}", by=f"owner-{day}-{at}", subject=subject, body=body, at=START + timedelta(days=day + at), likes=likes)
        for at, (subject, body) in enumerate(texts)
    ]


def _all() -> list[Told]:
    return [*_told(FUMES, 40, likes=5), *_told(WATER, 2), *_told(ALONE, 10)]


def test_each_issue_has_its_place_its_matter_and_its_time() -> None:
    fumes, water = hot_issues(_all())
    assert (fumes.place, fumes.category, fumes.sub_issue, fumes.people) == ("望江苑", "cleaning", "smell_fumes", 4)
    assert (fumes.first, fumes.last) == (START + timedelta(days=40), START + timedelta(days=43))
    assert (water.place, water.category, water.sub_issue) == ("临湖里", "utilities", "no_water")


def test_heat_is_people_likes_burst_and_recency_and_not_size() -> None:
    more = [("临湖里停水两天", "临湖里二栋停水"), ("临湖里停水何时来水", "临湖里没有水用")]
    one_person = [one._replace(by="one") for one in _told([*WATER, *more], 40)]
    issues = hot_issues([*_told(FUMES, 40), *one_person, *_told(ALONE, 10)])
    assert [one.place for one in issues] == ["望江苑", "临湖里"]
    assert len(issues[1].ids) > len(issues[0].ids)


def test_likes_and_lateness_make_it_hotter() -> None:
    cold, liked = hot_issues([*_told(FUMES, 2), *_told(ALONE, 10)])[0], hot_issues([*_told(FUMES, 2, likes=9), *_told(ALONE, 10)])[0]
    late = hot_issues([*_told(FUMES, 9), *_told(ALONE, 10)])[0]
    assert liked.heat > cold.heat
    assert late.heat > cold.heat


def test_the_order_in_which_they_come_makes_no_difference() -> None:
    told = _all()
    shuffled = random.Random(4).sample(told, len(told))
    assert hot_issues(shuffled) == hot_issues(told)


def test_fewer_than_an_issue_needs_are_none() -> None:
    assert hot_issues(_told(FUMES[:2], 0) + _told(ALONE, 3)) == []
    assert hot_issues([]) == []
