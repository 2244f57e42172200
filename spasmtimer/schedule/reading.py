"""What a session means at a given moment: the numbers that people and programs are shown."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from .counting import counted_in
from .exposure import OFF_S, TOLERANCE_S, WORTHWHILE_S, exposure, unconfirmed
from .instant import Instant
from .phases import Modality, Phase, length_of, rounds_of
from .session import OVERDUE_S, Session, State


class Waiting(StrEnum):
    """What a session waits for a person to say."""

    CONFIRM = "confirm"
    RESUME = "resume"
    ACK = "ack"


class Reading(Struct, frozen=True):
    """A session at a moment. Seconds, unless a name says otherwise."""

    session: Session
    now: Instant
    t: float
    """Seconds since the session started."""

    state: State
    phase: Phase
    """What is on; while swapping and after the end, what was."""

    rounds: int
    elapsed_s: float
    """How long this turn of the phase has run."""

    remaining_s: float
    """How long it has to run; 0 once it ended."""

    overdue_s: float
    """How much longer it ran than planned."""

    coming: Phase | None
    """What follows; None in the last phase."""

    coming_at: datetime | None
    """When it is called; while swapping, when it begins by itself. None while a person is awaited."""

    changeover_left_s: float
    """While swapping without a person: until the coming phase begins."""

    waiting_for: Waiting | None
    total_remaining_s: float
    """To the end of the session, with planned changeovers."""

    ends_at: datetime | None
    """The same on the clock; None while a person is awaited and once it has ended."""

    exposure_s: dict[Modality, float]
    """How long each pack is known to have been on."""

    unconfirmed_s: float
    """How long a pack may have been on after its end was announced, with nobody answering."""

    count: tuple[int, int] | None
    """In a counted phase that runs: the number that was said last, and how many there are; 0 before the first."""

    blocked_s: float
    """While the coming pack has reached its ceiling: seconds until it may go on again."""


def read(session: Session, now: Instant) -> Reading:
    """The session at `now`; defined for every `now`, also one before the last event."""
    t = session.t_at(now)
    elapsed = session.elapsed(t)
    running = session.state in (State.RUNNING, State.PAUSED)
    remaining = max(0.0, session.phase.planned_s - elapsed) if running else 0.0
    waiting = _waiting(session, t)
    left = _changeover_left(session, t)
    total = _total_remaining(session, remaining, left)
    coming = _coming(session)
    flowing = session.state.is_live and waiting is None
    until_coming = left if session.state is State.SWAPPING else remaining
    return Reading(
        session=session,
        now=now,
        t=t,
        state=session.state,
        phase=session.phase,
        rounds=rounds_of(session.phases),
        elapsed_s=elapsed,
        remaining_s=remaining,
        overdue_s=max(0.0, elapsed - session.phase.planned_s),
        coming=coming,
        coming_at=_later(now, until_coming) if flowing and coming else None,
        changeover_left_s=left,
        waiting_for=waiting,
        total_remaining_s=total,
        ends_at=_later(now, total) if flowing else None,
        exposure_s=exposure(session.stretches, t),
        unconfirmed_s=unconfirmed(session.stretches, t),
        count=_count(session, elapsed) if running else None,
        blocked_s=blocked_for(session, t),
    )


def blocked_for(session: Session, t: float) -> float:
    """While swapping into a pack that has reached its ceiling: seconds until it may go on; else 0."""
    if session.state is not State.SWAPPING or session.coming is None:
        return 0.0
    phase, speed = session.phases[session.coming], session.started.speed
    if not phase.modality.is_pack:
        return 0.0
    left = session.allowance(phase.modality, t, cautious=session.again)
    if left >= min(WORTHWHILE_S / speed, session.left_of_coming) - TOLERANCE_S:
        return 0.0
    return max(0.0, OFF_S / speed - session.application(phase.modality, t, cautious=session.again).off_s)


def _count(session: Session, elapsed: float) -> tuple[int, int] | None:
    counts = counted_in(session)
    return (counts.reached(elapsed), counts.number) if counts else None


def _later(now: Instant, seconds: float) -> datetime:
    return now.wall + timedelta(seconds=seconds)


def _waiting(session: Session, t: float) -> Waiting | None:
    if session.state is State.PAUSED:
        return Waiting.RESUME
    if session.state is State.ALARMING:
        return Waiting.ACK
    if session.state is State.SWAPPING and (session.must_confirm or t > changeover_due(session) + OVERDUE_S):
        return Waiting.CONFIRM
    return None


def changeover_due(session: Session) -> float:
    """When (t) the present changeover runs out."""
    return session.since + session.changeover_s()


def _changeover_left(session: Session, t: float) -> float:
    if session.state is not State.SWAPPING:
        return 0.0
    return max(0.0, changeover_due(session) - t)


def _coming(session: Session) -> Phase | None:
    if not session.state.is_live:
        return None
    number = session.index + 1 if session.coming is None else session.coming
    return session.phases[number] if number < len(session.phases) else None


def _total_remaining(session: Session, remaining: float, changeover_left: float) -> float:
    swap = session.started.changeover_s
    if session.state in (State.RUNNING, State.PAUSED):
        ahead = session.phases[session.index :]
        return length_of(ahead, swap) - ahead[0].planned_s + remaining
    if session.state is State.SWAPPING and session.coming is not None:
        ahead = session.phases[session.coming :]
        return changeover_left + length_of(ahead, swap) - ahead[0].planned_s + session.left_of_coming
    return 0.0
