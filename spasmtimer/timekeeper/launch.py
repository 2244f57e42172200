"""Starting a timekeeper, and hearing that it is ready."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from ..clock import session_clock
from ..journal.hello import living
from ..journal.lock import is_held

READY_S = 10.0
"""How long a timekeeper may take to say hello; measured here: 0.2 to 0.4 s."""

AGAIN_S = 1.5
"""After this long without a lock holder, another start is tried: the last one may have met a dying predecessor."""


class NoTimekeeper(Exception):
    """Nobody keeps the time; the message names the log."""


def log_path(journal: Path) -> Path:
    """The timekeeper's log."""
    return journal.with_name("timekeeper.log")


def is_ready(journal: Path, session_id: str) -> bool:
    """Whether a living timekeeper follows this session."""
    hello = living(journal)
    return hello is not None and hello.session == session_id


def ensure(journal: Path, session_id: str, is_wanted: Callable[[], bool] = lambda: True) -> None:
    """Returns once a timekeeper follows this session, starting one if none does, or once it is not wanted any more.

    Raises NoTimekeeper.
    """
    clock = session_clock()
    begun, tried = clock(), float("-inf")
    while not is_ready(journal, session_id) and is_wanted():
        now = clock()
        if now - begun > READY_S:
            raise NoTimekeeper(f"no timekeeper came up, so nothing would call you; see {log_path(journal)}")
        if now - tried > AGAIN_S and not is_held(journal):
            try:
                spawn(journal)
            except OSError as error:
                why = f"no timekeeper could be started, so nothing would call you: {error}"
                raise NoTimekeeper(f"{why}; see {log_path(journal)}") from error
            tried = now
        time.sleep(0.01)  # nothing to wait on: the hello is a file


def spawn(journal: Path) -> None:
    """Starts a guard, which detaches itself and starts the worker. Raises OSError."""
    import subprocess  # 15 ms that a status bar, asking every second, need not pay

    command = [sys.executable, "-P", "-m", "spasmtimer.timekeeper", "--journal", str(journal)]
    quiet = subprocess.DEVNULL
    guard = subprocess.Popen(command, cwd="/", stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    if hasattr(guard, "wait") and sys.platform != "win32":
        guard.wait()  # it forks, so that its life ends no view's, nor leaves a zombie there
