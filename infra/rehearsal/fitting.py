"""What of the built template has to change for the second emulator: as little as can be, and every change is said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from infra.local.intrinsics import Resolver
from infra.local.template import parameter_values

Json = dict[str, Any]

# SAM's own types become others before they are created.
_OF_SAM = "AWS::Serverless::"
# What AWS says of a resource and MiniStack does not: the same by other means, or None where there is no other.
_ISSUER = "https://cognito-idp.${AWS::Region}.${AWS::URLSuffix}/${%s}"
_ATTRIBUTES: dict[tuple[str, str], str | None] = {
    ("AWS::Cognito::UserPool", "ProviderURL"): _ISSUER,
    ("AWS::SES::EmailIdentity", "DkimDNSTokenName1"): None,
}


class StillNeeded(Exception):
    """Something that cannot be created is referred to by something that can."""


def off(template: Json, given: Mapping[str, str]) -> frozenset[str]:
    """The conditions that do not hold with these parameters."""
    values = parameter_values(template, given)
    resolver = Resolver(template, values, lambda name: name, lambda name, attribute: f"{name}.{attribute}")
    return frozenset(name for name in template.get("Conditions", {}) if not resolver.holds(name))


def fit(template: Json, known: frozenset[str], never: frozenset[str] = frozenset()) -> tuple[Json, list[str]]:
    """The template as MiniStack takes it, and one line for every change.

    known: the resource types that it can create; never: the conditions that do not hold, so that nobody will ask it for
    their resources. Raises: StillNeeded.
    """
    fitted, said = deepcopy(template), []
    for name, resource in list(fitted["Resources"].items()):
        kind = resource["Type"]
        if kind in known or kind.startswith(_OF_SAM):
            continue
        if resource.get("Condition") in never:
            said.append(f"not asked  {name} ({kind}): {resource['Condition']} is off, and MiniStack cannot create this type")
        else:
            del fitted["Resources"][name]
            said.append(f"left out   {name} ({kind}): MiniStack cannot create this type")
            said += _without(fitted, name)
    said += _attributes(fitted)
    return fitted, said


def _without(fitted: Json, gone: str) -> list[str]:
    """Take out what only tells of a resource that is gone; refuse what needs it."""
    said = []
    for output, value in list(fitted.get("Outputs", {}).items()):
        if _names(value, gone):
            del fitted["Outputs"][output]
            said.append(f"left out   output {output}: it tells of {gone}")
    for name, resource in fitted["Resources"].items():
        if _names(resource.get("Properties", {}), gone):
            raise StillNeeded(f"{name} refers to {gone}, which MiniStack cannot create")
        waits = resource.get("DependsOn", [])
        kept = [one for one in ([waits] if isinstance(waits, str) else waits) if one != gone]
        if waits and kept != waits:
            resource["DependsOn"] = kept
    return said


def _names(value: Any, name: str) -> bool:
    text = json.dumps(value)
    return f'"Ref": "{name}"' in text or f'"Fn::GetAtt": ["{name}"' in text or f"${{{name}}}" in text or f"${{{name}." in text


def _attributes(fitted: Json) -> list[str]:
    said = []
    for (kind, attribute), instead in _ATTRIBUTES.items():
        for name in [name for name, resource in fitted["Resources"].items() if resource["Type"] == kind]:
            asked, within = f'{{"Fn::GetAtt": ["{name}", "{attribute}"]}}', f"${{{name}.{attribute}}}"
            if instead is None:
                for output in [output for output, value in fitted["Outputs"].items() if within in json.dumps(value)]:
                    del fitted["Outputs"][output]
                    said.append(f"left out   output {output}: MiniStack does not know {name}.{attribute}")
                continue
            text = json.dumps(fitted)
            changed = text.replace(asked, json.dumps({"Fn::Sub": instead % name})).replace(within, instead % name)
            if changed != text:
                fitted.update(json.loads(changed))
                said.append(f"written    {name}.{attribute} as the address it stands for: MiniStack does not know the attribute")
    return said


def with_folders(template: Json, built: Path, layers: Path) -> list[str]:
    """Point code at the folders of the build, and layers at the same releases made for this machine's Python."""
    for name, resource in template["Resources"].items():
        own = resource["Properties"]
        if resource["Type"] == "AWS::Serverless::LayerVersion":
            own["ContentUri"] = str(layers / name)
        elif resource["Type"] == "AWS::Serverless::Function":
            own["CodeUri"] = str(built / own.get("CodeUri", name))
    return ["replaced   the content of the layers: the same locks, made for this machine instead of for Lambda on arm64"]
