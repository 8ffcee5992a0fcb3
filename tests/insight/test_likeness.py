"""3.1 分类: how alike texts are."""

from huiyin.insight.likeness import likenesses
from huiyin.insight.subjects import subject_of
from huiyin.insight.text import message

OTHERS = [("一号楼门禁", "门禁卡刷不开"), ("草坪枯黄", "没有人浇水"), ("充电桩", "想装充电桩要什么手续"), ("快递柜", "快递柜满了放不下")]


def _alike(*told: tuple[str, str]) -> list[dict[int, float]]:
    texts = [message(*one) for one in (*told, *OTHERS)]
    return likenesses(texts, [subject_of(one) for one in texts])


def test_the_same_place_and_matter_are_more_alike_than_the_same_place_alone() -> None:
    alike = _alike(
        ("望江苑夜宵摊油烟扰民", "望江苑门口的夜宵摊油烟很大"),
        ("望江苑门口夜宵摊油烟", "夜宵摊的油烟飘进望江苑"),
        ("望江苑停水", "望江苑又停水了"),
    )
    assert alike[0][1] > 3 * alike[0][2] > 0


def test_texts_that_share_nothing_rare_are_no_pair() -> None:
    alike = _alike(("望江苑停水", "又停水了"), ("临湖里电梯", "电梯停运"))
    assert 1 not in alike[0]


def test_what_everybody_writes_makes_nobody_alike() -> None:
    told = [(f"第{'一二三四五六七八'[at]}件", "尊敬的领导您好") for at in range(8)]
    texts = [message(*one) for one in told]
    assert all(not row for row in likenesses(texts, [subject_of(one) for one in texts]))


def test_a_pair_is_listed_once_with_the_earlier_text() -> None:
    alike = _alike(("望江苑停水", "又停水了"), ("望江苑停水", "又停水了"))
    assert 1 in alike[0]
    assert 0 not in alike[1]
