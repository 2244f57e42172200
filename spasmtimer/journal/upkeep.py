"""What is done to a journal as a whole, and only by whoever holds the timekeeper's lock."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from .store import Journal, rollback_path

SET_ASIDE = ".damaged-"
"""Between the name of a journal that was set aside and its date."""


def set_aside(path: Path, now: datetime) -> Path:
    """Moves a damaged or foreign journal, with its rollback file, to a dated name beside it; never deletes anything.

    Returns the new path. Raises OSError.
    """
    stamp = now.strftime("%Y%m%dT%H%M%S")
    target = path.with_name(f"{path.name}{SET_ASIDE}{stamp}")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.name}{SET_ASIDE}{stamp}-{number}")
    path.rename(target)
    rollback = rollback_path(path)
    if rollback.exists():
        rollback.rename(rollback_path(target))
    return target


def merge(into: Journal, other: Path) -> int:
    """Appends the sessions of the journal at `other` that `into` does not know, then removes `other`.

    Returns how many sessions came over. Raises JournalError, and leaves `other` as it was.
    """
    source = Journal(other)
    try:
        known = set(into.sessions())
        wanted = [session for session in reversed(source.sessions()) if session not in known]
        into.adopt([row for session in wanted for row in source.rows(session)])
    finally:
        source.close()
    other.unlink()
    rollback_path(other).unlink(missing_ok=True)
    return len(wanted)
