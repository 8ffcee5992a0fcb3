"""What the pages promise about identity, accusation and danger, kept by the whole stack."""

from infra.local.stack import Stack
from neighbours import Colleague, Owner


def colleague(stack: Stack, code: str) -> Colleague:
    return Colleague(stack.url, stack.token(code))


def test_every_look_at_an_identity_is_recorded_whatever_the_client_repeats(stack: Stack) -> None:
    owner, desk = Owner(stack.url), colleague(stack, "lin.jing")
    owner.report()
    for _ in range(3):
        assert desk.reveal(owner.number, reason="call_owner").json["phone"]
    assert len(owner.track()["reads"]) == 3


def test_an_anonymous_owner_reads_in_his_mailbox_what_staff_wrote(stack: Stack) -> None:
    owner, desk = Owner(stack.url), colleague(stack, "lin.jing")
    owner.report(anonymous=True, name=None, phone=None, email=None, unit=None)
    said, inside = "请问是几单元的二号梯？方便时在这里补充。", "业主情绪激动，注意态度。"
    assert desk.do(owner.number, "log-contact", way="mailbox", outcome="reached", note=said).status == 200
    assert desk.do(owner.number, "log-contact", way="phone", outcome="tried", note=inside).status == 200
    told = [step["words"] for step in owner.track()["timeline"]]
    assert said in told
    assert inside not in told


def test_whoever_is_accused_never_sees_the_case(stack: Stack) -> None:
    owner, confid = Owner(stack.url), colleague(stack, "ye.qing")
    owner.report(accused="项目经理江某", category="staff_attitude", sub_issue=None)
    manager, desk = colleague(stack, "jiang.bo"), colleague(stack, "lin.jing")
    missing = manager.get("cases/HY-2026-00000000")
    assert manager.get(f"cases/{owner.number}").body == missing.body
    order = {"identity_check": "called_back", "release": True, "accused": ["jiang.bo"]}
    assert confid.do(owner.number, "register-case", **order).status == 200
    assert desk.case(owner.number)["state"] == "REGISTERED"
    assert manager.get(f"cases/{owner.number}").body == missing.body
    listed = [item["number"] for item in manager.get("cases?view=all").json["items"]]
    assert owner.number not in listed


def test_a_danger_in_a_confidential_case_wakes_whoever_is_on_duty_without_a_word_of_it(stack: Stack) -> None:
    owner = Owner(stack.url)
    before = len(stack.mailbox())
    owner.report(sensitive=True, danger=True, matter="有人在三号楼地下室被锁住")
    stack.drain()
    letters = stack.mailbox()[before:]
    alerts = [letter for letter in letters if "险情" in letter["subject"]]
    assert "luo.han@yunjin.example" in {to for alert in alerts for to in alert["to"]}
    assert len(alerts) == 2
    for alert in alerts:
        assert owner.number not in alert["subject"] + alert["text"] + alert["html"]
        assert "地下室" not in alert["text"]


def test_two_tries_are_told_apart_from_a_contact(stack: Stack) -> None:
    owner, desk = Owner(stack.url), colleague(stack, "lin.jing")
    owner.report()
    assert desk.do(owner.number, "log-contact", way="phone", outcome="tried", note="无人接听").status == 200
    case = owner.track()
    assert case["first_contact_at"] is None
    assert case["due"]["first_contact"]
