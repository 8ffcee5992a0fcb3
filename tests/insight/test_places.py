"""The form offers the places that are in force: those of the release, and from a workbook on those of the estate."""

from typing import Any

import pytest

from core.test_estate import brought
from estate import book
from huiyin.insight.places import PAGES, offer_places, places
from huiyin.policy.in_force import with_estate
from huiyin.policy.schema import Language, Policy


class Site:
    """Pages by their key, as the store of figures fills them."""

    def __init__(self) -> None:
        self.filled: dict[tuple[str, str], str] = {}

    def fill_page(self, key: str, html: str, *, slot: str = "figures") -> bool:
        self.filled[key, slot] = html
        return True


def of_an_estate(policy: Policy) -> Policy:
    made = book()
    del made["households"]
    return with_estate(policy, brought(policy, made).tables)


def test_one_community_is_no_choice_and_its_places_are(policy: Policy) -> None:
    html = places(policy, "zh")
    assert '<input type="hidden" name="community" value="yunjin">' in html
    assert '<option value="b3">3 号楼</option>' in html
    assert '<optgroup label="公共区域">' in html
    assert "\n\n" not in html


@pytest.mark.parametrize(("language", "name"), [("zh", "滨江苑 · 楼栋"), ("en", "Riverside · Buildings")])
def test_several_are_chosen_and_what_is_closed_is_not_offered(policy: Policy, language: Language, name: str) -> None:
    html = places(of_an_estate(policy), language)
    assert f'<optgroup label="{name}">' in html
    assert '<option value="binjiang">' in html
    assert "yunjin" not in html
    assert "hidden" not in html


def test_a_name_is_a_name_and_no_markup(policy: Policy) -> None:
    made = book()
    made["buildings"][0]["zh"] = '<b>"1"'
    del made["households"]
    assert "&lt;b&gt;&#34;1&#34;" in places(with_estate(policy, brought(policy, made).tables), "zh")


def test_the_form_of_each_language_is_filled(policy: Policy) -> None:
    site: Any = Site()
    offer_places(site, policy)
    assert list(site.filled) == [(page, "places") for _, page in PAGES]
