"""What a person may ask for, and what each command means in each state.

`decide` turns a command into events without applying them: an illegal one raises and changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from . import events as ev
from .exposure import TOLERANCE_S, WORTHWHILE_S
from .instant import Instant
from .notation import render_length
from .phases import Phase
from .reading import blocked_for
from .session import Session, State

RATE_AFTER_S = 24 * 60 * 60.0
"""How long after its end a session's pain can still be given."""

REST_AT_MOST_S = 60 * 60.0
"""Longest rest or stretch that can be made by extending."""


FEEL_S = 3.0
"""From ice to heat: sooner than this after the cue, or after "still numb", nobody has felt the skin (law 10)."""


class Command(StrEnum):
    """The verbs."""

    PAUSE = "pause"
    RESUME = "resume"
    CONFIRM = "confirm"
    SKIP = "skip"
    BACK = "back"
    EXTEND = "extend"
    ACK = "ack"
    STOP = "stop"
    RATE = "rate"


class IllegalCommand(ValueError):
    """Not possible in this state; the message names the state and says what is."""


class CeilingExceeded(ValueError):
    """Refused for safety: heat or cold would be on for too long."""


class NotFelt(ValueError):
    """Refused for safety: heat would go on skin that ice has numbed, and that nobody can have felt yet."""


class Ask(Struct, frozen=True):
    """A command with its number, at a moment."""

    session: Session
    command: Command
    now: Instant
    t: float
    minutes: float
    pain: int
    felt: bool


Rule = Callable[[Ask], tuple[ev.Event, ...]]


def decide(
    session: Session, command: Command, now: Instant, *, minutes: float = 5.0, pain: int = 0, felt: bool = False
) -> tuple[ev.Event, ...]:
    """The events that `command` makes of this session at `now`; none where there is nothing to do.

    `minutes` is for *extend*, `pain` (0 to 10) for *rate*, `felt` for *confirm*: the skin was felt before the cue came.
    Raises IllegalCommand, CeilingExceeded, NotFelt, and ValueError for numbers out of range.
    """
    rule = TABLE[command].get(session.state, _illegal)
    return rule(Ask(session, command, now, session.t_at(now), minutes, pain, felt))


def may(session: Session, command: Command, now: Instant) -> bool:
    """Whether the command would do something now: for views, which only show keys that work."""
    try:
        return bool(decide(session, command, now))
    except ValueError:
        return False


# The rules: what a cell of the table does.


def _illegal(ask: Ask) -> tuple[ev.Event, ...]:
    state, possible = ask.session.state, _possible(ask.session.state)
    what = f"possible now: {', '.join(possible)}" if possible else "start another with 'spasmtimer start'"
    raise IllegalCommand(f"cannot {ask.command} while the session is {state}; {what}")


def _nothing(ask: Ask) -> tuple[ev.Event, ...]:
    return ()


def _pause(ask: Ask) -> tuple[ev.Event, ...]:
    return (ev.Paused(ask.now),)


def _resume(ask: Ask) -> tuple[ev.Event, ...]:
    return (ev.Resumed(ask.now),)


def _confirm(ask: Ask) -> tuple[ev.Event, ...]:
    session = ask.session
    assert session.coming is not None
    if waits_to_be_felt(session, ask.t) and not ask.felt:
        raise NotFelt("touch the skin where the ice was first; heat can be confirmed 3 seconds after the call")
    if blocked := blocked_for(session, ask.t):
        pack = session.phases[session.coming].modality.word
        raise CeilingExceeded(
            f"{pack} has reached its 20 minutes; it may go on again in {render_length(math.ceil(blocked))}, or skip it"
        )
    return (ev.Confirmed(ask.now),)


def waits_to_be_felt(session: Session, t: float) -> bool:
    """Whether a confirm at `t` seconds comes too soon to be an answer about the skin. A rehearsal has no skin."""
    if session.started.rehearsal or not (session.state is State.SWAPPING and session.heat_after_ice):
        return False
    return t - max(session.since, session.answered) < FEEL_S


def _skip(ask: Ask) -> tuple[ev.Event, ...]:
    return (ev.Skipped(ask.now),)


