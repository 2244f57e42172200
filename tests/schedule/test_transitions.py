"""What events do to a session, and which of them cannot happen."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

import pytest

from spasmtimer.schedule import events as ev
from spasmtimer.schedule.commands import CeilingExceeded, Command
from spasmtimer.schedule.session import State
from spasmtimer.schedule.transitions import IllegalEvent, apply, replay

from .helpers import COLD, HEAT, Story, at, started, story

if TYPE_CHECKING:
    from collections.abc import Callable

    from spasmtimer.schedule.instant import Instant

PAUSE, RESUME, CONFIRM = Command.PAUSE, Command.RESUME, Command.CONFIRM
SKIP, BACK, EXTEND, ACK = Command.SKIP, Command.BACK, Command.EXTEND, Command.ACK

STORIES: dict[State, Callable[[], Story]] = {
    State.RUNNING: lambda: story("heat 10m, cold 10m").go(600 - 1e-9),
    State.SWAPPING: lambda: story("heat 10m, cold 10m").go(660 - 1e-9),
    State.PAUSED: lambda: story("heat 10m, cold 10m").go(100).do(PAUSE).go(200),
    State.ALARMING: lambda: story("heat 10m").go(700),
    State.OVER: lambda: story("heat 10m").go(700).do(ACK),
    State.STOPPED: lambda: story("heat 10m").go(100).do(Command.STOP),
    State.ABANDONED: lambda: story("heat 10m").go(100).do(PAUSE).go(4000),
}
EVENTS: dict[type[ev.Event], Callable[[Instant], ev.Event]] = {
    ev.PhaseEnded: lambda now: ev.PhaseEnded(now, due=now),
    ev.ChangeoverEnded: ev.ChangeoverEnded,
    ev.Unheard: ev.Unheard,
    ev.Confirmed: ev.Confirmed,
    ev.Paused: ev.Paused,
    ev.Resumed: ev.Resumed,
    ev.Skipped: ev.Skipped,
    ev.WentBack: ev.WentBack,
    ev.Extended: lambda now: ev.Extended(now, 60.0),
    ev.Stopped: ev.Stopped,
    ev.Acknowledged: ev.Acknowledged,
    ev.AlarmExpired: ev.AlarmExpired,
    ev.Abandoned: lambda now: ev.Abandoned(now, ev.Why.UNANSWERED),
    ev.Rated: lambda now: ev.Rated(now, 3, after=True),
}
LEGAL = {
    State.RUNNING: "PhaseEnded Paused Skipped WentBack Extended Stopped Acknowledged Abandoned Rated",
    State.SWAPPING: "ChangeoverEnded Unheard Confirmed Paused Skipped WentBack Stopped Acknowledged Abandoned Rated",
    State.PAUSED: "Resumed Skipped WentBack Extended Stopped Acknowledged Abandoned Rated",
    State.ALARMING: "Extended Acknowledged AlarmExpired Rated",
    State.OVER: "Rated",
    State.STOPPED: "Rated",
    State.ABANDONED: "Rated",
}


@pytest.mark.parametrize("kind", EVENTS)
@pytest.mark.parametrize("state", STORIES)
def test_which_event_can_happen_where(state: State, kind: type[ev.Event]) -> None:
    """An event that cannot happen in a state raises and changes nothing; every other is taken."""
    told = STORIES[state]()
    event = EVENTS[kind](told.now)
    before = deepcopy(told.session)
    assert state is before.state

    if kind.__name__ in LEGAL[state].split():
        assert event.at == apply(told.session, event).at
    else:
        with pytest.raises(IllegalEvent, match=kind.__name__):
            apply(told.session, event)
    assert before == told.session


def test_the_list_of_events_is_closed() -> None:
    """Every event but the start is in this file's table, so none is forgotten."""
    kinds = {kind for kind in vars(ev).values() if isinstance(kind, type) and issubclass(kind, ev.Event)}

    assert {ev.Event, ev.Started, *EVENTS} == kinds


