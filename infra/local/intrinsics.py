"""Work out what a value in a translated template means: Ref, GetAtt, Sub, Join, If and their kin."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from infra.local.template import Json, TemplateRefused

NO_VALUE = object()
_PLACE = re.compile(r"\$\{([^}]+)\}")


class Resolver:
    """Resolves values and conditions of one template.

    ref: gives what `Ref` means for a resource; attribute: what `Fn::GetAtt` means.
    """

    def __init__(self, translated: Json, names: Mapping[str, Any], ref: Callable[[str], Any], attribute: Callable[[str, str], Any]) -> None:
        self._translated = translated
        self._names = names
        self._ref = ref
        self._attribute = attribute
        self._functions: dict[str, Callable[[Any], Any]] = {
            "Ref": self._value_of,
            "Fn::GetAtt": self._get_attribute,
            "Fn::If": lambda ask: self.resolve(ask[1] if self.holds(ask[0]) else ask[2]),
            "Fn::Sub": self._substitute,
            "Fn::Join": lambda ask: self.resolve(ask[0]).join(str(part) for part in self.resolve(ask[1])),
            "Fn::Select": lambda ask: self.resolve(ask[1])[int(self.resolve(ask[0]))],
            "Fn::Split": lambda ask: self.resolve(ask[1]).split(self.resolve(ask[0])),
            "Fn::FindInMap": self._find_in_map,
            "Fn::ToJsonString": lambda ask: json.dumps(self.resolve(ask)),
            "Fn::Base64": lambda ask: base64.b64encode(str(self.resolve(ask)).encode()).decode(),
        }

    def resolve(self, value: Any) -> Any:
        """The value with every intrinsic function worked out; what is AWS::NoValue is left away.

        Raises: TemplateRefused for a function or a name that is not known.
        """
        if isinstance(value, list):
            return [item for item in map(self.resolve, value) if item is not NO_VALUE]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            ((key, ask),) = value.items()
            if key in self._functions:
                return self._functions[key](ask)
            if key.startswith("Fn::"):
                raise TemplateRefused(f"{key} is not known to the local stack")
        resolved = ((key, self.resolve(item)) for key, item in value.items())
        return {key: item for key, item in resolved if item is not NO_VALUE}

    def holds(self, name: str) -> bool:
        """Whether a condition of the template is true."""
        conditions = self._translated.get("Conditions", {})
        if name not in conditions:
            raise TemplateRefused(f"condition {name} is not defined")
        return self._true(conditions[name])

    def _true(self, condition: Json) -> bool:
        ((key, ask),) = condition.items()
        match key:
            case "Fn::Equals":
                left, right = self.resolve(ask)
                return str(left) == str(right)
            case "Fn::Not":
                return not self._true(ask[0])
            case "Fn::And":
                return all(self._true(part) for part in ask)
            case "Fn::Or":
                return any(self._true(part) for part in ask)
            case "Condition":
                return self.holds(ask)
            case _:
                raise TemplateRefused(f"{key} is not known in a condition")

    def _value_of(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return NO_VALUE
        return self._names[name] if name in self._names else self._ref(name)

    def _get_attribute(self, ask: Any) -> Any:
        logical_id, attribute = ask.split(".", 1) if isinstance(ask, str) else (ask[0], self.resolve(ask[1]))
        return self._attribute(logical_id, attribute)

    def _substitute(self, ask: Any) -> str:
        text, extra = (ask, {}) if isinstance(ask, str) else ask

        def fill(place: re.Match[str]) -> str:
            name = place[1]
            if name.startswith("!"):
                return "${" + name[1:] + "}"
            if name in extra:
                return str(self.resolve(extra[name]))
            if "." in name:
                return str(self._attribute(*name.split(".", 1)))
            return str(self._value_of(name))

        return _PLACE.sub(fill, text)

    def _find_in_map(self, ask: Any) -> Any:
        table, row, column = (self.resolve(part) for part in ask)
        try:
            return self._translated["Mappings"][table][row][column]
        except KeyError as missing:
            raise TemplateRefused(f"mapping {table} has no entry {row}/{column}") from missing
