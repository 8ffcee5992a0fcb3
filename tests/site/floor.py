"""The oldest browsers that our pages are written for, and what came after them.

`newer_than_floor.json` is made from MDN's browser-compat-data (CC0): `python -m tests.site.floor data.json` writes it again.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Json = dict[str, Any]
# ES2020 with modules: WeChat's Android kernels of 2020, and iPhones that still get no further than iOS 13.
FLOOR = {"chrome": 80.0, "safari_ios": 13.4}
NEWER = Path(__file__).with_name("newer_than_floor.json")
_CSS = {"properties": "properties", "selectors": "selectors", "at-rules": "at-rules"}


def is_newer(*facts: Json) -> bool:
    """Whether a browser at the floor lacks the feature everywhere it may stand; behind a flag or a prefix is lacking."""
    return any(min((_since(one, name) for one in facts), default=float("inf")) > oldest for name, oldest in FLOOR.items())


def _since(facts: Json, browser: str) -> float:
    told = facts["support"].get(browser, [])
    since = [float("inf")]
    for one in told if isinstance(told, list) else [told]:
        added = one.get("version_added")
        if isinstance(added, str) and added[-1].isdigit() and not {"flags", "prefix", "alternative_name", "version_removed"} & set(one):
            since.append(float(added.lstrip("≤")))
    return min(since)


def _features(tree: Json) -> Iterator[tuple[str, Json]]:
    """Every feature below, by its last name."""
    for name, node in tree.items():
        if name != "__compat" and isinstance(node, dict):
            if "__compat" in node:
                yield name, node["__compat"]
            yield from _features(node)


def newer(data: Json) -> Json:
    """What the floor lacks, by kind: names that a scan can recognise in a style sheet or a script."""
    css = data["css"]
    found: Json = {kind: sorted(name for name, node in css[kind].items() if _lacks(node)) for kind in _CSS}
    found["values"] = {
        name: values
        for name, node in css["properties"].items()
        if not _lacks(node) and (values := sorted(value for value, inner in node.items() if value != "__compat" and _lacks(inner)))
    }
    functions = defaultdict(list)
    for name, facts in _features(css["types"]):
        functions[name].append(facts)
    found["functions"] = sorted(name for name, facts in functions.items() if is_newer(*facts))
    found["media"] = sorted(name for name, node in css["at-rules"]["media"].items() if name != "__compat" and _lacks(node))
    scripts = data["api"], data["javascript"]["builtins"]
    members = defaultdict(list)
    for tree in scripts:
        for name, facts in _features(tree):
            members[name.removesuffix("_static")].append(facts)
    found["members"] = sorted(name for name, facts in members.items() if is_newer(*facts))
    found["globals"] = sorted(name for tree in scripts for name, node in tree.items() if _lacks(node))
    return found


def _lacks(node: Any) -> bool:
    return isinstance(node, dict) and "__compat" in node and is_newer(node["__compat"])


def main(path: str) -> None:
    """Write the table again from a newer edition of the data."""
    data = json.loads(Path(path).read_text("utf-8"))
    table = {"edition": data["__meta"]["version"], "floor": FLOOR} | newer(data)
    NEWER.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")).replace('],"', '],\n"') + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
