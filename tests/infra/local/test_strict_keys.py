"""A key is used as the template lets each function use it: what its role and the key agree on, and nothing else."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.cloud import Cloud
from infra.local.stack import only_resources
from infra.local.strict_keys import KEY_RIGHTS

OF_A_CASE = {"case": "18720043", "for": "case"}
OF_A_PERSON = {"case": "18720043", "for": "person"}
EVERY_USE = ("kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey")


@pytest.fixture(scope="module")
def cloud() -> Iterator[Cloud]:
    with only_resources() as cloud:
        KEY_RIGHTS.of(cloud)
        yield cloud
        KEY_RIGHTS.forget()


def functions(cloud: Cloud) -> list[str]:
    return [one.logical_id for one in cloud.of_type("AWS::Lambda::Function")]


def used(cloud: Cloud, key: str, function: str | None, context: dict[str, str] = OF_A_CASE) -> dict[str, str]:
    """What becomes of each use of a key in the name of a function: "done", or the code of the refusal."""
    kms: Any = cloud.client("kms")
    arn = cloud.get(key).attributes["Arn"]
    wrapped = kms.encrypt(KeyId=arn, Plaintext=b"a data key", EncryptionContext=context)["CiphertextBlob"]
    told = {}
    for action, call in {
        "kms:Encrypt": lambda: kms.encrypt(KeyId=arn, Plaintext=b"x", EncryptionContext=context),
        "kms:Decrypt": lambda: kms.decrypt(KeyId=arn, CiphertextBlob=wrapped, EncryptionContext=context),
        "kms:GenerateDataKey": lambda: kms.generate_data_key(KeyId=arn, KeySpec="AES_256", EncryptionContext=context),
    }.items():
        with KEY_RIGHTS.working(function):
            try:
                call()
                told[action] = "done"
            except ClientError as refusal:
                told[action] = refusal.response["Error"]["Code"]
    return told


@pytest.mark.parametrize("context", [OF_A_CASE, OF_A_PERSON], ids=["case", "person"])
def test_no_function_but_the_lane_opens_what_is_sealed_for_guarded_cases(cloud: Cloud, context: dict[str, str]) -> None:
    opened = {name: used(cloud, "GuardedKey", name, context)["kms:Decrypt"] for name in functions(cloud)}
    assert opened.pop("ConfidentialLane") == "done"
    assert set(opened.values()) == {"AccessDeniedException"}
    assert len(opened) >= 15


def test_ordinary_doors_seal_for_guarded_cases_all_the_same(cloud: Cloud) -> None:
    for name in ("OwnerApi", "StaffApi", "InboundMail", "CleanEvidence"):
        told = used(cloud, "GuardedKey", name)
        assert told == {"kms:Encrypt": "AccessDeniedException", "kms:Decrypt": "AccessDeniedException", "kms:GenerateDataKey": "done"}


def test_a_role_and_a_key_must_both_say_so(cloud: Cloud) -> None:
    arn = cloud.get("PeopleKey").attributes["Arn"]
    assert KEY_RIGHTS.may("StaffApi", "kms:Decrypt", arn, OF_A_PERSON)
    assert not KEY_RIGHTS.may("StaffApi", "kms:Decrypt", arn, OF_A_CASE), "the key holds to the purpose, whatever the role says"
    assert not KEY_RIGHTS.may("OwnerApi", "kms:Decrypt", arn, OF_A_PERSON), "the key names it, its role does not let it"


def test_whoever_is_no_function_may_look(cloud: Cloud) -> None:
    for key in ("CaseKey", "PeopleKey", "GuardedKey"):
        assert set(used(cloud, key, None).values()) == {"done"}
