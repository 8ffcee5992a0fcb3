"""A function is added as the recipe says: it stands in the template, the local stack deploys it and wakes it, no step can be left out."""

from pathlib import Path

import pytest

from house.recipe_walk import Walk, above

ENTRY = '''"""CountWaiting: every night, count the cases whose clock has come."""

from typing import Any

from huiyin.entry import wiring
from huiyin.entry.moments import scheduled_at

Json = dict[str, Any]
_MOST = 100


def handler(event: Json, context: Any) -> Json:
    """Count the cases that wait for a clock, a hundred at most.

    Policy: 5.3
    event: {"at": moment}. Returns: {"cases": how many}.
    """
    return {"cases": len(wiring.case_store().due(scheduled_at(event), _MOST))}
'''
MIRROR = '''"""CountWaiting: the schedule of the template wakes it, and it counts what waits."""

from datetime import UTC, datetime, timedelta
from typing import Any

from neighbours import Owner


def test_a_case_whose_clock_has_come_is_counted(stack: Any) -> None:
    assert Owner(stack.url).report().status == 201
    (woken,) = [one for one in stack.cloud.of_type("AWS::Scheduler::Schedule") if "CountWaiting" in str(one.properties["Target"]["Arn"])]
    assert woken.properties["ScheduleExpressionTimezone"] == "Asia/Shanghai"
    late = datetime.now(UTC) + timedelta(days=30)
    assert stack.invoke("CountWaiting", {"at": late.isoformat()}) == {"cases": 1}
    stack.tick("CountWaiting", at=late)
'''
RESOURCE = """  CountWaiting:
    Type: AWS::Serverless::Function
    Properties:
      Handler: huiyin.entry.count_waiting.handler
      Description: Counts every night the cases that wait for a clock (policy 5.3).
      EventInvokeConfig: { MaximumRetryAttempts: 2,
        DestinationConfig: { OnFailure: { Type: SQS, Destination: !GetAtt DeadLetters.Arn } } }
      Policies:
        - Statement:
            - { Effect: Allow, Action: dynamodb:Query, Resource: !Sub "${CaseTable.Arn}/index/due" }
      Events:
        Nightly:
          Type: ScheduleV2
          Properties:
            { OmitName: true, ScheduleExpression: "cron(45 0 * * ? *)", ScheduleExpressionTimezone: Asia/Shanghai,
              Input: '{"at": "<aws.scheduler.scheduled-time>"}',
              RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 3600 },
              DeadLetterConfig: { Arn: !GetAtt DeadLetters.Arn } }

"""
RIGHT = '            - { Effect: Allow, Action: dynamodb:Query, Resource: !Sub "${CaseTable.Arn}/index/due" }\n'
SECTION = "  # ---- 5 letters ---"
TESTS = ("tests/entry/test_count_waiting.py", "tests/events", "tests/house/test_permissions.py", "tests/house/test_template.py")


def walked(root: Path) -> Walk:
    """The house with the new function."""
    walk = Walk("Add a function", root)
    walk.write(1, "functions/huiyin/entry/count_waiting.py", ENTRY)
    walk.write(1, "tests/entry/test_count_waiting.py", MIRROR)
    walk.change(2, "template.yaml", above(SECTION, RESOURCE))
    walk.change(
        3,
        "pyproject.toml",
        (
            '"huiyin.entry.sweep_deadlines", "huiyin.entry.watch_risk",\n    "huiyin.entry.write_report",',
            '"huiyin.entry.sweep_deadlines", "huiyin.entry.watch_risk",\n    "huiyin.entry.write_report", "huiyin.entry.count_waiting",',
        ),
        (
            '"huiyin.entry.sweep_deadlines", "huiyin.entry.watch_risk",\n]\nforbidden',
            '"huiyin.entry.sweep_deadlines", "huiyin.entry.watch_risk", "huiyin.entry.count_waiting",\n]\nforbidden',
        ),
    )
    walk.write(4, "tests/events/count_waiting.json", '{"at": "2026-11-23T16:45:00Z"}\n')
    walk.change(4, "tests/events/test_recorded_events.py", above('    "write_report": {', '    "count_waiting": {"cases": 0},\n'))
    walk.change(
        5,
        "tests/house/test_permissions.py",
        above('    "WriteReport": {(', '    "CountWaiting": {("sqs:SendMessage", "DeadLetters"): BY_LAMBDA},\n'),
        above("    for page in PAGES:\n        stack.boto", '    stack.tick("CountWaiting", MONDAY_9AM + timedelta(days=1))\n'),
    )
    return walk


def test_the_recipe_of_a_function_names_all_that_has_to_be_touched_and_nothing_else(tmp_path: Path) -> None:
    assert walked(tmp_path).left() == set()


@pytest.mark.long
@pytest.mark.timeout(1_500)
def test_a_function_is_added_as_the_recipe_says(tmp_path: Path) -> None:
    walk = walked(tmp_path)
    done = walk.make("check")
    assert done.returncode == 0, done.stdout + done.stderr
    done = walk.tests(*TESTS)
    assert done.returncode == 0, done.stdout + done.stderr


BOTH_WAYS = "test_every_entry_is_deployed_and_every_function_has_its_entry"
RECORDED = "test_every_function_has_its_recorded_event"
RIGHTS = "test_every_function_may_do_what_it_does"
NOTICING = {
    BOTH_WAYS: ("tests/house/test_template.py", "-k", BOTH_WAYS),
    RECORDED: ("tests/events/test_recorded_events.py", "-k", RECORDED),
    RIGHTS: ("tests/house/test_permissions.py",),
}
FORGOTTEN = {
    "functions/huiyin/entry/count_waiting.py": BOTH_WAYS,
    "template.yaml": BOTH_WAYS,
    "tests/events/test_recorded_events.py": RECORDED,
    "tests/house/test_permissions.py": RIGHTS,
}


@pytest.mark.long
@pytest.mark.timeout(1_500)
def test_no_step_of_a_function_can_be_forgotten(tmp_path: Path) -> None:
    walk = walked(tmp_path)
    for name, notices in FORGOTTEN.items():
        with walk.without(name):
            assert notices in walk.failed(*NOTICING[notices]), name
    with walk.without("tests/entry/test_count_waiting.py"):
        assert "test_every_module_has_its_mirror_among_the_tests" in walk.failed("tests/house/test_sources.py", "-k", "mirror")
    walk.change(2, "template.yaml", (RESOURCE, RESOURCE.replace(RIGHT, RIGHT.replace("index/due", "index/owed"))))
    assert {RIGHTS, "test_no_function_may_do_more_than_it_does"} <= walk.failed(TESTS[2])
