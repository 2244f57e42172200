"""What the journal knows of earlier sessions, for the views: each question is one query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ..schedule import events as ev
from .codec import from_row
from .store import RECENT_SESSIONS, Damaged, Journal

LAST_TIMES = """
WITH recent AS (
    SELECT seq, session FROM events WHERE kind = 'started' AND data LIKE '%"rehearsal":false%' ORDER BY seq DESC LIMIT ?
)
SELECT recent.session, kind, wall, clock, boot, data FROM recent JOIN events ON events.session = recent.session
WHERE kind IN ('started', 'rated') ORDER BY recent.seq DESC, events.seq
"""


@dataclass(frozen=True, slots=True)
class LastTime:
    """The last real session of a preset."""

    at: datetime
    """When it started."""

    pain_before: int | None = None
    pain_after: int | None = None


def last_times(journal: Journal) -> Mapping[str, LastTime]:
    """The last real session of each preset among the latest sessions, the latest first. Raises JournalError."""
    sessions: dict[str, list[ev.Event | ev.Notice]] = {}
    for session, *row in journal.select(LAST_TIMES, RECENT_SESSIONS):
        try:
            sessions.setdefault(str(session), []).append(from_row(tuple(row)))  # type: ignore[arg-type]
        except (KeyError, TypeError, ValueError) as error:
            raise Damaged(f"{journal.path} holds a row that cannot be read: {error}") from error
    found: dict[str, LastTime] = {}
    for started, *ratings in sessions.values():
        if isinstance(started, ev.Started) and started.preset not in found:
            found[started.preset] = _last_time(started, [each for each in ratings if isinstance(each, ev.Rated)])
    return found


def _last_time(started: ev.Started, ratings: list[ev.Rated]) -> LastTime:
    """A later rating stands in the place of an earlier one."""
    before = [started.pain, *(rated.pain for rated in ratings if not rated.after)]
    after = [None, *(rated.pain for rated in ratings if rated.after)]
    return LastTime(started.at.wall, before[-1], after[-1])
