"""The router of both doors: path and method to a function, who may call it, and refusal to status and sentence."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from time import perf_counter
from typing import Any

from huiyin.core.commands import Actor
from huiyin.core.errors import NotAllowedNow, NotThere, NotYours, Refusal
from huiyin.entry import journal, sentences
from huiyin.entry.answers import Answer, Json, in_json
from huiyin.entry.lanes import Confided
from huiyin.entry.requests import Request
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Policy
from huiyin.store.cases import Stale
from huiyin.store.clients import will_pass
from huiyin.store.lane import LaneFailed

_STATUS = {
    "not_signed_in": 401,
    "body_too_large": 413,
    "unsupported_media_type": 415,
    "unsupported_charset": 415,
    "version_required": 428,
    "needs_check": 429,
    "slow_down": 429,
    "unavailable": 503,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One address. path: with {names}; roles: who may call it at all, never empty."""

    method: str
    path: str
    roles: frozenset[str]
    answer: Callable[[Request, Actor], Answer]


HandOver = Callable[[Mapping[str, Any]], Json]
ANYBODY = frozenset({"anybody"})
NOBODY = Actor(code="nobody", roles=ANYBODY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A table of routes and how callers are known. renew: called before each answer, with its moment; lane: who answers what is asked
    of guarded cases, None where their words can be opened."""

    routes: tuple[Route, ...]
    who: Callable[[Request], Actor]
    policy: Callable[[], Policy]
    renew: Callable[[datetime], None] = lambda now: None
    lane: HandOver | None = None

    def __call__(self, event: Mapping[str, Any]) -> Json:
        """Answer one gateway event. Never raises, never says more than a code and a sentence."""
        started, request, route = perf_counter(), Request.of(event, confided=self.lane is None), None
        try:
            try:
                route, answer = self._answer(request)
            except Confided:
                return self._handed_over(event, request)
        except Exception as error:  # noqa: BLE001 - the edge: whatever went wrong becomes an answer without detail
            journal.failed(error, request_id=request.request_id)
            answer = self._broken(request, error)
        if answer.code is not None:
            journal.count("Refused", code=answer.code)
        journal.note(
            "answered",
            request_id=request.request_id,
            route=f"{route.method} {route.path}" if route else "none",
            status=answer.status,
            code=answer.code,
            number=answer.number,
            ms=round((perf_counter() - started) * 1000),
        )
        return answer.as_event()

    def _handed_over(self, event: Mapping[str, Any], request: Request) -> Json:
        """The lane's answer as it is. How it went stands in the log of the lane, under the same id of the request."""
        if self.lane is None:
            raise LaneFailed
        answer = self.lane(event)
        journal.note("handed_over", request_id=request.request_id)
        return answer

    def _broken(self, request: Request, error: Exception) -> Answer:
        if isinstance(error, Stale | LaneFailed) or will_pass(error):
            return refused(Refusal("unavailable"), self.policy(), retry_after="60")
        return internal(request, self.policy())

    def _answer(self, request: Request) -> tuple[Route | None, Answer]:
        found = [(route, match) for route in self.routes if (match := _pattern(route.path).fullmatch(request.path))]
        self.renew(request.now)
        if not found:
            return None, refused(NotThere(), self.policy())
        for route, match in found:
            if route.method == request.method:
                return route, self._call(route, request.found_at(match.groupdict()))
        allow = ", ".join(sorted({route.method for route, _ in found}))
        return None, refused(Refusal("method_not_allowed"), self.policy(), status=405, allow=allow)

    def _call(self, route: Route, request: Request) -> Answer:
        try:
            # Before anybody is signed in there is nobody to know.
            actor = NOBODY if route.roles == ANYBODY else self.who(request)
            if not actor.roles & route.roles:
                raise NotYours
            return route.answer(request, actor)
        except Refusal as refusal:
            return refused(refusal, self.policy())


@cache
def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]{1,80})", re.escape(path)))


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal: by its code where that has one of its own, else by its place in the tree."""
    own = _STATUS.get(refusal.code)
    if own is not None:
        return own
    match refusal:
        # What is not yours answers like what is not there: a stranger learns nothing, and CloudFront keeps 403 for missing pages.
        case NotYours() | NotThere():
            return 404
        case NotAllowedNow():
            return 409
        case _:
            return 400


def waiting(refusal: Refusal) -> dict[str, str]:
    """The header that says after how many seconds to ask again, where the refusal knows it."""
    seconds = refusal.facts.get("retry_after")
    return {} if seconds is None else {"retry-after": str(seconds)}


def refused(refusal: Refusal, policy: Policy, *, status: int | None = None, **headers: str) -> Answer:
    """A refusal as JSON: code, field where one is to blame, the sentence in both languages, facts of ours."""
    value: Json = {"code": refusal.code}
    if refusal.field is not None:
        value["field"] = refusal.field
    value["message"] = sentences.refusal(refusal, policy)
    value |= sentences.facts_of(refusal, policy)
    found = status or status_of(refusal)
    if found == 401:
        headers["www_authenticate"] = "Bearer"
    headers |= {name.replace("-", "_"): text for name, text in waiting(refusal).items()}
    return in_json(found, value, code=refusal.code, **headers)


def internal(request: Request, policy: Policy) -> Answer:
    """Something broke on our side: the id under which we find it, nothing else."""
    message = sentences.word("refusals.internal", policy)
    return in_json(500, {"code": "internal", "message": message, "request_id": request.request_id}, code="internal")
