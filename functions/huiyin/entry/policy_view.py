"""The policy as a client needs it: what may be sent now, under which names."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from huiyin.entry.sentences import both, both_or_none
from huiyin.policy.schema import Category, Community, Consent, Phrase, Policy, Tile

_FRESH_S = 300


def policy_view(policy: Policy) -> dict[str, Any]:
    """Everything a form is made of. Names of staff and hint words stay inside."""
    charter = policy.charter
    return {
        "edition": charter.edition,
        "language_default": "zh",
        "categories": [_category(code, one) for code, one in policy.categories.items()],
        "tiles": [_tile(code, one) for code, one in policy.tiles.items()],
        "communities": [_community(code, one) for code, one in policy.communities.items() if not one.closed],
        "channels": [
            {"code": code, "name": both(one.name), "how": both(one.how), "open": both(one.open), "online": one.online}
            for code, one in policy.channels.items()
        ],
        "kinds": _named(charter.kinds),
        "submitters": _named(policy.submitters),
        "contact_ways": _named(policy.contact_ways),
        "needs": _named(policy.needs),
        "urgencies": [{"value": grade, "name": both(name)} for grade, name in policy.promises.urgencies.items()],
        "limits": asdict(policy.limits),
        "consents": [_consent(code, one) for code, one in policy.consents.items()],
        "phone": {"emergency": charter.emergency_phone, "duty": charter.duty_phone},
    }


def tag_of(view: Mapping[str, Any]) -> str:
    """The ETag of an answer: changes when anything in it does."""
    text = json.dumps(view, ensure_ascii=False, sort_keys=True)
    return f'"{sha256(text.encode("utf-8")).hexdigest()[:32]}"'


def freshness() -> str:
    """How long a client may keep it."""
    return f"public, max-age={_FRESH_S}"


def _named(phrases: Mapping[str, Phrase]) -> list[dict[str, Any]]:
    return [{"code": code, "name": both(phrase)} for code, phrase in phrases.items()]


def _tile(code: str, tile: Tile) -> dict[str, Any]:
    return {
        "code": code,
        "name": both(tile.name),
        "icon": tile.icon,
        "categories": list(tile.categories),
        "sub_issues": list(tile.sub_issues),
    }


def _consent(code: str, consent: Consent) -> dict[str, Any]:
    return {
        "code": code,
        "field": "consent" if consent.needed else f"consent_{code}",
        "edition": consent.edition,
        "needed": consent.needed,
        "text": both(consent.text),
    }


def _category(code: str, category: Category) -> dict[str, Any]:
    return {
        "code": code,
        "name": both(category.name),
        "sub_issues": [
            {
                "code": sub,
                "name": both(issue.name),
                "questions": [both(question) for question in issue.questions],
                "emergency": both_or_none(issue.emergency),
            }
            for sub, issue in category.sub_issues.items()
        ],
    }


def _community(code: str, community: Community) -> dict[str, Any]:
    return {
        "code": code,
        "name": both(community.name),
        "buildings": [{"code": one, "name": both(building.name)} for one, building in community.buildings.items()],
        "common_areas": _named(community.common_areas),
        "assets": [
            {"code": one, "name": both(asset.name), "building": asset.building, "kind": asset.kind}
            for one, asset in community.assets.items()
        ],
    }
