"""A code that leads nowhere is refused, with the codes that exist."""

from collections.abc import Callable

import pytest

from huiyin.policy import PolicyError

Spoil = Callable[[str, str, str], PolicyError]


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "said"),
    [
        (
            "taxonomy.toml",
            'department = "repairs"',
            'department = "repiars"',
            "categories.facility_repair.department",
            "Did you mean 'repairs'",
        ),
        (
            "taxonomy.toml",
            'department = "quality"',
            'department = "law"',
            "categories.security.sub_issues.guards_absent.department",
            "Allowed",
        ),
        ("taxonomy.toml", 'categories = ["noise"]', 'categories = ["noises"]', "tiles.noise.categories.0", "Did you mean 'noise'"),
        ("taxonomy.toml", 'categories = ["noise"]', 'categories = ["other"]', "tiles", "no tile leads to the category 'noise'"),
        ("taxonomy.toml", '"leak_from_above", "roof', '"noise", "roof', "tiles.leak.sub_issues.0", "sub-issue of its categories"),
        ("taxonomy.toml", 'icon = "volume-high"', 'icon = "../volume"', "tiles.noise.icon", "like water-alert-outline"),
        ("taxonomy.toml", "sub_issues.rubble]", "sub_issues.deposit]", "", "is not TOML"),
        ("taxonomy.toml", "sub_issues.pests]", "sub_issues.cracks]", "categories.cleaning.sub_issues.cracks", "stands twice"),
        ("taxonomy.toml", '"起火", ', '"起火", "Fire!", ', "hints.danger.1", "Allowed: lower case"),
        ("taxonomy.toml", '"起火", ', '"起火", "１１９", ', "hints.danger.1", "Allowed: lower case"),
        ("taxonomy.toml", "(?:62|4", "((?:62|4", "hints.private_patterns.1", "is no regular expression"),
        ("departments.toml", 'lead = "zhao.gang"', 'lead = "zhao.gan"', "departments.repairs.lead", "Did you mean 'zhao.gang'"),
        ("departments.toml", 'lead = "zhao.gang"', 'lead = "lin.jing"', "departments.repairs.lead", "lin.jing works in desk"),
        (
            "departments.toml",
            'deputy = "qian.feng", mailbox',
            'deputy = "zhao.gang", mailbox',
            "departments.repairs.deputy",
            "somebody else",
        ),
        ("departments.toml", 'staff = "huang.kai"', 'staff = "lin.jing"', "roster.0.staff", "does not have the role duty"),
        ("departments.toml", 'staff = "huang.kai"', 'staff = "nobody"', "roster.0.staff", "no known member of staff"),
        ("departments.toml", 'roles = ["admin"]', 'roles = ["analyst"]', "staff", "nobody has the role 'admin'"),
        ("departments.toml", 'roles = ["admin"]', 'roles = ["owner"]', "staff.pan.rui.roles.0", "no known role of staff"),
        ("departments.toml", 'deputy = "sun.qi"', 'deputy = "lin.jing"', "staff.lin.jing.deputy", "other member of staff"),
        ("departments.toml", 'department = "finance"', 'department = "treasury"', "staff.deng.yan.department", "no known department"),
        ("departments.toml", '"sun.qi@yunjin.example"', '"lin.jing@yunjin.example"', "staff.sun.qi.email", "stands twice"),
        ("departments.toml", '"sun.qi@yunjin.example"', '"Sun <sun@yunjin.example>"', "staff.sun.qi.email", "Allowed: like"),
        ("departments.toml", 'desk_mailbox = "desk@yunjin.example"', 'desk_mailbox = "desk"', "desk_mailbox", "Allowed: like"),
        ("promises.toml", ', window = "waking"', ', window = "wakeing"', "clocks.P2.first_contact.window", "Did you mean 'waking'"),
        ("promises.toml", 'interim_window = "waking"', 'interim_window = "wakeing"', "interim_window", "Did you mean 'waking'"),
        ("promises.toml", 'interim_called = "P2"', 'interim_called = "P7"', "interim_called", "P1"),
        ("promises.toml", "plan_submitted = 0.4", "plan = 0.4", "caps.plan", "no known clock"),
        (
            "channels.toml",
            "receipt = { min = 1 }",
            'receipt = { min = 1, window = "day" }',
            "channels.web.receipt.window",
            "no known window",
        ),
        ("channels.toml", "needed = true", "needed = false", "consents", "no consent is needed"),
        ("channels.toml", '"image/jpeg"', '"jpeg"', "limits.file_types.0", "like image/jpeg"),
        ("channels.toml", 'kind = "complaint"', 'kind = "complain"', "mail_in.kind", "Did you mean 'complaint'"),
        ("channels.toml", 'submitter = "owner"', 'submitter = "household"', "mail_in.submitter", "no known submitter"),
        ("channels.toml", 'community = "yunjin"', 'community = "yunjing"', "mail_in.community", "Did you mean 'yunjin'"),
        ("channels.toml", 'community = "yunjin"\n', "", "mail_in.community", "is missing"),
        ("calendar.toml", "Asia/Shanghai", "Asia/Shanghia", "zone", "is no time zone"),
        ("calendar.toml", "office = {", "bureau = {", "windows.office", "is missing"),
        ("calendar.toml", "waking = {", "always = {", "windows.always", "cannot be set"),
        ("charter.toml", 'edition = "2026.11"', 'edition = "November"', "edition", "like 2026.11"),
        ("places.toml", 'building = "b1"', 'building = "b9"', "communities.yunjin.assets.b1_lift1.building", "no known building"),
        ("places.toml", "garage = {", "b1 = {", "communities.yunjin.b1", "stands twice"),
        ("measures.toml", 'M7 = ["authority_order", "repeat"]', 'M7 = ["authority", "repeat"]', "level_flags.M7.0", "no known"),
        ("measures.toml", 'M7 = ["authority_order"', 'M77 = ["authority_order"', "level_flags.M77", "no known rule of levels"),
        (
            "promises.toml",
            '["elevator", "utilities", ',
            '["elevators", "utilities", ',
            "vulnerable_categories.0",
            "Did you mean 'elevator'",
        ),
        ("departments.toml", 'staff = "cao.jie"', 'staff = "cao.jia"', "absences.0.staff", "Did you mean 'cao.jie'"),
        ("departments.toml", "until = 2027-02-14", "until = 2027-01-14", "absences.0.until", "must not be before since"),
        ("departments.toml", 'stand_in = "deng.yan"', 'stand_in = "cao.jie"', "absences.0.stand_in", "other member of staff"),
        ("promises.toml", 'alarmed = ["duty", ', 'alarmed = ["nobody", ', "ladder.alarmed.0", "no known role of staff"),
        ("measures.toml", 'goes_on = ["M3", "M4"]', 'goes_on = ["M3", "M11"]', "goes_on.1", "no known rule of levels"),
    ],
)
def test_a_code_that_leads_nowhere_is_refused(spoil: Spoil, file: str, old: str, new: str, key: str, said: str) -> None:
    error = spoil(file, old, new)
    assert error.key == key
    assert said in str(error)


def test_a_fourth_question_is_refused(spoil: Spoil) -> None:
    question = '{ zh = "问%d？", en = "Q%d?" }'
    four = ", ".join(question % (n, n) for n in range(4))
    error = spoil(
        "taxonomy.toml",
        "[categories.facility_repair.sub_issues.cracks]",
        f"[categories.facility_repair.sub_issues.cracks]\nquestions = [{four}]",
    )
    assert error.key == "categories.facility_repair.sub_issues.cracks.questions"
    assert "Allowed: up to 3" in error.wrong
