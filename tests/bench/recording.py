"""One call of each function on the local stack, recorded with all that AWS answered."""

import base64
import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from moto.core.botocore_stubber import BotocoreStubber, MockRawResponse
from PIL import Image

from builders import MONDAY_9AM
from entry.doors import complaint, event, post_json
from huiyin.entry import wiring
from huiyin.policy import load_policy
from infra.local.stack import Stack
from infra.local.taps import TAPS
from tests.bench.tape import Json, Tape, key_of

# Three hundred characters as an owner writes them, nothing said twice: repetition would flatter the deflated size.
MATTER = (
    "我住五号楼二单元，楼上卫生间从月初开始漏水，先是吊顶渗出黄渍，这两天已经滴到洗手台和插座旁，夜里能听见水声，一家人不敢开灯。"
    "十一月九日、十三日、十八日我先后打过前台电话，第一次说派工，第二次称业主不在家进不去，第三次让我自行协商，始终没有人上门查看。"
    "房屋交付才三年，防水应当还在保修期内，请核对竣工资料并通知施工单位。希望：一，今天先断开受潮回路、接水防滑；"
    "二，约齐楼上住户和工程人员做闭水试验，分清是管道还是防水层的问题；三，书面告知检测结论、维修方案、完工日期以及由谁承担费用；"
    "四，吊顶、镜柜、地板的损失拍照登记。家里有六个月婴儿与刚出院的父亲，白天请先发短信再敲门，晚上八点后勿打扰。拜托您了。"
)[:300]
KEYS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_DEFAULT_REGION": "ap-southeast-1"}
KEYS |= {"AWS_REGION": "ap-southeast-1", "AWS_EC2_METADATA_DISABLED": "true", "POWERTOOLS_TRACE_DISABLED": "1"}
COLD = (
    *(
        "OwnerApi",
        "StaffApi",
        "ConfidentialLane",
        "EstateApi",
        "KeepLedger",
        "FollowUp",
        "CleanEvidence",
        "InboundMail",
        "MailReceipts",
        "RingAlarm",
    ),
    *("SweepDeadlines", "WatchRisk", "SendDigest", "WriteReport", "PublishRoot", "ArchiveCases"),
)
MAIL = Path(__file__).parents[1] / "mail/golden/163-webmail.eml"
_PHOTO = (320, 240)
_PAGE = b"<p><!-- figures --><!-- /figures --></p><p><!-- home-figures --><!-- /home-figures --></p>"


@dataclass
class Recorder:
    """Calls functions of a running stack and keeps what passed between them and AWS."""

    stack: Stack
    published: dict[str, str] = field(default_factory=dict)

    def record(self, function: str, asked: Json, at: datetime) -> tuple[Tape, Any]:
        """One call in a fresh container at that moment. Returns: (tape, what the function answered)."""
        resource = next(one for one in self.stack.cloud.of_type("AWS::Lambda::Function") if one.logical_id == function)
        tape = Tape(resource.properties["Handler"], asked, self.stack.functions.environment | KEYS, self.published)
        forget()
        with self.stack.at(at), listening(tape):
            return tape, self.stack.invoke(function, asked)


def forget() -> None:
    """A fresh container: no client is made and no secret is read yet."""
    for made in vars(wiring).values():
        if getattr(made, "__module__", "") == wiring.__name__ and hasattr(made, "cache_clear"):
            made.cache_clear()


@contextmanager
def listening(tape: Tape) -> Iterator[None]:
    """Write down every call of AWS and its answer."""
    real, here = BotocoreStubber.__call__, threading.get_ident()

    def call(stubber: Any, event_name: str, request: Any, **more: Any) -> Any:
        answer = real(stubber, event_name, request, **more)
        if answer is not None and threading.get_ident() == here:
            content = answer.raw.read()
            answer.raw = MockRawResponse(content)
            body = request.body or b""
            key = key_of(request)
            tape.calls.append((key, body if isinstance(body, bytes) else str(body).encode()))
            headers = {str(name): str(value) for name, value in answer.headers.items()}
            tape.answers.setdefault(key, []).append((answer.status_code, headers, content))
        return answer

    BotocoreStubber.__call__ = call  # type: ignore[method-assign]
    try:
        yield
    finally:
        BotocoreStubber.__call__ = real  # type: ignore[method-assign]