def _back(ask: Ask) -> tuple[ev.Event, ...]:
    session, taken_back = ask.session, ask.session.takes_back(ask.t)
    to = session.again_from(ask.t) if taken_back is None else taken_back
    phase = session.phases[to]
    if phase.modality.is_pack:
        goes_on = taken_back == session.index
        rest = phase.planned_s - session.elapsed(ask.t) if goes_on else phase.planned_s
        if _left(ask, phase) < min(WORTHWHILE_S / session.started.speed, rest) - TOLERANCE_S:
            raise CeilingExceeded(f"{phase.modality.word} was on for its 20 minutes; leave it off for 10 first")
    return (ev.WentBack(ask.now, taken_back),)


def _extend(ask: Ask) -> tuple[ev.Event, ...]:
    session, phase = ask.session, ask.session.phase
    if not 0 < ask.minutes <= REST_AT_MOST_S / 60:
        raise ValueError(f"cannot extend by {ask.minutes:g} minutes; give more than 0 and at most 60")
    by = ask.minutes * 60 / session.started.speed
    remaining = 0.0 if session.state is State.ALARMING else max(0.0, phase.planned_s - session.elapsed(ask.t))
    if phase.modality.is_pack:
        spare = _left(ask, phase) - remaining
        what = f"{phase.modality.word} stays on for 20 minutes at most"
    else:
        spare = REST_AT_MOST_S / session.started.speed - session.elapsed(ask.t) - remaining
        what = f"{phase.modality.word} lasts 60 minutes at most"
    if by > spare + TOLERANCE_S:
        more = int(spare * session.started.speed / 60)
        rest = f"{more} more can be had" if more > 0 else "no more can be had"
        raise CeilingExceeded(f"cannot extend by {ask.minutes:g} minutes: {what}; {rest}")
    return (ev.Extended(ask.now, by),)


def _ack(ask: Ask) -> tuple[ev.Event, ...]:
    return (ev.Acknowledged(ask.now),)


def _ack_doubt(ask: Ask) -> tuple[ev.Event, ...]:
    """Nothing sounds, but an unanswered announcement may be open: this answers it."""
    doubt = any(s.off is not None and s.sure_off is None for s in ask.session.stretches if s.modality.is_pack)
    return (ev.Acknowledged(ask.now),) if doubt else ()


def _stop(ask: Ask) -> tuple[ev.Event, ...]:
    return (ev.Stopped(ask.now),)


def _rate(ask: Ask) -> tuple[ev.Event, ...]:
    if not 0 <= ask.pain <= 10:
        raise ValueError(f"pain {ask.pain} is not from 0 (none) to 10 (worst imaginable)")
    session = ask.session
    return (ev.Rated(ask.now, ask.pain, after=session.announced is not None or not session.state.is_live),)


def _rate_alarm(ask: Ask) -> tuple[ev.Event, ...]:
    """Whoever rates is awake: the alarm has been heard."""
    return (*_rate(ask), *_ack(ask))


def _rate_ended(ask: Ask) -> tuple[ev.Event, ...]:
    if ask.t - ask.session.since > RATE_AFTER_S:
        raise IllegalCommand("the last session ended more than 24 hours ago; rate the next one")
    return _rate(ask)


def _left(ask: Ask, phase: Phase) -> float:
    return ask.session.allowance(phase.modality, ask.t, cautious=True)


R, S, P, A = State.RUNNING, State.SWAPPING, State.PAUSED, State.ALARMING
OVER, STOPPED, ABANDONED = State.OVER, State.STOPPED, State.ABANDONED

TABLE: dict[Command, dict[State, Rule]] = {
    # a state that is missing in a row is illegal there
    Command.PAUSE: {R: _pause, S: _pause, P: _nothing},
    Command.RESUME: {P: _resume},
    Command.CONFIRM: {S: _confirm},
    Command.SKIP: {R: _skip, S: _skip, P: _skip},
    Command.BACK: {R: _back, S: _back, P: _back},
    Command.EXTEND: {R: _extend, P: _extend, A: _extend},
    Command.ACK: {R: _ack_doubt, S: _ack, P: _ack_doubt, A: _ack},
    Command.STOP: {R: _stop, S: _stop, P: _stop, A: _ack},
    Command.RATE: {
        R: _rate,
        S: _rate,
        P: _rate,
        A: _rate_alarm,
        OVER: _rate_ended,
        STOPPED: _rate_ended,
        ABANDONED: _rate_ended,
    },
}


def _possible(state: State) -> list[str]:
    return [str(command) for command, row in TABLE.items() if state in row]
