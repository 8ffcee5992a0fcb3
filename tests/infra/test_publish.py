"""Publishing to a stack of moto: every file with its type, the figures kept, nothing left of pages that went."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from moto import mock_aws

from builders import MONDAY_9AM
from huiyin.store.figures import FiguresStore
from infra import publish
from infra.publish import ROOT, CannotPublish, Target

BUCKET, STACK, REGION = "huiyin-site-123456789012", "huiyin", "ap-southeast-1"
EMPTY = "<h1>Figures</h1><!-- figures --><p>nothing yet</p><!-- /figures --><p>end</p>"
HOME = "<h1>Home</h1><!-- home-figures --><p>nothing yet</p><!-- /home-figures -->"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small built site."""
    for name, text in {
        "index.html": HOME,
        "404.html": "<h1>lost</h1>",
        "stats/index.html": EMPTY,
        "assets/form.mjs": "export {};",
        "assets/site.css": "p { margin: 0 }",
        "search/index.json": "{}",
        "figures/draft.json": "{}",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def cloud() -> Iterator[Any]:
    with mock_aws():
        yield lambda service: boto3.client(service, region_name=REGION)


@pytest.fixture
def s3(cloud: Any) -> Any:
    client = cloud("s3")
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    return client


def distribution(cloud: Any) -> str:
    """A distribution; its id."""
    origins = {
        "Quantity": 1,
        "Items": [{"Id": "pages", "DomainName": f"{BUCKET}.s3.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}],
    }
    behaviour = {"TargetOriginId": "pages", "ViewerProtocolPolicy": "https-only"}
    config = {"CallerReference": "1", "Comment": "", "Enabled": True, "Origins": origins, "DefaultCacheBehavior": behaviour}
    return str(cloud("cloudfront").create_distribution(DistributionConfig=config)["Distribution"]["Id"])


def stack_that_says(**outputs: str) -> Any:
    """CloudFormation's answer about a stack with these outputs, in the shape that botocore knows (moto has none here)."""
    client = boto3.client("cloudformation", region_name=REGION)
    said = [{"OutputKey": name, "OutputValue": value} for name, value in outputs.items()]
    stack = {"StackName": STACK, "CreationTime": MONDAY_9AM, "StackStatus": "CREATE_COMPLETE", "Outputs": said}
    stubber = Stubber(client)
    stubber.add_response("describe_stacks", {"Stacks": [stack]}, {"StackName": STACK})
    stubber.activate()
    return client


def no_stack() -> Any:
    """CloudFormation's answer about a stack that is not there."""
    client = boto3.client("cloudformation", region_name=REGION)
    stubber = Stubber(client)
    stubber.add_client_error("describe_stacks", "ValidationError", "Stack with id elsewhere does not exist", 400)
    stubber.activate()
    return client


def given(monkeypatch: pytest.MonkeyPatch, cloudformation: Any) -> None:
    """Let the command meet this CloudFormation; everything else is moto's."""
    real = boto3.Session.client

    def client(session: Any, service: str, **more: Any) -> Any:
        return cloudformation if service == "cloudformation" else real(session, service, **more)

    monkeypatch.setattr(boto3.Session, "client", client)


def text(s3: Any, key: str) -> str:
    return str(s3.get_object(Bucket=BUCKET, Key=key)["Body"].read().decode("utf-8"))


def keys(s3: Any) -> set[str]:
    return {item["Key"] for item in s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])}


def test_every_file_arrives_under_its_type(site: Path, s3: Any) -> None:
    steps: list[int] = []
    done = publish.publish(site, BUCKET, s3, step=lambda: steps.append(1))
    assert (done.files, done.kept, done.removed, len(steps)) == (6, 0, 0, 6)
    types = {key: s3.head_object(Bucket=BUCKET, Key=key)["ContentType"] for key in keys(s3)}
    assert types == {
        "index.html": "text/html; charset=utf-8",
        "404.html": "text/html; charset=utf-8",
        "stats/index.html": "text/html; charset=utf-8",
        "assets/form.mjs": "text/javascript; charset=utf-8",
        "assets/site.css": "text/css; charset=utf-8",
        "search/index.json": "application/json",
    }
    assert s3.head_object(Bucket=BUCKET, Key="index.html")["CacheControl"] == "public, max-age=300"


def test_what_pages_need_is_there_before_the_pages(site: Path) -> None:
    order = list(publish.files_of(site))
    assert [key.endswith(".html") for key in order] == [False, False, False, True, True, True]


def test_figures_that_were_published_stay_in_the_new_pages(site: Path, s3: Any) -> None:
    publish.publish(site, BUCKET, s3)
    figures = FiguresStore(BUCKET, s3)
    figures.write("2026-11", '{"total": 300}', {"zh": "<svg/>", "en": "<svg/>"})
    assert figures.fill_page("stats/index.html", "<svg>300</svg>")
    assert figures.fill_page("index.html", "<p>300</p>", slot="home-figures")
    (site / "stats/index.html").write_text(EMPTY.replace("Figures", "Numbers"), encoding="utf-8")

    done = publish.publish(site, BUCKET, s3)

    assert done.kept == 2
    assert text(s3, "stats/index.html") == "<h1>Numbers</h1><!-- figures -->\n<svg>300</svg>\n<!-- /figures --><p>end</p>"
    assert "<p>300</p>" in text(s3, "index.html")
    assert {"figures/2026-11.json", "figures/latest.json", "figures/2026-11.zh.svg"} <= keys(s3)


def test_before_the_first_figures_the_new_sentence_is_published(site: Path, s3: Any) -> None:
    publish.publish(site, BUCKET, s3)
    (site / "index.html").write_text(HOME.replace("nothing yet", "tomorrow"), encoding="utf-8")
    publish.publish(site, BUCKET, s3)
    assert "tomorrow" in text(s3, "index.html")


def test_a_page_that_is_no_longer_part_of_the_site_goes_and_figures_never_do(site: Path, s3: Any) -> None:
    for key in ("policy/old/index.html", "assets/old.js", "figures/2026-10.json", "figures/2026-10.html", "robots.txt"):
        s3.put_object(Bucket=BUCKET, Key=key, Body=b"old")
    assert publish.publish(site, BUCKET, s3).removed == 1
    left = {"assets/old.js", "figures/2026-10.json", "figures/2026-10.html", "robots.txt"}
    assert keys(s3) - set(publish.files_of(site)) == left


def test_a_folder_without_a_site_is_not_published(tmp_path: Path, s3: Any) -> None:
    s3.put_object(Bucket=BUCKET, Key="index.html", Body=b"published")
    with pytest.raises(CannotPublish, match="make pages"):
        publish.publish(tmp_path, BUCKET, s3)
    assert keys(s3) == {"index.html"}


def test_the_target_is_what_the_stack_says() -> None:
    stack = stack_that_says(SiteBucketName=BUCKET, SiteDistributionId="E1", SiteAddress="https://huiyin.example", Other="x")
    assert publish.target_of(STACK, stack) == Target(bucket=BUCKET, distribution="E1", address="https://huiyin.example")


def test_a_stack_that_is_not_there_or_not_ours_is_named() -> None:
    with pytest.raises(CannotPublish, match="no stack elsewhere"):
        publish.target_of("elsewhere", no_stack())
    with pytest.raises(CannotPublish, match="SiteDistributionId"):
        publish.target_of(STACK, stack_that_says(SiteBucketName="x"))


def test_what_the_command_reads_are_outputs_of_the_template() -> None:
    text = (ROOT / "template.yaml").read_text(encoding="utf-8").partition("\nOutputs:\n")[2]
    outputs = set(re.findall(r"^  (\w+):", text, re.MULTILINE))
    assert {"SiteBucketName", "SiteDistributionId", "SiteAddress"} <= outputs


def test_the_command_publishes_refreshes_and_says_where(
    site: Path, cloud: Any, s3: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = distribution(cloud)
    stack = stack_that_says(SiteBucketName=BUCKET, SiteDistributionId=made, SiteAddress="https://huiyin.example")
    given(monkeypatch, stack)
    assert publish.main(["--stack", STACK, "--site", str(site)]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("published: files=6 figures_kept=0 pages_removed=0 address=https://huiyin.example\n")
    assert "6/6" in said.err
    assert "index.html" in keys(s3)
    (batch,) = cloud("cloudfront").list_invalidations(DistributionId=made)["InvalidationList"]["Items"]
    details = cloud("cloudfront").get_invalidation(DistributionId=made, Id=batch["Id"])["Invalidation"]
    assert details["InvalidationBatch"]["Paths"]["Items"] == ["/*"]


def test_the_command_says_what_is_missing(
    site: Path, monkeypatch: pytest.MonkeyPatch, cloud: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    given(monkeypatch, no_stack())
    assert publish.main(["--stack", "elsewhere", "--site", str(site)]) == 2
    assert "make publish: there is no stack elsewhere" in capsys.readouterr().err


def test_pages_go_to_the_region_that_the_stack_is_deployed_to() -> None:
    assert publish.region() == REGION
