"""The logs hold what functions print and log, each line once."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from infra.local.transcript import TRANSCRIPT


@contextmanager
def inside_a_function() -> Iterator[None]:
    TRANSCRIPT.clear()
    TRANSCRIPT.install()
    TRANSCRIPT.enter()
    try:
        yield
    finally:
        TRANSCRIPT.leave()
        TRANSCRIPT.uninstall()


def test_a_printed_line_is_kept() -> None:
    with inside_a_function():
        print("one")
        print("two\nthree\n")
    assert TRANSCRIPT.lines() == ["one", "two", "three"]


def test_a_warning_of_a_library_is_kept_and_its_chatter_is_not() -> None:
    with inside_a_function():
        logging.getLogger("library").warning("slow")
        logging.getLogger("library").info("chatter")
    assert TRANSCRIPT.lines() == ["[WARNING] library slow"]


def test_a_logger_that_writes_to_stdout_itself_is_kept_once() -> None:
    logger = logging.getLogger("product")
    with inside_a_function():
        handler = logging.StreamHandler(sys.stdout)
        logger.addHandler(handler)
        logger.warning("registered")
        logger.removeHandler(handler)
    assert TRANSCRIPT.lines() == ["registered"]


def test_a_logger_made_before_the_start_is_heard_too(capfd: pytest.CaptureFixture[str]) -> None:
    logger = logging.getLogger("early")
    handler = logging.StreamHandler(sys.__stdout__)
    logger.addHandler(handler)
    try:
        with inside_a_function():
            logger.warning("registered")
    finally:
        logger.removeHandler(handler)
    assert TRANSCRIPT.lines() == ["registered"]
    assert "registered" not in capfd.readouterr().out


def test_what_is_printed_outside_a_function_goes_to_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    TRANSCRIPT.clear()
    TRANSCRIPT.install()
    try:
        print("ready")
    finally:
        TRANSCRIPT.uninstall()
    assert capsys.readouterr().out == "ready\n"
    assert TRANSCRIPT.lines() == []


def test_a_logger_whose_stdout_is_closed_by_now_is_heard_all_the_same() -> None:
    closed = io.TextIOWrapper(io.BytesIO())
    logger, handler = logging.getLogger("early"), logging.StreamHandler(closed)
    logger.addHandler(handler)
    closed.close()
    try:
        with inside_a_function():
            logger.warning("still there")
        assert TRANSCRIPT.lines() == ["still there"]
    finally:
        logger.removeHandler(handler)


def test_a_logger_that_writes_to_stderr_or_to_a_file_keeps_its_place(tmp_path: Path) -> None:
    logger = logging.getLogger("elsewhere")
    handlers = [logging.StreamHandler(sys.stderr), logging.FileHandler(tmp_path / "log")]
    streams = [handler.stream for handler in handlers]
    for handler in handlers:
        logger.addHandler(handler)
    try:
        with inside_a_function():
            assert [handler.stream for handler in handlers] == streams
    finally:
        for handler in handlers:
            logger.removeHandler(handler)
        handlers[1].close()
