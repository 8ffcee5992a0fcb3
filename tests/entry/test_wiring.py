"""The composition root: nothing is made on import, everything once."""

import gc
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import huiyin
from huiyin import entry
from huiyin.entry import wiring


def test_importing_the_doors_does_nothing() -> None:
    # An empty environment: whatever reads a variable or makes a client on import fails here.
    code = "import huiyin.entry.owner_api, huiyin.entry.staff_api"
    root = Path(huiyin.__path__[0]).parent
    assert subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": str(root)}, check=False).returncode == 0


def test_each_part_is_made_once(cloud: None) -> None:
    assert wiring.case_store() is wiring.case_store()
    assert wiring.receipts() is wiring.receipts()
    assert wiring.evidence_store() is wiring.evidence_store()


def test_a_fresh_container_has_parts_of_its_own(cloud: None) -> None:
    before = wiring.receipts()
    wiring.receipts.cache_clear()
    assert wiring.receipts() is not before


def test_c08_all_mailboxes_of_the_company_are_known(cloud: None, monkeypatch: pytest.MonkeyPatch) -> None:
    written_in_the_policy = {"service@yunjin.example", "desk@yunjin.example", "repairs@yunjin.example"}
    assert {"huiyin@yunjin.example", *written_in_the_policy} <= wiring.own_addresses()
    wiring.own_addresses.cache_clear()
    monkeypatch.setenv("INTAKE_ADDRESS", "tousu@yunjin.example")
    assert "tousu@yunjin.example" in wiring.own_addresses()
    wiring.own_addresses.cache_clear()


def test_the_collector_leaves_alone_what_a_function_loads_and_keeps() -> None:
    before = gc.get_threshold()
    try:
        gc.set_threshold(700, *before[1:])
        importlib.reload(entry)
        # A model of AWS alone is more objects than that; it is still switched on, for whatever a warm container leaves behind.
        assert gc.get_threshold()[0] > 10_000
        assert gc.isenabled()
    finally:
        gc.set_threshold(*before)
