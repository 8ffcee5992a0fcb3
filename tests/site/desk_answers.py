"""Made-up answers of the staff's door, in the shapes that the door gives."""

from copy import deepcopy
from typing import Any

from tests.site.desk_actions import ADD, CLOSED, REGISTER, Json, both

NUMBER = "HY-2026-18720043"


def choice(name: str, label: Json, choices: list[tuple[str, Json]]) -> Json:
    """A field with its choices, as the door describes it."""
    made = [{"value": value, "name": said} for value, said in choices]
    return {"name": name, "label": label, "kind": "choice", "needed": False, "choices": made, "value": None, "follows": None}


HANDLER: Json = {
    **choice("handler", both("经办人", "Handler"), []),
    "kind": "person",
    "needed": True,
    "choices": [
        {"value": "wu.lei", "name": both("吴磊", "Wu Lei"), "group": "repairs", "group_words": both("工程部", "Repairs")},
        {"value": "xu.ming", "name": both("许明", "Xu Ming"), "group": "security", "group_words": both("秩序部", "Security")},
    ],
}

ME: Json = {
    "code": "lin.jing",
    "name": both("林静", "Lin Jing"),
    "roles": ["desk"],
    "role_words": both("客服登记", "Service desk"),
    "department": "desk",
    "department_words": both("客服部", "Service desk"),
    "filters": [
        choice("state", both("状态", "State"), [("RECEIVED", both("已接收", "Received")), ("TRIAGED", both("已受理", "Accepted"))]),
        choice("department", both("主办部门", "Department in charge"), [("repairs", both("工程部", "Repairs"))]),
        {**HANDLER, "name": "assignee", "needed": False},
    ],
    "bulk": [
        {"command": "assign-case", "name": both("改派", "Name another handler"), "open": True, "why": None, "fields": [HANDLER]},
        {"command": "add-fact", "name": both("补记", "Add a note"), "open": True, "why": None, "fields": ADD["fields"]},
    ],
    "views": [
        {"code": "to-accept", "name": both("待受理", "To accept")},
        {"code": "mine", "name": both("我的", "Mine")},
        {"code": "department", "name": both("本部门", "Department")},
        {"code": "due-today", "name": both("今日到期", "Due today")},
        {"code": "overdue", "name": both("超期", "Overdue")},
        {"code": "all", "name": both("全部", "All")},
    ],
}


def row(number: str = NUMBER, **other: Any) -> Json:
    """A row of the worklist."""
    return {
        "number": number,
        "state": "RECEIVED",
        "state_words": both("已接收", "Received"),
        "level": "GENERAL",
        "level_words": both("一般", "General"),
        "priority": "P2",
        "category": "elevator",
        "category_words": both("电梯", "Lifts"),
        "sub_issue_words": both("停运、频繁故障", "Out of service"),
        "building": "3",
        "building_words": both("3 号楼", "Building 3"),
        "lead": None,
        "lead_words": None,
        "assignee": None,
        "assignee_words": None,
        "due": "2026-11-26T10:12:00+08:00",
        "due_kind": "first_contact",
        "due_words": both("还剩 3 小时", "3 hours left"),
        "received_at": "2026-11-25T22:12:00+08:00",
        "overdue": False,
        "version": 1,
        **other,
    }


ROWS = [
    row(
        "HY-2026-30415926",
        priority="P1",
        category_words=both("水电气暖", "Water, power, gas, heating"),
        sub_issue_words=both("燃气泄漏或异味", "Gas leak or smell"),
        building_words=both("6 号楼", "Building 6"),
        assignee_words=both("李伟", "Li Wei"),
        lead_words=both("工程部", "Repairs"),
        state="TRIAGED",
        state_words=both("已受理", "Accepted"),
        level="MAJOR",
        level_words=both("重大", "Major"),
        due="2026-11-25T20:00:00+08:00",
        due_words=both("已超期 2 小时", "overdue by 2 hours"),
        overdue=True,
    ),
    row(),
    row(
        "HY-2026-27182818",
        priority="P3",
        category_words=both("噪音扰民", "Noise"),
        sub_issue_words=both("施工、装修噪声", "Building work"),
        building_words=both("1 号楼", "Building 1"),
        assignee_words=both("许明", "Xu Ming"),
        lead_words=both("秩序部", "Security"),
        state="INVESTIGATING",
        state_words=both("调查核实中", "Being looked into"),
        due="2027-01-05T18:00:00+08:00",
        due_kind="answer",
        due_words=both("还剩 5 个工作日", "5 working days left"),
    ),
    row(
        "HY-2026-16180339",
        priority="P4",
        category_words=None,
        sub_issue_words=None,
        building_words=None,
        due=None,
        due_kind=None,
        due_words=None,
    ),
]


def case(**other: Any) -> Json:
    """A case as its staff see it."""
    found = {
        **row(),
        "due": {"first_contact": "2026-11-26T10:12:00+08:00", "answer": "2026-12-02T18:00:00+08:00", "resolve": None},
        "kind": "complaint",
        "kind_words": both("投诉", "Complaint"),
        "channel_words": both("网站", "Web form"),
        "submitter_words": both("业主", "Owner"),
        "community_words": both("云锦花园", "Yunjin Garden"),
        "steward_words": both("方圆", "Fang Yuan"),
        "spot": "2 号梯",
        "matter": "2 号梯这个月已经停了三次。\n\n  昨晚 8 点又停在 7 楼，\n老人爬楼上去的。",
        "wish": "请查清原因，把日期告诉我们。",
        "occurred_at": "2026-11-25T20:00:00+08:00",
        "danger": False,
        "flags": [{"code": "repeat", "words": both("重复反映", "Repeat")}],
        "points": [],
        "edition": "2026.11",
        "first_contact_at": None,
        "timeline": [
            {
                "n": 1,
                "at": "2026-11-25T22:12:00+08:00",
                "type": "ComplaintReceived",
                "title": both("我们收到了您反映的问题", "We received your report"),
                "by": "owner",
                "by_words": both("业主", "Owner"),
                "words": None,
            }
        ],
        "evidence": [
            {"slot": "a", "state": "available", "name": both("照片 1", "Photo 1"), "url": "/assets/favicon.svg"},
            {"slot": "b", "state": "pending", "name": both("照片 2", "Photo 2"), "url": None},
            {"slot": "c", "state": "quarantined", "name": both("照片 3", "Photo 3"), "url": None},
        ],
        "identity": {"held": True, "anonymous": False, "masked": {"phone": "***", "email": None}},
        "reads": [],
        "actions": [REGISTER, ADD, CLOSED],
    }
    return deepcopy({**found, **other})


PERSON: Json = {
    "name": "陈示例",
    "phone": "138 0013 8000",
    "dial": [{"number": "+8613800138000", "extension": "", "shared": False}],
    "email": "chen@owner.example",
    "flat": "3 号楼 701",
    "contact_by": "phone",
    "version": 2,
}


def refusal(code: str, zh: str, en: str, **more: Any) -> Json:
    return {"code": code, "message": both(zh, en), **more}
