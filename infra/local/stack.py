"""The whole stack as one object, for `make up` and for tests.

with Stack.start() as stack: stack.invoke("OwnerApi", event); stack.drain(); stack.mailbox()
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from infra.local import patches, strict
from infra.local.calls import CALLS
from infra.local.cloud import REGION, Cloud
from infra.local.dispatch import Dispatcher
from infra.local.functions import Functions
from infra.local.gateway import Gateway
from infra.local.http_message import Answer, Request, as_json
from infra.local.mailbox import letters
from infra.local.oidc import CLIENT_ID, PATH, Issuer
from infra.local.pages import Pages
from infra.local.patches import LOCK
from infra.local.presigning import PRESIGNING
from infra.local.robots import SECRET_ARN, Robots, keep_secret
from infra.local.staff import Directory, read_staff
from infra.local.taps import TAPS
from infra.local.template import Json, read_template
from infra.local.tools import Tools
from infra.local.transcript import TRANSCRIPT
from infra.local.uploads import Uploads
from infra.local.web import WebServer, route
from infra.redrive import DEAD_LETTERS, SWEEPER, Redriven, redrive

if TYPE_CHECKING:
    from infra.local.state import Keeper

TEMPLATE = Path(__file__).parents[2] / "template.yaml"
MAIL_DOMAIN = "huiyin.example"

# Nothing here may reach for a real account, a real network or a real instance role.
_SURROUNDINGS = {
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_SESSION_TOKEN": "local",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
    "AWS_EC2_METADATA_DISABLED": "true",
    "POWERTOOLS_TRACE_DISABLED": "1",
}

Progress = Callable[[str], None]


class Stack:
    """Everything that template.yaml describes, running in this process. Only one can run at a time."""

    _running: Stack | None = None

    def __init__(self, state: Keeper | None = None) -> None:
        self.state = state
        self._undo: list[Callable[[], Any]] = []
        self.web: WebServer
        self.cloud: Cloud
        self.functions: Functions
        self.dispatcher: Dispatcher
        self.directory: Directory
        self.issuer: Issuer
        self.gateway: Gateway
        self.pages: Pages
        self.uploads: Uploads
        self.tools: Tools
        self.robots = Robots()

    @classmethod
    def start(
        cls,
        port: int = 0,
        site: Path | None = None,
        schedules: bool = False,
        *,
        stream: bool = True,
        state: Keeper | None = None,
        template: Path = TEMPLATE,
        parameters: Mapping[str, str] | None = None,
        progress: Progress = lambda phase: None,
    ) -> Stack:
        """Start a stack.

        port: 0 for any free one. site: a built site to publish. schedules: fire them by the real clock.
        stream: read the tables' streams. parameters: values over the local ones. progress: hears the name of each phase.
        state: where to keep everything, and what to begin with.
        Raises: TemplateRefused; StateRefused; OSError when the port is taken; RuntimeError when another stack runs in this process.
        """
        if cls._running is not None:
            raise RuntimeError("a stack is already running in this process")
        stack = cls(state)
        cls._running = stack
        stack._undo.append(stack._forget)
        try:
            stack._rise(port, site, schedules, stream, template, parameters or {}, progress)
        except BaseException:
            stack.end()
            raise
        return stack

    def end(self) -> None:
        """Take everything down, in the reverse order; the process is as before."""
        while self._undo:
            self._undo.pop()()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.end()

    @property
    def url(self) -> str:
        """The origin of site and API, without a slash at the end."""
        return self.web.origin

    def boto(self, service: str) -> Any:
        """A boto3 client that sees what the functions see."""
        return self.cloud.client(service)

    def name(self, logical_id: str) -> str:
        """The physical name of a resource: table name, bucket name, queue URL, key id, ARN of a secret ..."""
        return self.cloud.name(logical_id)

    def invoke(self, logical_id: str, event: Any) -> Any:
        """Call a function directly. Raises: FunctionFailed."""
        return self.functions.invoke(logical_id, event)

    def tick(self, logical_id: str, at: dt.datetime | None = None) -> None:
        """Fire the schedule of a function as of `at` (aware; None: now), and wait until all it set off is done.

        Raises: KeyError when no schedule calls it; FunctionFailed when it raises.
        """
        self.dispatcher.tick(logical_id, at)

    def put_event(self, source: str, detail_type: str, detail: Json) -> int:
        """Say something on the default event bus; to how many targets it went."""
        return self.dispatcher.bus.put(source, detail_type, detail)

    def at(self, moment: dt.datetime) -> AbstractContextManager[None]:
        """Within this context, requests, stream records, letters and tokens carry this moment."""
        return TAPS.clock.at(moment)

    def drain(self, seconds: float = 120.0) -> None:
        """Wait until streams, asynchronous calls and retries are quiet. Raises: NotQuiet."""
        self.dispatcher.drain(seconds)

    def redrive(self) -> Redriven:
        """Hand every dead letter back to where it came from, as `make redrive` does, and wait until all is quiet."""
        with LOCK:
            done = redrive(
                self.boto("sqs"),
                self.name(DEAD_LETTERS),
                invoke=self.dispatcher.call_later,
                sweep=lambda: self.dispatcher.fire(SWEEPER),
            )
        self.drain()
        return done

    def stream(self, on: bool) -> None:
        """Stop reading the tables' streams, or go on where it stopped."""
        self.dispatcher.switch_stream(on)

    def mailbox(self) -> list[Json]:
        """What SES was asked to send, oldest first: at, from, to, subject, text, html, headers."""
        return letters(self.cloud.region)

    def token(self, email: str) -> str:
        """An access token for a member of staff, by e-mail or code. Raises: KeyError for a stranger."""
        person = self.directory.by_email(email)
        if person is None:
            raise KeyError("no such member of staff")
        return self.issuer.access_token(person)

    def logs(self) -> list[str]:
        """All lines that functions printed or logged since the start."""
        return TRANSCRIPT.lines()

    def answer(self, request: Request) -> Answer:
        """Answer one HTTP request; never raises."""
        try:
            answer = route(self, request)
            if self.state:
                self.state.flush()
            return answer
        except Exception as failure:  # noqa: BLE001 (the last line before the browser)
            TRANSCRIPT.add(f"local server: {type(failure).__name__} at {request.method}")
            return as_json({"message": "Internal Server Error", "local": type(failure).__name__}, 500)

    def _rise(
        self, port: int, site: Path | None, schedules: bool, stream: bool, template: Path, given: Mapping[str, str], progress: Progress
    ) -> None:
        self.web = WebServer(port)
        self._undo.append(self.web.end)
        self._undo.append(_surround())
        progress("translate")
        parameters = {**local_parameters(self.url), **given}
        read = read_template(template, parameters)
        progress("create")
        self._mock()
        self.cloud = Cloud(read, parameters)
        with self.state.same_keys(self.cloud) if self.state else nullcontext():
            self.cloud.create()
        keep_secret(self.cloud, self.url)
        progress("load")
        sign_in = {"OIDC_ISSUER": self.url + PATH, "OIDC_CLIENT_ID": CLIENT_ID, "OIDC_JWKS_URL": f"{self.url}{PATH}/jwks.json"}
        self.functions = Functions(self.cloud, {"SITE_URL": self.url, **sign_in})
        self._undo.append(self.functions.unload)
        TRANSCRIPT.clear()
        self.functions.load()
        CALLS.answer = self.invoke
        self.dispatcher = Dispatcher(self.cloud, self.functions, stream)
        self.directory = read_staff(read)
        self.issuer = Issuer(self.url, self.directory, TAPS.clock)
        self.gateway = Gateway(self.cloud, self.functions, TAPS.clock, self.issuer.verify)
        self.pages, self.uploads, self.tools = Pages(self.cloud), Uploads(self.cloud), Tools(self)
        progress("publish")
        if site is not None:
            self.pages.publish(site)
        progress("serve")
        if self.state:
            self._undo.append(self.state.end)
            self.state.restore(self)
        self._undo.append(self.dispatcher.end)
        self.dispatcher.start(schedules)
        self.web.start(self)

    def _mock(self) -> None:
        from moto import mock_aws

        patches.install()
        strict.install()
        TAPS.install()
        CALLS.install()
        PRESIGNING.install()
        mock = mock_aws(config={"core": {"mock_credentials": False}})
        mock.start()
        self._undo.append(mock.stop)
        PRESIGNING.origin = self.url

    def _forget(self) -> None:
        Stack._running = None
        PRESIGNING.origin = CALLS.answer = None


