"""What the keys do during a session."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from spasmtimer.schedule.session import State
from spasmtimer.tui.firstkey import FirstKey
from tests.schedule.helpers import Story, story
from tests.tui.helpers import (
    Stage,
    click,
    overdue,
    paused,
    press,
    running,
    screen_text,
    settle,
    shows,
    swapping,
    until,
    waiting,
)


def resting() -> Story:
    """Ten minutes into a rest between two turns of ice."""
    return story("cold 10m, rest 20m, cold 10m").go(600 + 60 + 600)


KEYS: list[tuple[Callable[[], Story], list[str], str, State]] = [
    (running, ["p"], "Paused", State.PAUSED),
    (running, ["s"], "Skipped", State.SWAPPING),
    (resting, ["b", "y"], "WentBack", State.SWAPPING),
    (resting, ["e"], "Extended", State.RUNNING),
    (running, ["x", "y"], "Stopped", State.STOPPED),
    (running, ["x", "x"], "Stopped", State.STOPPED),
    (running, ["r", "7"], "Rated", State.RUNNING),
    (running, ["r", "t"], "Rated", State.RUNNING),
    (paused, ["p"], "Resumed", State.RUNNING),
    (paused, ["enter"], "Resumed", State.RUNNING),
    (paused, ["space"], "Resumed", State.RUNNING),
    (paused, ["s"], "Skipped", State.SWAPPING),
    (swapping, ["enter"], "Confirmed", State.RUNNING),
    (swapping, ["space"], "Confirmed", State.RUNNING),
    (swapping, ["p"], "Paused", State.SWAPPING),
    (waiting, ["y"], "Confirmed", State.RUNNING),
    (waiting, ["s"], "Skipped", State.SWAPPING),
    (waiting, ["z"], "Acknowledged", State.SWAPPING),
    (overdue, ["enter"], "Confirmed", State.RUNNING),
]


@pytest.mark.parametrize(("tell", "keys", "event", "state"), KEYS, ids=lambda value: getattr(value, "__name__", value))
async def test_keys(stage: Stage, tell: Callable[[], Story], keys: list[str], event: str, state: State) -> None:
    """A key gives its one command, and only that."""
    stage.tell(tell())
    before = stage.events()
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            await press(pilot, *keys)
            await settle(pilot)
            session = stage.control.session()

            assert session
            assert [*before, event] == stage.events()
            assert state is session.state


@pytest.mark.parametrize("keys", [["x", "n"], ["x", "escape"], ["x", "enter"], ["r", "escape"], ["q", "escape"], ["z"]])
async def test_keys_that_change_nothing(stage: Stage, keys: list[str]) -> None:
    """A question answered with no, and a key that is none, leave the session as it is."""
    stage.tell(running())
    before = stage.events()
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            await press(pilot, *keys)
            await settle(pilot)

            assert before == stage.events()
            assert "Round 2 of 3" in screen_text(pilot.app)


async def test_click_confirms(stage: Stage) -> None:
    """A click anywhere says that the ice is on."""
    stage.tell(swapping())
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            await click(pilot, 40, 10)
            await settle(pilot)

            assert stage.events()[-1] == "Confirmed"


@pytest.mark.parametrize("accident", ["click", "space", "enter"])
async def test_nothing_accidental_puts_heat_on_numbed_skin(stage: Stage, accident: str) -> None:
    """From ice to heat a click, as to focus the window, Space and Enter are no answer: it is asked, and y is one."""
    stage.tell(waiting())
    before = stage.events()
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            await (click(pilot, 40, 10) if accident == "click" else press(pilot, accident))
            await shows(pilot, "Touch where the ice was. Do you feel a light touch there? y / n")
            assert stage.events() == before
            await press(pilot, "y")
            assert stage.events()[-1] == "Confirmed"


async def test_no_key_puts_heat_on_skin_that_nobody_can_have_felt(stage: Stage) -> None:
    """A yes within three seconds of the call, or of `n`, says why heat waits, and changes nothing; later it is on."""
    told = waiting()
    stage.tell(Story(told.session, told.events))
    with stage.kept():
        async with stage.app().run_test() as pilot:
            stage.clock.t = told.t
            await settle(pilot)
            await press(pilot, "n", "y")
            await shows(pilot, "touch the skin where the ice was first")
            assert stage.events()[-1] == "Acknowledged"
            stage.clock.t += 3
            await press(pilot, "y")
            assert stage.events()[-1] == "Confirmed"


async def test_click_on_a_key_is_that_key(stage: Stage) -> None:
    """A click on a key in the footer is that key, and does not confirm besides."""
    stage.tell(waiting())
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            row = screen_text(pilot.app).splitlines()[-1]
            await click(pilot, row.index("Skip"), 23)
            await settle(pilot)

            assert "Confirmed" not in stage.events()[-2:]
            assert stage.events()[-1] == "Skipped"


async def test_click_does_not_skip(stage: Stage) -> None:
    """While a pack is on, a click does nothing."""
    stage.tell(running())
    before = stage.events()
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            await click(pilot, 40, 10)
            await settle(pilot)

            assert before == stage.events()


async def test_refusal_is_told(stage: Stage) -> None:
    """What the safety ceiling refuses is said on the screen, and offered by no key."""
    stage.tell(running())
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)

            assert "+5 min" not in screen_text(pilot.app)


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        (120, "Not now: cannot extend by 5 minutes: HEAT stays on"),
        (80, " HEAT stays on"),
        (40, " HEAT stays on for 20"),
    ],
)
async def test_a_key_that_the_ceiling_takes_away_says_why(stage: Stage, columns: int, why: str) -> None:
    """Pressing it is answered, with the reason where there is no room for more; nothing else happens."""
    stage.tell(running())
    before = stage.events()
    with stage.kept():
        async with stage.app().run_test(size=(columns, 12)) as pilot:
            await settle(pilot)
            await press(pilot, "e")
            await settle(pilot)

            assert why in screen_text(pilot.app)
            assert "…" not in screen_text(pilot.app)
            assert before == stage.events()


async def test_skip_can_be_taken_back(stage: Stage) -> None:
    """After a skip the screen says for ten seconds how to take it back; then not any more."""
    stage.tell(story("cold 10m, heat 10m").go(60))
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            await press(pilot, "s")
            await settle(pilot)
            assert "Press b to take it back" in screen_text(pilot.app)

            stage.clock.t += 11
            await settle(pilot)
            assert "take it back" not in screen_text(pilot.app)

            await press(pilot, "b")
            await settle(pilot)
            assert stage.events()[-1] == "WentBack"
            assert "SWAP" in screen_text(pilot.app) or "Put the ice on" in screen_text(pilot.app)


@pytest.mark.parametrize("key", ["escape", "enter", "n", "b"])
@pytest.mark.parametrize("tell", [resting, paused])
async def test_a_phase_is_begun_again_only_by_who_says_so(stage: Stage, tell: Callable[[], Story], key: str) -> None:
    """What loses time asks: Restart says what it does, and every key that is not its yes changes nothing."""
    stage.tell(tell())
    before = stage.events()
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await press(pilot, "b")
            await shows(pilot, "Begin this phase again?")
            await press(pilot, key)
            await settle(pilot)
            assert stage.events() == before


async def test_a_late_yes_restarts_no_other_phase(stage: Stage) -> None:
    """A phase that has ended while the question stood there is not begun again by its answer."""
    told = resting()
    stage.tell(told)
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await press(pilot, "b")
            await shows(pilot, "Begin this phase again?")
            stage.tell(told.go(600 + 60 + 1200 + 5))
            await settle(pilot)
            await press(pilot, "y")
            await settle(pilot)
            assert "WentBack" not in stage.events()


async def test_a_skip_that_ends_it_all_asks(stage: Stage) -> None:
    """What nothing can take back is asked first: skipping the last phase ends the session."""
    stage.tell(story("heat 20m").go(60))
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            await press(pilot, "s")
            await shows(pilot, "Stop the session?")
            assert stage.events() == ["Started"]

            await press(pilot, "n", "s", "y")
            await until(pilot, lambda: stage.events() == ["Started", "Stopped"], "the session to be stopped")


async def test_others_are_followed(stage: Stage) -> None:
    """What another view does is seen here, without a key."""
    told = running()
    stage.tell(told)
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            stage.tell(told.go(told.t + 3).catch_up())
            other = stage._another()
            from spasmtimer.schedule.commands import Command

            other.send(Command.PAUSE)
            other.close()
            await settle(pilot)

            assert "the pack is off" in screen_text(pilot.app)


async def test_time_is_read(stage: Stage) -> None:
    """The digits follow the clock, also when it jumps: nothing is counted."""
    stage.tell(story("heat 20m").go(300))
    with stage.kept():
        async with stage.app().run_test(size=(14, 4)) as pilot:
            await settle(pilot)
            assert "15:00" in screen_text(pilot.app)

            stage.clock.t = 1111
            await settle(pilot)
            assert "01:29" in screen_text(pilot.app)


async def test_nobody_keeps_the_time(stage: Stage) -> None:
    """A session whose timekeeper has died is told, and somebody is sent for."""
    stage.tell(running())
    async with stage.app().run_test() as pilot:
        await settle(pilot)
        await settle(pilot)

        assert "NOBODY KEEPS THE TIME" in screen_text(pilot.app)
        await until(pilot, lambda: sum(desk.tended for desk in stage.others), "somebody to be sent for")


async def test_held_key_is_one_press(stage: Stage) -> None:
    """A key that is held repeats; the second of it is no second command."""
    stage.tell(running())
    app = stage.app(first_key=FirstKey(held_s=60, grace_s=0))
    with stage.kept():
        async with app.run_test() as pilot:
            await settle(pilot)
            await press(pilot, "s", "s", "s")
            await settle(pilot)

            assert stage.events().count("Skipped") == 1
