"""The case as its owner sees it."""

from datetime import timedelta

from builders import MONDAY_9AM, someone
from entry.conftest import Ask
from entry.doors import MATTER, post_json
from entry.people import DESK, HANDLER, do, receipt, taken_to
from huiyin.casework import look_at_clocks, perform
from huiyin.core.case import case_id_of
from huiyin.core.commands import SYSTEM, CheckEvidence, RevealIdentity, WatchClocks
from huiyin.core.events import DeadlineMissed
from huiyin.entry import wiring
from huiyin.policy import load_policy


def test_number_and_code_show_the_owner_his_case(owners: Ask) -> None:
    given = receipt(owners, wish="请尽快检修", spot="二号梯")
    said = owners(post_json("/api/track", {"number": given["number"], "code": given["code"]}))
    assert said.status == 200
    view = said.json
    assert (view["number"], view["state"], view["state_words"]["zh"]) == (given["number"], "RECEIVED", "已接收")
    assert (view["matter"], view["wish"], view["spot"]) == (MATTER, "请尽快检修", "二号梯")
    assert view["due"]["first_contact"] == given["first_contact_due"]
    assert view["building_words"] == {"zh": "3 号楼", "en": "Building 3"}
    assert "11 月 23 日（周一）11:00 前" in view["next_step"]["zh"]
    assert [row["type"] for row in view["timeline"]] == ["ComplaintReceived"]
    assert view["can"] == ["add", "urge", "confide", "withdraw", "rights", "withdraw-consent", "about-data", "share", "reads"]
    assert (view["question"], view["decline"], view["answer"]) == (None, None, None)
    assert (view["evidence"], view["reads"]) == ([], [])
    assert "王芳" not in said.text
    assert "13800138000" not in said.text


def test_an_owner_adds_words_once_however_often_he_sends_them(owners: Ask) -> None:
    given = receipt(owners)
    body = {"number": given["number"], "code": given["code"], "note": "今天又停了一次。"}
    first = owners(post_json("/api/owner/add", body))
    again = owners(post_json("/api/owner/add", body))
    assert first.status == again.status == 200
    rows = [row for row in again.json["timeline"] if row["type"] == "FactAdded"]
    assert [row["words"] for row in rows] == ["今天又停了一次。"]


def test_uploads_are_closed_by_their_keys_and_wait_to_be_looked_at(owners: Ask) -> None:
    given = receipt(owners)
    keys = [grant["fields"]["key"] for grant in given["evidence"]["upload"][:2]]
    said = owners(post_json("/api/owner/add", {"number": given["number"], "code": given["code"], "files": keys}))
    assert said.status == 200, said.text
    assert [(one["slot"], one["state"], one["url"]) for one in said.json["evidence"]] == [("1", "pending", None), ("2", "pending", None)]


def test_the_owner_sees_who_read_his_name_and_why(owners: Ask) -> None:
    given = receipt(owners)
    reader = someone(load_policy(), "desk")
    reason = next(iter(load_policy().identity_reasons))
    perform(
        RevealIdentity(by=reader, reason=reason),
        case_id_of(given["number"]),
        store=wiring.case_store(),
        policy=load_policy(),
        now=MONDAY_9AM,
        key="k" * 16,
    )
    said = owners(post_json("/api/owner/reads", {"number": given["number"], "code": given["code"]}))
    (reading,) = said.json["reads"]
    assert reading["role_words"]["zh"] == "客服登记"
    assert reading["reason_words"] == {"zh": "联系业主核实情况", "en": "To contact the owner about the facts"}
    assert reader.code not in said.text
    assert "IdentityRevealed" not in [row["type"] for row in said.json["timeline"]]


def test_the_owner_follows_his_case_from_desk_to_first_contact(owners: Ask, desk: Ask) -> None:
    given = receipt(owners)
    keys = {"number": given["number"], "code": given["code"]}
    taken_to(desk, given["number"], accepted=True)
    note = "业主说明早有空；内部备注。"
    do(desk, HANDLER, given["number"], "log-contact", {"version": 4, "way": "phone", "outcome": "tried", "note": note})
    do(desk, HANDLER, given["number"], "log-contact", {"version": 5, "way": "phone", "outcome": "reached", "note": note})
    said = owners(post_json("/api/track", keys))
    titles = [row["title"]["zh"] for row in said.json["timeline"]]
    assert titles == [
        "我们收到了您反映的问题",
        "已登记，情况已核对",
        "已受理，由工程部负责",
        "工程部已接手，正在调查核实",
        "联系过您，没有联系上，我们会再联系",
        "已经和您联系，了解了情况",
    ]
    assert said.json["lead_words"]["en"] == "Repairs"
    assert said.json["first_contact_at"] == "2026-11-23T09:00:00+08:00"
    # What staff write for each other, and their names, are not the owner's page.
    assert "内部备注" not in said.text
    assert "李伟" not in said.text
    assert HANDLER not in said.text


def test_a_missed_promise_is_said_openly_and_a_warning_inside_the_house_is_not(owners: Ask) -> None:
    given = receipt(owners)
    at = MONDAY_9AM
    for hours in (1.7, 3):
        at = MONDAY_9AM + timedelta(hours=hours)
        ask = WatchClocks(by=SYSTEM)
        perform(ask, case_id_of(given["number"]), store=wiring.case_store(), policy=load_policy(), now=at, key=f"watch-{hours}-0123456789")
    said = owners(post_json("/api/track", {"number": given["number"], "code": given["code"]}, at=at))
    rows = [(row["type"], row["title"]["zh"]) for row in said.json["timeline"]]
    assert rows[1:] == [("DeadlineMissed", "首次联系超过了承诺的时间，已提醒负责的人")]
    # A date that has passed is promised to nobody.
    assert "11:00" not in said.json["next_step"]["zh"]


