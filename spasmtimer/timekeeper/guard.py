"""A parent that only waits, and starts the worker again when it dies. It imports next to nothing, to live long."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from enum import IntEnum
from pathlib import Path

from ..clock import session_clock

QUICK_S = 2.0
"""A worker that lived shorter than this did not come up."""

MOST_QUICK_DEATHS = 8
"""After so many in a row something is broken that starting again does not mend; a view will try later."""


class Exit(IntEnum):
    """How a worker ends."""

    DONE = 0
    """Its session is over."""

    BROKEN = 1
    """An error; its log says which."""

    NOT_NEEDED = 3
    """Another timekeeper holds the lock."""


def guard(journal: Path) -> int:
    """Detaches, then keeps a worker alive until the worker says that it is done. Returns an exit code."""
    if hasattr(os, "fork") and os.fork():
        os._exit(0)
    command = [sys.executable, "-P", "-m", "spasmtimer.timekeeper", "--journal", str(journal), "--worker"]
    clock, quick = session_clock(), 0
    while quick < MOST_QUICK_DEATHS:
        begun = clock()
        quiet = subprocess.DEVNULL
        code = subprocess.call(command, cwd="/", stdin=quiet, stdout=quiet, stderr=quiet)
        if code in (Exit.DONE, Exit.NOT_NEEDED):
            return 0
        quick = quick + 1 if clock() - begun < QUICK_S else 0
        time.sleep(0.1 * quick)  # a pause that grows, so that a broken installation does not spin
    return 1