def test_a_session_starts_with_started_and_only_once() -> None:
    """Nothing happens before the start, and a session does not start twice."""
    with pytest.raises(IllegalEvent, match="starts with 'started'"):
        replay([])
    with pytest.raises(IllegalEvent, match="starts with 'started'"):
        replay([ev.Paused(at(5)), started()])
    with pytest.raises(IllegalEvent, match="started already"):
        replay([started(), started()])
    with pytest.raises(IllegalEvent, match="at least one phase"):
        replay([ev.Started(at(0), "s1", "x", "X", ())])


def test_whoever_starts_has_the_pack_on() -> None:
    """A session starts running, with its first pack on the skin from the first second."""
    reading = story().go(90).reading

    assert (reading.state, reading.exposure_s) == (State.RUNNING, {HEAT: 90.0, COLD: 0.0})


def test_a_pause_takes_the_pack_off() -> None:
    """Paused minutes are not exposure, and the phase has as much left after them as before."""
    told = story().go(300).do(PAUSE).go(500)
    assert (told.reading.exposure_s[HEAT], told.reading.remaining_s) == (300.0, 900.0)

    told.do(RESUME).go(600)
    assert (told.reading.exposure_s[HEAT], told.reading.remaining_s) == (400.0, 800.0)
    assert told.go(1400).happened[-1:] == [(1400.0, "PhaseEnded")]


BACK_CASES = [
    # seconds of cold, what back returns to
    (10.0, 0),
    (10.1, 1),
    (3.0, 0),
    (200.0, 1),
]


@pytest.mark.parametrize("pausing", [False, True])
@pytest.mark.parametrize(("into", "index"), BACK_CASES)
def test_back_is_this_phase_again_or_the_one_before(into: float, index: int, pausing: bool) -> None:
    """Over 10 s into a phase *back* means this phase again, else the previous one; paused as running."""
    told = story("heat 5m, cold 5m").go(310).do(CONFIRM).go(310 + into)
    if pausing:
        told.do(PAUSE).go(400)
    told.do(BACK)

    assert (State.SWAPPING, index, True) == (
        told.session.state,
        told.session.coming,
        told.session.must_confirm,
    )
    assert (index, 300.0) == (told.do(CONFIRM).session.index, told.reading.remaining_s)


def test_back_in_the_first_seconds_is_the_first_phase_again() -> None:
    """There is nothing before the first phase: *back* begins it again."""
    assert story("heat 5m, cold 5m").go(5).do(BACK).session.coming == 0


def test_back_while_swapping_is_the_ended_phase_again() -> None:
    """While swapping *back* means the phase that has just ended, in whole."""
    told = story("heat 5m, cold 5m").go(310).do(BACK).go(320).do(CONFIRM)

    assert (told.session.index, told.reading.remaining_s) == (0, 300.0)


def test_back_gets_no_more_than_the_cautious_reading_leaves() -> None:
    """Minutes that may have been on count before a phase is granted again: 10 + 5 unanswered leave 5."""
    told = story("heat 10m, cold 10m").go(600).do(PAUSE)
    assert told.go(610).do(BACK).do(CONFIRM).reading.remaining_s == 600.0

    told = story("cold 10m, heat 10m").go(900).do(BACK).do(CONFIRM)
    assert told.reading.remaining_s == 300.0


def test_skip_while_swapping_leaves_out_the_coming_phase() -> None:
    """Skipping in a changeover goes on to the phase after, with a changeover of its own."""
    told = story("heat 5m, cold 5m, rest 5m").go(310).do(SKIP)

    assert (told.session.state, told.session.coming, told.session.since) == (State.SWAPPING, 2, 310.0)
    assert told.go(380).happened[-2:] == [(310.0, "Skipped"), (370.0, "ChangeoverEnded")]


def test_skipping_everything_ends_in_the_alarm() -> None:
    """After the last phase was skipped the session alarms; it does not begin anew."""
    told = story("heat 5m, cold 5m, rest 5m").go(10).do(SKIP).do(SKIP).do(SKIP)

    assert (told.session.state, told.session.coming) == (State.ALARMING, None)


