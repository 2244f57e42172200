"""What events do to a session.

Rule 1: only events change a session; `replay` of the same events gives the same session.
Rule 2: an event that the table below does not allow in the present state raises, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from . import events as ev
from .cue import Cue
from .exposure import WORTHWHILE_S, Stretch
from .instant import Instant
from .phases import Modality
from .session import OVERDUE_S, Session, State

R, S, P, A = State.RUNNING, State.SWAPPING, State.PAUSED, State.ALARMING

TABLE: dict[type[ev.Event], dict[State, State]] = {
    # event:            state before -> state after (SWAPPING becomes ALARMING where no phase follows)
    ev.PhaseEnded: {R: S},
    ev.ChangeoverEnded: {S: R},
    ev.Unheard: {S: S},
    ev.Confirmed: {S: R},
    ev.Paused: {R: P, S: S},
    ev.Resumed: {P: R},
    ev.Skipped: {R: S, S: S, P: S},
    ev.WentBack: {R: S, S: S, P: S},
    ev.Extended: {R: R, P: P, A: R},
    ev.Stopped: dict.fromkeys((R, S, P), State.STOPPED),
    ev.Acknowledged: {R: R, S: S, P: P, A: State.OVER},
    ev.AlarmExpired: {A: State.OVER},
    ev.Abandoned: dict.fromkeys((R, S, P), State.ABANDONED),
    ev.Rated: {state: state for state in State},
}

EARLY_S = 0.001
"""Clocks are written with microseconds across a reboot; a due instant may be met this much early."""

ANNOUNCING = (ev.PhaseEnded, ev.Skipped, ev.WentBack, ev.Abandoned)
"""The events that are called out, if the session they make has a cue for it."""

CUES = {Modality.HEAT: Cue.HEAT, Modality.COLD: Cue.ICE, Modality.REST: Cue.OFF, Modality.MOVE: Cue.HEADS_UP}


class IllegalEvent(ValueError):
    """The event cannot happen in this state; nothing was changed."""


def begin(started: ev.Started) -> Session:
    """A session at its start: it runs, for whoever starts it has the pack on.

    Raises IllegalEvent for a schedule without phases, and for real packs that would never wait for anybody.
    """
    if not started.phases:
        raise IllegalEvent("a session needs at least one phase")
    if started.policy is ev.Policy.NEVER and not started.rehearsal:
        raise IllegalEvent("only a rehearsal goes on without ever waiting")
    first = Stretch(0, started.phases[0].modality, on=0.0)
    return Session(started, State.RUNNING, started.at, 0.0, started.phases, 0, 0.0, (first,), pain_before=started.pain)


def replay(events: Iterable[ev.Event]) -> Session:
    """The session that these events made. The first must be `Started`.

    Raises IllegalEvent.
    """
    session: Session | None = None
    for event in events:
        session = apply(session, event)
    if session is None:
        raise IllegalEvent("a session starts with 'started'")
    return session


def apply(session: Session | None, event: ev.Event) -> Session:
    """The session after `event`; the first event, to no session, is `Started`.

    Raises IllegalEvent, and changes nothing.
    """
    if isinstance(event, ev.Started):
        if session is not None:
            raise IllegalEvent("this session has started already")
        return begin(event)
    if session is None:
        raise IllegalEvent("a session starts with 'started'")
    after = TABLE.get(type(event), {}).get(session.state)
    if after is None:
        raise IllegalEvent(f"{type(event).__name__} cannot happen while {session.state}")
    t = session.t_at(event.at)
    moved = replace(session, at=_later(session.at, event.at), t=t, state=after)
    if after is not session.state:
        moved = replace(moved, since=t)
    if GUARDS.get(type(event), _unguarded)(session, t):
        raise IllegalEvent(f"{type(event).__name__} is not due")
    if isinstance(event, ev.HUMAN):
        moved = replace(_close_doubt(moved), answered=t)
    effect = EFFECTS.get(type(event))
    return effect(session, moved, event) if effect else moved


def _unguarded(session: Session, t: float) -> bool:
    return False


GUARDS: dict[type[ev.Event], Callable[[Session, float], bool]] = {
    # time events that would come too early, or that a person must make instead
    ev.PhaseEnded: lambda session, t: session.elapsed(t) < session.phase.planned_s - EARLY_S,
    ev.Unheard: lambda session, t: session.must_confirm or session.started.policy is ev.Policy.NEVER,
    ev.ChangeoverEnded: lambda session, t: (
        session.must_confirm or not -EARLY_S <= t - session.since - session.changeover_s() <= OVERDUE_S + EARLY_S
    ),
}


# What each event does beyond the table. `before` is the session it met, `after` that session already in its new state.


def _phase_ended(before: Session, after: Session, event: ev.PhaseEnded) -> Session:
    late = event.at.since(event.due) > OVERDUE_S
    return _swap(_off(after), before.index + 1, held=late, cue=Cue.OVERDUE if late else None)


def _skipped(before: Session, after: Session, event: ev.Skipped) -> Session:
    leaves_out = before.index if before.coming is None else before.coming
    return replace(_swap(_off(after, sure=True), leaves_out + 1, wary=_is_wary(before, after.t)), skipped=leaves_out)


def _went_back(before: Session, after: Session, event: ev.WentBack) -> Session:
    to = before.again_from(after.t) if event.to is None else event.to
    continues = event.to is not None and to == before.index
    return replace(_swap(_off(after, sure=True), to, held=True), again=True, continues=continues)


def _begin_coming(before: Session, after: Session, event: ev.Event) -> Session:
    """The coming phase starts, cut to what the ceiling leaves of it, or goes on where it was skipped."""
    assert before.coming is not None
    phase = after.phases[before.coming]
    done = before.elapsed(after.t) if before.continues else 0.0
    if phase.modality.is_pack and after.started.policy is not ev.Policy.NEVER:
        left = before.allowance(phase.modality, after.t, cautious=before.again)
        phase = replace(phase, planned_s=min(phase.planned_s, done + max(0.0, left)))
    return _on(
        replace(
            after,
            phases=(*after.phases[: before.coming], phase, *after.phases[before.coming + 1 :]),
            index=before.coming,
            coming=None,
            run=before.run if before.continues else len(after.stretches),
            must_confirm=False,
            held=False,
            again=False,
            skipped=None,
            continues=False,
            silenced=False,
        )
    )


def _paused(before: Session, after: Session, event: ev.Paused) -> Session:
    if before.state is State.SWAPPING:
        return replace(after, must_confirm=True, held=True, silenced=True)
    return _off(after, sure=True)


def _extended(before: Session, after: Session, event: ev.Extended) -> Session:
    if before.state is State.ALARMING:
        after = _on_again(before, after)
        planned = after.elapsed(after.t) + event.by_s
    else:
        planned = max(before.phase.planned_s, before.elapsed(after.t)) + event.by_s
    longer = replace(before.phase, planned_s=planned)
    return replace(after, phases=(*after.phases[: before.index], longer, *after.phases[before.index + 1 :]))


def _on_again(before: Session, after: Session) -> Session:
    """The last pack goes on: it never came off, unless a person had said that it did."""
    *earlier, last = before.stretches
    if last.sure_off is not None:
        return _on(after)
    return replace(after, stretches=(*earlier, replace(last, off=None)))


def _acknowledged(before: Session, after: Session, event: ev.Acknowledged) -> Session:
    return replace(after, silenced=True) if before.state is State.SWAPPING else after


def _abandoned(before: Session, after: Session, event: ev.Abandoned) -> Session:
    if before.state is not State.RUNNING:
        return replace(_close_doubt(after), announced=None)
    due = after.t - max(0.0, before.elapsed(after.t) - before.phase.planned_s)
    return replace(_close_doubt(_off(after, at=due)), announced=Cue.OVERDUE)


def _alarm_expired(before: Session, after: Session, event: ev.AlarmExpired) -> Session:
    return _close_doubt(after)


def _stopped(before: Session, after: Session, event: ev.Stopped) -> Session:
    return _off(after, sure=True)


def _rated(before: Session, after: Session, event: ev.Rated) -> Session:
    return replace(after, pain_after=event.pain) if event.after else replace(after, pain_before=event.pain)


EFFECTS: dict[type[ev.Event], Callable[..., Session]] = {
    ev.PhaseEnded: _phase_ended,
    ev.Skipped: _skipped,
    ev.WentBack: _went_back,
    ev.ChangeoverEnded: _begin_coming,
    ev.Unheard: lambda before, after, event: replace(after, must_confirm=True, held=True),
    ev.Confirmed: _begin_coming,
    ev.Paused: _paused,
    ev.Resumed: lambda before, after, event: _on(after),
    ev.Extended: _extended,
    ev.Acknowledged: _acknowledged,
    ev.Abandoned: _abandoned,
    ev.AlarmExpired: _alarm_expired,
    ev.Stopped: _stopped,
    ev.Rated: _rated,
}


def _on(session: Session) -> Session:
    stretch = Stretch(session.index, session.phase.modality, on=session.t)
    return replace(session, stretches=(*session.stretches, stretch))


def _off(session: Session, *, at: float | None = None, sure: bool = False) -> Session:
    """The running stretch ends, now or at the given t; a person's own act leaves no doubt that the pack is off."""
    *earlier, last = session.stretches
    if last.off is not None:
        return session
    ended = replace(last, off=session.t if at is None else at, sure_off=session.t if sure else None)
    return replace(session, stretches=(*earlier, ended))


