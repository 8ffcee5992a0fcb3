"""The way out: one message to one recipient, and every failure told apart into final and later."""

import datetime as dt
import socketserver
import ssl
import threading
from collections.abc import Iterator
from email import message_from_bytes
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError
from botocore.stub import Stubber
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from moto import mock_aws
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from builders import MONDAY_9AM
from huiyin.core.owed import Owed
from huiyin.mail.facts import Letterhead
from huiyin.mail.message import Message, message_of
from huiyin.mail.render import Letter
from huiyin.mail.sender import SesSender, SmtpSender, TryLater, Undeliverable
from mail.smtp_relay import Relay

REGION = "ap-southeast-1"
FROM = "noreply@huiyin.example"
TO = "owner@example.org"


@pytest.fixture
def message() -> Message:
    letter = Letter(sender="云锦花园 · 回音", subject="【回音】已收到", text="我们收到了。\n", html="<p>我们收到了。</p>", language="zh")
    head = Letterhead(mail_from=FROM, site_url="https://huiyin.example", secret=b"s" * 32)
    owed = Owed("complaint-received", "owner")
    return message_of(letter, owed, "18720043", 1, recipient=TO, reply_to=FROM, letterhead=head, now=MONDAY_9AM)


@pytest.fixture
def ses(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    return boto3.client("sesv2", region_name=REGION)


def send(sender: SesSender | SmtpSender, message: Message) -> str:
    return sender.send(message.raw, sender=FROM, recipient=message.recipient, tags=message.tags)


@mock_aws
def test_ses_gets_the_very_bytes_for_exactly_one_recipient(message: Message, ses: Any) -> None:
    ses.create_email_identity(EmailIdentity="huiyin.example")
    ses.create_configuration_set(ConfigurationSetName="letters")
    carrier_id = send(SesSender(ses, "letters"), message)
    (sent,) = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages
    assert carrier_id == sent.id
    assert set(sent.destinations) == {TO}
    assert message_from_bytes(sent.raw_data.encode())["Message-ID"] == message.message_id


def test_ses_is_told_the_configuration_set_and_the_tag_beside_the_message(message: Message, ses: Any) -> None:
    expected = {
        "FromEmailAddress": FROM,
        "Destination": {"ToAddresses": [TO]},
        "Content": {"Raw": {"Data": message.raw}},
        "EmailTags": [
            {"Name": "letter", "Value": message.tag},
            {"Name": "case", "Value": "18720043"},
            {"Name": "event", "Value": "1"},
            {"Name": "name", "Value": "complaint-received"},
            {"Name": "reader", "Value": "owner"},
        ],
    }
    for options in ({"ConfigurationSetName": "letters"}, {}):
        with Stubber(ses) as stub:
            stub.add_response("send_email", {"MessageId": "0100"}, expected | options)
            assert send(SesSender(ses, options.get("ConfigurationSetName")), message) == "0100"
            stub.assert_no_pending_responses()


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("MessageRejected", f"Email address is not verified. The following identities failed the check: {TO}"),
        ("MessageRejected", "Address is on the suppression list"),
        ("BadRequestException", "Domain contains illegal character"),
        ("InvalidParameterValue", "Illegal address"),
    ],
)
def test_a_refused_address_is_final(message: Message, ses: Any, code: str, text: str) -> None:
    with Stubber(ses) as stub:
        stub.add_client_error("send_email", code, text)
        with pytest.raises(Undeliverable) as caught:
            send(SesSender(ses, None), message)
    assert caught.value.code == code
    assert TO not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    ("code", "text", "status"),
    [
        ("TooManyRequestsException", "Maximum sending rate exceeded", 429),
        ("LimitExceededException", "Daily message quota exceeded", 400),
        ("SendingPausedException", "paused", 400),
        ("AccountSuspendedException", "suspended", 400),
        ("MailFromDomainNotVerifiedException", "domain", 400),
        ("MessageRejected", f"Email address is not verified. The following identities failed the check: {FROM.upper()}", 400),
        ("BadRequestException", "Missing required header 'From'", 400),
        ("NotFoundException", "Configuration set <letters> does not exist", 404),
        ("AccessDeniedException", "not authorized", 403),
        ("InternalFailure", "", 500),
        ("ServiceUnavailable", "", 503),
    ],
)
def test_whatever_is_not_the_address_stays_owed_and_stops_the_queue(message: Message, ses: Any, code: str, text: str, status: int) -> None:
    with Stubber(ses) as stub:
        stub.add_client_error("send_email", code, text, http_status_code=status)
        with pytest.raises(TryLater) as caught:
            send(SesSender(ses, None), message)
    assert caught.value.everyone
    assert caught.value.code == code


