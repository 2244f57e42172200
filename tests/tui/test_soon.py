"""Starting a little later: time to lie down, and nothing that starts behind anybody's back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from spasmtimer.clock import SystemClock
from spasmtimer.control import Control
from spasmtimer.schedule.session import State
from spasmtimer.tui.app import SpasmApp
from spasmtimer.tui.firstkey import FirstKey
from tests.schedule.helpers import story
from tests.support.home import Home
from tests.tui.helpers import SIZES, Stage, press, screen_text, settle, shows, until

if TYPE_CHECKING:
    from spasmtimer.schedule.instant import Instant


@dataclass
class FastClock(SystemClock):
    """The system's clock, ahead by as much as the test says."""

    ahead_s: float = 0.0

    def now(self) -> Instant:
        return super().now().plus(self.ahead_s)


async def test_the_seconds_are_read(stage: Stage) -> None:
    """The seconds follow the clock, at every size, and no session runs meanwhile."""
    async with stage.app().run_test() as pilot:
        await press(pilot, "2", "d")
        stage.clock.t = 1.5
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await settle(pilot)
            await shows(pilot, "29 s")

        stage.clock.t = 29.5
        await settle(pilot)

        await shows(pilot, "1 s")
        assert stage.events() == []


@pytest.mark.parametrize("keys", [["d"], ["d", "question_mark"], ["d", "enter"]])
async def test_it_starts_when_it_is_time(home: Home, keys: list[str]) -> None:
    """When the time has come the session starts as with Enter, also below the help; Enter does not wait for it."""
    clock = FastClock()
    control = Control()
    control.clock = clock
    async with SpasmApp(control, first_key=FirstKey(0, 0)).run_test() as pilot:
        await press(pilot, "1", *keys)
        if "enter" not in keys:
            clock.ahead_s = 30.5
            await settle(pilot)
        await until(pilot, lambda: "Ice on." in screen_text(pilot.app), "the session screen")
        session = control.session()

        assert session
        assert session.state is State.RUNNING
        assert session.started.preset == "new-injury"
    control.close()


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_nothing_starts_once_it_is_left(stage: Stage, key: str) -> None:
    """Going back, or closing the app, while it counts starts nothing, however long one waits."""
    async with stage.app().run_test() as pilot:
        await press(pilot, "1", "d", key)
        stage.clock.t = 31
        if key == "escape":
            await settle(pilot)
            await shows(pilot, "What do you need now?")

    assert stage.events() == []


async def test_a_start_that_was_slept_through_waits(stage: Stage) -> None:
    """A machine that slept meanwhile starts nothing by itself: nobody knows since when the pack is on."""
    async with stage.app().run_test(size=(100, 30)) as pilot:
        await press(pilot, "1", "d")
        stage.clock.t = 600
        await settle(pilot)

        await shows(pilot, "Not started: the time came while this machine slept")
        await shows(pilot, "It is on")
        assert stage.events() == []


async def test_it_silences_nobodys_alarm(stage: Stage) -> None:
    """A start that no key gives leaves the end of another session ringing."""
    async with stage.app().run_test(size=(100, 30)) as pilot:
        stage.clock.t = 1200
        await press(pilot, "1", "d")
        stage.tell(story("heat 20m").go(1230))
        with stage.kept():
            assert isinstance(pilot.app, SpasmApp)
            pilot.app.watch_.poll(force=True)  # it is seen before the 30 s are over
            await settle(pilot)

            await shows(pilot, "Not started: the end of another session rings")
            assert "Acknowledged" not in stage.events()


async def test_nothing_changes_while_it_counts(stage: Stage) -> None:
    """While it counts, the minutes stay, and it cannot be begun anew."""
    async with stage.app().run_test() as pilot:
        await press(pilot, "2", "d")
        stage.clock.t = 10
        await press(pilot, "minus", "d")
        await settle(pilot)

        await shows(pilot, "heat 20 min")
        await shows(pilot, "Starts in 20 s")
