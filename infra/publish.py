"""Publish: the built pages into the bucket of a deployment, with the figures that are already there, then refresh CloudFront.

python -m infra.publish --stack huiyin
"""

from __future__ import annotations

import re
import sys
import tomllib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra.deployment import parser_of
from infra.local.pages import content_type
from infra.progress import Progress

ROOT = Path(__file__).parents[1]
SITE = ROOT / "build/site"
SAM_CONFIG = ROOT / "infra/samconfig.toml"
# What the nightly report owns: its folder, and what stands between these marks of a page.
FIGURES = "figures/"
_SLOT = re.compile(r"<!-- (figures|home-figures) -->.*?<!-- /\1 -->", re.DOTALL)
# Names carry no version, so a browser asks again after five minutes, as it does for the figures.
_CACHED = "public, max-age=300"
_GONE = frozenset({"NoSuchKey", "404"})


class CannotPublish(Exception):
    """There is nothing to publish, or nowhere to publish it. Says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a deployment has its pages, as the outputs of its stack say."""

    bucket: str
    distribution: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was done. kept: pages whose figures were kept; removed: pages that are no longer part of the site."""

    files: int
    kept: int
    removed: int


def target_of(stack: str, cloudformation: Any) -> Target:
    """The target of a deployed stack. Raises: CannotPublish."""
    try:
        (found,) = cloudformation.describe_stacks(StackName=stack)["Stacks"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ValidationError":
            raise
        raise CannotPublish(f"there is no stack {stack} in this account and region; make deploy GUIDED=1 makes one") from None
    said: Mapping[str, str] = {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}
    try:
        return Target(bucket=said["SiteBucketName"], distribution=said["SiteDistributionId"], address=said["SiteAddress"])
    except KeyError as missing:
        raise CannotPublish(f"the stack {stack} has no output {missing.args[0]}: it is not finished, or not one of Huiyin") from None


def publish(site: Path, bucket: str, s3: Any, *, step: Callable[[], None] = lambda: None) -> Published:
    """Put every file of a built site into the bucket: what pages need first, the pages after it, old pages away at the end.

    step: called after each file. Nothing under figures/ is touched, and a page keeps the figures that were put into it.
    Raises: CannotPublish when the folder holds no built site.
    """
    files = files_of(site)
    # Before the first report the marks hold a sentence of the build, and the new build may say it better.
    has_figures = _text(s3, bucket, f"{FIGURES}latest.json") is not None
    kept = 0
    for key, file in files.items():
        body = file.read_bytes()
        if has_figures and key.endswith(".html") and _SLOT.search(body.decode("utf-8")):
            filled = with_figures(body.decode("utf-8"), _text(s3, bucket, key) or "")
            kept += filled.encode("utf-8") != body
            body = filled.encode("utf-8")
        s3.put_object(Bucket=bucket, Key=key, Body=body, ContentType=content_type(key), CacheControl=_CACHED)
        step()
    old = [key for key in _pages_in(bucket, s3) if key not in files]
    for key in old:
        s3.delete_object(Bucket=bucket, Key=key)
    return Published(files=len(files), kept=kept, removed=len(old))


def files_of(site: Path) -> dict[str, Path]:
    """Every file of a built site by its key, pages last. Raises: CannotPublish."""
    if not (site / "index.html").is_file() or not (site / "404.html").is_file():
        raise CannotPublish(f"there is no built site in {site.name}/; make pages builds it")
    found = {file.relative_to(site).as_posix(): file for file in sorted(site.rglob("*")) if file.is_file()}
    ours = {key: file for key, file in found.items() if not key.startswith(FIGURES)}
    return dict(sorted(ours.items(), key=lambda one: one[0].endswith(".html")))


def with_figures(page: str, published: str) -> str:
    """The new page with what stands between the marks of the page that is published now."""
    standing = {mark[1]: mark[0] for mark in _SLOT.finditer(published)}
    return _SLOT.sub(lambda mark: standing.get(mark[1], mark[0]), page)


def refresh(distribution: str, cloudfront: Any) -> None:
    """Let CloudFront forget what it keeps of the old pages; takes it some minutes."""
    batch = {"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": str(uuid.uuid4())}
    cloudfront.create_invalidation(DistributionId=distribution, InvalidationBatch=batch)


def _pages_in(bucket: str, s3: Any) -> list[str]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    keys = [str(item["Key"]) for page in pages for item in page.get("Contents", [])]
    # Scripts and styles of the last build stay: somebody may have its pages open.
    return [key for key in keys if key.endswith(".html") and not key.startswith(FIGURES)]


def _text(s3: Any, bucket: str, key: str) -> str | None:
    try:
        answer = s3.get_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] in _GONE:
            return None
        raise
    return bytes(answer["Body"].read()).decode("utf-8")


def region() -> str:
    """Where `make deploy` deploys to."""
    with SAM_CONFIG.open("rb") as file:
        return str(tomllib.load(file)["default"]["global"]["parameters"]["region"])


def main(words: list[str] | None = None) -> int:
    """Publish to a stack; 2 with a sentence when that cannot be done."""
    parser = parser_of("make publish", "The built pages into the bucket of a deployment.", region())
    parser.add_argument("--site", type=Path, default=SITE, help="the built site")
    asked = parser.parse_args(words)
    try:
        session = boto3.Session(region_name=asked.region)
        target = target_of(asked.stack, session.client("cloudformation"))
        bar = Progress("publish", len(files_of(asked.site)))
        done = publish(asked.site, target.bucket, session.client("s3"), step=bar.step)
        refresh(target.distribution, session.client("cloudfront"))
    except CannotPublish as reason:
        print(f"make publish: {reason}", file=sys.stderr)
        return 2
    except (BotoCoreError, ClientError) as error:
        print(f"make publish: AWS did not take it: {error}", file=sys.stderr)
        return 1
    print(f"published: files={done.files} figures_kept={done.kept} pages_removed={done.removed} address={target.address}")
    print("CloudFront shows the new pages within a few minutes.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
