"""A plan at the desk: steps are added row by row and sent as a list; the case shows what was agreed to and who is missing."""

from builders import a_case, a_history, a_task, accept, register, staff, submit, triage
from huiyin.core.evolution import fold
from huiyin.entry.actions.planning import PLANNING
from huiyin.entry.actions.triage import LEVELS
from huiyin.entry.plan_view import plan_view, points_view, tasks_view
from huiyin.policy.schema import Policy
from tests.site.desk_actions import Json, both
from tests.site.desk_answers import case, refusal
from tests.site.desk_door import Desk, Opening
from tests.site.desk_on_case import HERE, send, shown

FORM = 'form[data-command="submit-plan"]'
WORDS = ("found", "cause", "impact", "options", "solution", "wish_met", "messages")


def described(command: str, fields: list[Json]) -> Json:
    return {"command": command, "name": both("这一步", "This step"), "open": True, "why": None, "fields": fields}


def plan_form(policy: Policy, **about: str) -> Json:
    """The fields as the door gives them for a case with one point."""
    found = a_case(policy, register(policy), triage(policy, severity=2, urgency=2, points=(), **about), accept(policy))
    (submitting,) = [one for one in PLANNING if one.command == "submit-plan"]
    return described("submit-plan", submitting.fields(found, staff(policy, "li.wei"), policy))


def fill_step(desk: Desk, n: int, words: str, due: str) -> None:
    form = desk.page.locator(FORM)
    form.locator(f'[name="tasks.{n}.words"]').fill(words)
    form.locator(f'[name="tasks.{n}.assignee"]').select_option("wu.lei")
    form.locator(f'[name="tasks.{n}.due"]').fill(due)


def test_a_plan_is_filled_in_row_by_row_and_sent_as_it_was_meant(open_desk: Opening, policy: Policy) -> None:
    desk = shown(open_desk, case(version=5, actions=[plan_form(policy)]))
    desk.door.answers[f"{HERE}/submit-plan"] = (200, case(version=6, actions=[]))
    form = desk.page.locator(FORM)
    form.locator('[name="finding_1"]').select_option("upheld")
    form.locator('[name="wish_1"][value="met"]').check(force=True)
    form.locator(".desk-fold > summary").click()
    for name in WORDS:
        form.locator(f'[name="{name}"]').fill(f"{name} 的内容")
    assert form.locator('[name="tasks.0.department"]').input_value() == "repairs"
    fill_step(desk, 0, "停用二号梯", "2026-12-01T09:00")
    form.locator('[data-add="tasks"]').click()
    fill_step(desk, 1, "多余的一步", "2026-12-01T10:00")
    form.locator('[data-add="tasks"]').click()
    fill_step(desk, 2, "更换门锁", "2026-12-01T18:00")
    form.locator('[name="tasks.2.physical"]').check(force=True)
    form.locator('[data-remove="1"]').click()
    assert form.locator('[name="tasks.1.words"]').input_value() == "更换门锁"
    form.locator('[name="tasks.1.after"]').fill("1")
    form.locator('[name="cost_yuan"]').fill("600")
    form.locator('[name="source"]').select_option("service_fee")
    form.locator('[name="finish_due"]').fill("2026-12-02T18:00")
    send(desk, "submit-plan")
    desk.page.locator(".desk-note--done").wait_for()
    ((body, _),) = desk.door.asked("POST", f"{HERE}/submit-plan")
    assert body is not None
    step: Json = {"words": "停用二号梯", "department": "repairs", "assignee": "wu.lei", "due": "2026-12-01T09:00", "physical": False}
    then = step | {"words": "更换门锁", "due": "2026-12-01T18:00", "physical": True, "after": "1"}
    assert body["tasks"] == [step, then]
    assert (body["cost_yuan"], body["source"], body["finish_due"], body["finding_1"], body["wish_1"]) == (
        600,
        "service_fee",
        "2026-12-02T18:00",
        "upheld",
        "met",
    )
    assert "resources" not in body
    assert desk.complaints() == []


