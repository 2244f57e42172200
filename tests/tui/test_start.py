"""From home to a running session: two keys, and a real timekeeper."""

from __future__ import annotations

from pathlib import Path

import pytest

from spasmtimer import paths
from spasmtimer.control import Control
from spasmtimer.schedule.commands import Command
from spasmtimer.schedule.session import State
from spasmtimer.tui.app import SpasmApp
from spasmtimer.tui.firstkey import FirstKey
from tests.schedule.helpers import story
from tests.support.home import Home
from tests.tui.helpers import (
    Stage,
    calm,
    click,
    press,
    running,
    screen_text,
    settle,
    shows,
    until,
)


def fast(control: Control) -> SpasmApp:
    return SpasmApp(control, first_key=FirstKey(0, 0))


async def test_two_keys(home: Home) -> None:
    """One key picks, the next says that the pack is on: the session runs, and somebody keeps its time."""
    control = Control()
    async with fast(control).run_test() as pilot:
        await press(pilot, "1")
        assert "Put the ice on. Press Enter when it is on." in screen_text(pilot.app)
        await press(pilot, "enter")
        await until(pilot, lambda: "Ice on." in screen_text(pilot.app), "the session screen")
        look = control.look()

        assert look.session
        assert look.session.state is State.RUNNING
        assert look.session.started.preset == "new-injury"
        assert look.health.alive
        assert look.health.pid == home.worker_pid()

        await press(pilot, "x", "y")
        await until(pilot, lambda: "was stopped" in screen_text(pilot.app), "the summary")
    control.close()


async def test_minutes(home: Home) -> None:
    """`-` and `+` change the minutes of the packs within 5 and 20, and the session has them."""
    control = Control()
    async with fast(control).run_test() as pilot:
        await press(pilot, "2")
        assert "Longer" not in screen_text(pilot.app)
        await press(pilot, *["minus"] * 20)
        assert "heat 5 min" in screen_text(pilot.app)
        assert "Shorter" not in screen_text(pilot.app)
        await press(pilot, "plus", "plus", "enter")
        await until(pilot, lambda: "Heat on." in screen_text(pilot.app), "the session screen")
        session = control.session()

        assert session
        assert [phase.planned_s for phase in session.phases] == [420.0]
    control.close()


async def test_refused_start_is_told(stage: Stage) -> None:
    """What the ceiling refuses is clear lines on the start screen, whatever is pressed, and nothing has started."""
    stage.tell(story("cold 20m").go(1260).do(Command.ACK))
    stage.clock.t += 60
    async with stage.app().run_test(size=(100, 30)) as pilot:
        await press(pilot, "1", "enter", "enter")
        await shows(pilot, "Ice came off 1 min ago, and 20 min in one go is the most.")
        await shows(pilot, "cannot be overridden.")

        assert "It is on" not in screen_text(pilot.app)
        assert "Not started, for the reason above." in screen_text(pilot.app)
        session = stage.control.session()
        assert session
        assert session.state is State.OVER


async def test_already_live(stage: Stage) -> None:
    """A session that somebody else started meanwhile is not started over."""
    async with stage.app().run_test(size=(100, 30)) as pilot:
        await press(pilot, "1")
        stage.tell(running())
        with stage.kept():
            await press(pilot, "enter")
            await until(pilot, lambda: "Not started" in screen_text(pilot.app), "the refusal")

            assert "is running already" in screen_text(pilot.app)


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_nothing_starts_by_leaving(stage: Stage, key: str) -> None:
    """Going back or leaving starts nothing."""
    async with stage.app().run_test() as pilot:
        await press(pilot, "1", key)
        await calm(pilot)

    assert stage.events() == []


async def test_choosing(stage: Stage) -> None:
    """Arrow keys, digits, Enter and the mouse choose alike."""
    async with stage.app().run_test() as pilot:
        await settle(pilot)
        await press(pilot, "down", "down", "up", "enter")
        assert "Recurring pain" in screen_text(pilot.app)
        await press(pilot, "escape", "4")
        assert "Ice with a break" in screen_text(pilot.app)
        await press(pilot, "escape")
        await settle(pilot)
        row = next(y for y, line in enumerate(screen_text(pilot.app).splitlines()) if "Morning" in line)
        await click(pilot, 20, row)
        assert "Press Enter to begin." in screen_text(pilot.app)


async def test_own_presets_and_faults(stage: Stage) -> None:
    """The user's presets are there too, and what is wrong with a file is one calm line."""
    folder = paths.config_dir()
    folder.mkdir(parents=True)
    (folder / "presets.toml").write_text(
        '[evening]\ntitle = "Evening"\nschedule = "heat 10m"\n[broken]\nschedule = "x"\n'
    )
    (folder / "config.toml").write_text("loudness = 3\n")
    async with stage.app().run_test(size=(100, 40)) as pilot:
        await settle(pilot)
        shown = screen_text(pilot.app)

        assert "6  Evening" in shown
        assert "broken" in shown
        assert "1 of 2: " in shown


async def test_session_started_elsewhere(stage: Stage) -> None:
    """A session that begins while home is shown comes to the top, marked."""
    async with stage.app().run_test() as pilot:
        await settle(pilot)
        stage.tell(running())
        with stage.kept():
            await settle(pilot)

            assert screen_text(pilot.app).splitlines()[1].startswith("> Intense spasms is running")


@pytest.mark.parametrize("has_lid", [True, False])
async def test_the_lid_is_mentioned_before_the_start(stage: Stage, lid: Path, has_lid: bool) -> None:
    """A machine with a lid is to be left open, and the card says so where it has room; one without is not bothered."""
    if has_lid:
        lid.mkdir(parents=True)
    async with stage.app().run_test() as pilot:
        await press(pilot, "1")
        assert ("Leave the lid open" in screen_text(pilot.app)) is has_lid
        await pilot.resize_terminal(40, 12)
        await settle(pilot)
        assert "Leave the lid open" not in screen_text(pilot.app)
        assert "Put the ice on." in screen_text(pilot.app)
