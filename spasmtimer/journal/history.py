"""What the journal knows of earlier sessions, for the views: each question is one query."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from ..schedule import events as ev
from ..schedule.dose import DAY_S
from ..schedule.instant import Instant
from ..schedule.session import Session
from ..schedule.trend import Outcome
from .codec import from_row
from .store import EVENT_KINDS, RECENT_SESSIONS, Damaged, Entry, Journal

REAL = """SELECT seq, session FROM events
    WHERE kind = 'started' AND data LIKE '%"rehearsal":false%' ORDER BY seq DESC LIMIT ?"""
"""The latest real sessions."""

RATINGS = f"""
WITH recent AS ({REAL})
SELECT recent.session, kind, wall, clock, boot, data FROM recent JOIN events ON events.session = recent.session
WHERE kind IN ('started', 'rated') ORDER BY recent.seq DESC, events.seq
"""

LATELY = f"""
WITH recent AS ({REAL}),
lately AS (
    SELECT recent.seq AS number, recent.session AS name FROM recent
    JOIN events ON events.seq = (SELECT max(seq) FROM events WHERE session = recent.session)
    WHERE (boot IS ? AND clock >= ?) OR coalesce(julianday(wall) >= julianday(?) - 1.0, true)
)
SELECT name, kind, wall, clock, boot, data FROM lately JOIN events ON session = name
WHERE kind IN ({EVENT_KINDS}) ORDER BY number, seq
"""
"""The events of what was on lately by either clock: which of the two counts, the engine decides."""

MOST_LATELY = 100
"""Sessions within 24 hours that can be looked into: far more than there can be, false starts included."""

MOST_RATED = 100
"""Sessions that are looked into for whether a preset helps."""

Told = dict[str, list[ev.Event | ev.Notice]]
"""What happened in each session, in the order of the query."""


class LastTime(Struct, frozen=True):
    """The last real session of a preset."""

    at: datetime
    """When it started."""

    pain_before: int | None = None
    pain_after: int | None = None


def last_times(journal: Journal) -> Mapping[str, LastTime]:
    """The last real session of each preset among the latest sessions, the latest first. Raises JournalError."""
    found: dict[str, LastTime] = {}
    for started, *ratings in _told(journal, RATINGS, RECENT_SESSIONS).values():
        if isinstance(started, ev.Started) and started.preset not in found:
            found[started.preset] = _last_time(started, [each for each in ratings if isinstance(each, ev.Rated)])
    return found


def lately(journal: Journal, now: Instant) -> list[Session]:
    """The real sessions that something happened in within the last 24 hours, or a little more, the oldest first.

    Raises JournalError.
    """
    bounds = (now.boot, now.clock - DAY_S, now.wall.isoformat())
    told = _told(journal, LATELY, MOST_LATELY, *bounds)
    sessions = (journal.replayed([Entry(0, event) for event in events]) for events in told.values())
    return [session for session in sessions if session is not None]


def outcomes(journal: Journal, preset: str) -> list[Outcome]:
    """What the latest sessions of this preset did to the pain, where both numbers are known. Raises JournalError."""
    found = []
    for started, *ratings in _told(journal, RATINGS, MOST_RATED).values():
        if isinstance(started, ev.Started) and started.preset == preset:
            last = _last_time(started, [each for each in ratings if isinstance(each, ev.Rated)])
            if last.pain_before is not None and last.pain_after is not None:
                found.append(Outcome(started.at, last.pain_before, last.pain_after))
    return found


def _told(journal: Journal, query: str, *values: object) -> Told:
    sessions: Told = {}
    for session, *row in journal.select(query, *values):
        try:
            sessions.setdefault(str(session), []).append(from_row(tuple(row)))  # type: ignore[arg-type]  # its five columns
        except (KeyError, TypeError, ValueError) as error:
            raise Damaged(f"{journal.path} holds a row that cannot be read: {error}") from error
    return sessions


def _last_time(started: ev.Started, ratings: list[ev.Rated]) -> LastTime:
    """A later rating stands in the place of an earlier one."""
    before = [started.pain, *(rated.pain for rated in ratings if not rated.after)]
    after = [None, *(rated.pain for rated in ratings if rated.after)]
    return LastTime(started.at.wall, before[-1], after[-1])
