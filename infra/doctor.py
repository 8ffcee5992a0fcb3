"""Is a deployment healthy: `python -m infra.doctor --stack huiyin`. A line for each thing, and what to do where it is not well.

The local stack has no AWS behind an address that could be asked; `make up` says of every resource what became of it.
`make rehearse` runs this doctor on the second emulator.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra import doctor_kept, doctor_letters, doctor_people, doctor_runs
from infra.deployment import Deployment, NoSuchStack, deployment_of, parser_of
from infra.doctor_findings import About, Finding, looked
from infra.publish import region
from infra.regions import missing


def place(deployment: Deployment) -> Iterator[Finding]:
    """The region offers what Huiyin needs."""
    lacks = missing(deployment.region, own_issuer="StaffPoolId" not in deployment.outputs)
    yield About("区域", "Region").holds(
        not lacks, f"{deployment.region} {'; '.join(lacks) or 'has all services'}", "make regions says where they are."
    )


CHECKS = (place, *doctor_letters.CHECKS, *doctor_kept.CHECKS, *doctor_runs.CHECKS, *doctor_people.CHECKS)


def examine(deployment: Deployment) -> Iterator[Finding]:
    """Every finding about a deployment; one check that cannot be made stops no other."""
    for check in CHECKS:
        yield from looked(check, deployment)


def report(deployment: Deployment) -> int:
    """Print the findings as they come; 1 when something is wrong."""
    counts = {"ok": 0, "warn": 0, "FAIL": 0}
    for finding in examine(deployment):
        counts[finding.verdict] += 1
        print(finding, flush=True)
    print(f"{deployment.stack}: {counts['ok']} ok, {counts['warn']} to look at, {counts['FAIL']} wrong")
    return 1 if counts["FAIL"] else 0


def main(words: list[str] | None = None) -> int:
    """0 when nothing is wrong, 1 when something is, 2 when there is nothing to look at."""
    parser = parser_of("make doctor", "Is a deployment healthy?", region())
    asked = parser.parse_args(words)
    session = boto3.Session(region_name=asked.region)
    try:
        deployment = deployment_of(asked.stack, asked.region, session.client)
    except NoSuchStack as reason:
        print(f"make doctor: {reason}", file=sys.stderr)
        return 2
    except (BotoCoreError, ClientError) as error:
        print(f"make doctor: AWS did not answer: {error}", file=sys.stderr)
        return 2
    return report(deployment)


if __name__ == "__main__":
    raise SystemExit(main())
