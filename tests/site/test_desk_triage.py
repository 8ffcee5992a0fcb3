"""Before a triage is sent its form shows the priority that the core will give."""

from itertools import product

from builders import a_case, a_complaint, triage
from huiyin.core.triage import level_of, priority_of
from huiyin.policy.schema import Policy
from tests.site.desk_actions import Json, both, choice
from tests.site.desk_answers import case
from tests.site.desk_door import Opening
from tests.site.desk_on_case import shown

SET = """([severity, urgency, level]) => {
  const form = document.querySelector('form[data-command="triage-case"]');
  Object.entries({ severity, urgency, level }).forEach(([name, value]) => { form.elements[name].value = value; });
  form.dispatchEvent(new Event("change"));
  return form.querySelector(".desk-priority").textContent;
}"""
GUARDED = [{"code": "sensitive", "words": both("保密", "Confidential")}]


def grade(name: str, *values: int | str) -> Json:
    choices = [choice(value, f"{value}", f"{value}") for value in values]
    return {"name": name, "label": both(name, name), "kind": "choice", "needed": True, "choices": choices, "value": None}


TRIAGE: Json = {
    "command": "triage-case",
    "name": both("分级分派", "Triage"),
    "open": True,
    "why": None,
    "fields": [grade("severity", 4, 3, 2, 1), grade("urgency", 4, 3, 2, 1), grade("level", "general", "major")],
}


def test_the_form_shows_the_priority_that_the_core_gives_for_all_grades(open_desk: Opening, policy: Policy) -> None:
    for guarded in (False, True):
        page = shown(open_desk, case(actions=[TRIAGE], flags=GUARDED if guarded else [])).page
        assert not page.locator(".desk-priority").is_visible()
        for severity, urgency, level in product((1, 2, 3, 4), (1, 2, 3, 4), ("general", "major")):
            ask = triage(policy, severity=severity, urgency=urgency, level=level)
            given = priority_of(a_case(policy, complaint=a_complaint(sensitive=guarded)), ask, level_of(ask, policy)[0], policy)
            assert given in page.evaluate(SET, [str(severity), str(urgency), level]), (guarded, severity, urgency, level)
