"""The group on the desk's page of a case: a member leads to its group, the group to its members, and nothing more."""

from tests.site.desk_actions import both
from tests.site.desk_answers import NUMBER, case
from tests.site.desk_door import Opening
from tests.site.desk_on_case import shown

GROUP, OTHER = "HY-2026-20000006", "HY-2026-30000007"
MERGED = both("已合并办理", "Handled together with others")


def test_a_member_leads_to_its_group(open_desk: Opening) -> None:
    desk = shown(open_desk, case(group={"number": GROUP, "incident": False, "members": [], "more": False}))
    section = desk.page.locator("#desk-group")
    assert section.locator("a").get_attribute("href") == f"#case={GROUP}"
    assert section.locator("li").count() == 0


def test_a_group_case_lists_its_members_and_says_when_there_are_more(open_desk: Opening) -> None:
    members = [{"number": OTHER, "state": "MERGED", "state_words": MERGED}]
    desk = shown(open_desk, case(group={"number": NUMBER, "incident": True, "members": members, "more": True}))
    section = desk.page.locator("#desk-group")
    assert section.locator("h2").inner_text() == "突发事件（群体件）"
    assert section.locator("li a").get_attribute("href") == f"#case={OTHER}"
    assert "已合并办理" in section.locator("li").inner_text()
    assert "还有更多成员" in section.inner_text()


def test_a_group_without_members_says_so(open_desk: Opening) -> None:
    desk = shown(open_desk, case(group={"number": NUMBER, "incident": False, "members": [], "more": False}))
    assert "没有还在合并办理的成员" in desk.page.locator("#desk-group").inner_text()


def test_an_ordinary_case_has_no_such_section(open_desk: Opening) -> None:
    assert shown(open_desk, case(group=None)).page.locator("#desk-group").count() == 0
