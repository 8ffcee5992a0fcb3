"""What `sam build` made, in MB unzipped, against what a function may carry: `python -m infra.sizes [folder]`."""

import sys
from pathlib import Path
from typing import Any

from infra.local.template import load_yaml

BUILT = Path(".aws-sam/build")
BASE_LAYER_MB = 40.0
# Lambda takes 250 MB unzipped, layers included; the rest is room to grow before anyone has to hurry.
FUNCTION_MB = 225.0


def megabytes(folder: Path) -> float:
    """The size of all files below a folder, in MB (10^6 bytes)."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def measure(built: Path) -> dict[str, float]:
    """MB of every layer by itself, and of every function with its layers, by logical id.

    Raises: FileNotFoundError where nothing was built.
    """
    template: dict[str, Any] = load_yaml(built / "template.yaml")
    shared = template.get("Globals", {}).get("Function", {})
    resources = template["Resources"]
    layers = {
        name: megabytes(built / resource["Properties"]["ContentUri"])
        for name, resource in resources.items()
        if resource["Type"] == "AWS::Serverless::LayerVersion"
    }
    sizes = dict(layers)
    for name, resource in resources.items():
        if resource["Type"] != "AWS::Serverless::Function":
            continue
        own = resource["Properties"]
        code = megabytes(built / own.get("CodeUri", shared.get("CodeUri", "")))
        sizes[name] = code + sum(layers[layer["Ref"]] for layer in [*shared.get("Layers", []), *own.get("Layers", [])])
    return sizes


def main() -> int:
    """Print one line per layer and function; 1 when one of them is over its budget."""
    built = Path(sys.argv[1]) if len(sys.argv) > 1 else BUILT
    if not (built / "template.yaml").exists():
        print(f"{built}: nothing is built yet; make sam-build does it", file=sys.stderr)
        return 2
    over = 0
    for name, size in measure(built).items():
        limit = BASE_LAYER_MB if name == "BaseLayer" else FUNCTION_MB
        over += size > limit
        print(f"{name:16} {size:7.1f} MB of {limit:.0f}{'  TOO BIG' if size > limit else ''}")
    return 1 if over else 0


if __name__ == "__main__":
    raise SystemExit(main())
