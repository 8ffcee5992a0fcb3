"""The rehearsal: `python -m infra.rehearsal`, after sam build. Deploys, changes nothing, walks a complaint through, takes it away."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import boto3

from infra.deploy import told
from infra.deployment import deployment_of
from infra.doctor import examine
from infra.local.template import load_yaml
from infra.rehearsal.behaviour import compared
from infra.rehearsal.comparing import Row, as_table, surprises
from infra.rehearsal.emulator import PYTHON, REGION, ROOT, Emulator, surroundings, types_it_knows
from infra.rehearsal.fitting import fit, off, with_folders
from infra.rehearsal.journey import Deployed, WentWrong, clocks, walk

BUILT = ROOT / ".aws-sam/build"
MADE = ROOT / "build/rehearsal"
STACK = "huiyin-rehearsal"
# ProofOfWork: what it asks of a browser is tested elsewhere. The address of the site keeps the doctor on this machine.
PARAMETERS = ["Stage=trial", "MailFrom=service@example.com", "MailDomain=example.com", "AlarmMail=operator@example.com", "ProofOfWork=off"]
# What the doctor must find here: nobody has proven the domain, published or signed up, and MiniStack keeps no back-ups.
ILL = ["DKIM", "Point-in-time recovery", "Could not ask", "Staff"]
_LAYERS = {"BaseLayer": "base", "ImageLayer": "images", "SheetLayer": "sheets"}


def native_layers() -> Path:
    """The layers as locked, for the Python that MiniStack runs functions with; made once for each change of a lock."""
    locks = {name: ROOT / f"infra/layers/{folder}/requirements.txt" for name, folder in _LAYERS.items()}
    print_of_locks = hashlib.sha256(b"".join(lock.read_bytes() for lock in locks.values())).hexdigest()[:16]
    folder = MADE / f"layers-{print_of_locks}"
    for name, lock in locks.items():
        if (folder / name).exists():
            continue
        making = folder / f"{name}.new"
        ask = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
        subprocess.run([*ask, "--requirement", str(lock), "--target", str(making / "python")], check=True, stderr=subprocess.DEVNULL)
        making.rename(folder / name)
    return folder


def sam(*words: str, url: str) -> str:
    """Run SAM CLI against the emulator; what it said. Raises: WentWrong with the last lines when it fails."""
    told = surroundings() | {"AWS_ENDPOINT_URL": url, "SAM_CLI_TELEMETRY": "0"}
    done = subprocess.run([ROOT / ".sam-venv/bin/sam", *words], env=told, capture_output=True, text=True, check=False, cwd=MADE)
    (MADE / f"sam-{words[0]}.log").write_text(done.stdout + done.stderr, encoding="utf-8")
    if done.returncode:
        raise WentWrong(f"sam {words[0]} failed:\n" + "\n".join((done.stdout + done.stderr).splitlines()[-12:]))
    return done.stdout + done.stderr


def deploy(template: Path, url: str) -> str:
    """One `sam deploy`, as an operator runs it but for the questions."""
    more = ["--capabilities", "CAPABILITY_IAM", "--resolve-s3", "--no-confirm-changeset", "--no-fail-on-empty-changeset"]
    return sam(
        "deploy",
        "--template-file",
        str(template),
        "--stack-name",
        STACK,
        "--region",
        REGION,
        *more,
        "--parameter-overrides",
        *PARAMETERS,
        f"SiteUrl={url}",
        url=url,
    )


def clients(url: str) -> Any:
    """What makes clients of the emulator."""
    return lambda service: boto3.client(service, endpoint_url=url, region_name=REGION)


def resources(client: Any) -> Mapping[str, str]:
    """Logical id -> name of everything in the stack."""
    found = client.describe_stack_resources(StackName=STACK)["StackResources"]
    return {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in found}


def rehearse(emulator: Emulator) -> None:
    """Deploy twice, walk, take away. Raises: WentWrong."""
    built = load_yaml(BUILT / "template.yaml")
    given = dict(one.split("=", 1) for one in PARAMETERS if one.split("=", 1)[0] in built["Parameters"])
    template, said = fit(built, types_it_knows(), off(built, given))
    said += with_folders(template, BUILT, native_layers())
    print("The template as built, but for:", *(f"  {line}" for line in said), sep="\n")
    file = MADE / "template.json"
    file.write_text(json.dumps(template, ensure_ascii=False), encoding="utf-8")
    start = time.monotonic()
    deploy(file, emulator.url)
    client = clients(emulator.url)
    made = resources(client("cloudformation"))
    print(f"sam deploy: {len(made)} resources in {time.monotonic() - start:.1f} s")
    if "No changes to deploy" not in deploy(file, emulator.url):
        raise WentWrong("a second sam deploy of the same template found something to change")
    print("sam deploy again: no changes")
    for line in chain(walk(Deployed(emulator.url, made["HttpApi"])), clocks(made, client("lambda"))):
        print(line)
    found = deployment_of(STACK, REGION, client)
    print(told(found))
    ill = []
    for finding in examine(found):
        print(finding)
        ill += [finding.en] if finding.verdict == "FAIL" else []
    if ill != ILL:
        raise WentWrong(f"the doctor found {ill} instead of {ILL}")
    sam("delete", "--stack-name", STACK, "--region", REGION, "--no-prompts", url=emulator.url)
    if made["CaseTable"] not in client("dynamodb").list_tables()["TableNames"]:
        raise WentWrong("sam delete took the table of the cases with it, which must be kept")
    print("sam delete: done; the table of the cases is kept, as the template says")


def main() -> int:
    """1 with a sentence when a step went wrong or the emulators differ in a way nobody has explained."""
    if not (BUILT / "template.yaml").exists():
        print("make rehearse: nothing is built yet; make sam-build does it", file=sys.stderr)
        return 2
    MADE.mkdir(parents=True, exist_ok=True)
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update({k: v for k, v in surroundings().items() if k.startswith("AWS_")})
    try:
        with Emulator(MADE / "ministack.log") as emulator:
            rehearse(emulator)
            rows: list[Row] = compared(clients(emulator.url)("dynamodb"))
    except WentWrong as reason:
        print(f"make rehearse: {reason}", file=sys.stderr)
        return 1
    print(as_table(rows))
    strange = surprises(rows)
    for line in strange:
        print(f"make rehearse: {line}", file=sys.stderr)
    return 1 if strange else 0


if __name__ == "__main__":
    raise SystemExit(main())
