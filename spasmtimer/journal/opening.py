"""Opening the user's journal so that a session is always possible, and telling what that took."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

from msgspec import Struct, field

from .. import paths
from ..private import is_open_to_others, is_there, make_spare_folders, spare_folders
from .hello import make_room
from .lock import Held, acquire, make_sure_of_lock
from .store import Damaged, Journal, JournalError, NotWritable
from .upkeep import merge, set_aside

NAME = "journal.db"


class Opened(Struct):
    """A journal that can be written."""

    journal: Journal
    saved: bool = True
    """Whether it is the one that lasts."""

    remarks: list[str] = field(default_factory=list)
    """A line for each thing that the user should know."""


def main_journal() -> Path:
    """Where sessions belong."""
    return paths.data_dir() / NAME


def open_journal(now: datetime, *, thorough: bool = False) -> Opened:
    """The user's journal: a damaged one is set aside first; where none can be written, one that lasts until a reboot.

    `thorough`, before a session is written into it, also looks for damage that does not show at once and tries whether
    there is room. A journal whose session lives is never left for another. Raises JournalError where nothing helps.
    """
    main, spares = main_journal(), [folder / NAME for folder in spare_folders()]
    for spare in spares:
        if _is_live(spare):
            return Opened(Journal(spare), saved=False)
    remarks: list[str] = []
    try:
        journal = _open_or_renew(main, now, remarks, thorough=thorough)
        make_room(main)
        for spare in spares:
            _bring_home(journal, spare, remarks)
        if thorough and is_open_to_others(main.parent):
            remarks.append(f"other users of this machine can read {main.parent}, and it cannot be closed to them")
        return Opened(journal, remarks=remarks)
    except (NotWritable, OSError) as error:
        if _is_live(main):
            remarks.append(f"not saved: {error}")
            return Opened(Journal(main), saved=False, remarks=remarks)
        return _open_spare(now, remarks, error)


def _open_spare(now: datetime, remarks: list[str], why: Exception) -> Opened:
    for spare in (folder / NAME for folder in make_spare_folders()):
        try:
            journal = _open_or_renew(spare, now, remarks, thorough=True)
            make_room(spare)
        except (NotWritable, OSError) as error:
            why = error
            continue
        remarks.append(f"not saved: {why}; this session is kept in {spare.parent} until that is mended")
        return Opened(journal, saved=False, remarks=remarks)
    raise NotWritable(f"no session can be kept anywhere: {why}")


def _open_or_renew(path: Path, now: datetime, remarks: list[str], *, thorough: bool) -> Journal:
    journal: Journal | None = None
    try:
        journal = Journal(path)
        latest = journal.latest()
        if thorough:
            make_sure_of_lock(path)
            journal.check()
            if latest is None or not latest.state.is_live:
                journal.probe()
        return journal
    except Damaged as error:
        if journal:
            journal.close()
        with acquire(path):
            kept = set_aside(path, now)
        remarks.append(f"{error}; it was kept as {kept.name}, and a new journal begun")
        return Journal(path)
    except (NotWritable, OSError):
        if journal:
            journal.close()
        raise


def _is_live(path: Path) -> bool:
    """Whether the session in this journal still runs: it must be ended where it began."""
    try:
        if not is_there(path):
            return False
        with closing(Journal(path)) as journal:
            latest = journal.latest()
    except (JournalError, OSError):
        return False
    return latest is not None and latest.state.is_live


def _bring_home(journal: Journal, spare: Path, remarks: list[str]) -> None:
    """Saves what was kept elsewhere, unless a session lives here: the one that was started last must stay the last."""
    try:
        if not is_there(spare) or _is_live(journal.path):
            return
        with acquire(spare, wait_s=0):
            count = merge(journal, spare)
    except (Held, JournalError, OSError):
        return  # in use, or unreadable: it stays where it is, and the next time tries again
    if count:
        remarks.append(f"{count} session{'s' if count > 1 else ''} kept elsewhere for a while saved with the others")
