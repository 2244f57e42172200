"""One timekeeper for each journal: an OS lock that its holder's death releases at once."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from .. import private

if TYPE_CHECKING:
    from filelock import BaseFileLock

WAIT_S = 2.0
"""How long an acquirer waits: a view that probes holds the lock for a moment."""


class Held(Exception):
    """Another process holds the lock."""


def lock_path(journal: Path) -> Path:
    """The lock that belongs to a journal."""
    return journal.with_name("timekeeper.lock")


def acquire(journal: Path, wait_s: float = WAIT_S) -> BaseFileLock:
    """The lock, held until the process ends or it is released. Raises Held, or OSError."""
    from filelock import FileLock, Timeout

    private.is_there(lock_path(journal))
    lock = FileLock(lock_path(journal), mode=private.FILE_MODE)
    try:
        lock.acquire(timeout=wait_s, poll_interval=0.02)
    except Timeout as error:
        raise Held(f"{lock_path(journal)} is held by another process") from error
    return lock


def make_sure_of_lock(journal: Path) -> None:
    """Raises OSError where no timekeeper could take the lock, and why; one that is held is as it should be."""
    with suppress(Held):
        acquire(journal, 0).release()


def is_held(journal: Path) -> bool:
    """Whether a timekeeper lives. Never blocks, and makes no file."""
    if sys.platform == "win32":
        return lock_path(journal).exists() and not _free(journal)
    import fcntl  # the same lock as filelock's, without its 40 ms of imports: status bars ask every second

    try:
        probe = private.opener(str(lock_path(journal)), os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(probe, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False  # a file system without locks holds none
    finally:
        os.close(probe)
    return False


def _free(journal: Path) -> bool:
    try:
        acquire(journal, 0).release()
    except Held:
        return False
    return True
