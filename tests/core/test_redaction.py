"""What could tell who somebody is is found however it is written, and what could not is left alone. All of it is invented."""

import pytest

from huiyin.core.redaction import Hidden, Known, covered, find_private, fits, is_card_number, is_identity_number
from huiyin.policy.schema import Policy

# By kind: what has to be hidden, marked by braces; nothing else in the text is.
PRIVATE = {
    "phone": [
        "请打{13800138000}找我",
        "请打{138 0013 8000}，晚上也行",
        "手机{138-0013-8000}",
        "手机{１３８００１３８０００}",
        "号码是{一三八零零一三八零零零}",
        "号码是{幺三八〇〇幺三八〇〇〇}",
        "{+86 13800138000}",
        "{0086-138 0013 8000}",
        "请打{138****8000}",
        "家里座机{0532-85012345}",
        "座机{（0532）85012345转8001}",
        "座机{0532 8501 2345}",
        "客服{400-050-0827}没人接",
        "电话：{85012345}",
        "维修电话{5012345}",
        "Call me at {+1 212 555 0123} please",
        "my phone is {(212) 555-0123}",
        "my mobile: {+44 20 7946 0958}",
    ],
    "id_card": [
        "身份证{11010519491231002X}",
        "身份证{11010519491231002x}",
        "证件{110105 19491231 002X}",
        "ＩＤ {１１０１０５１９４９１２３１００２Ｘ}",
    ],
    "number": ["身份证{110105194912310021}写错了", "护照{E12345678}", "passport no. {G12345678}", "缴费单{20261129000123456789}"],
    "bank_card": ["卡号{6222 0212 3456 7890 128}", "card {4111-1111-1111-1111}"],
    "mail": ["发到{zhang.san@example.com}", "write to {jo_88+home@mail.example.co.uk}.", "邮箱：{ａｂｃ＠example.com}"],
    "plate": [
        "车牌{京A·12345}停在门口",
        "{鲁B12345}占道",
        "新能源{粤BD12345}",
        "{沪A·F12345}",
        "{京a12345}",
        "car plate {ABC-1234} blocks it",
        "{津C1234学}",
    ],
    "account": [
        "加微信{zhang_88san}",
        "vx：{abc12345}",
        "微信号是{wxid_a1b2c3}",
        "QQ{12345678}",
        "扣扣号 {87654321}",
        "my WeChat is {zhangsan88}",
    ],
    "flat": [
        "我住{3栋2单元501}",
        "{3号楼2单元501室}漏水",
        "{12-1-501}天天装修",
        "{12#501}",
        "{十二栋一单元五零一}",
        "{5幢501}的租客",
        "{A座1203}",
        "{2单元501}楼上",
        "楼上{501室}太吵",
        "住在本小区{602}",
        "{12-501}的狗",
        "{３栋２单元５０１}",
        "{3栋5楼502号}",
        "It is {Flat 501}, above us",
        "the neighbour in {Building 3, Unit 2, Room 501} drills",
        "{Apt 5B} has a dog",
        "{Unit 1203} leaks",
        "{#12-345}",
    ],
    "name": [
        "{王先生}每天吵",
        "楼上的{欧阳女士}",
        "{李建国经理}态度差",
        "物业{赵经理}说不管",
        "保安队的{小张}",
        "找{老李}修的",
        "我叫{张三}，",
        "联系人：{诸葛明}",
        "业主{张建国}反映",
        "被{刘某}骂了",
        "问{高工}吧",
        "{许先生}来过",
        "{Mr. Zhang} shouted",
        "{Mrs Mary O'Neil} saw it",
        "my name is {John Smith},",
        "{Zhang Wei} came on Friday",
        "Ask {Wei Wang} about it",
    ],
}
# Nothing in these tells who somebody is.
PLAIN = [
    "小区2026年11月29日停水，小时候没有过",
    "3栋的电梯坏了3次，花了1500元",
    "物业费不合理，业主许可了吗",
    "3号楼2单元的门坏了",
    "每平方2.5元，共90-110平方",
    "有近200住户，物业方面安排施工",
    "何时解决？经常停电，任何方面都不管",
    "第12-15层没有水，7-8月也是",
    "请物业保安管理好小程序和小高层的车位",
    "工单号2026112900",
    "电梯2025-03-01至2026-03-01年检",
    "报警请打110，热线12345",
    "On 29-11-2026 the lift stopped at 10:15 for 30 minutes",
    "The fee is 1,500 yuan for Building 3",
    "Please send a manager to look at it this week",
    "相关主管部门、时任负责人、保安队长都在",
    "养老金和周边环境，尤其严重",
]


