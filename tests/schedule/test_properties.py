"""What holds for every stream of commands and of time."""

from __future__ import annotations

from contextlib import suppress
from copy import deepcopy
from itertools import islice
from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from spasmtimer.schedule import events as ev
from spasmtimer.schedule.commands import Command, decide
from spasmtimer.schedule.due import Wanted, due_at, owed, reminders
from spasmtimer.schedule.events import Carried
from spasmtimer.schedule.exposure import excess
from spasmtimer.schedule.instant import Instant
from spasmtimer.schedule.phases import PACKS, Schedule
from spasmtimer.schedule.reading import read
from spasmtimer.schedule.session import Session, State
from spasmtimer.schedule.transitions import IllegalEvent, apply, replay

from .helpers import START_CLOCK, START_WALL, at, started
from .streams import (
    ABOUT_TEN_MINUTES,
    KEPT,
    LEGAL,
    LIMIT_S,
    SCHEDULES,
    SLEPT,
    Choose,
    Press,
    Step,
    Wait,
    Witness,
    Worn,
    first_events,
    longest,
    presses,
    run,
    witness,
)

ANY = st.lists(KEPT | KEPT | SLEPT | LEGAL | LEGAL | presses(*Command), min_size=12, max_size=40)
PUNCTUAL = st.lists(KEPT | ABOUT_TEN_MINUTES | LEGAL | LEGAL | presses(*Command), min_size=12, max_size=40)
PATIENT = st.lists(
    KEPT | presses(Command.PAUSE, Command.RESUME, Command.CONFIRM, Command.ACK, Command.RATE),
    max_size=30,
)


@given(first_events(), ANY)
def test_exposure_adds_up_to_the_time_packs_were_on(first: ev.Started, steps: list[Step]) -> None:
    """Whatever happens, known exposure is the time that a witness saw the packs on, at every step."""
    told = witness(first)
    for step in steps:
        told.step(step)
        assert {pack: pytest.approx(told.worn_s(pack), abs=LIMIT_S) for pack in PACKS} == told.reading.exposure_s


@given(first_events(), ANY)
def test_no_boundary_comes_at_a_wrong_time(first: ev.Started, steps: list[Step]) -> None:
    """Each phase ends once, when its minutes are over or later by what the event says; each changeover in time."""
    told = run(first, steps)

    assert not [surprise for surprise in told.surprises if "late" in surprise]


@given(first_events(), ANY)
@settings(max_examples=200)
def test_nothing_starts_by_itself_on_skin_that_should_wait(first: ev.Started, steps: list[Step]) -> None:
    """By a changeover's end no heat begins after ice, nor any pack after a rest, pause, overdue switch or *back*."""
    told = run(first, steps)

    assert not [surprise for surprise in told.surprises if "by itself" in surprise]


@given(first_events(), ANY)
def test_no_boundary_is_lost(first: ev.Started, steps: list[Step]) -> None:
    """After the timekeeper has caught up, nothing that is due is left undone, and nothing is done twice."""
    told = run(first, steps).catch_up()

    assert owed(told.session, told.now) is None
    due = due_at(told.session, told.t)
    assert due is None or due > told.t - LIMIT_S
    assert (due is None) == (not told.session.state.is_live)


@given(first_events(), PATIENT)
def test_who_skips_nothing_gets_every_phase_once(first: ev.Started, steps: list[Step]) -> None:
    """Without skip, back, extend and stop each phase begins once and ends once, in order, and then comes the end."""
    told = run(first, steps)
    while told.session.state in (State.RUNNING, State.SWAPPING, State.PAUSED):
        if told.session.state is State.PAUSED:
            told.do(Command.RESUME)
        elif told.session.state is State.SWAPPING and told.session.must_confirm:
            told.go(told.t + told.reading.blocked_s).do(Command.CONFIRM)
        else:
            due = due_at(told.session, told.t)
            assert due is not None
            told.go(due)

    if told.session.state is not State.ABANDONED:
        assert list(range(len(first.phases))) == told.begun
        assert len(first.phases) == sum(isinstance(event, ev.PhaseEnded) for event in told.events)


@given(first_events(), ANY, st.integers(0, 10_000))
def test_an_illegal_command_changes_nothing(first: ev.Started, steps: list[Step], later: int) -> None:
    """A command either makes events that can happen, or raises; the session that was asked stays equal."""
    told = run(first, steps)
    told.sleep(told.t + later)
    before = deepcopy(told.session)
    for command in Command:
        try:
            events = decide(told.session, command, told.now)
        except ValueError:
            events = ()
        for event in events:
            apply(before, event)
        assert before == told.session


@given(first_events(), ANY)
def test_an_illegal_event_changes_nothing(first: ev.Started, steps: list[Step]) -> None:
    """Any event that cannot happen now raises IllegalEvent, and the session stays equal."""
    told = run(first, steps)
    before = deepcopy(told.session)
    for kind in (ev.ChangeoverEnded, ev.Confirmed, ev.Paused, ev.Resumed, ev.Skipped, ev.WentBack, ev.AlarmExpired):
        with suppress(IllegalEvent):
            apply(told.session, kind(told.now))
        assert before == told.session
    with pytest.raises(IllegalEvent):
        apply(told.session, first)
    assert before == told.session


