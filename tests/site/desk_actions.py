"""Made-up actions of a case page, in the shapes that the staff's door gives."""

from typing import Any

Json = dict[str, Any]


def both(zh: str, en: str) -> Json:
    return {"zh": zh, "en": en}


def choice(value: Any, zh: str, en: str, **more: str) -> Json:
    return {"value": value, "name": both(zh, en), **more}


REGISTER: Json = {
    "command": "register-case",
    "name": both("登记", "Register"),
    "open": True,
    "why": None,
    "fields": [
        {
            "name": "identity_check",
            "label": both("怎么核对的身份", "How the identity was checked"),
            "kind": "choice",
            "needed": True,
            "choices": [
                choice("called", "回拨电话核对", "Called back"),
                choice("in_person", "当面核对", "In person"),
                choice("none", "无法核对", "Not possible"),
            ],
            "value": None,
        }
    ],
}

TRIAGE: Json = {
    "command": "triage-case",
    "name": both("分级分派", "Triage"),
    "open": True,
    "why": None,
    "fields": [
        {
            "name": "category",
            "label": both("类别", "Category"),
            "kind": "choice",
            "needed": True,
            "choices": [choice(f"c{n}", f"类别 {n}", f"Category {n}") for n in range(6)]
            # a department has the same name
            + [choice("security", "秩序与安全", "Security"), choice("elevator", "电梯", "Lifts")],
            "value": "elevator",
        },
        {
            "name": "sub_issue",
            "label": both("具体问题", "What exactly"),
            "kind": "choice",
            "needed": True,
            "choices": [
                choice("entrapment", "困人", "Entrapment", group="elevator"),
                choice("out_of_service", "停运、频繁故障", "Out of service", group="elevator"),
                choice("plants", "枯死缺株", "Dead plants", group="c1"),
            ],
            "value": None,
            "follows": "category",
        },
        {
            "name": "severity",
            "label": both("严重程度", "Severity"),
            "kind": "choice",
            "needed": True,
            "choices": [choice(n, f"程度 {n}", f"Severity {n}") for n in (4, 3, 2, 1)],
            "value": 3,
        },
        {
            "name": "lead",
            "label": both("主办部门", "Lead"),
            "kind": "choice",
            "needed": True,
            "choices": [choice("repairs", "工程部", "Repairs"), choice("security", "秩序部", "Security")],
            "value": None,
        },
        {
            "name": "handler",
            "label": both("经办人", "Handler"),
            "kind": "person",
            "needed": True,
            "choices": [
                choice("li.wei", "李伟", "Li Wei", group="repairs"),
                choice("wu.lei", "吴磊", "Wu Lei", group="repairs"),
                choice("xu.ming", "许明", "Xu Ming", group="security"),
            ],
            "value": None,
            "follows": "lead",
        },
    ],
}

ACCEPT: Json = {
    "command": "accept-case",
    "name": both("接手", "Accept"),
    "open": True,
    "why": None,
    "fields": [
        {
            "name": "no_interest",
            "label": both("我与本件无利害关系", "I have no interest in this case"),
            "kind": "check",
            "needed": True,
            "choices": None,
            "value": None,
        }
    ],
}

CONTACT: Json = {
    "command": "log-contact",
    "name": both("登记联系情况", "Log a contact"),
    "open": True,
    "why": None,
    "fields": [
        {
            "name": "way",
            "label": both("方式", "How"),
            "kind": "choice",
            "needed": True,
            "choices": [choice("phone", "电话", "Phone"), choice("visit", "当面", "In person")],
            "value": "phone",
        },
        {
            "name": "outcome",
            "label": both("结果", "Outcome"),
            "kind": "choice",
            "needed": True,
            "choices": [choice("reached", "联系上了", "Reached"), choice("tried", "没有联系上", "Tried")],
            "value": None,
        },
        {"name": "note", "label": both("说了什么", "What was said"), "kind": "long", "needed": True, "choices": None, "value": None},
        {
            "name": "convenient",
            "label": both("方便的时间", "Convenient times"),
            "kind": "text",
            "needed": False,
            "choices": None,
            "value": None,
        },
    ],
}

ADD: Json = {
    "command": "add-fact",
    "name": both("补充情况", "Add a fact"),
    "open": True,
    "why": None,
    "fields": [{"name": "note", "label": both("情况", "Fact"), "kind": "long", "needed": True, "choices": None, "value": None}],
}

CLOSED: Json = {
    "command": "submit-plan",
    "name": both("提交方案", "Submit a plan"),
    "open": False,
    "why": {"code": "not_yet", "message": both("这一步还没有开放。", "This step is not open yet.")},
    "fields": [],
}
