"""Read template.yaml, the very file that is deployed, and translate it as SAM does in the cloud."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = dict[str, Any]

# The translator takes code from a bucket only; the runner loads it from the folder that the template names.
CODE_IN_A_BUCKET = "s3://local/code.zip"


class TemplateRefused(Exception):
    """The template says something that this stack cannot carry; the message names the resource and the reason."""


@dataclass(frozen=True)
class Template:
    """A template as people wrote it, as SAM translated it, and where the code of each function lies."""

    path: Path
    source: Json
    translated: Json
    code: Mapping[str, Path]

    @property
    def resources(self) -> Json:
        found: Json = self.translated.get("Resources", {})
        return found


def read_template(path: Path, parameters: Mapping[str, str]) -> Template:
    """Read and translate one template.

    parameters: values for the template's parameters; the rest keep their defaults.
    Raises: TemplateRefused when the file is no template, or when SAM refuses it.
    """
    source = load_yaml(path)
    if not isinstance(source, dict) or "Resources" not in source:
        raise TemplateRefused(f"{path.name}: no Resources section")
    return Template(path, source, _translate(source, parameters), _code_folders(source, path.parent))


def load_yaml(path: Path) -> Any:
    """Read a YAML file with CloudFormation's short forms (!Sub, !Ref, !GetAtt ...) spelled out."""
    import yaml  # type: ignore[import-untyped]  # PyYAML ships no types
    from samtranslator.yaml_helper import intrinsics_multi_constructor

    class ShortForms(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """The safe loader, the fast one where there is one, with CloudFormation's tags."""

    ShortForms.add_multi_constructor("!", intrinsics_multi_constructor)
    return _dates_as_text(yaml.load(path.read_text(encoding="utf-8"), Loader=ShortForms))  # noqa: S506 (a safe loader)


def parameter_values(translated: Json, given: Mapping[str, str]) -> Json:
    """The value of every parameter: what was given, else its default.

    Raises: TemplateRefused for a parameter without a value, and for a value outside its AllowedValues or AllowedPattern.
    """
    values: Json = {}
    for name, described in translated.get("Parameters", {}).items():
        value = given.get(name, described.get("Default"))
        if value is None:
            raise TemplateRefused(f"parameter {name} has neither a default nor a local value")
        allowed = described.get("AllowedValues")
        if allowed and str(value) not in [str(word) for word in allowed]:
            raise TemplateRefused(f"parameter {name} allows only {allowed}")
        pattern = described.get("AllowedPattern")
        if pattern and not re.search(pattern, str(value)):
            raise TemplateRefused(f"parameter {name} does not look like {pattern}")
        values[name] = int(value) if described.get("Type") == "Number" else value
    return values


def _translate(source: Json, parameters: Mapping[str, str]) -> Json:
    import logging

    from samtranslator.model.exceptions import InvalidDocumentException
    from samtranslator.translator.managed_policy_translator import ManagedPolicyLoader
    from samtranslator.translator.transform import transform

    class NoManagedPolicies(ManagedPolicyLoader):  # type: ignore[misc]
        """Nothing is looked up in IAM; policies play no part locally."""

        def __init__(self) -> None: ...

        def load(self) -> dict[str, str]:
            return {}

    logging.getLogger("samtranslator").setLevel(logging.ERROR)
    document = deepcopy(source)
    _take_code_from_a_bucket(document)
    defaults = {name: given["Default"] for name, given in source.get("Parameters", {}).items() if "Default" in given}
    try:
        translated: Json = transform(document, {**defaults, **parameters}, NoManagedPolicies())
    except InvalidDocumentException as refusal:
        causes = "; ".join(str(getattr(cause, "message", cause)) for cause in refusal.causes) or refusal.message
        raise TemplateRefused(f"SAM refuses the template: {causes}") from refusal
    return translated


def _take_code_from_a_bucket(document: Json) -> None:
    globals_of_functions = document.get("Globals", {}).get("Function", {})
    if "CodeUri" in globals_of_functions:
        globals_of_functions["CodeUri"] = CODE_IN_A_BUCKET
    for resource in document["Resources"].values():
        properties = resource.get("Properties", {})
        if resource.get("Type") == "AWS::Serverless::Function" and "InlineCode" not in properties:
            properties["CodeUri"] = CODE_IN_A_BUCKET
        if resource.get("Type") == "AWS::Serverless::LayerVersion":
            properties["ContentUri"] = CODE_IN_A_BUCKET


def _code_folders(source: Json, root: Path) -> dict[str, Path]:
    common = source.get("Globals", {}).get("Function", {}).get("CodeUri")
    folders = {}
    for logical_id, resource in source["Resources"].items():
        if resource.get("Type") == "AWS::Serverless::Function":
            uri = resource.get("Properties", {}).get("CodeUri", common)
            if uri is None:
                raise TemplateRefused(f"{logical_id} has no CodeUri")
            folders[logical_id] = (root / uri).resolve()
    return folders


def _dates_as_text(value: Any) -> Any:
    """YAML reads an unquoted 2010-09-09 as a date; a template means text."""
    if isinstance(value, dict):
        return {str(key): _dates_as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_dates_as_text(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value