@given(first_events(), ANY, st.data())
def test_replay_of_a_prefix_and_the_rest_is_replay_of_the_whole(
    first: ev.Started, steps: list[Step], data: st.DataObject
) -> None:
    """The state is a fold of the events: where it is cut makes no difference, and no view knows more."""
    told = run(first, steps)
    cut = data.draw(st.integers(1, len(told.events)))
    session = replay(told.events[:cut])
    for event in told.events[cut:]:
        session = apply(session, event)

    assert told.session == session == replay(told.events)


def over_the_ceiling(told: Witness, earlier: list[Worn]) -> list[float]:
    """The applications beyond the ceiling, with those of earlier sessions; none in a rehearsal."""
    most = [longest([*earlier, *told.worn], pack) for pack in PACKS]
    return [seconds for seconds in most if seconds > 1200 + LIMIT_S]


REAL = first_events().filter(lambda first: first.policy is not ev.Policy.NEVER)


@given(REAL, PUNCTUAL)
@settings(max_examples=200)
def test_no_stream_exceeds_a_ceiling(first: ev.Started, steps: list[Step]) -> None:
    """With a punctual timekeeper no application of heat or cold is ever known to pass 20 minutes."""
    assert over_the_ceiling(run(first, steps), []) == []


TURNS = st.lists(st.tuples(st.integers(60, 1200), st.integers(500, 620)), min_size=2, max_size=6)
STOP = Press(Command.STOP)
GREED = [Choose((Command.RESUME, Command.EXTEND), minutes) for minutes in (20.0, 10.0, 5.0, 2.0, 1.0, 0.5)]


@given(TURNS, st.booleans())
def test_no_greed_exceeds_a_ceiling(turns: list[tuple[int, int]], pausing: bool) -> None:
    """Who extends all they can after each time off of about ten minutes never has heat on for over 20 minutes."""
    told = witness(started("heat 20m"))
    for on, off in turns:
        told.step(Wait(on)).step(Press(Command.PAUSE if pausing else Command.BACK)).step(Wait(off))
        for step in GREED:
            told.step(step).step(Press(Command.CONFIRM))
    told.step(Wait(1300))

    assert over_the_ceiling(told, []) == []


@given(st.lists(st.tuples(SCHEDULES, st.lists(KEPT | LEGAL, max_size=8), KEPT), min_size=2, max_size=4))
def test_no_chain_of_sessions_exceeds_a_ceiling(sessions: list[tuple[Schedule, list[Step], Wait]]) -> None:
    """Also across sessions, each carrying over what the one before left, no application passes 20 minutes."""
    earlier: list[Worn] = []
    carried: tuple[Carried, ...] = ()
    for schedule, steps, pause in sessions:
        if excess(schedule, carried):
            continue  # such a start is refused
        told = run(replace(started(), phases=schedule, carried=carried), [*steps, *GREED, Wait(900), STOP])
        told.go(told.t + pause.seconds)
        assert over_the_ceiling(told, earlier) == []

        shifted = [worn.before(told.t) for worn in told.worn]
        earlier = [worn.before(told.t) for worn in earlier] + shifted
        left = {pack: told.session.application(pack, told.t, cautious=True) for pack in PACKS}
        carried = tuple(Carried(pack, a.used_s, a.off_s) for pack, a in left.items() if a.used_s)


NOWS = st.builds(
    lambda t, wall, clock, boot: Instant(
        at(0).plus(t + wall).wall if boot else START_WALL, START_CLOCK + t + clock, boot
    ),
    st.floats(-10_000, 1e6),
    st.sampled_from([0.0, -3600.0, 3600.0, 1e8, -1e8]),
    st.sampled_from([0.0, -5000.0, 1e7]),
    st.sampled_from(["boot-1", "boot-2", None]),
)


@given(first_events(), ANY, NOWS)
def test_reading_is_total(first: ev.Started, steps: list[Step], now: Instant) -> None:
    """For any `now`, before, after, or on another boot, a session has a reading, and its numbers make sense."""
    session = run(first, steps).session
    reading = read(session, now)
    numbers = [reading.t, reading.elapsed_s, reading.remaining_s, reading.overdue_s, reading.changeover_left_s]
    numbers += [reading.total_remaining_s, reading.unconfirmed_s, reading.blocked_s, *reading.exposure_s.values()]

    assert all(isfinite(number) and number >= 0 for number in numbers)
    assert reading.total_remaining_s >= reading.remaining_s
    flowing = session.state.is_live and reading.waiting_for is None
    assert flowing is (reading.ends_at is not None)
    assert total_in_the_future(session, now)


def total_in_the_future(session: Session, now: Instant) -> bool:
    """Whether what is due, owed and reminded of can be asked as well, and is in order."""
    due_at(session, session.t_at(now))
    event = owed(session, now)
    if event is not None:
        apply(session, event)
    times = [each.t for each in islice(reminders(session, Wanted()), 50)]
    return times == sorted(times)
