"""What a new timekeeper finds: a call that the one before could not sound."""

from __future__ import annotations

from collections.abc import Sequence

from ..journal.store import Entry
from ..schedule import events as ev
from ..schedule.cue import Cue
from ..schedule.instant import Instant
from ..schedule.transitions import ANNOUNCING, replay
from .writer import Ticket

RECENT_S = 60.0
"""An ended session's last cue is still sounded for this long."""


def inherited(entries: Sequence[Entry], now: Instant) -> tuple[Cue, Ticket] | None:
    """The last announcement, if nobody knows that it sounded and no person has acted since; else None."""
    for index in range(len(entries) - 1, -1, -1):
        what = entries[index].what
        if isinstance(what, ev.Notice) and what.kind in ev.HEARD:
            return None
        if isinstance(what, ANNOUNCING):
            return _again(entries[: index + 1], now)
        if isinstance(what, ev.HUMAN):
            return None
    return None


def _again(entries: Sequence[Entry], now: Instant) -> tuple[Cue, Ticket] | None:
    then = replay(entry.what for entry in entries if isinstance(entry.what, ev.Event))
    recent = then.state.is_live or then.t_at(now) - then.t < RECENT_S
    return (then.announced, Ticket(then.id, entries[-1].seq, announces=True)) if then.announced and recent else None
