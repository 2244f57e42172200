"""How far a command goes: the ceilings, and the numbers that are refused."""

from __future__ import annotations

import pytest

from spasmtimer.schedule import events as ev
from spasmtimer.schedule.commands import CeilingExceeded, Command, decide
from spasmtimer.schedule.transitions import apply

from .helpers import Story, at, story

PAUSE, CONFIRM, SKIP, BACK = Command.PAUSE, Command.CONFIRM, Command.SKIP, Command.BACK
EXTEND, ACK, STOP, RATE = Command.EXTEND, Command.ACK, Command.STOP, Command.RATE


def short() -> Story:
    """Ten minutes of heat, of which 100 s are gone, and more to come."""
    return story("heat 10m, cold 10m, x3").go(100)


@pytest.mark.parametrize("pain", [-1, 11])
def test_pain_is_from_0_to_10(pain: int) -> None:
    """A pain outside 0 to 10 raises, and nothing is rated."""
    with pytest.raises(ValueError, match=f"pain {pain} is not from 0"):
        short().do(RATE, pain=pain)


@pytest.mark.parametrize("minutes", [0.0, -3.0, 60.5, float("nan"), float("inf")])
def test_an_extension_is_a_number_of_minutes(minutes: float) -> None:
    """Zero, less, no number, or more than an hour is no extension."""
    with pytest.raises(ValueError, match="more than 0 and at most 60"):
        short().do(EXTEND, minutes=minutes)


def test_an_extension_is_five_minutes_unless_said() -> None:
    """`extend` alone is 5 minutes."""
    assert (ev.Extended(at(100), 300.0),) == decide(short().session, EXTEND, at(100))


@pytest.mark.parametrize(("minutes", "granted"), [(10.0, True), (10.01, False)])
def test_extend_goes_to_the_ceiling_and_no_further(minutes: float, granted: bool) -> None:
    """Ten minutes of heat can be made twenty, and not a second more; the refusal says what can be had."""
    told = short()
    if granted:
        assert told.do(EXTEND, minutes=minutes).session.phase.planned_s == 1200.0
    else:
        with pytest.raises(CeilingExceeded, match="20 minutes at most; 10 more can be had"):
            told.do(EXTEND, minutes=minutes)


def test_at_the_ceiling_no_more_can_be_had() -> None:
    """A phase of twenty minutes cannot be extended at all."""
    with pytest.raises(CeilingExceeded, match="no more can be had"):
        story().go(100).do(EXTEND, minutes=1)


@pytest.mark.parametrize(("minutes", "granted"), [(50.0, True), (51.0, False)])
def test_a_rest_is_extended_to_an_hour(minutes: float, granted: bool) -> None:
    """A rest has no skin to protect; an hour is its limit."""
    told = story("cold 10m, rest 10m, cold 10m").go(700)
    if granted:
        assert told.do(EXTEND, minutes=minutes).session.phase.planned_s == 3600.0
    else:
        with pytest.raises(CeilingExceeded, match="REST lasts 60 minutes at most"):
            told.do(EXTEND, minutes=minutes)


def test_back_is_refused_where_the_ceiling_leaves_nothing() -> None:
    """After twenty minutes of heat there is no going back to heat, until it has been off for ten."""
    told = story().go(1210)
    with pytest.raises(CeilingExceeded, match="HEAT was on for its 20 minutes; leave it off for 10 first"):
        told.do(BACK)

    told.do(PAUSE).go(1809)
    with pytest.raises(CeilingExceeded):
        told.do(BACK)
    assert told.go(1810).do(BACK).do(CONFIRM).reading.remaining_s == 1200.0


def test_confirm_is_refused_while_the_ceiling_leaves_nothing() -> None:
    """A pack that has had its twenty minutes is not confirmed on before ten minutes off; then it is."""
    told = story("heat 20m, cold 20m, heat 20m").go(1210).do(SKIP).go(1300)
    with pytest.raises(CeilingExceeded, match="HEAT has reached its 20 minutes; it may go on again in 8m20s"):
        told.do(CONFIRM)

    assert told.reading.blocked_s == 500.0
    assert told.go(1800).do(CONFIRM).reading.remaining_s == 1200.0


def test_the_wait_for_the_ceiling_always_has_a_length() -> None:
    """In the last moment of the wait the refusal still says how long it is."""
    told = story("heat 20m, cold 20m, heat 20m").go(1210).do(SKIP).go(1799.7)

    with pytest.raises(CeilingExceeded, match=r"again in \d+s"):
        told.do(CONFIRM)


def test_ending_early_always_works() -> None:
    """No ceiling stands in the way of stop, skip or ack, however long the pack was on."""
    assert story().sleep(3000).do(STOP).session.state == "stopped"
    assert story().sleep(3000).do(SKIP).session.state == "swapping"
    assert story("heat 20m").sleep(3000).catch_up().sleep(3600).do(ACK).session.state == "over"


def test_an_event_of_a_refused_command_changes_nothing() -> None:
    """The session that met a refusal goes on as if nothing had been asked."""
    told = story().go(100)
    with pytest.raises(CeilingExceeded):
        told.do(EXTEND, minutes=5)

    assert apply(told.session, ev.PhaseEnded(at(1200), due=at(1200))) == story().go(1200).session
