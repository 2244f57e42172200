"""A skip is a slip of the finger until ten seconds have gone by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spasmtimer.schedule import events as ev
from spasmtimer.schedule.commands import Command
from spasmtimer.schedule.exposure import CEILING_S
from spasmtimer.schedule.session import State

from .helpers import COLD, HEAT, story

SKIP, BACK, CONFIRM, PAUSE, RESUME = Command.SKIP, Command.BACK, Command.CONFIRM, Command.PAUSE, Command.RESUME


@pytest.mark.parametrize("pausing", [False, True])
def test_the_phase_goes_on_where_it_was(pausing: bool) -> None:
    """Taken back, a phase has the minutes left that it had; the time in between counts for nothing."""
    told = story("heat 15m, cold 15m").go(300)
    if pausing:
        told.do(PAUSE).go(310)
    told.do(SKIP).go(told.t + 9).do(BACK)

    assert told.reading.coming == told.session.phases[0]
    assert told.reading.total_remaining_s == 60 + 600 + 60 + 900

    told.go(told.t + 20).do(CONFIRM)

    assert told.session.state is State.RUNNING
    assert told.reading.remaining_s == 600
    assert told.reading.elapsed_s == 300
    told.go(told.t + 600)
    assert told.session.coming == 1
    assert told.reading.exposure_s[HEAT] == 900


def test_no_pack_starts_by_itself_after_it() -> None:
    """The pack may be off: a person says when it is on again."""
    told = story("heat 15m, cold 15m").go(300).do(SKIP).go(305).do(BACK).go(900)

    assert told.session.state is State.SWAPPING
    assert told.session.must_confirm


def test_after_ten_seconds_it_is_the_phase_again() -> None:
    """Later *back* means what it always means: the ended phase again, in whole, as far as the ceiling leaves it."""
    told = story("heat 15m, cold 15m").go(300).do(SKIP).go(311).do(BACK).do(CONFIRM)

    assert told.reading.elapsed_s == 0
    assert told.reading.remaining_s == 900


def test_the_last_seconds_of_twenty_minutes() -> None:
    """Skipped just before its end, a phase has those seconds left, and not a second more."""
    told = story().go(1190).do(SKIP).go(1195).do(BACK).do(CONFIRM)

    assert told.reading.remaining_s == 10


def test_a_coming_phase_that_was_left_out() -> None:
    """Leaving out what comes is taken back, too: it comes, and waits."""
    told = story("heat 5m, cold 5m, rest 5m").go(310).do(SKIP)
    assert told.session.coming == 2

    told.go(315).do(BACK)

    assert told.session.coming == 1
    assert told.session.must_confirm
    told.do(CONFIRM)
    assert told.reading.phase.modality is COLD
    assert told.reading.remaining_s == 300


@given(into=st.floats(1, 1199), after=st.floats(0, 10), off=st.floats(0, 700))
def test_never_beyond_the_ceiling(into: float, after: float, off: float) -> None:
    """However often a skip is taken back, one application stays within twenty minutes."""
    told = story().go(into)
    for _ in range(3):
        told.do(SKIP).go(told.t + after).do(BACK).go(told.t + off)
        told.do(CONFIRM)
        told.go(told.t + min(100.0, told.reading.remaining_s / 2))
    told.go(told.t + told.reading.remaining_s)

    heat = [stretch for stretch in told.session.stretches if stretch.modality is HEAT]
    assert sum(stretch.length(told.t) for stretch in heat) <= CEILING_S + 0.001


def test_what_was_written_before_there_was_this() -> None:
    """A row of *back* that names no phase means the ended phase again, in whole, however soon after a skip it came."""
    told = story("heat 5m, cold 15m, rest 10m").go(310).do(SKIP).go(312)
    told.take(ev.WentBack(told.now)).go(320).do(CONFIRM)

    assert told.reading.phase.modality is HEAT
    assert told.reading.remaining_s == 300
    assert told.go(told.t + 300).session.state is State.SWAPPING
