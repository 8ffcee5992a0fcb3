"""Clients cost nothing until they are used, give up early, and tell a fault that passes from one that stays."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, DataNotFoundError, NoCredentialsError, ParamValidationError

from huiyin.store import clients
from huiyin.store.clients import MODELS, OPERATIONS, Clients, read_secret, will_pass
from store.clouds import Stack


def test_importing_the_store_makes_no_client_and_reads_no_environment() -> None:
    told = "import botocore.session as b; b.get_session = b.Session = None; from huiyin.store import cases, evidence, figures, people"
    done = subprocess.run([sys.executable, "-c", told], env={"PYTHONPATH": ":".join(sys.path)}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_client_is_made_on_its_first_call_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")
    clients = Clients()
    kms = clients.of("kms")
    assert clients._made == {}
    assert kms.meta.region_name == "ap-southeast-1"
    assert clients.of("kms").meta is kms.meta
    assert set(clients._made) == {"kms"}


def models_without(gone: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The models as they were made, but for one file."""
    shutil.copytree(MODELS, folder)
    (folder / gone).unlink()
    monkeypatch.setattr(clients, "MODELS", folder)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")


@pytest.mark.parametrize("shared", ["_retry", "endpoints", "partitions", "sdk-default-configuration"])
def test_a_file_of_all_services_that_was_not_made_is_the_one_of_botocore(
    shared: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models_without(f"{shared}.json", tmp_path / "models", monkeypatch)
    ours = Clients()
    for service in OPERATIONS:
        assert ours.of(service).meta.region_name == "ap-southeast-1"
    assert ours.of("kms").meta.endpoint_url == "https://kms.ap-southeast-1.amazonaws.com"


def test_a_model_of_a_service_that_was_not_made_is_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (model,) = MODELS.glob("kms/*/service-2.json")
    models_without(model.relative_to(MODELS).as_posix(), tmp_path / "models", monkeypatch)
    with pytest.raises(DataNotFoundError):
        Clients().of("kms").meta  # noqa: B018 - asking makes the client
    assert Clients().of("s3").meta.region_name == "ap-southeast-1"


@pytest.mark.parametrize("service", ["dynamodb", "kms", "s3", "secretsmanager"])
def test_a_call_that_hangs_is_given_up_within_the_time_of_a_door(monkeypatch: pytest.MonkeyPatch, service: str) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")
    config: Any = Clients().of(service).meta.config
    assert config.retries["mode"] == "standard"
    # The gateway waits 29 seconds; a registration makes three calls.
    assert (config.connect_timeout + config.read_timeout) * config.retries["total_max_attempts"] * 3 <= 30


def test_the_table_uses_the_client_it_was_given(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    import botocore.session

    # The first case makes the clients of the stack.
    stack.register(key="somebody-else")
    monkeypatch.setattr(botocore.session.Session, "create_client", None)
    case_id = stack.register().case.case_id
    assert stack.people.read(case_id) is not None


def test_the_secret_is_read_as_text_or_bytes(stack: Stack) -> None:
    client = stack.client("secretsmanager")
    for name, content in (("of-text", {"SecretString": "秘密"}), ("of-bytes", {"SecretBinary": b"\x00\xff"})):
        client.create_secret(Name=name, **content)
    assert read_secret(client, "of-text") == "秘密".encode()
    assert read_secret(client, "of-bytes") == b"\x00\xff"


def error(code: str, status: int = 400) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": status}}, "Decrypt")  # type: ignore[typeddict-item]


@pytest.mark.parametrize(
    ("fault", "passes"),
    [
        (error("ThrottlingException"), True),
        (error("SomethingNew", 503), True),
        (ConnectTimeoutError(endpoint_url="kms"), True),
        (error("AccessDeniedException"), False),
        (error("DisabledException"), False),
        (NoCredentialsError(), False),
        (ParamValidationError(report="no"), False),
        (ValueError("no"), False),
        (None, False),
    ],
)
def test_a_fault_that_passes_is_told_from_one_that_stays(fault: BaseException | None, passes: bool) -> None:
    assert will_pass(fault) is passes


def test_a_fault_is_told_through_what_was_raised_from_it() -> None:
    wrapped = RuntimeError("no figures")
    wrapped.__cause__ = error("SlowDown")
    assert will_pass(wrapped)
    looped = RuntimeError()
    looped.__cause__ = looped
    assert not will_pass(looped)
