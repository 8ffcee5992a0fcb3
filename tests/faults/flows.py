"""All flows by name, as `make faults` plays them; how to add one.

A flow is a row: what comes before, which part is struck, who may come in between, and which logs are right in the end. To add one:

    Flow(
        "urge",
        before=taken_up,                                    # a stage of course.py, done once and kept
        act=urged,                                          # def urged(scene): scene.act("urge", note=NOTE) and follow_up(scene)
        rival=add_too,                                      # the owner adds something from another window
        expected=((*TAKEN_UP, "CaseUrged"),),
        with_rival=anywhere((*TAKEN_UP, "CaseUrged"), "FactAdded", after=len(TAKEN_UP)),
        proves="the owner urges once, and both who answer for it hear of it",
        strikes=BRIEF,
    )

in the file of its chapter, whose tuple stands below. `python -m tests.faults --flow urge` plays it alone. A staff command or an act of
an owner takes the same calls as others: BRIEF. A function of its own, or a path of calls that no flow takes: THOROUGH. What goes from
case to case: CHAIN. A clock or a schedule: a `before` that sets `scene.world.now`, and an act that calls `scene.world.sweep(at)`;
another function of a schedule: `scene.world.tick("ItsName", at)`.
"""

from tests.faults.clock_flows import CLOCK_FLOWS
from tests.faults.course_flows import COURSE
from tests.faults.desk_flows import AT_THE_DESK
from tests.faults.group_flows import GROUPS
from tests.faults.intake_flows import INTAKE

FLOWS = (*INTAKE, *COURSE, *GROUPS, *CLOCK_FLOWS, *AT_THE_DESK)
BY_NAME = {flow.name: flow for flow in FLOWS}
