"""The warning signs at one key, and the question whether the skin feels again."""

from __future__ import annotations

import pytest

from spasmtimer.guidance.stops import warning_signs
from spasmtimer.schedule.commands import Command
from spasmtimer.schedule.phases import Modality
from spasmtimer.schedule.session import State
from tests.schedule.helpers import Story, story
from tests.tui.helpers import Stage, paused, press, running, settle, shows, swapping, until, waiting


def on_ice() -> Story:
    """Ten minutes into the first ice."""
    return story("cold 15m").go(600)


@pytest.mark.parametrize("modality", Modality)
def test_the_signs_are_of_what_is_on(modality: Modality) -> None:
    """Numbness is ice's sign and stinging is heat's; what concerns the whole person is there for each."""
    told = " ".join(warning_signs(modality))

    assert ("numb" in told) is (modality is Modality.COLD)
    assert ("Heat burn" in told) is (modality is Modality.HEAT)
    assert "Dizzy" in told


@pytest.mark.parametrize(("tell", "sign"), [(running, "Heat should soothe"), (on_ice, "Gone numb under the ice")])
async def test_one_key_shows_them(stage: Stage, tell: object, sign: str) -> None:
    """The key shows what to take the pack off for; nothing is recorded as off before somebody says so, with p."""
    assert callable(tell)
    stage.tell(tell())
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await press(pilot, "w")
            await shows(pilot, sign)
            await press(pilot, "escape")
            assert "Paused" not in stage.events()

            await press(pilot, "w")
            await shows(pilot, sign)
            await press(pilot, "p")
            await shows(pilot, "Paused since")
            assert stage.events()[-1] == "Paused"


async def test_nothing_begins_behind_them(stage: Stage) -> None:
    """In a switch that would go on by itself the next pack waits for as long as they are read, and after."""
    stage.tell(swapping())
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await press(pilot, "w")
            await shows(pilot, "Take it off for any of these")
            session = stage.control.session()

            assert stage.events()[-1] == "Paused"
            assert session is not None
            assert session.must_confirm


@pytest.mark.parametrize("tell", [paused, waiting])
async def test_they_change_nothing_where_no_pack_is_on(stage: Stage, tell: object) -> None:
    """In a pause, and in a switch that waits, they are only shown."""
    assert callable(tell)
    stage.tell(tell())
    before = stage.events()
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await press(pilot, "w")
            await shows(pilot, "Take it off for any of these")
            await press(pilot, "p", "enter")
            await settle(pilot)
            assert stage.events() == before


async def test_they_can_end_it(stage: Stage) -> None:
    """From the signs one key ends the session."""
    stage.tell(running())
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await press(pilot, "w", "x")
            await until(pilot, lambda: stage.events()[-1] == "Stopped", "the session to be stopped")


async def test_still_numb(stage: Stage) -> None:
    """After ice the screen asks for feeling before heat; *numb* silences the repeats, and it is asked again later."""
    stage.tell(waiting())
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await shows(pilot, "Do you feel a light touch there? Heat on, and y. If not: n.")
            await shows(pilot, "n: you are asked again in 5 minutes")
            await press(pilot, "n")
            await shows(pilot, "asked again in 5 minutes")
            await shows(pilot, "Heat waits. You are asked again at 15:46")
            session = stage.control.session()

            assert session is not None
            assert (session.state, session.silenced) == (State.SWAPPING, True)


@pytest.mark.parametrize("tell", [running, swapping, paused])
async def test_numbness_is_asked_for_after_ice_only(stage: Stage, tell: object) -> None:
    """Where heat does not follow ice, the key does nothing and is not shown."""
    assert callable(tell)
    stage.tell(tell())
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            assert "n" not in pilot.app.active_bindings


@pytest.mark.parametrize("text", ["cold 10m, heat 10m", "cold 10m, rest 10m, heat 10m"])
def test_the_gate_looks_through_a_rest(text: str) -> None:
    """Heat that follows ice, be it after a rest, is heat after ice; once heat was on, more heat is not."""
    told = story(text).go(600)
    while told.session.coming is None or told.session.phases[told.session.coming].modality is not Modality.HEAT:
        told.go(told.t + 30)
    assert told.session.heat_after_ice

    told.do(Command.CONFIRM).go(told.t + 60).do(Command.BACK)
    assert not told.session.heat_after_ice
