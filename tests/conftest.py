"""What holds for every test: no AWS account, no network but this machine's own, and the policy as it is deployed."""

import os
import socket
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import moto.kms.models
import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from guards import LeftTheMachine, is_own
from huiyin.policy import load_policy
from huiyin.policy.schema import Policy
from infra.built import bring_up_to_date

# Set before any client is made: an account of whoever runs the tests must be out of reach.
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ |= {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "ap-southeast-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    # moto knows the streams of a table only under the endpoint without an account in its name.
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
}


# How long an example takes says something about the machine, not about the product.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

CHROMIUM = "/usr/bin/chromium"
QUIET = "--no-sandbox --disable-gpu --disable-quic --disable-background-networking --disable-component-update".split()
QUIET += ["--disable-sync", "--no-first-run"]


def pytest_configure(config: pytest.Config) -> None:
    """Whoever tests without make has changed a letter a moment ago: what the functions load is made of it first."""
    bring_up_to_date()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pages come first: what takes long must not be left for the end, when one worker has nothing more to do."""
    items.sort(key=lambda item: item.path.parent.name not in ("site", "journeys", "schema"))


@pytest.fixture(scope="session", autouse=True)
def only_this_machine() -> Iterator[None]:
    """Refuse every connection that leaves the machine."""
    real, real_ex = socket.socket.connect, socket.socket.connect_ex

    def connect(self: socket.socket, address: Any) -> None:
        if not is_own(address):
            raise LeftTheMachine(str(address))
        real(self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:
        if not is_own(address):
            raise LeftTheMachine(str(address))
        return real_ex(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket.socket, "connect_ex", connect_ex)
        yield


@pytest.fixture(scope="session", autouse=True)
def one_pair_for_all_keys() -> Iterator[None]:
    """Moto makes an RSA pair for every key, also for those that only encrypt; making it was most of what a cloud for a test cost."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(moto.kms.models, "generate_private_key", cache(moto.kms.models.generate_private_key))
        yield


@pytest.fixture(scope="session")
def policy() -> Policy:
    """The policy as it is deployed."""
    return load_policy()


@pytest.fixture(scope="module")
def stack() -> Iterator[Any]:
    """The whole stack of template.yaml in this process, without a site; one for each file of tests."""
    from infra.local.stack import Stack

    with Stack.start() as running:
        yield running


@pytest.fixture(scope="session")
def built(policy: Policy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `make pages` left it, if nothing that it is made of has changed since; else built anew, once for each worker."""
    from infra import site_pages

    if subprocess.run(["make", "-q", "build/.pages"], cwd=site_pages.ROOT, env={"PATH": os.environ["PATH"]}, check=False).returncode == 0:
        return site_pages.SITE
    folder = tmp_path_factory.mktemp("site")
    site_pages.build_site(policy, pages=folder / "pages", site=folder / "site", say=lambda line: None)
    return folder / "site"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium, one for each worker. Without it the tests fail: they are never left out."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()
