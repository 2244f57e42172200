"""Opening the user's journal so that a session is always possible, and telling what that took."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from .. import paths
from .lock import Held, acquire
from .store import Damaged, Journal, JournalError, NotWritable
from .upkeep import merge, set_aside

NAME = "journal.db"


@dataclass(slots=True)
class Opened:
    """A journal that can be written."""

    journal: Journal
    saved: bool = True
    """Whether it is the one that lasts."""

    remarks: list[str] = field(default_factory=list)
    """A line for each thing that the user should know."""


def open_journal(now: datetime) -> Opened:
    """The user's journal: a damaged one is set aside first; where none can be written, one that lasts until a reboot.

    Raises JournalError where nothing helps.
    """
    main, spare = paths.data_dir() / NAME, paths.fallback_data_dir() / NAME
    if spare.exists() and _is_live(spare):
        return Opened(Journal(spare), saved=False)
    remarks: list[str] = []
    try:
        journal = _open_or_renew(main, now, remarks)
        if not _can_write(journal):
            raise NotWritable(f"cannot write {main}")
    except (NotWritable, OSError) as error:
        _private(spare.parent)
        remarks.append(f"not saved: {error}; this session is kept in {spare.parent} until that is mended")
        return Opened(Journal(spare), saved=False, remarks=remarks)
    if spare.exists():
        _bring_home(journal, spare, remarks)
    return Opened(journal, remarks=remarks)


def _open_or_renew(path: Path, now: datetime, remarks: list[str]) -> Journal:
    try:
        journal = Journal(path)
        journal.latest()
        return journal
    except Damaged as error:
        with acquire(path):
            kept = set_aside(path, now)
        remarks.append(f"{error}; it was kept as {kept.name}, and a new journal begun")
        return Journal(path)


def _can_write(journal: Journal) -> bool:
    try:
        journal.probe()
    except NotWritable:
        return False
    return True


def _is_live(path: Path) -> bool:
    """Whether the session in the spare journal still runs: it must be ended where it began."""
    try:
        journal = Journal(path)
        latest = journal.latest()
        journal.close()
    except JournalError:
        return False
    return latest is not None and latest.state.is_live


def _bring_home(journal: Journal, spare: Path, remarks: list[str]) -> None:
    try:
        with acquire(spare, wait_s=0):
            count = merge(journal, spare)
    except (Held, JournalError, OSError):
        return  # in use, or unreadable: it stays where it is, and the next start tries again
    if count:
        remarks.append(f"{count} session{'s' if count > 1 else ''} kept elsewhere for a while saved with the others")


def _private(folder: Path) -> None:
    """Makes the folder for this user alone. Raises NotWritable where another user's stands in its place."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        owner = folder.stat().st_uid
    except OSError as error:
        raise NotWritable(f"cannot use {folder}: {error}") from error
    if hasattr(os, "getuid") and owner != os.getuid():
        raise NotWritable(f"{folder} belongs to another user")
