"""A switch whose call failed: nobody can have heard it, so it waits for a person, and is called again."""

from __future__ import annotations

from itertools import islice

import pytest

from spasmtimer.schedule import events as ev
from spasmtimer.schedule.commands import Command
from spasmtimer.schedule.due import Wanted, reminders
from spasmtimer.schedule.transitions import IllegalEvent
from tests.schedule.helpers import Story, story


def unheard(text: str = "heat 20m, cold 20m") -> Story:
    """The first switch was not heard."""
    told = story(text).go(1201)
    return told.take(ev.Unheard(told.now))


@pytest.mark.parametrize("text", ["heat 20m, cold 20m", "heat 20m, rest 10m, cold 10m"])
def test_nothing_begins_by_itself_after_it(text: str) -> None:
    """Neither ice after heat nor a rest, however long it waits: the heat may still be on."""
    told = unheard(text).go(1200 + 3000)
    assert told.session.state == "swapping"
    assert told.reading.unconfirmed_s == pytest.approx(3000, abs=1)


def test_it_is_called_again_every_thirty_seconds() -> None:
    """As a switch that waits for a confirm is."""
    told = unheard()
    times = [each.t for each in islice(reminders(told.session, Wanted(True, True)), 3)]
    assert times == [1230.0, 1260.0, 1290.0]


def test_a_person_who_confirms_goes_on() -> None:
    """They have noticed by themselves."""
    assert unheard().do(Command.CONFIRM).session.state == "running"


def test_a_switch_that_waits_anyway_is_as_it_was() -> None:
    """Where a confirm is awaited, or a rehearsal never waits, it changes nothing."""
    told = story("cold 10m, heat 10m").go(601)
    with pytest.raises(IllegalEvent):
        told.take(ev.Unheard(told.now))
    rehearsal = story("heat 20m, cold 20m", policy=ev.Policy.NEVER).go(1201)
    with pytest.raises(IllegalEvent):
        rehearsal.take(ev.Unheard(rehearsal.now))
