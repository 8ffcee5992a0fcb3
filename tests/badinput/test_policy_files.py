"""Group P, as far as it is about files that would run something."""

import time
from pathlib import Path

import pytest
import yaml

from huiyin.policy import PolicyError, load_policy_from, loading
from infra.local.template import load_yaml

SOURCE = Path(loading.__file__).parent
HOSTILE = [
    "a: !!python/object/apply:os.system [echo]\n",
    "a: !!python/name:os.system\n",
    "a: !!python/module:os\n",
]
BOMB = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))


@pytest.mark.parametrize("text", [*HOSTILE, BOMB], ids=["object", "name", "module", "aliases"])
def test_p05_a_file_that_would_run_or_burst_is_refused_at_once(tmp_path: Path, text: str) -> None:
    for file in SOURCE.glob("*.toml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "charter.toml").write_text(text, "utf-8")
    template = tmp_path / "template.yaml"
    template.write_text(text, "utf-8")
    began = time.process_time()
    with pytest.raises(PolicyError, match=r"charter.toml"):
        load_policy_from(tmp_path)
    if text is not BOMB:
        with pytest.raises(yaml.YAMLError):
            load_yaml(template)
    assert time.process_time() - began < 1
