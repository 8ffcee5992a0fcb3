"""The template for the second emulator: what it can create stays as it is, and every change is said."""

import pytest

from infra.local.template import load_yaml
from infra.rehearsal.emulator import ROOT
from infra.rehearsal.fitting import StillNeeded, fit, off, with_folders

KNOWN = frozenset({"AWS::SQS::Queue", "AWS::Cognito::UserPool", "AWS::SES::EmailIdentity"})


def small() -> dict[str, object]:
    return {
        "Resources": {
            "Queue": {
                "Type": "AWS::SQS::Queue",
                "Properties": {"QueueName": {"Fn::Sub": "${AWS::StackName}-q"}},
                "DependsOn": ["Rule", "Pool"],
            },
            "Rule": {"Type": "AWS::SES::ReceiptRule", "Properties": {"RuleSetName": {"Ref": "Queue"}}},
            "Pool": {"Type": "AWS::Cognito::UserPool", "Properties": {}},
            "Door": {
                "Type": "AWS::Serverless::Function",
                "Properties": {
                    "CodeUri": "Door",
                    "Environment": {"A": {"Fn::GetAtt": ["Pool", "ProviderURL"]}, "B": {"Fn::Sub": "${Pool.ProviderURL}/jwks"}},
                },
            },
        },
        "Outputs": {"RuleName": {"Value": {"Ref": "Rule"}}, "Url": {"Value": {"Ref": "Queue"}}},
    }


def test_a_type_that_it_cannot_create_is_left_out_with_what_tells_of_it() -> None:
    fitted, said = fit(small(), KNOWN)
    assert set(fitted["Resources"]) == {"Queue", "Pool", "Door"}
    assert fitted["Resources"]["Queue"]["DependsOn"] == ["Pool"]
    assert set(fitted["Outputs"]) == {"Url"}
    assert [line.split(":")[0] for line in said[:1]] == ["left out   Rule (AWS"]
    assert "output RuleName" in said[1]


def test_nothing_is_left_out_that_another_resource_needs() -> None:
    with pytest.raises(StillNeeded, match="Rule refers to Queue"):
        fit(small(), frozenset({"AWS::SES::ReceiptRule", "AWS::Cognito::UserPool"}))


def test_an_attribute_that_it_does_not_know_is_written_out() -> None:
    fitted, said = fit(small(), KNOWN)
    address = "https://cognito-idp.${AWS::Region}.${AWS::URLSuffix}/${Pool}"
    assert fitted["Resources"]["Door"]["Properties"]["Environment"] == {"A": {"Fn::Sub": address}, "B": {"Fn::Sub": f"{address}/jwks"}}
    assert any("Pool.ProviderURL" in line for line in said)


def test_what_needs_no_change_is_not_changed() -> None:
    template = {"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {}}}, "Outputs": {}}
    assert fit(template, KNOWN) == (template, [])


def test_code_and_layers_come_from_the_folders_of_the_build(tmp_path: object) -> None:
    template = load_yaml(ROOT / "template.yaml")
    with_folders(template, ROOT / "built", ROOT / "layers")
    found = template["Resources"]
    assert found["BaseLayer"]["Properties"]["ContentUri"] == str(ROOT / "layers/BaseLayer")
    assert found["OwnerApi"]["Properties"]["CodeUri"] == str(ROOT / "built/OwnerApi")


def test_what_a_condition_keeps_away_needs_no_change() -> None:
    template = load_yaml(ROOT / "template.yaml")
    template["Parameters"] |= {"Mail": {"Type": "String", "Default": ""}}
    template["Conditions"] = {"TakesMail": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Mail"}, ""]}]}}
    given = {"MailFrom": "service@example.com", "MailDomain": "example.com"}
    assert off(template, given) == {"TakesMail"}
    assert off(template, {**given, "Mail": "in@example.com"}) == frozenset()
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Ref": "Rule"}}}
    small = {"Resources": {"Rule": {"Type": "AWS::SES::ReceiptRule", "Condition": "TakesMail"}, "Queue": queue}, "Outputs": {}}
    fitted, said = fit(small, KNOWN, frozenset({"TakesMail"}))
    assert fitted == small
    assert said == ["not asked  Rule (AWS::SES::ReceiptRule): TakesMail is off, and MiniStack cannot create this type"]
