"""What happened, as its owner and as colleagues read it."""

from dataclasses import replace

from builders import MONDAY_9AM, a_complaint, a_history, accept, contact, register, triage
from huiyin.core.events import CaseShared, DeadlineMissed, EvidenceChecked, IdentityRevealed, ProgressTold, StepEscalated
from huiyin.entry import titles
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy
from mail.course import course

POLICY = load_policy()


def test_the_timeline_reads_as_a_story() -> None:
    history = a_history(POLICY, register(POLICY), triage(POLICY), accept(POLICY), contact(POLICY), contact(POLICY, reached=False))
    assert [titles.title(event, POLICY, lead="repairs")["en"] for event in history] == [
        POLICY.word("events.ComplaintReceived", "en"),
        POLICY.word("events.CaseRegistered", "en"),
        "Taken up: Repairs is in charge",
        "Repairs has taken it up and is looking into it",
        POLICY.word("events.ContactLogged", "en"),
        POLICY.word("events.ContactTried", "en"),
    ]


def test_clocks_files_and_readings_are_told_by_what_they_were() -> None:
    late = DeadlineMissed(at=MONDAY_9AM, by="system", role="system", clock="first_contact", due=MONDAY_9AM)
    assert titles.title(late, POLICY, lead=None)["zh"].startswith("首次联系超过了")
    bad = EvidenceChecked(at=MONDAY_9AM, by="system", role="system", slot="1", outcome="quarantined", media="", size=1, original="")
    assert titles.title(bad, POLICY, lead=None)["zh"] == POLICY.word("events.EvidenceQuarantined", "zh")
    read = IdentityRevealed(at=MONDAY_9AM, by="lin.jing", role="desk", reason="call_owner")
    assert titles.title(read, POLICY, lead=None)["zh"] == "客服登记查看了您的身份信息，理由：联系业主核实情况"


def test_colleagues_read_to_whom_a_step_was_taken_and_the_owner_that_it_was() -> None:
    step = StepEscalated(
        at=MONDAY_9AM, by="system", role="system", clock="answer", due=MONDAY_9AM, step="manager", to_role="manager", to="jiang.bo"
    )
    assert titles.title(step, POLICY, lead=None, to_staff=True)["zh"] == "答复已提请项目经理督办"
    assert titles.title(step, POLICY, lead=None)["zh"] == "答复已提请上级督办"
    assert titles.title(replace(step, to_role="", to=""), POLICY, lead=None, to_staff=True)["zh"] == "答复已提请上级督办"


def test_interim_news_says_where_it_stood_and_who_was_reminded(policy: Policy) -> None:
    told = {
        story: titles.title(event, policy, lead=case.lead)
        for story, event, case in course(policy, a_complaint(), guarded=False)
        if isinstance(event, ProgressTold)
    }
    assert told["ProgressTold"] == {
        "zh": "向您告知进展：处理中，3 项工作已完成 1 项",
        "en": "You were told how it stands: Being put right, 1 of 3 steps done",
    }
    still = told["ProgressTold without progress"]
    assert still["zh"] == "向您告知进展：处理中，这段时间没有新的进展，已提醒部门负责人"
    assert still["en"] == "You were told how it stands: Being put right; nothing new since, reminded: Head of department"


def test_what_was_shown_to_others_names_to_whom_and_what_for() -> None:
    shared = CaseShared(at=MONDAY_9AM, by="lin.jing", role="desk", to="contractor", purpose="work", part="matter")
    assert titles.title(shared, POLICY, lead=None)["zh"] == "已向施工、维保单位分享反映的内容，用于安排施工维修，个人信息已遮盖"
    assert titles.title(shared, POLICY, lead=None, to_staff=True)["en"] == "Showed what was said to a contractor, to have work done"
