"""The only reader of time. Light to import: the child that plays a cue, just when it is due, measures with it."""

from __future__ import annotations

import functools
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from .schedule.instant import Instant

LINUX_BOOT_ID = "/proc/sys/kernel/random/boot_id"

stopwatch = time.monotonic
"""Seconds for how long a process took: it stands still while the machine sleeps, so that no sleep looks like a hang."""


class SystemClock:
    """Reads this machine's clocks."""

    def now(self) -> Instant:
        """This moment, by the wall clock and by a clock that counts while the machine sleeps."""
        from datetime import datetime

        from .schedule.instant import Instant

        return Instant(datetime.now().astimezone(), session_clock()(), boot_id())

    def shown(self, at: datetime) -> datetime:
        """This moment as the clock on the wall will show it: tomorrow may have another UTC offset."""
        return at.astimezone()


def session_clock_name() -> str | None:
    """The clock that counts suspend and ignores changes of the wall clock; None where this system has none.

    On Windows from Python 3.13 on, `time.monotonic` reads another one.
    """
    if sys.platform == "win32":
        return "GetTickCount64"
    name = "CLOCK_MONOTONIC_RAW" if sys.platform == "darwin" else "CLOCK_BOOTTIME"
    return name if hasattr(time, name) else None


@functools.cache
def session_clock() -> Callable[[], float]:
    """A function that returns seconds of `session_clock_name`, else of `time.monotonic`."""
    if sys.platform == "win32":
        import ctypes

        ticks = ctypes.windll.kernel32.GetTickCount64
        ticks.restype = ctypes.c_uint64
        return lambda: ticks() / 1000.0
    name = session_clock_name()
    if name is None:
        return time.monotonic
    clock = getattr(time, name)
    return lambda: time.clock_gettime(clock)


@functools.cache
def boot_id() -> str | None:
    """A name for this boot of the machine; None where the system gives none."""
    try:
        with open(LINUX_BOOT_ID, encoding="ascii") as file:
            return file.read().strip() or None
    except OSError:
        return None