def record_all(folder: Path, stack: Stack) -> dict[str, Path]:
    """Let the day of one case pass on this stack and write a tape of each function into the folder; "Tracking" is OwnerApi once more."""
    recorder = Recorder(stack, _published(stack))
    tapes: dict[str, Tape] = {}
    tapes["OwnerApi"], answer = recorder.record("OwnerApi", a_registration(), MONDAY_9AM)
    receipt = json.loads(answer["body"])
    case_id = receipt["number"].rsplit("-", 1)[1]
    tapes["Tracking"], _ = recorder.record("OwnerApi", tracking(receipt), MONDAY_9AM)
    head = {"authorization": f"Bearer {_token(stack)}"}
    tapes["StaffApi"], _ = recorder.record("StaffApi", event("GET", "/api/desk/cases", headers=head), MONDAY_9AM)
    tapes["ConfidentialLane"], _ = recorder.record("ConfidentialLane", of_a_guarded_case(stack), MONDAY_9AM)
    manager = {"authorization": f"Bearer {_token(stack, 'jiang.bo')}"}
    tapes["EstateApi"], _ = recorder.record("EstateApi", event("GET", "/api/desk/estate", headers=manager), MONDAY_9AM)
    tapes["KeepLedger"], _ = recorder.record("KeepLedger", a_ledger(stack, manager), MONDAY_9AM)
    tapes["FollowUp"], _ = recorder.record("FollowUp", written(stack, case_id), MONDAY_9AM)
    upload = uploaded(stack, case_id)
    tapes["CleanEvidence"], _ = recorder.record("CleanEvidence", upload, MONDAY_9AM)
    tapes["InboundMail"], _ = recorder.record("InboundMail", a_mail(stack), MONDAY_9AM)
    tapes["MailReceipts"], _ = recorder.record("MailReceipts", come_back(tapes["FollowUp"]), MONDAY_9AM)
    tapes["RingAlarm"], _ = recorder.record("RingAlarm", an_alarm(stack), MONDAY_9AM)
    late = next_moment(stack, case_id)
    tapes["SweepDeadlines"], _ = recorder.record("SweepDeadlines", {"at": late.isoformat()}, late)
    tapes["WatchRisk"], _ = recorder.record("WatchRisk", {"at": MONDAY_9AM.isoformat()}, MONDAY_9AM)
    tapes["SendDigest"], _ = recorder.record("SendDigest", {"at": MONDAY_9AM.isoformat()}, MONDAY_9AM)
    for page in ("index.html", "stats/index.html", "en/index.html", "en/stats/index.html"):
        stack.boto("s3").put_object(Bucket=stack.name("SiteBucket"), Key=page, Body=_PAGE)
    night = MONDAY_9AM.replace(hour=16, minute=30)
    tapes["WriteReport"], _ = recorder.record("WriteReport", {"at": night.isoformat()}, night)
    tapes["PublishRoot"], _ = recorder.record("PublishRoot", {"at": night.isoformat()}, night)
    tapes["ArchiveCases"], _ = recorder.record("ArchiveCases", {"at": night.isoformat()}, night)
    return {name: tape.save(folder / f"{name}.json") for name, tape in tapes.items()}


def a_registration(key: str = "a-key-of-the-benchmark") -> Json:
    """An owner sends three hundred characters with all contact fields, and wants to add photos."""
    return post_json(
        "/api/complaints", complaint(matter=MATTER, category="facility_repair", sub_issue="leak_from_above", building="b5"), key=key
    )


def tracking(receipt: Json) -> Json:
    """The same owner looks at the case."""
    return post_json("/api/track", {"number": receipt["number"], "code": receipt["code"]})


def of_a_guarded_case(stack: Stack) -> Json:
    """An owner looks at a case that is guarded, and the door hands it over."""
    with stack.at(MONDAY_9AM):
        answer = stack.invoke("OwnerApi", post_json("/api/complaints", complaint(sensitive=True), key="a-key-of-the-benchmark-4"))
    return tracking(json.loads(answer["body"]))


def written(stack: Stack, case_id: str) -> Json:
    """The record by which the table's stream tells of the case's first event."""
    key = {"pk": {"S": f"CASE#{case_id}"}, "sk": {"S": "EV#000001"}}
    image = stack.boto("dynamodb").get_item(TableName=stack.name("CaseTable"), Key=key)["Item"]
    change = {"Keys": key, "NewImage": _as_json(image), "ApproximateCreationDateTime": MONDAY_9AM.timestamp(), "SequenceNumber": "1"}
    return {"Records": [{"eventID": "1", "eventName": "INSERT", "eventSource": "aws:dynamodb", "dynamodb": change}]}


