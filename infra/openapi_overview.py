"""The overview of the desk, as the document of the API describes it."""

from __future__ import annotations

from infra.openapi_shapes import MOMENT, TEXT, WHOLE, WORDS, YES, Json, exactly, many, maybe, ref


def overview() -> dict[str, Json]:
    """Figures of the open work, each with the list that it counts."""
    count: Json = {"type": "integer", "minimum": 0}
    listed = exactly(view=TEXT, optional={"department": TEXT, "assignee": TEXT, "state": TEXT, "priority": TEXT, "age": TEXT})
    load: dict[str, Json] = {
        "open": count,
        "overdue": count,
        "pressing": count,
        "median_min": maybe(count),
        "median_words": maybe(WORDS),
        "longest_min": maybe(count),
        "longest_words": maybe(WORDS),
        "list": maybe(ref("DeskList")),
        "overdue_list": maybe(ref("DeskList")),
    }
    return {
        "DeskList": listed,
        "Overview": exactly(
            as_of=MOMENT,
            department=maybe(TEXT),
            department_words=maybe(WORDS),
            most=WHOLE,
            more=YES,
            now=many(exactly(code=TEXT, count=count, list=ref("DeskList"))),
            handlers=many(exactly(handler=TEXT, handler_words=WORDS, department_words=maybe(WORDS), **load)),
            ages=many(exactly(age=TEXT, age_words=WORDS, **load)),
            stages=many(exactly(state=TEXT, state_words=WORDS, **load)),
            departments=many(exactly(department=TEXT, department_words=maybe(WORDS), **load)),
        ),
    }
