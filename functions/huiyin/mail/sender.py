"""The way out: a finished message to one recipient, by SES or by SMTP where there is no SES."""

import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Protocol

from botocore.exceptions import BotoCoreError, ClientError


class Undeliverable(Exception):
    """Final: this address or this message will never be taken. code: why, never the address."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class TryLater(Exception):
    """Not now. code: why; everyone: no letter at all would leave now, so a queue had better stop."""

    def __init__(self, code: str, *, everyone: bool = True) -> None:
        self.code = code
        self.everyone = everyone
        super().__init__(code)


class Sender(Protocol):
    """Hands over one finished message."""

    def send(self, raw: bytes, *, sender: str, recipient: str, tags: Mapping[str, str]) -> str:
        """Send these bytes to one recipient. tags: what the carrier says again when it tells what became of the letter; only
        the carrier sees them. "letter" is its opaque id. Returns the carrier's id.

        Raises: Undeliverable, TryLater.
        """
        ...


class SesSender:
    """Amazon SES. client: sesv2. Raw MIME only: for anything simpler SES writes headers of its own."""

    def __init__(self, client: Any, configuration_set: str | None) -> None:
        self._client = client
        self._options = {"ConfigurationSetName": configuration_set} if configuration_set else {}

    def send(self, raw: bytes, *, sender: str, recipient: str, tags: Mapping[str, str]) -> str:
        """As the port says."""
        try:
            answer = self._client.send_email(
                FromEmailAddress=sender,
                Destination={"ToAddresses": [recipient]},
                Content={"Raw": {"Data": raw}},
                EmailTags=[{"Name": name, "Value": value} for name, value in tags.items()],
                **self._options,
            )
        except ClientError as error:
            raise _from_ses(error, sender) from None
        except BotoCoreError as error:
            raise TryLater(type(error).__name__) from None
        return str(answer["MessageId"])


def _from_ses(error: ClientError, sender: str) -> Undeliverable | TryLater:
    # The text of these two errors holds addresses, so the cause is cut off and only the code travels on.
    code, text = error.response["Error"]["Code"], error.response["Error"].get("Message", "").lower()
    if code == "MessageRejected" and sender.lower() not in text:
        return Undeliverable(code)
    # A bad request is the reader's fault only when SES complains of the address; otherwise the letter waits for our repair.
    if code in {"BadRequestException", "InvalidParameterValue"} and ("address" in text or "domain" in text):
        return Undeliverable(code)
    return TryLater(code)


class SmtpSender:
    """Any SMTP relay that speaks STARTTLS; for regions without SES. Never sends in the clear."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        login: tuple[str, str] | None = None,
        timeout_s: float = 15,
        tls: Callable[[], ssl.SSLContext] = ssl.create_default_context,
    ) -> None:
        self._host, self._port, self._login, self._timeout_s, self._tls = host, port, login, timeout_s, tls

    def send(self, raw: bytes, *, sender: str, recipient: str, tags: Mapping[str, str]) -> str:
        """As the port says. SMTP names no message, so our own id is its id."""
        # Imported on first use: where SES sends, no function waits for it.
        import smtplib

        try:
            relay = smtplib.SMTP(self._host, self._port, timeout=self._timeout_s)
            try:
                relay.starttls(context=self._tls())
                if self._login is not None:
                    relay.login(*self._login)
                relay.sendmail(sender, [recipient], raw)
            finally:
                # Not `with`, which takes an odd goodbye after an accepted message for a failure: a copy too many.
                with suppress(smtplib.SMTPException, OSError):
                    relay.quit()
                relay.close()
        except smtplib.SMTPRecipientsRefused as error:
            raise _from_smtp(error.recipients[recipient][0]) from None
        except smtplib.SMTPDataError as error:
            raise _from_smtp(error.smtp_code) from None
        except (smtplib.SMTPException, OSError) as error:
            raise TryLater(type(error).__name__) from None
        return tags["letter"]


def _from_smtp(code: int) -> Undeliverable | TryLater:
    return Undeliverable(f"smtp_{code}") if code >= 500 else TryLater(f"smtp_{code}", everyone=False)
