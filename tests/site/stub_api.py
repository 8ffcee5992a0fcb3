"""Answers of the API as architecture has them, given by the test browser itself; keeps what the pages sent."""

import json
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, Route

ASKS = "/api/challenge"
# Nothing to work for: the work has tests of its own.
CHALLENGE = {"challenge": f"1795399200.0.{'0' * 24}", "bits": 0}
NUMBER, CODE = "HY-2026-18720043", "7KQ4-M9XR-2B6T-VD8H"


def receipt(**facts: Any) -> dict[str, Any]:
    """A 201 of POST /api/complaints."""
    uploads = [{"url": "/_upload", "fields": {"key": f"incoming/18720043/{slot}-abc", "policy": "p"}} for slot in range(1, 10)]
    return {
        "number": NUMBER,
        "code": CODE,
        "received_at": "2026-11-25T10:00:00+08:00",
        "first_contact_due": "2026-11-26T10:00:00+08:00",
        "priority": "P3",
        "danger": False,
        "emergency": None,
        "promises": {"first_contact": {"zh": "11 月 26 日 10:00 前", "en": "by 26 November, 10:00"}},
        "evidence": {"upload": uploads},
    } | facts


TIMELINE = [
    {
        "n": 1,
        "at": "2026-11-24T08:12:00+08:00",
        "type": "ComplaintReceived",
        "title": {"zh": "我们收到了", "en": "Received"},
        "words": None,
    },
    {"n": 2, "at": "2026-11-24T10:05:00+08:00", "type": "CaseTriaged", "title": {"zh": "已受理", "en": "Taken up"}, "words": None},
]


def case(**facts: Any) -> dict[str, Any]:
    """A 200 of POST /api/track."""
    return {
        "number": NUMBER,
        "state": "TRIAGED",
        "state_words": {"zh": "已受理", "en": "Taken up"},
        "kind": "complaint",
        "category": "elevator",
        "category_words": {"zh": "电梯", "en": "Lifts"},
        "building_words": {"zh": "3 号楼", "en": "Building 3"},
        "spot": "2 号梯",
        "matter": "最近两周反复停运，<b>老人</b>出不了门。",
        "wish": "彻底检修",
        "received_at": "2026-11-24T08:12:00+08:00",
        "channel_words": {"zh": "网上反映", "en": "Online form"},
        "lead_words": {"zh": "工程部", "en": "Repairs"},
        "edition": "2026.11",
        "due": {"first_contact": "2099-11-25T08:12:00+08:00", "answer": "2099-12-01T08:12:00+08:00", "resolve": None},
        "first_contact_at": None,
        "next_step": {"zh": "已经分级，确定了主办部门和期限。", "en": "Assessed; lead and dates are set."},
        "timeline": TIMELINE,
        "evidence": [
            {"slot": "1", "state": "pending", "name": {"zh": "照片 1", "en": "Photo 1"}, "url": None},
            {"slot": "2", "state": "available", "name": {"zh": "照片 2", "en": "Photo 2"}, "url": "/assets/favicon.svg"},
        ],
        "reads": [
            {
                "at": "2026-11-24T11:00:00+08:00",
                "role_words": {"zh": "经办人", "en": "Handler"},
                "reason_words": {"zh": "联系业主核实情况", "en": "To contact the owner"},
            }
        ],
        "can": ["add", "reads"],
    } | facts


def refusal(code: str, field_name: str | None = None) -> dict[str, Any]:
    """A 4xx of any door."""
    return {"code": code, "field": field_name, "message": {"zh": f"请核对（{code}）。", "en": f"Please check ({code})."}}


# What pages ask for by themselves, while a test says nothing else.
_UNASKED: dict[str, list[tuple[int, Any]]] = {ASKS: [(200, CHALLENGE)], "/api/notices": [(200, {"notices": []})]}


@dataclass
class StubApi:
    """Set `answers[path]` to a list of (status, body); the last one stays. status 0: the connection breaks."""

    answers: dict[str, list[tuple[int, Any]]] = field(default_factory=dict)
    got: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)
    uploads: list[bytes] = field(default_factory=list)
    upload_status: list[int] = field(default_factory=lambda: [204])

    def on(self, page: Page) -> "StubApi":
        """Answer this page's calls."""
        page.route("**/api/**", self._answer)
        page.route("**/_upload", self._take)
        return self

    def sent(self, path: str) -> list[Any]:
        """The bodies that were sent to a path."""
        return [body for at, _, body in self.got if at == path]

    def _answer(self, route: Route) -> None:
        request = route.request
        path = "/api/" + request.url.split("/api/", 1)[1]
        self.got.append((path, request.headers, json.loads(request.post_data or "null")))
        queue = self.answers.get(path) or _UNASKED.get(path.partition("?")[0]) or self.answers[path]
        status, body = queue.pop(0) if len(queue) > 1 else queue[0]
        if status == 0:
            route.abort()
        else:
            route.fulfill(status=status, content_type="application/json", body=json.dumps(body, ensure_ascii=False))

    def _take(self, route: Route) -> None:
        self.uploads.append(route.request.post_data_buffer or b"")
        status = self.upload_status.pop(0) if len(self.upload_status) > 1 else self.upload_status[0]
        route.fulfill(status=status, body="")
