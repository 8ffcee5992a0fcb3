"""A mail that came in: who wrote it, what it says, what the carrier thinks of it, and whether a machine sent it."""

import re
from collections.abc import Collection
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise

from huiyin.core.intake import fold_text
from huiyin.mail.markup import text_of
from huiyin.mail.mime import PARTS, TEXT_BYTES, Headers, Part, first, parts_of, split, tidy
from huiyin.policy.records import dataclass

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\([^()]*\)')
_ANGLE = re.compile(r"<\s*([^<>\s]{1,320})\s*>")
_BARE = re.compile(r"[^\s<>,;:]{1,64}@[^\s<>,;:]{1,255}")
_VERDICT = re.compile(r"\b(dmarc|spf|dkim)=([a-z]+)([^;]*)")
_DOMAIN_OF = re.compile(r"(?:header\.i|header\.d|smtp\.mailfrom|envelope-from)=(?:[^\s;@]*@)?([a-z0-9.-]+)")
_REPLY = re.compile(r"\A(?:\s*(?:re|fw|fwd|aw|sv|回复|回覆|答复|转发|轉寄)\s*:)*\s*")
_TO_MANY = frozenset({"bulk", "list", "junk", "auto_reply"})
_BY_MACHINES = ("x-autoreply", "x-autorespond", "x-autoresponder", "list-id", "x-loop", "x-failed-recipients")
_ROBOTS = frozenset({"mailer-daemon", "postmaster", "no-reply", "noreply", "donotreply", "do-not-reply"})
_HEAD_HASHED = ("from", "date", "subject", "message-id")
_SUBJECT_CHARS = 500
_FILES_NAMED = 50
# Two versions of one mail share more than half of their letters, even where one spells out what the other hides in links.
_SAME = 0.5
# What a person should know of a mail; the desk has a word for each.
ODDITIES = frozenset("no_sender unverified unscanned virus spam unparsed cut garbled many_files two_versions".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundMail:
    """A mail as we understand it. sender: the one address it came from, "" when that cannot be told.

    automatic: a code that says how we know that a machine sent it, "" for a person; verified: the carrier vouches for the
    sender's domain; virus, spam: the carrier's word; odd: codes of what a person should know; identity: the same for the
    same mail, however often it is delivered.
    """

    identity: str
    sender: str = ""
    name: str = ""
    subject: str = ""
    text: str = ""
    files: tuple[str, ...] = ()
    automatic: str = ""
    verified: bool = False
    quiet: bool = False
    virus: bool = False
    spam: bool = False
    odd: tuple[str, ...] = ()


def read_mail(raw: bytes, *, ours: Collection[str], auto_replies: Collection[str]) -> InboundMail:
    """Read a mail. Never raises: a mail that breaks the reader is "unparsed", and a person opens the original.

    Policy: 2.1, 2.2
    ours: addresses of the company, in lower case and without tags; auto_replies: how subjects of automatic answers begin,
    as `fold_text` has them.
    """
    unread = InboundMail(identity=sha256(raw).hexdigest(), odd=("unparsed",))
    try:
        headers, body = split(raw)
        head = _head(headers, body, ours, auto_replies)
    except Exception:  # noqa: BLE001 - whatever a stranger sends, it must not stay unheard
        return unread
    if head.virus:
        # Nothing of the content is opened, not even by us.
        return head
    try:
        return _with_text(head, parts_of(headers, body))
    except Exception:  # noqa: BLE001
        return replace(head, odd=(*head.odd, "unparsed"))


def _head(headers: Headers, body: bytes, ours: Collection[str], auto_replies: Collection[str]) -> InboundMail:
    sender, name = _sender(headers)
    subject = first(headers, "subject")[:_SUBJECT_CHARS]
    virus = first(headers, "x-ses-virus-verdict").upper()
    spam = first(headers, "x-ses-spam-verdict").upper()
    verified = bool(sender) and is_vouched_for(first(headers, "authentication-results"), sender)
    odd = [
        *([] if sender else ["no_sender"]),
        *(["unverified"] if sender and not verified else []),
        *(["unscanned"] if virus in {"GRAY", "PROCESSING_FAILED"} else []),
        *(["virus"] if virus == "FAIL" else []),
        *(["spam"] if spam == "FAIL" else []),
    ]
    return InboundMail(
        identity=_identity(headers, body),
        sender=sender,
        name=name,
        subject=subject,
        automatic=_automatic(headers, sender, subject, ours, auto_replies),
        verified=verified,
        quiet="x-auto-response-suppress" in headers,
        virus=virus == "FAIL",
        spam=spam == "FAIL",
        odd=tuple(odd),
    )


def _identity(headers: Headers, body: bytes) -> str:
    """Of what the writer wrote. What carriers add on the way differs between two deliveries of one mail."""
    said = [headers.get(name, (b"",))[-1] for name in _HEAD_HASHED]
    whole = sha256()
    for part in (*said, body):
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


def _sender(headers: Headers) -> tuple[str, str]:
    """(address, name) of the one who wrote; no address when there are several, or none."""
    if len(headers.get("from", ())) != 1:
        return "", ""
    line = first(headers, "from")
    bare = _QUOTED.sub(" ", line)
    angles = _ANGLE.findall(bare)
    found = angles or _BARE.findall(bare)
    if len(found) != 1 or found[0].count("@") != 1:
        return "", ""
    name = line.rpartition("<")[0] if angles else ""
    return found[0], " ".join(name.replace('"', " ").split())


def is_vouched_for(results: str, sender: str) -> bool:
    """Whether the carrier's own verdict says that the sender's domain sent it.

    results: the topmost Authentication-Results, the one that our carrier wrote; one below it is the sender's own claim.
    A domain without DMARC counts when its SPF or DKIM passed for the very domain of the sender or one above it.
    """
    said = {kind: (verdict, rest) for kind, verdict, rest in reversed(_VERDICT.findall(results.lower()))}
    dmarc = said.get("dmarc", ("none", ""))[0]
    if dmarc in {"pass", "bestguesspass"}:
        return True
    if dmarc != "none":
        return False
    home = sender.lower().rpartition("@")[2]
    for kind, verdict, rest in _VERDICT.findall(results.lower()):
        domain = _DOMAIN_OF.search(rest)
        # One label, such as "cn", is nobody's own domain.
        if kind != "dmarc" and verdict == "pass" and domain and "." in domain[1] and f".{home}".endswith(f".{domain[1]}"):
            return True
    return False


def _automatic(headers: Headers, sender: str, subject: str, ours: Collection[str], auto_replies: Collection[str]) -> str:
    local, _, domain = sender.lower().rpartition("@")
    if f"{local.partition('+')[0]}@{domain}" in ours:
        return "own_address"
    if first(headers, "return-path") == "<>" or first(headers, "content-type").lower().startswith("multipart/report"):
        return "empty_return_path"
    if first(headers, "auto-submitted").partition(";")[0].strip().lower() not in {"", "no"}:
        return "auto_submitted"
    if first(headers, "precedence").lower() in _TO_MANY:
        return "bulk"
    if any(name in headers for name in _BY_MACHINES) or local in _ROBOTS:
        return "by_machine"
    plain = _REPLY.sub("", fold_text(subject), count=1)
    return "auto_reply_subject" if plain.startswith(tuple(auto_replies)) else ""


def _with_text(head: InboundMail, parts: list[Part]) -> InboundMail:
    shown = [part for part in parts[:PARTS] if part.shown]
    plain = "\n\n".join(text for part in shown if part.kind == "text/plain" and (text := tidy(part.text())))
    marked = "\n\n".join(text for part in shown if part.kind == "text/html" and (text := tidy(text_of(part.text()))))
    # A mail that says the same twice is read in the plain version; one with markup only in its words.
    differs = bool(plain and marked) and _alike(plain, marked) < _SAME
    text = f"{plain}\n\n{marked}" if differs else plain or marked
    files = [part for part in parts[:PARTS] if not (part.shown and part.kind in {"text/plain", "text/html"})]
    odd = [
        *(["cut"] if any(len(part.body) > TEXT_BYTES for part in shown) else []),
        *(["garbled"] if "\ufffd" in text or "\ufffd" in head.subject else []),
        *(["two_versions"] if differs else []),
        *(["many_files"] if len(parts) > PARTS or len(files) > _FILES_NAMED else []),
    ]
    names = tuple(part.name or _named(part, number) for number, part in enumerate(files[:_FILES_NAMED], start=1))
    return replace(head, text=text, files=names, odd=(*head.odd, *odd))


def _alike(one: str, other: str) -> float:
    """How much two texts have in common, from 0 to 1: pairs of letters that stand side by side, over those of the longer one."""
    pairs = []
    for text in (one, other):
        letters = "".join(char for char in fold_text(text) if char.isalnum())
        pairs.append(set(map("".join, pairwise(letters))))
    return len(pairs[0] & pairs[1]) / max(len(pairs[0]), len(pairs[1]), 1) if any(pairs) else 1.0


def _named(part: Part, number: int) -> str:
    kind, _, ending = part.kind.partition("/")
    return f"{kind}-{number}.{re.sub('[^a-z0-9]', '', ending)[:10]}"
