"""The journal's file: opened, kept in good order, appended to and read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from .. import private
from ..schedule import events as ev
from ..schedule.session import Session
from ..schedule.transitions import IllegalEvent, apply, replay
from .codec import KINDS, from_row, notice_row, to_row

T = TypeVar("T")

APPLICATION_ID = 0x5350_534D
"""Marks the file as ours ('SPSM'), so that another program's database is never written to."""

VERSION = 1
"""Of the tables; `PRAGMA user_version`."""

RESERVE_BYTES = 128 * 1024
"""Free pages kept inside the file: some 1,300 rows still fit when the disk is full (measured)."""

BUSY_S = 5.0
"""How long a writer waits for another before it gives up."""

RECENT_SESSIONS = 20
"""How many of the latest sessions a start may look into, for what they left on the skin."""

SCHEMA = """
CREATE TABLE events (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    session TEXT NOT NULL,
    kind    TEXT NOT NULL,
    wall    TEXT NOT NULL,  -- ISO 8601 with the UTC offset
    clock   REAL NOT NULL,  -- session clock, seconds
    boot    TEXT,           -- which boot the session clock belongs to
    data    TEXT NOT NULL   -- the rest, as a JSON object
);
CREATE INDEX events_of_session ON events (session, seq);
CREATE INDEX starts ON events (seq) WHERE kind = 'started';
CREATE TABLE reserve (pad BLOB);
"""

COLUMNS = "kind, wall, clock, boot, data"
EVENT_KINDS = ", ".join(f"'{kind}'" for kind in KINDS)


class JournalError(Exception):
    """The journal cannot be used; the message says why, and what would help."""


class Damaged(JournalError):
    """The file is no journal of ours: to be set aside."""


class TooNew(JournalError):
    """A newer spasmtimer wrote this journal."""


class NotWritable(JournalError):
    """Nothing can be written: no space, no permission, or a read-only disk."""


class Busy(JournalError):
    """Another process held the file for too long."""


class Entry(Struct, frozen=True):
    """A row: its number and what it tells."""

    seq: int
    what: ev.Event | ev.Notice


Decision = Callable[[Session | None], Sequence[ev.Event]]
"""Given the latest session, the events to append. May raise, and then nothing is written."""