def local_parameters(origin: str) -> dict[str, str]:
    """What this stack answers to the parameters of the template."""
    return {
        "Stage": "local",
        "ProofOfWork": "off",  # `make up` switches it on
        "MailFrom": f"service@{MAIL_DOMAIN}",
        "MailDomain": MAIL_DOMAIN,
        "IntakeAddress": f"tousu@{MAIL_DOMAIN}",
        "SiteUrl": origin,
        "RobotSecretArn": SECRET_ARN,
        "OidcIssuer": origin + PATH,
        "OidcClientId": CLIENT_ID,
        "OidcJwksUrl": f"{origin}{PATH}/jwks.json",
    }


def _surround() -> Callable[[], None]:
    before = {name: os.environ.get(name) for name in _SURROUNDINGS}
    os.environ.update(_SURROUNDINGS)

    def restore() -> None:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

    return restore


@contextmanager
def only_resources(template: Path = TEMPLATE, parameters: Mapping[str, str] | None = None) -> Iterator[Cloud]:
    """The resources of a template on moto, with no function loaded and no server: for `explain` and for template tests."""
    from moto import mock_aws

    restore = _surround()
    chosen = {**local_parameters("http://127.0.0.1:8000"), **(parameters or {})}
    try:
        patches.install()
        strict.install()
        with mock_aws(config={"core": {"mock_credentials": False}}):
            yield Cloud(read_template(template, chosen), chosen).create()
    finally:
        restore()
