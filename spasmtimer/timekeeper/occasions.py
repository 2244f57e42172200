"""Which hook belongs to what happened, and what it is told: pure, a table and two functions."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from ..guidance.lines import REMINDERS
from ..guidance.words import instruction
from ..journal.codec import NAMES
from ..schedule import events as ev
from ..schedule.cue import Cue
from ..schedule.reading import Reading
from ..schedule.session import Session, State
from ..schedule.transitions import ANNOUNCING

Fact = str | int | float | bool | None


class Hook(StrEnum):
    """A moment at which the user may have a program run; the value is its name in `config.toml`."""

    ON_START = "on_start"
    """Something is on by a person's word: at the start, at a confirm, after a pause, and when the end is put off."""

    ON_SWITCH = "on_switch"
    """What follows is called out; it may still wait for a confirm."""

    ON_HEADS_UP = "on_heads_up"
    """A minute to the next switch."""

    ON_SKIN_CHECK = "on_skin_check"
    """The skin is to be looked at."""

    ON_PAUSE = "on_pause"
    """A person took the pack off for a while, or holds a changeover."""

    ON_END = "on_end"
    """Nothing follows: the end is called out, a person stopped, or nobody was there."""

    ON_OVERDUE = "on_overdue"
    """Something is called out that was due long ago; before the switch or the end that it is."""


def _announced(before: Session | None, after: Session) -> tuple[Hook, ...]:
    """A switch, or the end."""
    return (Hook.ON_SWITCH if after.state is State.SWAPPING else Hook.ON_END,)


def _extended(before: Session | None, after: Session) -> tuple[Hook, ...]:
    """A pack that was to come off stays on; one that stays on for longer is no news."""
    return (Hook.ON_START,) if before is not None and before.state is State.ALARMING else ()


def _always(hook: Hook) -> Callable[[Session | None, Session], tuple[Hook, ...]]:
    return lambda before, after: (hook,)


OCCASIONS: dict[type[ev.Event], Callable[[Session | None, Session], tuple[Hook, ...]]] = {
    # event, from the session before and after it; those that are not here are no occasion
    ev.Started: _always(Hook.ON_START),
    ev.Resumed: _always(Hook.ON_START),
    ev.Confirmed: _always(Hook.ON_START),
    ev.Extended: _extended,
    ev.PhaseEnded: _announced,
    ev.Skipped: _announced,
    ev.WentBack: _announced,
    ev.Paused: _always(Hook.ON_PAUSE),
    ev.Stopped: _always(Hook.ON_END),
    ev.Abandoned: _always(Hook.ON_END),
}


def hooks_for(event: ev.Event, before: Session | None, after: Session) -> tuple[Hook, ...]:
    """The hooks to run, in this order, for an event that made `before` into `after`.

    The end is told once: answering its alarm, or nobody's answering, is no occasion.
    """
    occasion = OCCASIONS.get(type(event))
    if occasion is None:
        return ()
    overdue = isinstance(event, ANNOUNCING) and after.announced is Cue.OVERDUE
    return ((Hook.ON_OVERDUE,) if overdue else ()) + occasion(before, after)


def hook_of_reminder(cue: Cue, session: Session) -> Hook | None:
    """The hook of a reminder in this session; a changeover's or pause's sounds like a heads-up, and is none."""
    if session.state is not State.RUNNING:
        return None
    return {Cue.HEADS_UP: Hook.ON_HEADS_UP, Cue.SKIN_CHECK: Hook.ON_SKIN_CHECK}.get(cue)


def facts(what: ev.Event | Cue, reading: Reading) -> dict[str, Fact]:
    """What a hook is told of an event, or of a reminder's cue: the session as it is after it.

    Seconds are whole ones, since shells reckon with no others.
    """
    started, phase = reading.session.started, reading.phase
    return {
        "event": str(what) if isinstance(what, Cue) else NAMES[type(what)],
        "at": reading.now.wall.isoformat(timespec="seconds"),
        "session": started.session,
        "preset": started.preset,
        "title": started.title,
        "state": str(reading.state),
        "modality": str(phase.modality),
        "next": str(reading.coming.modality) if reading.coming else None,
        "waiting_for": str(reading.waiting_for) if reading.waiting_for else None,
        "round": phase.round,
        "rounds": reading.rounds,
        "planned_s": round(phase.planned_s),
        "remaining_s": round(reading.remaining_s),
        "overdue_s": round(reading.overdue_s),
        "rehearsal": started.rehearsal,
        "text": REMINDERS[what] if isinstance(what, Cue) and what in REMINDERS else instruction(reading),
    }