class Journal:
    """One process's connection to the journal, for the thread that opened it."""

    def __init__(self, path: Path, *, wait_s: float = BUSY_S) -> None:
        """Opens the file, and makes it where there is none. A call waits up to `wait_s` for another process.

        Raises Damaged, TooNew, NotWritable or Busy.
        """
        self.path = path
        self.passed_over: set[int] = set()
        """The numbers of the notices that could not be read."""
        try:
            private.folder(path.parent)
            private.is_there(path)
            self._db = sqlite3.connect(path, timeout=wait_s, isolation_level=None)
        except (OSError, sqlite3.OperationalError) as error:
            raise NotWritable(f"cannot open {path}: {error}") from error
        try:
            self._call(self._prepare)
            self._identity = _identity(path)
        except JournalError:
            self._db.close()
            raise

    def close(self) -> None:
        """Lets go of the file."""
        self._db.close()

    def append(self, decision: Decision) -> tuple[Session | None, list[Entry]]:
        """One command: read the latest session, let `decision` choose, check against the table, write, commit.

        Returns the session as it then is, and what was appended. What `decision` raises comes out, with nothing
        written; so do Busy and NotWritable.
        """
        return self._call(lambda: self._in_transaction(lambda: self._append(decision)))

    def note(self, session_id: str, notice: ev.Notice) -> int:
        """Appends a notice; returns its number. Raises Busy or NotWritable."""
        return self._call(lambda: self._in_transaction(lambda: self._insert(session_id, notice_row(notice))))

    def latest(self) -> Session | None:
        """The session that was started last, replayed."""
        return self.replayed(self.entries_of_latest(notices=False))

    def replayed(self, entries: Sequence[Entry]) -> Session | None:
        """The session that these rows make. Raises Damaged where they make none."""
        try:
            return replay(entry.what for entry in entries if isinstance(entry.what, ev.Event)) if entries else None
        except IllegalEvent as error:
            raise Damaged(f"{self.path} tells a story that cannot have happened: {error}") from error

    def entries_of_latest(self, *, notices: bool = True) -> list[Entry]:
        """The rows of the session that was started last, in order."""
        return self._call(lambda: self._entries(self._latest_id(), notices=notices))

    def entries(self, session_id: str, *, notices: bool = True) -> list[Entry]:
        """The rows of one session, in order."""
        return self._call(lambda: self._entries(session_id, notices=notices))

    def sessions(self, limit: int = -1, *, rehearsals: bool = True) -> list[str]:
        """Session ids, the latest first."""
        real = "" if rehearsals else """ AND data LIKE '%"rehearsal":false%'"""
        query = f"SELECT session FROM events WHERE kind = 'started'{real} ORDER BY seq DESC LIMIT ?"
        return self._call(lambda: [row[0] for row in self._db.execute(query, (limit,)).fetchall()])

    def check(self) -> None:
        """Raises Damaged where the file is broken in a place that has not been read yet."""
        found = self._call(lambda: self._db.execute("PRAGMA quick_check(1)").fetchone()[0])
        if found != "ok":
            raise Damaged(f"{self.path} is damaged: {found}")
        for session in self.sessions(RECENT_SESSIONS):
            self.replayed(self.entries(session, notices=False))

    def probe(self) -> None:
        """Writes, and takes back, what a small session needs. Raises NotWritable where there is no room for it."""

        def grow() -> None:
            self._db.execute("INSERT INTO reserve VALUES (zeroblob(?))", (self._pragma("page_size") * 4,))
            self._db.execute("DELETE FROM reserve")

        self._call(lambda: self._in_transaction(grow))

    def rows(self, session_id: str) -> list[tuple[object, ...]]:
        """The raw rows of one session, in order, for `adopt`."""
        query = f"SELECT session, {COLUMNS} FROM events WHERE session = ? ORDER BY seq"
        return self._call(lambda: self._db.execute(query, (session_id,)).fetchall())

    def select(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """The rows of a query that only reads, for `history`. Raises a JournalError."""
        return self._call(lambda: self._db.execute(query, values).fetchall())

    def adopt(self, rows: Sequence[tuple[object, ...]]) -> None:
        """Appends rows of another journal, all or none. Raises Busy or NotWritable."""
        self._call(lambda: self._in_transaction(lambda: [self._insert(str(row[0]), row[1:]) for row in rows]))

    def transact(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Runs `work` in one immediate transaction, for what keeps a table of its own. Raises Busy or NotWritable."""
        return self._call(lambda: self._in_transaction(lambda: work(self._db)))

    def erase(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """The same, and what `work` deletes or drops is overwritten; with the commit goes the rollback file."""
        self.select("PRAGMA secure_delete=ON")
        self.select("PRAGMA journal_mode=DELETE")  # a persistent one would keep the old pages
        try:
            result = self.transact(work)
        finally:
            self._db.execute("PRAGMA journal_mode=PERSIST")
        self.keep_room()
        return result

    def is_in_place(self) -> bool:
        """Whether the file at the journal's path is the one that was opened, as far as anybody can tell.

        A folder that cannot be looked into for a moment (a network, a mode) is no sign that the file has gone.
        """
        try:
            return self._identity == _identity(self.path)
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError:
            return True

    def change_mark(self) -> int | None:
        """A number that differs from the last one asked for when another process has written; None: cannot tell now."""
        try:
            return int(self._db.execute("PRAGMA data_version").fetchone()[0])
        except sqlite3.OperationalError:
            return None

    def keep_room(self) -> None:
        """Fills the reserve of free pages, and the rollback file with it, as far as the disk allows."""
        try:
            self._keep_room()
        except sqlite3.OperationalError:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    def _prepare(self) -> None:
        self._db.execute("PRAGMA synchronous=EXTRA")
        version, ours = self._pragma("user_version"), self._pragma("application_id") == APPLICATION_ID
        tables = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if version > VERSION and ours:
            raise TooNew(f"{self.path} was written by a newer spasmtimer; upgrade this one")
        if tables and not ours:
            raise Damaged(f"{self.path} is not a journal of spasmtimer")
        self._db.execute("PRAGMA journal_mode=PERSIST")
        if not tables:
            self._in_transaction(self._create)
            self.keep_room()

    def _create(self) -> None:
        if self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return  # another process was first
        for statement in SCHEMA.split(";"):
            self._db.execute(statement)
        self._db.execute(f"PRAGMA application_id={APPLICATION_ID}")
        self._db.execute(f"PRAGMA user_version={VERSION}")

    def _keep_room(self) -> None:
        pages = -(-RESERVE_BYTES // self._pragma("page_size"))
        if self._pragma("freelist_count") >= pages and _size(rollback_path(self.path)) >= RESERVE_BYTES:
            return
        pad = RESERVE_BYTES * 3 // 2
        self._db.execute("INSERT INTO reserve VALUES (zeroblob(?))", (pad,))
        # Overwriting the pages once makes the rollback file as large as any later transaction needs it.
        self._db.execute("UPDATE reserve SET pad = randomblob(?)", (pad,))
        self._db.execute("DELETE FROM reserve")

    def _append(self, decision: Decision) -> tuple[Session | None, list[Entry]]:
        before = self.replayed(self._entries(self._latest_id(), notices=False))
        session: Session | None = before
        appended: list[Entry] = []
        for event in decision(before):
            session = apply(None if isinstance(event, ev.Started) else session, event)
            appended.append(Entry(self._insert(session.id, to_row(event)), event))
        return session, appended

    def _insert(self, session_id: str, row: tuple[object, ...]) -> int:
        query = f"INSERT INTO events (session, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"
        seq = self._db.execute(query, (session_id, *row)).lastrowid
        assert seq is not None
        return seq

    def _latest_id(self) -> str | None:
        query = "SELECT session FROM events WHERE kind = 'started' ORDER BY seq DESC LIMIT 1"
        row = self._db.execute(query).fetchone()
        return None if row is None else str(row[0])

    def _entries(self, session_id: str | None, *, notices: bool) -> list[Entry]:
        only = "" if notices else f" AND kind IN ({EVENT_KINDS})"
        query = f"SELECT seq, {COLUMNS} FROM events WHERE session = ?{only} ORDER BY seq"
        read = [self._entry(*row) for row in self._db.execute(query, (session_id,)).fetchall()]
        return [entry for entry in read if entry is not None]

    def _entry(self, seq: int, *row: Any) -> Entry | None:
        """What a row tells. Only events decide: a notice that cannot be read, as of a newer version, is passed over."""
        try:
            return Entry(seq, from_row((row[0], row[1], row[2], row[3], row[4])))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            if row[0] in KINDS:
                raise Damaged(f"{self.path} holds a row that cannot be read: {error}") from error
            self.passed_over.add(seq)
            return None

    def _pragma(self, name: str) -> int:
        return int(self._db.execute(f"PRAGMA {name}").fetchone()[0])

    def _in_transaction(self, work: Callable[[], T]) -> T:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            result = work()
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")
        return result

    def _call(self, work: Callable[[], T]) -> T:
        """Runs `work`, and tells SQLite's errors apart by what can be done about them."""
        try:
            return work()
        except sqlite3.OperationalError as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            text = str(error)
            if "locked" in text:
                raise Busy(f"{self.path} is in use by another program; try again") from error
            raise NotWritable(f"cannot write {self.path}: {text}") from error
        except sqlite3.DatabaseError as error:
            raise Damaged(f"{self.path} is damaged: {error}") from error


def rollback_path(path: Path) -> Path:
    """The file beside the journal in which SQLite keeps what a transaction is about to change."""
    return path.with_name(path.name + "-journal")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino
