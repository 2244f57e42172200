"""From ice to heat: no confirm that comes before anybody can have felt the skin."""

from __future__ import annotations

import pytest

from spasmtimer.schedule.commands import FEEL_S, Command, NotFelt
from tests.schedule.helpers import Story, story


def at_the_gate() -> Story:
    """The first ice is over: heat waits."""
    return story().go(1200 + 60 + 1200)


@pytest.mark.parametrize("after_s", [0.0, 1.0, FEEL_S - 0.1])
def test_a_confirm_within_three_seconds_of_the_call_is_refused(after_s: float) -> None:
    """Heat over numbed skin takes more than a stray key: nothing changes, and the reason names the skin."""
    told = at_the_gate()
    told.go(told.t + after_s)
    before = list(told.events)
    with pytest.raises(NotFelt, match="touch the skin"):
        told.do(Command.CONFIRM, felt=False)
    assert told.events == before


def test_after_three_seconds_it_is_an_answer() -> None:
    """From then on a confirm puts the heat on."""
    told = at_the_gate()
    told.go(told.t + FEEL_S).do(Command.CONFIRM, felt=False)
    assert told.session.state == "running"


def test_still_numb_begins_the_three_seconds_again() -> None:
    """Whoever has just said that the skin is numb has not felt it a second later."""
    told = at_the_gate()
    told.go(told.t + 60).do(Command.ACK)
    told.go(told.t + 1)
    with pytest.raises(NotFelt):
        told.do(Command.CONFIRM, felt=False)
    told.go(told.t + 2).do(Command.CONFIRM, felt=False)


def test_who_has_felt_the_skin_may_insist() -> None:
    """`felt` says so, and heat may go on at once."""
    assert at_the_gate().do(Command.CONFIRM, felt=True).session.state == "running"


def test_ice_after_heat_waits_for_nobody() -> None:
    """Warm skin feels: a confirm there is taken at once."""
    assert story().go(1200).do(Command.CONFIRM, felt=False).session.state == "running"