def next_moment(stack: Stack, case_id: str) -> datetime:
    """When a clock has to look at the case: its first contact is nearly due, and a letter says so."""
    key = {"pk": {"S": f"CASE#{case_id}"}, "sk": {"S": "META"}}
    return datetime.fromisoformat(stack.boto("dynamodb").get_item(TableName=stack.name("CaseTable"), Key=key)["Item"]["due_sk"]["S"])


def uploaded(stack: Stack, case_id: str) -> Json:
    """A small photo has arrived: what is measured is the start of the function, not the drawing of a large one."""
    forget()
    key = wiring.evidence_store().incoming_key(case_id, wiring.evidence_store().grants(case_id, 1, limits=load_policy().limits)[0].slot)
    out = io.BytesIO()
    Image.radial_gradient("L").resize(_PHOTO).convert("RGB").save(out, "JPEG")
    return _put(stack, "EvidenceBucket", key, out.getvalue(), "image/jpeg")


def a_mail(stack: Stack) -> Json:
    """An owner wrote a mail."""
    return _put(stack, "MailBucket", "raw/a-mail-of-the-benchmark", MAIL.read_bytes(), "message/rfc822")


def a_ledger(stack: Stack, head: dict[str, str]) -> Json:
    """A manager asked for what a list shows him, as text; nobody has written it yet."""
    heard, TAPS.on_object = TAPS.on_object, None
    asked = post_json("/api/desk/ledger", {"format": "csv", "view": "all"}, headers=head, key="a-key-of-the-benchmark-3")
    with stack.at(MONDAY_9AM):
        job = json.loads(stack.invoke("StaffApi", asked)["body"])["id"]
    TAPS.on_object = heard
    bucket = stack.name("EvidenceBucket")
    keys = [one["Key"] for one in stack.boto("s3").list_objects_v2(Bucket=bucket)["Contents"] if job in one["Key"]]
    return _queued({"Records": [{"eventTime": MONDAY_9AM.isoformat(), "s3": {"bucket": {"name": bucket}, "object": {"key": keys[0]}}}]})


def an_alarm(stack: Stack) -> Json:
    """Somebody is in danger, and FollowUp has told of it."""
    form = complaint(matter=MATTER, danger=True)
    answer = stack.invoke("OwnerApi", post_json("/api/complaints", form, key="a-key-of-the-benchmark-2"))
    return _queued({"case": json.loads(answer["body"])["number"].rsplit("-", 1)[1], "event": 1})


def come_back(followed: Tape) -> Json:
    """The owner's letter, sent on that tape, came back for good."""
    sent = [json.loads(body)["EmailTags"] for key, body in followed.calls if "email" in key and body]
    tags = next(tags for tags in ({tag["Name"]: tag["Value"] for tag in found} for found in sent) if tags["reader"] == "owner")
    return _queued({"kind": "Bounce", "bounce": "Permanent", "detail": "General"} | tags)


def _put(stack: Stack, bucket: str, key: str, content: bytes, kind: str) -> Json:
    # Nobody is to deal with it before the recorder does.
    heard, TAPS.on_object = TAPS.on_object, None
    stack.boto("s3").put_object(Bucket=stack.name(bucket), Key=key, Body=content, ContentType=kind)
    TAPS.on_object = heard
    record = {"eventTime": MONDAY_9AM.isoformat(), "s3": {"bucket": {"name": stack.name(bucket)}, "object": {"key": key}}}
    return _queued({"Records": [record]})


def _queued(body: Json) -> Json:
    told = {"ApproximateReceiveCount": "1", "SentTimestamp": f"{MONDAY_9AM.timestamp() * 1000:.0f}"}
    return {"Records": [{"messageId": "one", "body": json.dumps(body), "attributes": told}]}


def _published(stack: Stack) -> dict[str, str]:
    url = stack.functions.environment["OIDC_JWKS_URL"]
    with urlopen(url) as answer:
        return {url: answer.read().decode("utf-8")}


def _token(stack: Stack, who: str = "lin.jing") -> str:
    with stack.at(MONDAY_9AM):
        return stack.token(who)


def _as_json(value: Any) -> Any:
    """An image as it stands in an event: bytes in base64."""
    if isinstance(value, dict):
        return {name: _as_json(inner) for name, inner in value.items()}
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value