@pytest.mark.parametrize(
    "error",
    [
        EndpointConnectionError(endpoint_url="https://email.example"),
        ReadTimeoutError(endpoint_url="https://email.example"),
        ConnectTimeoutError(endpoint_url="https://email.example"),
    ],
)
def test_a_carrier_that_does_not_answer_is_asked_later(message: Message, error: Exception) -> None:
    class Silent:
        def send_email(self, **_: object) -> None:
            raise error

    with pytest.raises(TryLater, match=type(error).__name__):
        send(SesSender(Silent(), None), message)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    begin = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begin)
        .not_valid_after(begin + dt.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("relay") / "relay.pem"
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(secret + signed.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def relay(certificate: Path) -> Iterator[Relay]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Relay(context) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def smtp(relay: Relay, certificate: Path) -> SmtpSender:
    def trust() -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(certificate))

    return SmtpSender("127.0.0.1", relay.server_address[1], login=("user", "pass"), tls=trust, timeout_s=5)


def test_smtp_sends_the_same_message_to_one_recipient_and_only_over_tls(message: Message, relay: Relay, smtp: SmtpSender) -> None:
    assert send(smtp, message) == message.tag
    ((commands, body),) = relay.got
    assert [command for command in commands if command.upper().startswith("RCPT")] == [f"rcpt TO:<{TO}>"]
    assert message_from_bytes(body)["Message-ID"] == message.message_id
    assert [line.split()[0].upper() for line in relay.clear] == [b"EHLO", b"STARTTLS"]


def test_a_message_that_was_taken_is_sent_however_the_relay_says_goodbye(message: Message, relay: Relay, smtp: SmtpSender) -> None:
    relay.answers["QUIT"] = "500 never heard of it"
    assert send(smtp, message) == message.tag
    assert len(relay.got) == 1


@pytest.mark.asvs("V12.3.1")
def test_smtp_without_starttls_sends_nothing(message: Message, relay: Relay, smtp: SmtpSender) -> None:
    relay.answers["STARTTLS"] = "not offered"
    with pytest.raises(TryLater):
        send(smtp, message)
    assert relay.got == []
    assert all(b"MAIL" not in line.upper() and b"AUTH" not in line.upper() for line in relay.clear)


@pytest.mark.asvs("V12.3.2")
def test_smtp_with_a_certificate_nobody_vouches_for_sends_nothing(message: Message, relay: Relay) -> None:
    with pytest.raises(TryLater):
        send(SmtpSender("127.0.0.1", relay.server_address[1], timeout_s=5), message)
    assert relay.got == []


@pytest.mark.parametrize(("verb", "answer"), [("RCPT", "550 no such user"), ("BODY", "554 not wanted")])
def test_smtp_refusals_are_final(message: Message, relay: Relay, smtp: SmtpSender, verb: str, answer: str) -> None:
    relay.answers[verb] = answer
    with pytest.raises(Undeliverable, match=rf"^smtp_{answer[:3]}$"):
        send(smtp, message)


@pytest.mark.parametrize(("verb", "answer"), [("RCPT", "450 greylisted"), ("BODY", "452 no room")])
def test_smtp_delays_of_one_reader_leave_the_queue_going(message: Message, relay: Relay, smtp: SmtpSender, verb: str, answer: str) -> None:
    relay.answers[verb] = answer
    with pytest.raises(TryLater) as caught:
        send(smtp, message)
    assert not caught.value.everyone


@pytest.mark.parametrize(("verb", "answer"), [("MAIL", "550 who are you"), ("AUTH", "535 wrong"), ("MAIL", "421 closing")])
def test_smtp_trouble_of_our_own_stops_the_queue(message: Message, relay: Relay, smtp: SmtpSender, verb: str, answer: str) -> None:
    relay.answers[verb] = answer
    with pytest.raises(TryLater) as caught:
        send(smtp, message)
    assert caught.value.everyone


def test_an_smtp_relay_that_is_down_is_asked_later(message: Message) -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as closed:
        port = closed.server_address[1]
    with pytest.raises(TryLater):
        send(SmtpSender("127.0.0.1", port, timeout_s=2), message)
