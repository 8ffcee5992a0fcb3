"""What everybody may read of an incident that runs, and what an owner is told of the others with whom his matter is handled."""

from datetime import timedelta
from typing import Any

from huiyin.core.apart import is_running
from huiyin.core.case import Case
from huiyin.core.commands import Actor, GroupSeen
from huiyin.core.events import Event, IncidentEnded, IncidentUpdated
from huiyin.deskwork import Desk, seen_of
from huiyin.entry import sentences, wiring
from huiyin.entry.answers import Answer, in_json
from huiyin.entry.bodies import Body
from huiyin.entry.fields import Fields
from huiyin.entry.requests import Request
from huiyin.groupwork import about_the_same
from huiyin.policy import load_policy
from huiyin.policy.records import dataclass
from huiyin.policy.schema import Policy
from huiyin.store.cases import History

Json = dict[str, Any]
# As long as that a browser need not ask again: an incident is told of every two hours.
_FRESH_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """What an owner is told of the group about his matter. about: the one that he may join; view: None when there is none."""

    about: GroupSeen | None = None
    view: Json | None = None


ALONE = Together()


def show_notices(request: Request, actor: Actor) -> Answer:
    """The incidents that run about one matter, so that nobody has to report what is known.

    Policy: 1.2
    sub_issue, building, community of the query: as the form has them. Nothing that anybody reported is told.
    """
    policy = load_policy()
    community, sub_issue, place = read_matter(Fields(Body(values=request.query, form=True)), policy)
    desk = Desk(store=wiring.case_store(), policy=policy, now=request.now)
    since = desk.now - timedelta(days=policy.measures.groups.window_d)
    found = desk.store.groups_about(community, sub_issue, place, since) if sub_issue is not None else ()
    notices = [notice_of(desk.loaded(group_id), desk) for group_id in found]
    return in_json(200, {"notices": [one for one in notices if one is not None]}, cache_control=f"public, max-age={_FRESH_S}")


def read_matter(fields: Fields, policy: Policy) -> tuple[str, str | None, str | None]:
    """Which matter is asked about: community, sub-issue and place. Without a sub-issue there is nothing to tell."""
    community = fields.code("community", policy.communities) or next(iter(policy.communities))
    known = {issue for category in policy.categories.values() for issue in category.sub_issues}
    places = {place for one in policy.communities.values() for place in (*one.buildings, *one.common_areas)}
    matter = (community, fields.code("sub_issue", known), fields.code("building", places, refusal="unknown_building"))
    fields.nothing_else()
    return matter


def notice_of(history: History, desk: Desk) -> Json | None:
    """What everybody may read of that incident; None when it is none, or runs no more.

    Policy: 1.2
    """
    case, policy = history.case, desk.policy
    group = case.handling.group
    if group is None or not is_running(case):
        return None
    return {
        "community": case.community,
        "sub_issue": case.sub_issue,
        "sub_issue_words": sentences.sub_issue(case.sub_issue, case.category, policy),
        "place_words": sentences.place(case.community, group.place, policy),
        "since": sentences.here(group.opened_at, policy),
        "said_at": sentences.here_or_none(group.said_at, policy),
        "next_update": sentences.here_or_none(group.update_due, policy),
        "words": _said(desk.store.open(history)) or sentences.word("labels.notice_known", policy),
    }


def _said(events: tuple[Event, ...]) -> sentences.Words | None:
    """What was told last, in Chinese where nobody wrote English."""
    told = next((event for event in reversed(events) if isinstance(event, IncidentUpdated | IncidentEnded)), None)
    return {"zh": told.words, "en": told.words_en or told.words} if told is not None else None


def together_with(case: Case, desk: Desk) -> Together:
    """What its owner is told of the group that his case is in, or that he may join. Nothing tells who else is in it.

    Policy: 1.2, 5.2
    """
    if case.handling.membership is not None and case.state == "MERGED":
        history = desk.loaded(case.handling.membership.group)
        return Together(view={"joined": True, "incident": is_running(history.case), "notice": notice_of(history, desk)})
    group = None if case.guarded or case.handling.gone else about_the_same(case, desk)
    if group is None:
        return Together()
    view = {"joined": False, "incident": is_running(group), "notice": notice_of(desk.loaded(group.case_id), desk)}
    return Together(about=seen_of(group), view=view)
