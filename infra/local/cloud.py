"""Create every resource of a translated template on moto, and say of each what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from infra.local.intrinsics import Resolver
from infra.local.template import Json, Template, TemplateRefused, parameter_values

ACCOUNT = "123456789012"
REGION = "ap-southeast-1"
STACK = "huiyin"

Fate = Literal["created", "described", "not emulated"]


@dataclass(frozen=True)
class Made:
    """What a creator answers: what `Ref` gives, and what `GetAtt` gives."""

    physical: str
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Resource:
    """A resource after its creation."""

    logical_id: str
    type: str
    fate: Fate
    note: str
    physical: str
    attributes: Mapping[str, Any]
    properties: Json


@dataclass(frozen=True)
class Creator:
    """How one type of resource is carried.

    carries: properties that take effect here; leaves: properties that do not, each with its reason.
    A property in neither list is an error: a wrong word in a template must not pass unseen.
    """

    type: str
    fate: Fate
    carries: frozenset[str]
    leaves: Mapping[str, str]
    note: str
    make: Callable[[Cloud, str, Json], Made]

    def check(self, logical_id: str, properties: Json) -> None:
        unknown = sorted(set(properties) - self.carries - set(self.leaves))
        if unknown and "*" not in self.leaves:
            raise TemplateRefused(f"{logical_id} ({self.type}): the local stack does not know {', '.join(unknown)}")


CREATORS: dict[str, Creator] = {}


def creates(
    type_: str, carries: str = "", leaves: Mapping[str, str] | None = None, fate: Fate = "created", note: str = ""
) -> Callable[[Callable[[Cloud, str, Json], Made]], Callable[[Cloud, str, Json], Made]]:
    """Register the function below as the creator of a resource type."""

    def register(make: Callable[[Cloud, str, Json], Made]) -> Callable[[Cloud, str, Json], Made]:
        CREATORS[type_] = Creator(type_, fate, frozenset(carries.split()), {"Tags": "labels of the bill", **(leaves or {})}, note, make)
        return make

    return register


class Cloud:
    """The resources of one template, created on whatever AWS boto3 reaches (here: moto in this process)."""

    def __init__(self, template: Template, parameters: Mapping[str, str], region: str = REGION) -> None:
        self.template = template
        self.region = region
        self.resources: dict[str, Resource] = {}
        self._clients: dict[str, Any] = {}
        self._underway: list[str] = []
        names = {
            "AWS::Region": region,
            "AWS::AccountId": ACCOUNT,
            "AWS::StackName": STACK,
            "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackId": f"arn:aws:cloudformation:{region}:{ACCOUNT}:stack/{STACK}/local",
            **parameter_values(template.translated, parameters),
        }
        self.resolver = Resolver(template.translated, names, lambda name: self.get(name).physical, self._attribute)

    def create(self) -> Cloud:
        """Create everything whose condition holds.

        Raises: TemplateRefused for an unknown type or property, a circle of references, a condition that does not exist.
        """
        from infra.local import creators  # noqa: F401  (registers the creators)

        for logical_id, described in self.template.resources.items():
            if "Condition" not in described or self.resolver.holds(described["Condition"]):
                self.get(logical_id)
        return self

    def outputs(self) -> dict[str, Any]:
        """The template's outputs, resolved."""
        return {
            name: self.resolver.resolve(output["Value"])
            for name, output in self.template.translated.get("Outputs", {}).items()
            if "Condition" not in output or self.resolver.holds(output["Condition"])
        }

    def client(self, service: str) -> Any:
        """A boto3 client of this stack's region; one per service."""
        if service not in self._clients:
            import boto3

            from infra.local.allowed_words import watch

            self._clients[service] = watch(boto3.client(service, region_name=self.region))
        return self._clients[service]

    def arn(self, service: str, rest: str) -> str:
        """The ARN of something in this account and region."""
        return f"arn:aws:{service}:{self.region}:{ACCOUNT}:{rest}"

    @property
    def underway(self) -> str:
        """The resource that is being created now; empty when none is."""
        return self._underway[-1] if self._underway else ""

    def of_type(self, type_: str) -> list[Resource]:
        """All resources of one type, in the template's order."""
        return [resource for resource in self.resources.values() if resource.type == type_]

    def name(self, logical_id: str) -> str:
        """The physical name of a resource: what `Ref` gives."""
        return self.get(logical_id).physical

    def get(self, logical_id: str) -> Resource:
        """A resource, created now if it was not yet."""
        if logical_id in self.resources:
            return self.resources[logical_id]
        if logical_id in self._underway:
            raise TemplateRefused("circle of references: " + " -> ".join([*self._underway, logical_id]))
        if logical_id not in self.template.resources:
            raise TemplateRefused(f"{logical_id} is neither a parameter nor a resource")
        self._underway.append(logical_id)
        try:
            self.resources[logical_id] = self._make(logical_id, self.template.resources[logical_id])
        finally:
            self._underway.pop()
        return self.resources[logical_id]

    def _make(self, logical_id: str, described: Json) -> Resource:
        type_ = described["Type"]
        if type_ not in CREATORS:
            raise TemplateRefused(f"{logical_id}: the local stack does not know the type {type_}")
        creator = CREATORS[type_]
        properties = self.resolver.resolve(described.get("Properties", {}))
        creator.check(logical_id, properties)
        needed = described.get("DependsOn", [])
        for other in [needed] if isinstance(needed, str) else needed:
            self.get(other)
        made = self._carried_out(creator, logical_id, properties)
        return Resource(logical_id, type_, creator.fate, creator.note, made.physical, made.attributes, properties)

    def _carried_out(self, creator: Creator, logical_id: str, properties: Json) -> Made:
        from botocore.exceptions import ClientError, ParamValidationError

        try:
            return creator.make(self, logical_id, properties)
        except (ClientError, ParamValidationError, TemplateRefused) as refusal:
            raise TemplateRefused(f"{logical_id} ({creator.type}): {refusal}") from refusal

    def _attribute(self, logical_id: str, attribute: str) -> Any:
        attributes = self.get(logical_id).attributes
        if attribute not in attributes:
            raise TemplateRefused(f"{logical_id}.{attribute}: the local stack does not know this attribute")
        return attributes[attribute]
