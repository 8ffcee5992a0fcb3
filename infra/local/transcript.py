"""What the functions print and log, line by line, as CloudWatch Logs would keep it."""

from __future__ import annotations

import logging
import sys
import threading
from typing import Any, TextIO


class Transcript:
    """All lines since the start; the one of this process, like stdout itself."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._lock = threading.Lock()
        self._running = threading.local()

    def running(self) -> bool:
        """Whether this thread is inside a function now."""
        return bool(getattr(self._running, "depth", 0))

    def enter(self) -> None:
        self._running.depth = getattr(self._running, "depth", 0) + 1
        if not isinstance(sys.stdout, _Listening):
            sys.stdout = _Listening(sys.stdout)

    def leave(self) -> None:
        self._running.depth -= 1

    def add(self, text: str) -> None:
        with self._lock:
            self._lines.extend(line for line in text.splitlines() if line.strip())

    def lines(self) -> list[str]:
        with self._lock:
            return list(self._lines)

    def clear(self) -> None:
        with self._lock:
            self._lines.clear()

    def install(self) -> None:
        """Listen to the root logger, and to loggers that took hold of stdout before us."""
        root = logging.getLogger()
        if not any(isinstance(handler, _RootHandler) for handler in root.handlers):
            root.addHandler(_RootHandler())
        if not isinstance(sys.stdout, _Listening):
            sys.stdout = _Listening(sys.stdout)
        for logger in list(logging.root.manager.loggerDict.values()):
            for handler in getattr(logger, "handlers", []):
                if _writes_for_a_function(handler):
                    _turn(handler)

    def uninstall(self) -> None:
        """Give stdout back."""
        root = logging.getLogger()
        for handler in [one for one in root.handlers if isinstance(one, _RootHandler)]:
            root.removeHandler(handler)
        if isinstance(sys.stdout, _Listening):
            sys.stdout = sys.stdout.inner


class _Listening:
    """Stands before stdout: inside a function, text goes to the transcript; elsewhere to stdout."""

    def __init__(self, inner: TextIO) -> None:
        self.inner = inner

    def write(self, text: str) -> int:
        if TRANSCRIPT.running():
            TRANSCRIPT.add(text)
            return len(text)
        return self.inner.write(text)

    def flush(self) -> None:
        if not TRANSCRIPT.running():
            self.inner.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


class _RootHandler(logging.Handler):
    """As the Lambda runtime does: what reaches the root logger from a function is written down, from WARNING on."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.setFormatter(logging.Formatter("[%(levelname)s] %(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        if TRANSCRIPT.running() and not _written_elsewhere(record.name):
            TRANSCRIPT.add(self.format(record))


def _writes_for_a_function(handler: logging.Handler) -> bool:
    """Whether it wrote to what was stdout when it was made, which may be closed by now; not to stderr. Heirs keep streams of their own."""
    if type(handler) is not logging.StreamHandler:
        return False
    return handler.stream not in (sys.stderr, sys.__stderr__) and not isinstance(handler.stream, _Listening)


def _turn(handler: logging.StreamHandler[TextIO]) -> None:
    """Let it write to stdout. `setStream` would first flush what may be closed by now."""
    handler.acquire()
    try:
        handler.stream = sys.stdout
    finally:
        handler.release()


def _written_elsewhere(name: str) -> bool:
    logger: logging.Logger | None = logging.getLogger(name)
    while logger is not None and logger.parent is not None:
        if any(not isinstance(handler, logging.NullHandler) for handler in logger.handlers):
            return True
        logger = logger.parent
    return False


TRANSCRIPT = Transcript()