def test_only_a_checked_photo_is_shown(owners: Ask) -> None:
    given = receipt(owners)
    case_id = case_id_of(given["number"])
    for slot, outcome in (("1", "available"), ("2", "quarantined")):
        ask = CheckEvidence(by=SYSTEM, slot=slot, outcome=outcome, media="image/jpeg", size=1, original="00")
        perform(ask, case_id, store=wiring.case_store(), policy=load_policy(), now=MONDAY_9AM, key=f"photo-{slot}-0123456789")
    said = owners(post_json("/api/track", {"number": given["number"], "code": given["code"]}))
    one, two = said.json["evidence"]
    assert (one["state"], one["name"]["zh"]) == ("available", "照片 1")
    assert f"served/{case_id}/1.jpg" in one["url"]
    assert (two["state"], two["url"], two["state_words"]["zh"]) == ("quarantined", None, "打不开，请换成 JPG 或 PNG 再传")


def test_words_that_the_desk_added_are_not_shown_as_the_owner_s(owners: Ask, desk: Ask) -> None:
    given = receipt(owners)
    do(desk, DESK, given["number"], "add-fact", {"version": 1, "note": "内部备注。"})
    said = owners(post_json("/api/track", {"number": given["number"], "code": given["code"]}))
    assert said.json["timeline"][-1]["words"] is None


def test_a_case_that_goes_on_without_its_owner_has_ended_for_him(owners: Ask, desk: Ask) -> None:
    given = receipt(owners, danger=True)
    keys = {"number": given["number"], "code": given["code"]}
    assert owners(post_json("/api/owner/withdraw", keys)).status == 200
    assert do(desk, DESK, given["number"], "register-case", {"version": 2, "identity_check": "not_possible"}).status == 200
    view = owners(post_json("/api/track", keys)).json
    assert (view["state"], view["can"]) == ("WITHDRAWN", ["rights", "withdraw-consent", "about-data", "reads"])
    assert set(view["due"].values()) == {None}
    assert [row["type"] for row in view["timeline"]] == ["ComplaintReceived", "CaseWithdrawn"]
    assert "不再用您的名义" in view["next_step"]["zh"]
    assert owners(post_json("/api/owner/add", keys | {"note": "x"})).code == "withdrawn_before"


def test_whoever_accuses_the_company_itself_hears_at_once_who_outside_may_help(owners: Ask, desk: Ask) -> None:
    given = receipt(owners, sensitive=True)
    keys = {"number": given["number"], "code": given["code"]}
    body = {"version": 1, "identity_check": "called_back", "accused": ["wei.lan", "ren.jun"]}
    refused = do(desk, "ye.qing", given["number"], "register-case", {**body, "release": True})
    assert refused.code == "company_accused"
    assert "12345" not in owners(post_json("/api/track", keys)).json["next_step"]["zh"]
    assert do(desk, "ye.qing", given["number"], "register-case", body).status == 200
    view = owners(post_json("/api/track", keys)).json
    assert "12345" in view["next_step"]["zh"]
    assert "call 12345" in view["next_step"]["en"]


def test_only_promises_to_the_owner_are_told_as_missed(owners: Ask) -> None:
    given = receipt(owners)
    ask, at = WatchClocks(by=SYSTEM), MONDAY_9AM + timedelta(days=8)
    case_id = case_id_of(given["number"])
    history = perform(ask, case_id, store=wiring.case_store(), policy=load_policy(), now=at, key="watch-late-0123456789")
    said = owners(post_json("/api/track", {"number": given["number"], "code": given["code"]}, at=at))
    told = [row["title"]["zh"] for row in said.json["timeline"] if row["type"] == "DeadlineMissed"]
    missed = {event.clock for event in history.events if isinstance(event, DeadlineMissed)}
    assert missed > {"first_contact", "answer"}
    assert len(told) == len(missed & {"first_contact", "answer", "answer_final", "resolve", "review"}) < len(missed)


def test_whoever_reads_no_mail_sees_on_his_page_how_it_stands_and_that_he_is_phoned(owners: Ask, desk: Ask) -> None:
    given = receipt(owners, email="")
    taken_to(desk, given["number"])
    store, policy, case_id = wiring.case_store(), load_policy(), case_id_of(given["number"])
    now = MONDAY_9AM + timedelta(hours=30)
    for hours in (30, 60):
        now = MONDAY_9AM + timedelta(hours=hours)
        look_at_clocks(case_id, store=store, policy=policy, now=now)
    view = owners(post_json("/api/track", {"number": given["number"], "code": given["code"]}, at=now)).json
    told = [row["title"]["zh"] for row in view["timeline"] if row["type"] == "ProgressTold"]
    assert len(told) == 1
    assert told[0].startswith("向您告知进展：已受理")
    assert policy.word("labels.call_owner", "zh") in view["next_step"]["zh"]
    assert policy.word("labels.tell_owner", "zh") not in view["next_step"]["zh"]
