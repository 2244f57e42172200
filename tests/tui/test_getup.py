"""The reminder to get up, in the app."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from spasmtimer import paths
from spasmtimer.nudge import BELL
from spasmtimer.schedule.commands import Command
from spasmtimer.schedule.quiet import QuietHours
from spasmtimer.settings import Settings
from spasmtimer.tui.app import SpasmApp
from spasmtimer.tui.getup import GetUp
from spasmtimer.tui.screens.guide import Guide
from spasmtimer.tui.watch import Watch
from tests.schedule.helpers import Story, story
from tests.tui.helpers import Stage, press, screen_text, settle, shows, until

MIN_S = 60.0
SAID = "min at this screen. Stand up, walk to the window."


@pytest.fixture(autouse=True)
def reminded() -> None:
    """The user wants to be asked up after 45 minutes."""
    like("get_up = 45\n")


def like(text: str) -> None:
    folder = paths.config_dir()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text(text)


def written(stage: Stage, liked: Settings, minutes: int, *, in_sight: bool = True) -> list[tuple[int, str]]:
    """At which minute what is written to the terminal, by an app that looks every minute."""
    watch = Watch(stage.control)
    get_up = GetUp(liked, watch.now)
    found = []
    for minute in range(1, minutes + 1):
        stage.clock.t = minute * MIN_S
        found.append((minute, get_up.look(watch, in_sight=in_sight)))
    return [(minute, text) for minute, text in found if text]


@pytest.mark.parametrize(
    ("liked", "in_sight", "bells"),
    [
        (Settings(get_up=45), True, [(45, BELL)]),
        (Settings(get_up=45), False, []),
        (Settings(get_up=45, quiet_hours=QuietHours.parse("15:30-16:00")), True, []),
        (Settings(get_up=45, quiet_hours=QuietHours.parse("14:00-15:45")), True, [(45, BELL)]),
        (Settings(), True, []),
    ],
    ids=["once", "out of sight", "quiet hours", "quiet hours that are over", "off"],
)
def test_one_bell(stage: Stage, liked: Settings, in_sight: bool, bells: list[tuple[int, str]]) -> None:
    """Once for each reminder that can be seen, and not in the quiet hours."""
    assert written(stage, liked, 100, in_sight=in_sight) == bells


async def sit(pilot: Pilot[None], stage: Stage, minutes: float) -> None:
    """The minutes pass with the app open: it looks at least every five."""
    end = stage.clock.t + minutes * MIN_S
    while stage.clock.t < end:
        stage.clock.t = min(end, stage.clock.t + 4 * MIN_S)
        assert isinstance(pilot.app, SpasmApp)
        pilot.app.pump()
    await settle(pilot)


async def test_a_quiet_line(stage: Stage) -> None:
    """After the minutes that were wished for: one line at home."""
    app = stage.app()
    async with app.run_test() as pilot:
        await sit(pilot, stage, 44.9)
        assert SAID not in screen_text(app)
        await sit(pilot, stage, 0.1)
        await shows(pilot, f"45 {SAID}")
        await sit(pilot, stage, 7)
        await shows(pilot, f"52 {SAID}")


@pytest.mark.parametrize("size", [(120, 40), (40, 12), (20, 5)])
async def test_it_fits_everywhere(stage: Stage, size: tuple[int, int]) -> None:
    """It stands in the title's place, in as many words as there is room for, and moves nothing."""
    async with stage.app().run_test(size=size) as pilot:
        await settle(pilot)
        before = screen_text(pilot.app).splitlines()
        await sit(pilot, stage, 45)
        after = screen_text(pilot.app).splitlines()
        assert "45 min" in after[0]
        assert "tand up" in after[0]
        assert len(after) == len(before)


async def test_off_by_default(stage: Stage) -> None:
    """Who has not asked for it is never reminded."""
    like("")
    async with stage.app().run_test() as pilot:
        await sit(pilot, stage, 200)
        assert "at this screen" not in screen_text(pilot.app)


async def test_any_key_answers_and_does_its_own_work(stage: Stage) -> None:
    """The line goes with the next key, which opens what it opens; and it comes again so long after."""
    app = stage.app()
    async with app.run_test() as pilot:
        await sit(pilot, stage, 45)
        await press(pilot, "g")
        await until(pilot, lambda: isinstance(app.screen, Guide), "the guide")
        await press(pilot, "escape")
        await shows(pilot, "What do you need now?")
        await sit(pilot, stage, 44)
        assert SAID not in screen_text(app)
        await sit(pilot, stage, 1)
        await shows(pilot, f"45 {SAID}")


async def test_never_over_a_question(stage: Stage) -> None:
    """Somebody who reads or answers is not rung at; at home the line comes."""
    app = stage.app()
    async with app.run_test() as pilot:
        await press(pilot, "g")
        await sit(pilot, stage, 60)
        assert "at this screen" not in screen_text(app)
        await press(pilot, "down", "escape")
        await settle(pilot)
        await shows(pilot, "1 h at this screen.")


async def test_never_over_a_session(stage: Stage) -> None:
    """While one lives nothing counts; so long after its end it comes."""
    async with stage.app().run_test() as pilot:
        told = story("heat 20m").go(1212).do(Command.ACK)
        stage.tell(Story(told.session, told.events[:1]))
        with stage.kept():
            await sit(pilot, stage, 20)
            assert "at this screen" not in screen_text(pilot.app)
        stage.tell(told)
        await settle(pilot)
        await sit(pilot, stage, 44)
        await shows(pilot, "What do you need now?")
        await sit(pilot, stage, 1)
        await shows(pilot, SAID)


async def test_asleep_is_up(stage: Stage) -> None:
    """After a sleep of the machine it comes only so long after waking."""
    async with stage.app().run_test() as pilot:
        await sit(pilot, stage, 40)
        stage.clock.t += 8 * 3600
        await settle(pilot)
        await sit(pilot, stage, 44)
        assert SAID not in screen_text(pilot.app)
        await sit(pilot, stage, 1)
        await shows(pilot, f"45 {SAID}")