def _close_doubt(session: Session) -> Session:
    """What may have been on until now is known from here on: a person acted, or the session's books are closed."""
    stretches = tuple(
        replace(stretch, sure_off=session.t) if stretch.off is not None and stretch.sure_off is None else stretch
        for stretch in session.stretches
    )
    return replace(session, stretches=stretches)


def _is_wary(session: Session, t: float) -> bool:
    """Whether the pack after a skipped one must wait too: after a pause, an overdue switch, a *back* or a late look."""
    if session.state is State.RUNNING:
        return session.elapsed(t) - session.phase.planned_s > OVERDUE_S
    if session.state is State.PAUSED:
        return True
    return session.held or t - session.since - session.changeover_s() > OVERDUE_S


def _later(one: Instant, other: Instant) -> Instant:
    """The later of two instants of one boot; across boots the second, for its clock is the one that goes on."""
    return one if one.boot == other.boot and other.since(one) < 0 else other


def _swap(session: Session, coming: int, *, held: bool = False, wary: bool = False, cue: Cue | None = None) -> Session:
    """Announce what follows: phase number `coming`, or the end where there is none.

    `held`: it waits, whatever it is. `wary`: it waits if it is a pack.
    """
    changed = replace(
        session, since=session.t, silenced=False, held=held or wary, again=False, skipped=None, continues=False
    )
    if coming >= len(session.phases):
        return replace(changed, state=State.ALARMING, coming=None, must_confirm=False, announced=cue or Cue.END)
    changed = replace(changed, coming=coming, announced=cue or cue_for(session, coming))
    return replace(changed, must_confirm=held or _waits(changed, coming, wary=wary))


def cue_for(session: Session, coming: int) -> Cue:
    """What to call out when phase `coming` follows the present one."""
    leaving_pack = session.phase.modality.is_pack
    follows = session.phases[coming].modality
    return Cue.OFF if leaving_pack and not follows.is_pack else CUES[follows]


def _waits(session: Session, coming: int, *, wary: bool) -> bool:
    """Whether phase `coming` waits for a person: the policy, and heat or cold that must never start by itself."""
    follows = session.phases[coming].modality
    policy = session.started.policy
    if policy is ev.Policy.NEVER or not follows.is_pack:
        return False
    if wary or policy is ev.Policy.ALWAYS or not session.phase.modality.is_pack:
        return True
    if session.allowance(follows, session.t, cautious=False) < WORTHWHILE_S / session.started.speed:
        return True
    return replace(session, coming=coming).heat_after_ice