def test_extending_the_alarm_keeps_the_pack_on() -> None:
    """Extended in the alarm the pack never came off: the minutes since the announcement count as on."""
    told = story("heat 10m").go(720).do(EXTEND, minutes=5)

    assert (told.session.state, told.reading.remaining_s) == (State.RUNNING, 300.0)
    assert told.reading.exposure_s == {HEAT: 720.0, COLD: 0.0}
    assert told.reading.unconfirmed_s == 0.0
    assert told.go(1021).happened[-1] == (1020.0, "PhaseEnded")


def test_extending_the_alarm_keeps_to_the_ceiling() -> None:
    """In the alarm the minutes since the announcement count towards the ceiling: 12 of 20 leave 8."""
    with pytest.raises(CeilingExceeded, match="7 more"):
        story("heat 10m").go(725).do(EXTEND, minutes=8)
    told = story("heat 10m").go(720).do(EXTEND, minutes=8).go(1300)

    assert (told.session.state, told.reading.exposure_s[HEAT]) == (State.ALARMING, 1200.0)


def test_extending_after_the_last_phase_was_skipped_puts_the_pack_on_again() -> None:
    """A pack that a person took off by *skip* was off in the alarm: an extension adds no second of it."""
    told = story("heat 10m").go(300).do(SKIP).go(400).do(EXTEND, minutes=5)

    assert (told.reading.exposure_s[HEAT], told.reading.remaining_s) == (300.0, 300.0)


def test_extending_after_a_skipped_pause_puts_the_pack_on_again() -> None:
    """A pack that was off in a pause of nine minutes cannot be made to have been on by extending."""
    told = story("heat 10m").go(300).do(PAUSE).go(840).do(SKIP).go(850).do(EXTEND, minutes=15)

    assert told.reading.exposure_s[HEAT] == 300.0
    assert told.go(3000).reading.exposure_s[HEAT] == 1200.0


def test_extending_a_pause_gives_the_phase_more() -> None:
    """Extended in a pause, the phase has that much more when it goes on."""
    told = story("heat 10m, cold 5m").go(300).do(PAUSE).go(400).do(EXTEND, minutes=5)

    assert (told.session.state, told.reading.remaining_s) == (State.PAUSED, 600.0)


def test_a_planned_phase_is_cut_to_what_the_ceiling_leaves() -> None:
    """Minutes with less than ten off between them are one application: 15 of heat leave 5 of the next 10."""
    told = story("heat 15m, cold 10m, heat 10m").go(910).do(CONFIRM).go(960).do(SKIP).go(970).do(CONFIRM)

    assert (told.session.index, told.reading.remaining_s) == (2, 300.0)


def test_an_earlier_session_cuts_a_planned_phase_too() -> None:
    """What an earlier session left on the skin counts: 15 minutes of heat carried over leave 5 of 10."""
    told = story("cold 10m, heat 10m", carried=(ev.Carried(HEAT, 900.0, 0.0),)).go(10).do(SKIP).go(20).do(CONFIRM)

    assert told.reading.remaining_s == 300.0


def test_extending_what_is_overdue_counts_from_now() -> None:
    """A rest found two minutes past its end and extended by five has five minutes left, not three."""
    assert story("rest 10m, heat 5m").sleep(720).do(EXTEND, minutes=5).reading.remaining_s == 300.0


def test_the_known_reading_lets_a_planned_phase_begin() -> None:
    """A confirm begins a planned phase by what is known, though an unanswered announcement lies before it."""
    told = story("heat 10m, cold 5m, heat 10m").go(1200).do(CONFIRM)

    assert (told.session.index, told.reading.remaining_s) == (2, 600.0)
    with pytest.raises(CeilingExceeded, match="no more"):
        told.do(EXTEND, minutes=1)


def test_a_rehearsal_that_never_waits_is_not_cut() -> None:
    """No pack is on in a rehearsal with policy `never`: its phases keep their length."""
    told = story("heat 15m, cold 10m, heat 10m", policy=ev.Policy.NEVER).go(960).do(SKIP).go(1100)

    assert (told.session.index, told.session.phase.planned_s) == (2, 600.0)
