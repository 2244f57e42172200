"""What time brings: the events it owes, and the cues that are due in between.

A due *event* is derived from the state, so none is ever lost. A due *reminder* belongs to a moment: one that is missed
is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from . import events as ev
from .cue import Cue
from .exposure import TOLERANCE_S
from .instant import Instant
from .reading import changeover_due
from .session import OVERDUE_S, Session, State
from .transitions import cue_for

UNANSWERED_S = 60 * 60.0
"""After this long without a person, a session is abandoned or over."""

SKIN_CHECK_S = 5 * 60.0
"""Between two looks at the skin under a pack (docs/sources.md, S8, S19, S20)."""

HEADS_UP_S = 60.0
"""Before a switch: time to fetch the ice."""

HEADS_UP_FROM_S = 3 * 60.0
"""Shorter phases have no heads-up."""

CLEAR_S = 1.5
"""Real seconds before a switch in which no reminder starts, so that it cannot run into the switch."""

PAUSE_EVERY_S = 5 * 60.0
CONFIRM_EVERY_S = 30.0
ALARM_EVERY_S = 6.0
"""Real seconds from the start of one end cue to the next: the cue, and a breath."""

URGENT_S = 10 * 60.0
"""How long a missing answer is called for at the short interval."""

LATER_EVERY_S = 5 * 60.0
"""The interval after that."""

REHEARSED_ALARMS = 3
"""How often a rehearsal sounds its end before it acknowledges itself."""


class Wanted(Struct, frozen=True):
    """Which reminders the user wants."""

    skin_check: bool = True
    heads_up: bool = True


class Reminder(Struct, frozen=True):
    """A cue due at `t` that announces no event."""

    t: float
    cue: Cue
    nth: int
    """How often it has been called before: repeats grow louder."""


def due_at(session: Session, t: float) -> float | None:
    """When, seen from `t`, time next owes this session an event; None once it has ended."""
    if session.state is State.RUNNING:
        return session.t + max(0.0, session.phase.planned_s - session.elapsed(session.t))
    if not session.state.is_live:
        return None
    if session.state is State.SWAPPING and not session.must_confirm and not _missed(session, t):
        return changeover_due(session)
    rehearsed = session.since + REHEARSED_ALARMS * ALARM_EVERY_S
    if session.state is State.ALARMING and session.started.rehearsal:
        return rehearsed
    return _unanswered_from(session) + UNANSWERED_S


def owed(session: Session, now: Instant) -> ev.Event | None:
    """The event that time owes this session at `now`, or None. Ask again after applying it."""
    t, state = session.t_at(now), session.state
    if state is State.RUNNING:
        return _owed_running(session, now, t)
    if not state.is_live:
        return None
    if t >= _unanswered_from(session) + UNANSWERED_S - TOLERANCE_S:
        alarming = state is State.ALARMING
        return ev.AlarmExpired(now) if alarming else ev.Abandoned(now, ev.Why.UNANSWERED)
    due = due_at(session, t)
    if due is None or t < due - TOLERANCE_S:
        return None
    if state is State.SWAPPING:
        return ev.ChangeoverEnded(now)
    return ev.Acknowledged(now) if state is State.ALARMING and session.started.rehearsal else None


def reminders(session: Session, wanted: Wanted) -> Iterator[Reminder]:
    """The reminders of the present state, soonest first. Endless where a person is awaited."""
    if session.state is State.RUNNING:
        yield from _while_running(session, wanted)
    elif session.state is State.SWAPPING and session.coming is not None and not session.silenced:
        cue = cue_for(session, session.coming)
        yield from _repeats(session.since, cue, CONFIRM_EVERY_S, start=_first_confirm(session))
    elif session.state in (State.PAUSED, State.SWAPPING):
        yield from _repeats(_unanswered_from(session), Cue.HEADS_UP, PAUSE_EVERY_S)
    elif session.state is State.ALARMING:
        yield from _repeats(session.since, Cue.END, ALARM_EVERY_S)


def is_news(nth: int, session: Session) -> bool:
    """Whether a reminder of this session says something new: it repeats no call, or is a pause's, minutes apart."""
    return nth == 0 or session.state is State.PAUSED or (session.state is State.SWAPPING and session.silenced)


def _owed_running(session: Session, now: Instant, t: float) -> ev.Event | None:
    late = session.elapsed(t) - session.phase.planned_s
    if late < -TOLERANCE_S:
        return None
    if late > UNANSWERED_S:
        return ev.Abandoned(now, ev.Why.OVERDUE)
    return ev.PhaseEnded(now, due=now.plus(-max(0.0, late)))


def _missed(session: Session, t: float) -> bool:
    """Whether the changeover's end is found too late to let a pack start by itself."""
    return t > changeover_due(session) + OVERDUE_S


def _unanswered_from(session: Session) -> float:
    return max(session.since, session.answered)


def _first_confirm(session: Session) -> int:
    """Which repeat comes first: none while the changeover still runs by itself."""
    if session.must_confirm:
        return 1
    return int((session.changeover_s() + OVERDUE_S) // CONFIRM_EVERY_S) + 1


def _while_running(session: Session, wanted: Wanted) -> Iterator[Reminder]:
    phase, speed = session.phase, session.started.speed
    begun = session.t - session.elapsed(session.t)
    found: dict[float, Cue] = {}
    if wanted.skin_check and phase.modality.is_pack:
        every = SKIN_CHECK_S / speed
        found |= {nth * every: Cue.SKIN_CHECK for nth in range(1, int(phase.planned_s / every) + 1)}
    is_last = session.index + 1 == len(session.phases)
    if wanted.heads_up and not is_last and phase.planned_s >= HEADS_UP_FROM_S / speed:
        found[phase.planned_s - HEADS_UP_S / speed] = Cue.HEADS_UP
    for offset in sorted(found):
        if offset <= phase.planned_s - CLEAR_S:
            yield Reminder(begun + offset, found[offset], 0)


def _repeats(since: float, cue: Cue, every: float, start: int = 1) -> Iterator[Reminder]:
    nth = start
    while nth * every <= URGENT_S:
        yield Reminder(since + nth * every, cue, nth)
        nth += 1
    later = 1
    while True:
        yield Reminder(since + URGENT_S + later * LATER_EVERY_S, cue, nth)
        later += 1
        nth += 1
