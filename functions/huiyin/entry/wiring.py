"""The composition root: what the functions work with, made on first use and kept while the container lives."""

from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from huiyin import settings
from huiyin.casework import note_return
from huiyin.policy import load_policy
from huiyin.store.budgets import Budgets
from huiyin.store.cases import CaseStore
from huiyin.store.clients import Clients, read_secret
from huiyin.store.items import CaseTable
from huiyin.store.owed import OwedRef
from huiyin.store.people import PeopleStore
from huiyin.store.readings import Readings
from huiyin.store.receipts import Receipts
from huiyin.store.seal import Sealer

if TYPE_CHECKING:
    from huiyin.entry.estate_watch import EstateWatch

    # Whoever writes no letter starts without what letters are made of, and whoever sees no file without what keeps them.
    from huiyin.mail.facts import Letterhead
    from huiyin.mail.outbox import Office
    from huiyin.mail.postage import Postage
    from huiyin.mail.ringing import Belfry
    from huiyin.mail.sender import Sender
    from huiyin.store.books import Books
    from huiyin.store.erasing import Eraser
    from huiyin.store.estate import EstateStore
    from huiyin.store.evidence import EvidenceStore
    from huiyin.store.figures import FiguresStore
    from huiyin.store.jobs import Jobs
    from huiyin.store.lane import Lane
    from huiyin.store.mails import MailStore
    from huiyin.store.past import Past
    from huiyin.store.queues import Queue


@cache
def clients() -> Clients:
    """One session for all clients of AWS."""
    return Clients()


@cache
def case_table() -> CaseTable:
    """The table of cases."""
    return CaseTable(settings.case_table(), clients().of("dynamodb"))


@cache
def sealer() -> Sealer:
    """Envelope encryption under the three keys; what a function may do with each, its role says."""
    return Sealer(clients().of("kms"), settings.case_key(), settings.people_key(), settings.guarded_key())


@cache
def lane() -> "Lane":
    """The way to the confidential lane."""
    from huiyin.store.lane import Lane

    return Lane(clients().of("lambda"), settings.confidential_lane())


@cache
def receipts() -> Receipts:
    """Numbers and codes."""
    return Receipts(secret())


@cache
def secret() -> bytes:
    """From which numbers, codes and the ids of letters follow; read once."""
    return read_secret(clients().of("secretsmanager"), settings.secret_arn())


@cache
def door_secret() -> bytes:
    """What only our distribution knows; read when a request claims to come through it."""
    return read_secret(clients().of("secretsmanager"), settings.door_secret_arn())


@cache
def case_store() -> CaseStore:
    """All cases."""
    return CaseStore(case_table(), sealer(), zone=ZoneInfo(load_policy().calendar.zone))


@cache
def readings() -> Readings:
    """Who read of late who the owners are."""
    return Readings(case_table())


@cache
def people_store() -> PeopleStore:
    """Identities, apart from the cases."""
    return PeopleStore(case_table(), sealer())


@cache
def estate_store() -> "EstateStore":
    """What the workbooks of the estate brought."""
    from huiyin.store.estate import EstateStore

    return EstateStore(case_table(), sealer())


@cache
def estate_watch() -> "EstateWatch":
    """Sees to it that what the workbooks brought is in force here."""
    from huiyin.entry.estate_watch import EstateWatch

    return EstateWatch(estate_store(), (own_addresses.cache_clear, office.cache_clear, belfry.cache_clear))


def renew(now: datetime) -> None:
    """Let places and people be those that the estate brought last. now: aware, of the event.

    Policy: 2.2
    """
    estate_watch().look(now)


@cache
def budgets() -> Budgets:
    """Counters of what is given out in limited amounts."""
    return Budgets(case_table())


@cache
def evidence_store() -> "EvidenceStore":
    """Photos and papers."""
    from huiyin.store.evidence import EvidenceStore

    return EvidenceStore(settings.evidence_bucket(), clients().of("s3"), receipts())


