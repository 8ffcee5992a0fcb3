"""The workbook of an estate of its own: two communities, its people and some households, all of it sound."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from openpyxl import Workbook

from huiyin.core.cells import Cell
from huiyin.core.sheets import Grid
from huiyin.policy import released_policy

Rows = list[dict[str, Any]]
Book = dict[str, Rows]
_ROLES = ("manager", "quality", "company", "confid", "analyst", "auditor", "admin", "duty_manager", "triage", "desk")


def book() -> Book:
    """By sheet, its rows by column code. Departments and their codes are those that the matters of the release name."""
    departments = list(released_policy().departments.departments)
    people: Rows = []
    for number, code in enumerate(departments):
        for place, duty in enumerate(("lead", "deputy")):
            roles = ["dept_lead", "handler", *(["duty", "steward"] if number == 0 else []), *_ROLES[2 * number : 2 * number + 2]]
            people.append(person(f"{code}.{duty}", code, roles if place == 0 else ["dept_lead", "handler"]))
    # Those who bring it stay in it.
    bringers = (("jiang.bo", "manager"), ("luo.han", "duty_manager"), ("pan.rui", "admin"))
    people += [person(one, "management", [role]) for one, role in bringers]
    return {
        "communities": [{"community": "binjiang", "zh": "滨江苑", "en": "Riverside"}, {"community": "old", "zh": "旧苑", "en": "Old"}],
        "buildings": [
            building("binjiang", "t1", "1 栋", 60) | {"steward": "desk.lead"},
            building("binjiang", "t2", "2 栋", 48),
            building("old", "o1", "甲楼", 12),
        ],
        "common_areas": [{"community": "binjiang", "area": "hall", "zh": "大堂", "en": "Hall"}],
        "assets": [asset("t1_lift1", "1 栋 1 号梯", "t1", "电梯"), asset("hall_gate", "大堂门禁", "hall", "gate")],
        "departments": [department(code) for code in departments],
        "staff": people,
        "roster": [turn(day) for day in ("周一", "周二", "Wednesday", "4", "周五")],
        "certificates": [{"staff": "repairs.lead", "kind": "电梯作业证", "until": date(2029, 6, 30)}],
        "households": [
            household("t1", "1 单元", "1502", "王芳", phone="13800138000", email="wang@example.com"),
            household("t1", "1 单元", "1502", "李强", relation="租户", phone="13900139000"),
            household("t1", "1 单元", "1503", "赵敏"),
            household("t2", "", "302", "孙丽", phone="0571-88880000"),
        ],
    }


def building(community: str, code: str, name: str, households: int) -> dict[str, Any]:
    """A building."""
    return {"community": community, "building": code, "zh": name, "en": code.upper(), "households": households, "floors": 12}


def asset(code: str, name: str, place: str, kind: str) -> dict[str, Any]:
    """A lift or a gate of the first community."""
    return {"community": "binjiang", "asset": code, "zh": name, "en": code, "place": place, "kind": kind}


def department(code: str) -> dict[str, Any]:
    """A department with its head and deputy."""
    return {
        "department": code,
        "zh": f"{code} 部",
        "en": code,
        "lead": f"{code}.lead",
        "deputy": f"{code}.deputy",
        "mailbox": f"{code}@bj.example",
    }


def turn(weekday: str) -> dict[str, Any]:
    """A turn of duty by day."""
    return {"weekday": weekday, "opens": time(8), "closes": time(20), "staff": "desk.lead"}


def person(code: str, department: str, roles: Sequence[str]) -> dict[str, Any]:
    """A colleague."""
    return {
        "staff": code,
        "zh": f"员工{code}",
        "en": code.title(),
        "email": f"{code}@bj.example",
        "roles": "、".join(roles),
        "department": department,
    }


def household(building: str, unit: str, room: str, name: str, **more: str) -> dict[str, Any]:
    """Somebody who lives in a flat of the first community."""
    return {"community": "binjiang", "building": building, "unit": unit, "room": room, "person": name, "relation": "业主", **more}


def grids(made: Mapping[str, Rows], language: str = "zh") -> tuple[Grid, ...]:
    """The sheets as a reader would give them."""
    sheets = released_policy().estate.sheets
    names = {code: sheets[code].name.of("en" if language == "en" else "zh") for code in made}
    return tuple(Grid(name=names[code], rows=_rows(code, rows, language)) for code, rows in made.items())


def _rows(code: str, rows: Rows, language: str) -> list[list[Cell]]:
    columns = released_policy().estate.sheets[code].columns
    head: list[Cell] = [one.name.of("en" if language == "en" else "zh") + ("*" if one.needed else "") for one in columns.values()]
    return [head, *([row.get(name) for name in columns] for row in rows)]


def xlsx(made: Mapping[str, Rows]) -> bytes:
    """The workbook as a file, written by another library than the one that reads it."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for grid in grids(made):
        page = workbook.create_sheet(grid.name)
        for row in grid.rows:
            page.append(list(row))
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()
