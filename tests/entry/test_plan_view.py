"""What staff see of a plan: its words, who agreed, who is missing, the steps and what becomes of them."""

from dataclasses import replace

from builders import MONDAY_9AM, a_history, a_task, accept, agree, change, register, staff, submit, triage
from huiyin.core.commands import Command, ReturnPlan
from huiyin.core.decide import decide
from huiyin.core.events import Event
from huiyin.core.evolution import fold
from huiyin.entry.plan_view import plan_view, points_view, row_words, tasks_view, words_of_tasks
from huiyin.policy.schema import Policy

LEAD = "zhao.gang"


def planned(policy: Policy, **changes: object) -> tuple[Event, ...]:
    return a_history(policy, register(policy), triage(policy, severity=2, urgency=2), accept(policy), submit(policy, **changes))


def then(history: tuple[Event, ...], policy: Policy, ask: Command) -> tuple[Event, ...]:
    return history + decide(fold(history), ask, policy, MONDAY_9AM)


def test_before_there_is_a_plan_nothing_is_shown_of_one(policy: Policy) -> None:
    history = a_history(policy, register(policy), triage(policy))
    case = fold(history)
    assert plan_view(case, history, policy) is None
    assert tasks_view(case, history, policy) == []
    (point,) = points_view(case, policy)
    assert (point["sub_issue_words"]["zh"], point["finding_words"]) == ("停运、频繁故障", None)


def test_a_waiting_plan_says_all_its_words_and_who_is_missing(policy: Policy) -> None:
    history = planned(policy)
    case = fold(history)
    plan = plan_view(case, history, policy)
    assert plan is not None
    said = {one["name"]["en"]: one["text"] for one in plan["words"]}
    assert said["What will be done"] == "整体更换门锁装置。"
    assert (plan["version"], plan["cost_yuan"], plan["source_words"]["zh"], plan["agreed"]) == (1, 600, "物业费", [])
    assert plan["missing"] == [row_words("dept_lead", policy)]
    assert plan["resources"][0]["words"] == "门锁装置一套"
    assert plan["owners_procedure"] is False
    (point,) = points_view(case, policy)
    assert (point["finding_words"]["zh"], point["wish_words"]["zh"]) == ("成立", "已满足")


def test_an_agreed_plan_says_who_agreed_and_with_which_words(policy: Policy) -> None:
    history = planned(policy)
    history = then(history, policy, agree(fold(history), staff(policy, LEAD), comment="同意", conditions="先报价"))
    plan = plan_view(fold(history), history, policy)
    assert plan is not None
    (one,) = plan["agreed"]
    assert (one["by_words"]["zh"], one["comment"]) == ("赵刚", "同意\n先报价")
    assert plan["missing"] == []


def test_a_plan_sent_back_says_why_until_the_next_version(policy: Policy) -> None:
    history = then(planned(policy), policy, ReturnPlan(by=staff(policy, LEAD), reasons="请附报价"))
    plan = plan_view(fold(history), history, policy)
    assert plan is not None
    assert plan["returned"] == "请附报价"
    history = then(history, policy, submit(policy))
    again = plan_view(fold(history), history, policy)
    assert again is not None
    assert (again["returned"], again["version"]) == (None, 2)


def test_money_of_the_owners_asks_for_their_own_procedure(policy: Policy) -> None:
    for changes in ({"source": "maintenance_fund"}, {"cost_yuan": 20001}):
        history = planned(policy, **changes)
        plan = plan_view(fold(history), history, policy)
        assert plan is not None
        assert plan["owners_procedure"] is True


def test_what_the_owner_gets_beside_the_work_stands_in_the_plan_and_asks_for_the_manager(policy: Policy) -> None:
    history = planned(policy, cost_yuan=900, concession="gift", payment_yuan=300, settlement=True, legal_note="无异议")
    plan = plan_view(fold(history), history, policy)
    assert plan is not None
    assert plan["concession"] == {
        "kind_words": {"zh": "慰问或赠予", "en": "Gift"},
        "payment_yuan": 300,
        "settlement": True,
        "insurance_report": False,
        "legal_note": "无异议",
    }
    assert plan["missing"] == [row_words("manager", policy)]
    without = planned(policy)
    seen = plan_view(fold(without), without, policy)
    assert seen is not None
    assert seen["concession"] is None


def test_steps_carry_their_words_and_those_of_a_change_wait(policy: Policy) -> None:
    history = planned(policy, tasks=(a_task(), a_task(words="调试", after=(1,), certificate="lift")))
    history = then(history, policy, agree(fold(history), staff(policy, LEAD)))
    history = then(history, policy, change(policy, change="scope", tasks=(a_task(words="调整导轨"),)))
    case = fold(history)
    assert words_of_tasks(history) == {1: "更换门锁装置", 2: "调试", 3: "调整导轨"}
    shown = tasks_view(case, history, policy)
    assert [(one["n"], one["words"], one["state_words"]["zh"]) for one in shown] == [
        (1, "更换门锁装置", "待办"),
        (2, "调试", "待办"),
        (3, "调整导轨", "待方案同意"),
    ]
    assert (shown[1]["after"], shown[1]["certificate_words"]["zh"]) == ([1], "电梯作业证")
    done = case.handled(tasks=tuple(replace(task, state="done") for task in case.handling.tasks))
    assert tasks_view(done, history, policy)[0]["state_words"]["zh"] == "完成"


def test_a_row_is_named_as_a_role_or_as_the_head_of_a_department(policy: Policy) -> None:
    assert row_words("manager", policy) == {"zh": policy.charter.roles["manager"].zh, "en": policy.charter.roles["manager"].en}
    head = row_words("lead:environment", policy)
    assert head is not None
    assert head["zh"] == "环境部负责人"