def test_a_small_matter_is_planned_by_one_tap_and_two_choices(open_desk: Opening, policy: Policy) -> None:
    form_of = plan_form(policy, category="facility_repair", sub_issue="blocked_drain")
    desk = shown(open_desk, case(version=5, actions=[form_of]))
    desk.door.answers[f"{HERE}/submit-plan"] = (200, case(version=6, actions=[]))
    form = desk.page.locator(FORM)
    assert not form.locator('[name="cause"]').is_visible()
    form.locator('[name="finding_1"]').select_option("upheld")
    form.locator('[name="wish_1"][value="met"]').check(force=True)
    form.locator('[data-ready="drain_clearing"]').click()
    assert "已按“疏通下水管道”填好" in form.inner_text()
    send(desk, "submit-plan")
    desk.page.locator(".desk-note--done").wait_for()
    ((body, _),) = desk.door.asked("POST", f"{HERE}/submit-plan")
    assert body is not None
    steps = policy.playbooks["drain_clearing"].steps
    assert [one["words"] for one in body["tasks"]] == [step.name.zh for step in steps]
    assert {one["assignee"] for one in body["tasks"]} == {"li.wei"}
    assert {one["due"] for one in body["tasks"]} == {body["finish_due"]}
    assert body["finish_due"].endswith("T18:00")
    assert body["solution"] == "疏通下水管道"
    assert "cause" not in body
    assert desk.complaints() == []


def test_what_is_wrong_in_a_folded_field_is_not_folded_away(open_desk: Opening, policy: Policy) -> None:
    desk = shown(open_desk, case(actions=[plan_form(policy)]))
    fold = desk.page.locator(f"{FORM} .desk-fold")
    fold.locator("summary").click()
    fold.locator('[name="payment_yuan"]').fill("一百")
    fold.locator("summary").click()
    assert not fold.locator('[name="payment_yuan"]').is_visible()
    send(desk, "submit-plan")
    assert fold.locator('[name="payment_yuan"]').is_visible()
    assert "整数金额" in fold.inner_text()


def test_what_is_missing_in_a_step_is_said_at_the_step(open_desk: Opening, policy: Policy) -> None:
    desk = shown(open_desk, case(actions=[plan_form(policy)]))
    send(desk, "submit-plan")
    said = desk.page.locator(f"{FORM} .hy-errors")
    assert said.locator('a[href="#submit-plan-tasks.0.words"]').count() == 1
    assert said.locator('a[href="#submit-plan-tasks.0.certificate"]').count() == 0
    desk.page.locator(f'{FORM} [name="cost_yuan"]').fill("六百")
    send(desk, "submit-plan")
    assert "整数金额" in desk.page.locator(f"{FORM} .hy-errors").inner_text()
    assert desk.door.asked("POST", f"{HERE}/submit-plan") == []


def test_a_refusal_of_the_door_is_shown_at_the_step_it_names(open_desk: Opening, policy: Policy) -> None:
    (raising,) = [one for one in LEVELS if one.command == "raise-level"]
    found = a_case(policy, register(policy))
    desk = shown(open_desk, case(actions=[described("raise-level", raising.fields(found, staff(policy, "lin.jing"), policy))]))
    form = desk.page.locator('form[data-command="raise-level"]')
    form.locator('[name="reasons"][value="M2"]').check(force=True)
    form.locator('[name="reasons"][value="M6"]').check(force=True)
    form.locator('[name="note"]').fill("有人受伤，记者在场")
    desk.door.answers[f"{HERE}/raise-level"] = (400, refusal("level_stands", "级别已经是这样。", "It is so already.", field="reasons"))
    send(desk, "raise-level")
    assert form.locator("#raise-level-reasons .hy-err").inner_text().endswith("级别已经是这样。")
    ((body, _),) = desk.door.asked("POST", f"{HERE}/raise-level")
    assert body is not None
    assert body["reasons"] == ["M2", "M6"]


def test_the_case_shows_its_points_plan_and_steps(open_desk: Opening, policy: Policy) -> None:
    steps = (a_task(), a_task(words="清洁井道", department="environment", assignee="ma.hui"))
    history = a_history(
        policy,
        register(policy),
        triage(policy, severity=2, urgency=2),
        accept(policy),
        submit(policy, tasks=steps, cost_yuan=900),
    )
    waiting = fold(history)
    found = case(
        points=points_view(waiting, policy),
        plan=plan_view(waiting, history, policy),
        tasks=tasks_view(waiting, history, policy),
        actions=[],
    )
    page = shown(open_desk, found).page
    plan = page.locator("#desk-plan").inner_text()
    for part in ("900 元", "物业费", "部门负责人", "环境部负责人", "还没有人同意", "整体更换门锁装置。", "门锁装置一套", "第 1 版"):
        assert part in plan, part
    assert "成立" in page.locator("#desk-points").inner_text()
    assert "2. 清洁井道" in page.locator("#desk-tasks").inner_text()
