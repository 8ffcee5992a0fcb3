"""Deploy what `sam build` made, then say what is left for people to do: `python -m infra.deploy --stage trial`."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra.deployment import Deployment, NoSuchStack, deployment_of
from infra.publish import ROOT, SAM_CONFIG
from infra.regions import missing, suitable

SAM = ROOT / ".sam-venv/bin/sam"
# The stage of a person -> the section of infra/samconfig.toml.
STAGES = {"trial": "default", "live": "live"}


def settings(stage: str) -> Mapping[str, Any]:
    """What infra/samconfig.toml says of a stage for all of sam's commands: stack_name, region."""
    with SAM_CONFIG.open("rb") as file:
        return dict(tomllib.load(file)[STAGES[stage]]["global"]["parameters"])


def command(stage: str, stack: str, *, guided: bool) -> list[str]:
    """The `sam deploy` of a stage."""
    words = [str(SAM), "deploy", "--config-file", str(SAM_CONFIG), "--config-env", STAGES[stage], "--stack-name", stack]
    return [*words, "--guided"] if guided else words


def steps(deployment: Deployment) -> Iterator[str]:
    """What people still have to do, in the order in which it helps; a step may have several lines."""
    region, stack, outputs = f"--region {deployment.region}", deployment.stack, deployment.outputs
    records = [record for record in outputs.get("MailRecords", "").split(" | ") if record]
    yield "\n".join(
        [
            "Prove the mail domain: three CNAME records into its DNS. AWS looks within 72 hours, mostly within one.",
            *(f"  {r}" for r in records),
        ]
    )
    yield (
        "Leave the SES sandbox, or letters reach verified addresses alone: SES console, Account dashboard, Request production\n"
        "access. Say that each letter follows a person's own report and holds none of its words. It takes about a day."
    )
    for rules in deployment.of_type("AWS::SES::ReceiptRuleSet").values():
        yield (
            "Take mail in: CloudFormation cannot put a receipt rule set into force, and an account has one in force at a time.\n"
            f"  aws ses set-active-receipt-rule-set --rule-set-name {rules} {region}\n"
            f"  MX record of the domain of IntakeAddress: 10 inbound-smtp.{deployment.region}.amazonaws.com"
        )
    pool = outputs.get("StaffPoolId")
    if pool:
        yield (
            "Let the first person in; the username is a staff code of functions/huiyin/policy/departments.toml. At the first\n"
            "sign-in that person chooses a password and an authenticator app.\n"
            f"  aws cognito-idp admin-create-user {region} --user-pool-id {pool} --username CODE \\\n"
            "    --message-action SUPPRESS --temporary-password WORD\n"
            f"  aws cognito-idp admin-add-user-to-group {region} --user-pool-id {pool} --username CODE --group-name admin"
        )
    if deployment.parameters.get("AlarmMail"):
        yield f"Confirm the alarms: AWS has written to {deployment.parameters['AlarmMail']}; follow the link in that letter."
    if deployment.parameters.get("SiteUrl", "").startswith("https"):
        host = deployment.parameters["SiteUrl"].removeprefix("https://")
        yield f"Point {host} at the site: CNAME to {outputs.get('SiteDistributionName', '')}"
    yield f"Publish the pages: make publish STACK={stack}"
    yield f"See whether all is well: make doctor STACK={stack}"


def told(deployment: Deployment) -> str:
    """The outputs and the numbered steps, as the operator reads them."""
    wide = max((len(name) for name in deployment.outputs), default=0)
    lines = [f"{deployment.stack} in {deployment.region} stands."]
    lines += [
        f"  {name:<{wide}}  {value}" for name, value in sorted(deployment.outputs.items()) if name not in ("MailRecords", "NextSteps")
    ]
    lines.append("What is left to do:")
    for number, step in enumerate(steps(deployment), 1):
        first, *rest = step.split("\n")
        lines += [f"{number:>2}. {first}", *(f"    {line}" for line in rest)]
    return "\n".join(lines)


def main(words: list[str] | None = None) -> int:
    """0 when the stack stands; 2 when the region cannot carry it; else what sam answered."""
    parser = argparse.ArgumentParser(prog="make deploy", description="What sam build made, into your AWS account.")
    parser.add_argument("--stage", choices=sorted(STAGES), default="trial")
    parser.add_argument("--stack", help="its name; else that of the stage")
    parser.add_argument("--guided", action="store_true", help="ask for every parameter")
    parser.add_argument("--own-issuer", action="store_true", help="staff sign in with an issuer of yours, so no Cognito is needed")
    asked = parser.parse_args(words)
    said = settings(asked.stage)
    region, stack = said["region"], asked.stack or said["stack_name"]
    lacks = missing(region, own_issuer=asked.own_issuer)
    if lacks:
        print(f"make deploy: Huiyin cannot run in {region}.", *(f"  {line}" for line in lacks), sep="\n", file=sys.stderr)
        print("It can run in:", *suitable(), file=sys.stderr)
        return 2
    done = subprocess.run(command(asked.stage, stack, guided=asked.guided), check=False, cwd=ROOT)
    if done.returncode:
        return done.returncode
    try:
        print(told(deployment_of(stack, region, boto3.Session(region_name=region).client)))
    except (NoSuchStack, BotoCoreError, ClientError) as error:
        print(f"make deploy: deployed, but AWS did not tell the outputs: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
