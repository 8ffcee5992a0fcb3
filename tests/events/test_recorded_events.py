"""One recorded event for each function of the template, as AWS sends it, and what the function answers in an empty house."""

import json
from pathlib import Path
from typing import Any

import pytest

from infra.local.template import load_yaml

EVENTS = Path(__file__).parent
RESOURCES = load_yaml(EVENTS.parents[1] / "template.yaml")["Resources"]
# Logical id -> the module of its handler, which is the name of its event.
FUNCTIONS = {
    name: resource["Properties"]["Handler"].split(".")[-2]
    for name, resource in RESOURCES.items()
    if resource["Type"] == "AWS::Serverless::Function"
}
NOTHING_TO_REPEAT = {"batchItemFailures": []}
ANSWERS: dict[str, Any] = {
    "owner_api": 200,
    "staff_api": 401,
    "confidential_lane": 401,
    "estate_api": 401,
    "follow_up": NOTHING_TO_REPEAT,
    "clean_evidence": NOTHING_TO_REPEAT,
    "keep_ledger": NOTHING_TO_REPEAT,
    "inbound_mail": NOTHING_TO_REPEAT,
    "mail_receipts": NOTHING_TO_REPEAT,
    "ring_alarm": NOTHING_TO_REPEAT,
    "sweep_deadlines": {"cases": 0, "letters": 0},
    "watch_risk": {"groups": 0},
    "send_digest": {"letters": 0},
    "publish_root": {"day": "2026-11-23", "cases": 0},
    "write_report": {"months": {"2026-11": 0}},
    "archive_cases": {"archived": 0},
}


@pytest.mark.parametrize("name", sorted(FUNCTIONS), ids=sorted(FUNCTIONS))
def test_a_function_answers_its_recorded_event(stack: Any, name: str) -> None:
    event = json.loads((EVENTS / f"{FUNCTIONS[name]}.json").read_text(encoding="utf-8"))
    answer = stack.invoke(name, event)
    assert answer.get("statusCode", answer) == ANSWERS[FUNCTIONS[name]]


def test_every_function_has_its_recorded_event() -> None:
    assert set(FUNCTIONS.values()) == set(ANSWERS)
