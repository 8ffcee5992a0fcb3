"""A guarded case on a day of the house: what is said in it is opened by the lane alone."""

from entry.doors import complaint, event, post_json
from entry.test_photos import a_photo
from house.group_day import TRIAGED, Ask
from infra.local.stack import Stack


def guarded(stack: Stack, ask: Ask) -> None:
    """One with a photo, read and worked on; one by mail; one heard at the counter, then released, read by everybody, and confided."""
    receipt = ask("OwnerApi", post_json("/api/complaints", complaint(sensitive=True), key="a-key-of-the-lane-0001"), 201)
    keys, number = {"number": receipt["number"], "code": receipt["code"]}, receipt["number"]
    upload = receipt["evidence"]["upload"][0]["fields"]["key"]
    stack.boto("s3").put_object(Bucket=stack.name("EvidenceBucket"), Key=upload, Body=a_photo(), ContentType="image/jpeg")
    mail = b"From: li.na@example.com\r\nSubject: =?utf-8?b?5L+d5a6J5omT5Lq6?=\r\n\r\nA guard hit me."
    stack.boto("s3").put_object(Bucket=stack.name("MailBucket"), Key="raw/000000009", Body=mail)
    stack.drain()
    ask("OwnerApi", post_json("/api/track", keys), 200)
    ask("OwnerApi", post_json("/api/owner/add", keys | {"note": "他又来了。"}, key="a-key-of-the-lane-0002"), 200)
    confid = {"authorization": f"Bearer {stack.token('ye.qing')}"}
    path = f"/api/desk/cases/{number}"
    ask("StaffApi", post_json(f"{path}/identity", {"reason": "call_owner"}, headers=confid), 200)
    worked_on(ask, path, confid)
    ask("OwnerApi", post_json("/api/owner/about-handler", keys | {"note": "他不理人。"}, key="a-key-of-the-lane-0003"), 201)
    heard = complaint(accused="三号岗的保安") | {"channel": "counter", "mode": "oral", "read_back": True}
    other = ask("StaffApi", post_json("/api/desk/complaints", heard, headers=confid, key="a-key-of-the-lane-0004"), 201)
    path = f"/api/desk/cases/{other['number']}"
    released = {"version": 1, "identity_check": "called_back", "release": True}
    ask("StaffApi", post_json(f"{path}/register-case", released, headers=confid, key="a-key-of-the-lane-0005"), 200)
    desk = {"authorization": f"Bearer {stack.token('lin.jing')}"}
    assert ask("StaffApi", event("GET", path, headers=desk), 200)["state"] == "REGISTERED"
    again = {"number": other["number"], "code": other["code"]}
    ask("OwnerApi", post_json("/api/owner/confide", again, key="a-key-of-the-lane-0006"), 200)
    ask("StaffApi", event("GET", path, headers=desk), 404)


def worked_on(ask: Ask, path: str, confid: dict[str, str]) -> None:
    """Registered, and given to another confidential officer."""
    for step, fields in {"register-case": {"identity_check": "called_back"}, "triage-case": TRIAGED | {"handler": "qin.yue"}}.items():
        version = ask("StaffApi", event("GET", path, headers=confid), 200)["version"]
        ask("StaffApi", post_json(f"{path}/{step}", {"version": version, **fields}, headers=confid, key=f"a-key-of-the-lane-{step}"), 200)