@cache
def books() -> "Books":
    """How each case stood on the evening of each day."""
    from huiyin.store.books import Books

    return Books(case_table(), settings.books_bucket(), settings.site_bucket(), clients().of("s3"))


@cache
def eraser() -> "Eraser":
    """What removes for good."""
    from huiyin.store.erasing import Eraser

    return Eraser(case_table(), settings.evidence_bucket(), clients().of("s3"))


@cache
def mail_store() -> "MailStore":
    """Mails that came in."""
    from huiyin.store.mails import MailStore

    return MailStore(settings.mail_bucket(), clients().of("s3"))


@cache
def figures_store() -> "FiguresStore":
    """The published figures."""
    from huiyin.store.figures import FiguresStore

    return FiguresStore(settings.site_bucket(), clients().of("s3"))


@cache
def jobs() -> "Jobs":
    """Long work that people wait for."""
    from huiyin.store.jobs import Jobs

    return Jobs(case_table(), settings.evidence_bucket(), clients().of("s3"))


@cache
def past() -> "Past":
    """Rows of old ledgers."""
    from huiyin.store.past import Past

    return Past(case_table(), sealer())


@cache
def own_addresses() -> frozenset[str]:
    """Mailboxes of the company: a letter to one of them would answer itself."""
    policy = load_policy()
    departments = policy.departments
    boxes = {settings.mail_from(), settings.intake_address(), policy.charter.contact_mail, departments.desk_mailbox}
    return frozenset(filter(None, boxes | {department.mailbox for department in departments.departments.values()}))


@cache
def sender() -> "Sender":
    """The way out for letters."""
    from huiyin.mail.sender import SesSender

    return SesSender(clients().of("sesv2"), settings.mail_configuration_set())


@cache
def postage() -> "Postage":
    """How many acknowledgements may still leave."""
    from huiyin.mail.postage import Postage

    return Postage(budgets(), partial(receipts().budget_key, "letters"))


@cache
def office() -> "Office[OwedRef]":
    """Everything that sending a letter needs."""
    from huiyin.mail.outbox import Office

    return Office(
        store=case_store(),
        people=people_store(),
        sender=sender(),
        letterhead=letterhead(),
        policy=load_policy(),
        postage=postage(),
        tell=_tell,
    )


def _tell(case_id: str, event: int, letter: str, why: str, now: datetime) -> None:
    note_return(case_id, event=event, letter=letter, why=why, store=case_store(), policy=load_policy(), now=now)


@cache
def alarms() -> "Queue | None":
    """What robots have to ring of; None where there is no robot."""
    from huiyin.store.queues import Queue

    return Queue(clients().of("sqs"), settings.alarm_queue()) if settings.robot_secret_arn() else None


@cache
def belfry() -> "Belfry":
    """The robots, and what ringing needs besides."""
    from huiyin.mail.ringing import Belfry
    from huiyin.mail.robots import post, read_robots
    from huiyin.mail.tally import Tally

    text = read_secret(clients().of("secretsmanager"), settings.robot_secret_arn() or "").decode("utf-8")
    # On a laptop the site's own server receives what robots are told.
    local = settings.site_url() if settings.stage() == "local" else None
    return Belfry(
        robots=read_robots(text, local),
        tally=Tally(budgets()),
        post=post,
        policy=load_policy(),
        site_url=settings.site_url(),
        silent=_silent,
    )


def _silent(maker: str, code: str) -> None:
    from huiyin.entry import journal

    journal.note("robot_silent", code=f"{maker}:{code}")
    journal.count("RobotsSilent")


@cache
def letterhead() -> "Letterhead":
    """What all letters share."""
    from huiyin.mail.facts import Letterhead

    return Letterhead(mail_from=settings.mail_from(), site_url=settings.site_url(), secret=secret(), code_of=receipts().code_behind)