def taken_apart(marked: str) -> tuple[str, str]:
    before, _, rest = marked.partition("{")
    hidden, _, after = rest.partition("}")
    return before + hidden + after, hidden


@pytest.mark.parametrize(("kind", "marked"), [(kind, one) for kind, row in PRIVATE.items() for one in row])
def test_what_tells_who_somebody_is_is_found(policy: Policy, kind: str, marked: str) -> None:
    text, hidden = taken_apart(marked)
    assert [(one.kind, text[one.start : one.end]) for one in find_private(text, policy.redaction)] == [(kind, hidden)]


@pytest.mark.parametrize("text", PLAIN)
def test_what_tells_nobody_is_left_alone(policy: Policy, text: str) -> None:
    assert [text[one.start : one.end] for one in find_private(text, policy.redaction)] == []


def test_people_who_are_known_are_found_wherever_they_stand(policy: Policy) -> None:
    known = [
        Known(kind="name", word="纪晓棠"),
        Known(kind="name", word="Ji Xiaotang"),
        Known(kind="phone", word="13800138000"),
        Known(kind="flat", word="1501"),
        Known(kind="flat", word="3"),
    ]
    text = "晓棠家1501漏水，纪晓棠和Xiaotang都说：3次，每次1501元，电话是138.0013.8000"
    found = [(one.kind, text[one.start : one.end]) for one in find_private(text, policy.redaction, known)]
    assert found == [
        ("name", "晓棠"),
        ("flat", "1501"),
        ("name", "纪晓棠"),
        ("name", "Xiaotang"),
        ("flat", "1501"),
        ("phone", "138.0013.8000"),
    ]


def test_what_is_hidden_is_told_by_its_kind_in_both_languages(policy: Policy) -> None:
    text = "王先生，电话13800138000，3栋2单元501。"
    hidden = find_private(text, policy.redaction)
    assert covered(text, hidden, policy.redaction, "zh") == "[姓名]，电话[电话]，[房号]。"
    assert covered(text, reversed(hidden), policy.redaction, "en") == "[name]，电话[phone]，[flat]。"


def test_nothing_found_is_over_another_and_each_fits_its_text(policy: Policy) -> None:
    for row in PRIVATE.values():
        for marked in row:
            text, _ = taken_apart(marked)
            assert fits(text, find_private(text, policy.redaction), policy.redaction)


@pytest.mark.parametrize(
    "hidden",
    [
        [Hidden(start=0, end=0, kind="name")],
        [Hidden(start=2, end=1, kind="name")],
        [Hidden(start=-1, end=1, kind="name")],
        [Hidden(start=0, end=5, kind="name")],
        [Hidden(start=0, end=1, kind="face")],
        [Hidden(start=1, end=3, kind="name"), Hidden(start=0, end=2, kind="name")],
    ],
    ids=["empty", "backwards", "before", "beyond", "unknown", "over another"],
)
def test_what_cannot_be_covered_does_not_fit(policy: Policy, hidden: list[Hidden]) -> None:
    assert not fits("四个字啊", hidden, policy.redaction)


def test_a_text_of_odd_letters_keeps_its_places(policy: Policy) -> None:
    text = "ﬁ👨‍👩‍👧①王先生㍿"
    (one,) = find_private(text, policy.redaction)
    assert text[one.start : one.end] == "王先生"


def test_sums_of_numbers() -> None:
    assert is_identity_number("11010519491231002X")
    assert not is_identity_number("110105194912310021")
    assert not is_identity_number("1101051949123100")
    assert not is_identity_number("1101051949x2310021")
    assert is_card_number("4111111111111111")
    assert not is_card_number("4111111111111112")
    assert not is_card_number("")
