"""What the person has told about themselves, kept in a table of its own in the journal's file; and forgetting it.

The table is made by the first fact, so that the version of the file stays as it is: a journal without the table is one
in which nothing was told, and a spasmtimer that does not know of the table leaves it alone.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct

from ..guidance import episode as ep
from ..guidance import trying
from ..schedule.phases import Modality
from .codec import instant_of, row_of
from .opening import main_journal
from .store import COLUMNS, SCHEMA, Damaged, Journal
from .upkeep import SET_ASIDE

TABLE = """
CREATE TABLE IF NOT EXISTS person (
    seq   INTEGER PRIMARY KEY AUTOINCREMENT,
    kind  TEXT NOT NULL,
    wall  TEXT NOT NULL,
    clock REAL NOT NULL,
    boot  TEXT,
    data  TEXT NOT NULL
)
"""

Fact = ep.Fact | trying.DayFact
"""The closed list of what is kept."""

KINDS: Mapping[str, type[Fact]] = {
    "episode_began": ep.EpisodeBegan,
    "episode_corrected": ep.EpisodeCorrected,
    "episode_ended": ep.EpisodeEnded,
    "episode_reopened": ep.EpisodeReopened,
    "health_confirmed": ep.HealthConfirmed,
    "advised": ep.Advised,
    "day_checked": trying.DayChecked,
    "day_reviewed": trying.DayReviewed,
}
NAMES = {kind: name for name, kind in KINDS.items()}

READ = f"SELECT seq, {COLUMNS} FROM person ORDER BY seq"
IS_THERE = "SELECT 1 FROM sqlite_master WHERE name = 'person'"
DELETED_BY = "'spasmtimer forget --yes' deletes what was told"
LIVE = "a session lives; end it with 'spasmtimer stop' before its record is deleted"


class SessionLives(Exception):
    """The record of a session that goes on cannot be deleted."""


class Told(Struct, frozen=True):
    """A row of the table."""

    seq: int
    fact: Fact | None
    """None: a newer spasmtimer wrote it, and only that one can read it."""


class Kept(Struct, frozen=True):
    """All that is kept of the person on this machine, as far as the program can tell."""

    told: tuple[Told, ...]
    sessions: int
    """How many sessions the journal holds."""

    aside: tuple[Path, ...]
    """Journals that were found damaged and set aside: nothing is deleted in them."""


@contextmanager
def lasting(journal: Journal) -> Iterator[Journal]:
    """The journal where what is told belongs: this one or, while a session lives elsewhere, the main one."""
    main = main_journal()
    if journal.path == main:
        yield journal
    else:
        with closing(Journal(main)) as other:
            yield other


def told(journal: Journal) -> list[Told]:
    """Every fact, in the order they were told. Raises a JournalError."""
    return _told(journal.path, journal.select(READ) if journal.select(IS_THERE) else [])


def person_of(facts: Sequence[Told]) -> ep.Person:
    """What the facts come to. Raises Damaged."""
    try:
        return ep.replay(each.fact for each in facts)
    except ep.IllegalFact as error:
        raise Damaged(f"what was told cannot have been so ({error}); {DELETED_BY}") from error


def day_of(facts: Sequence[Told]) -> trying.Day:
    """What is being tried by these facts. Raises Damaged."""
    try:
        return trying.day_of(each.fact for each in facts)
    except ep.IllegalFact as error:
        raise Damaged(f"what was told cannot have been so ({error}); {DELETED_BY}") from error


def tell(journal: Journal, facts: Sequence[Fact]) -> ep.Person:
    """Appends the facts, all or none; returns what the person has told by then.

    Raises IllegalFact where one cannot be so now, Busy or NotWritable; then nothing was changed.
    """

    def write(db: sqlite3.Connection) -> ep.Person:
        db.execute(TABLE)
        known = _told(journal.path, db.execute(READ).fetchall())
        person, day = person_of(known), day_of(known)
        for fact in facts:
            if isinstance(fact, ep.Fact):
                person = ep.apply(person, fact)
            else:
                day = trying.apply(day, fact)
            fields = {name: getattr(fact, name) for name in fact.__struct_fields__}
            row = row_of(NAMES[type(fact)], fact.at, fields)
            db.execute(f"INSERT INTO person ({COLUMNS}) VALUES (?, ?, ?, ?, ?)", row)
        return person

    return journal.transact(write)


def forget(journal: Journal, *, episode_only: bool = False, sessions: bool = False) -> None:
    """Deletes what was told, or only the last episode of it; with `sessions` also every session.

    The tables are dropped and made anew: only so does nothing stay between the rows of a page that was rearranged.
    Raises SessionLives, Busy or NotWritable; then nothing was changed.
    """

    def drop(db: sqlite3.Connection) -> None:
        if sessions:
            _drop_sessions(journal, db)
        if not db.execute(IS_THERE).fetchone():
            return
        rows = db.execute(READ).fetchall()
        gone = (
            ep.of_last_episode([each.fact for each in _told(journal.path, rows)]) if episode_only else range(len(rows))
        )
        db.execute("DROP TABLE person")
        if stay := [row for position, row in enumerate(rows) if position not in gone]:
            db.execute(TABLE)
            db.executemany(f"INSERT INTO person (seq, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", stay)

    journal.erase(drop)


def kept(journal: Journal) -> Kept:
    """All that is kept. Raises a JournalError."""
    aside = sorted(journal.path.parent.glob(f"{journal.path.name}{SET_ASIDE}*"))
    return Kept(tuple(told(journal)), len(journal.sessions()), tuple(aside))


def _drop_sessions(journal: Journal, db: sqlite3.Connection) -> None:
    latest = journal.latest()
    if latest is not None and latest.state.is_live:
        raise SessionLives(LIVE)
    last = db.execute("SELECT max(seq) FROM events").fetchone()[0]
    db.execute("DROP TABLE events")
    for statement in SCHEMA.split(";"):
        if "events" in statement:
            db.execute(statement)
    if last is not None:  # whoever follows the journal knows rows by number: none is used twice
        db.execute("INSERT INTO sqlite_sequence VALUES ('events', ?)", (last,))


def _told(path: Path, rows: Sequence[tuple[Any, ...]]) -> list[Told]:
    try:
        return [Told(row[0], _fact(*row[1:])) for row in rows]
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged(f"{path} holds a row that cannot be read ({error}); {DELETED_BY}") from error


def _fact(kind: str, wall: str, clock: float, boot: str | None, text: str) -> Fact | None:
    if kind not in KINDS:
        return None
    data = json.loads(text)
    for name, revive in REVIVE.items():
        if name in data:
            data[name] = revive(data[name])
    return KINDS[kind](instant_of((wall, clock, boot)), **data)


def _pairs(lists: Any) -> tuple[tuple[str, str], ...]:
    return tuple((name, answer) for name, answer in lists)


REVIVE: Mapping[str, Callable[[Any], object]] = {
    "began": instant_of,
    "items": tuple,
    "barred": lambda names: tuple(Modality(name) for name in names),
    "answers": _pairs,
    "changes": tuple,
    "kept": _pairs,
}
