"""Choosing the exercise before the start, and the count on the session screen."""

from __future__ import annotations

from spasmtimer import paths
from spasmtimer.control import Control
from spasmtimer.guidance.moves import HOW
from spasmtimer.schedule.commands import Command
from spasmtimer.schedule.notation import render
from spasmtimer.tui.app import SpasmApp
from spasmtimer.tui.firstkey import FirstKey
from tests.schedule.helpers import story
from tests.support.home import Home
from tests.tui.helpers import SIZES, Stage, press, screen_text, settle, shows, until


async def test_one_key_goes_round_the_exercises(stage: Stage) -> None:
    """`c` is sit-ups, curl-ups, bird dogs, side bridges, and sit-ups again, each with as many as it begins with."""
    async with stage.app().run_test(size=(100, 30)) as pilot:
        await press(pilot, "5")
        await shows(pilot, "Ends with 10 sit-ups. Press Enter to begin.")
        await shows(pilot, "+ and -: how many, c: another")
        for shown in ("4 curl-ups", "8 bird dogs", "3 side bridges a side", "10 sit-ups"):
            await press(pilot, "c")
            await shows(pilot, f"Ends with {shown}. Press Enter")


async def test_two_keys_change_how_many(stage: Stage) -> None:
    """`+` and `-` go from 10 to 20 sit-ups and back, and not beyond; the time in all follows."""
    async with stage.app().run_test(size=(100, 30)) as pilot:
        await press(pilot, "5")
        await shows(pilot, "10 sit-ups")
        assert "Shorter" not in screen_text(pilot.app)
        await press(pilot, *["plus"] * 12)
        await shows(pilot, "20 sit-ups")
        await shows(pilot, "5 min in all")
        assert "Longer" not in screen_text(pilot.app)
        await press(pilot, "minus", "minus")
        await shows(pilot, "18 sit-ups")


async def test_packs_have_minutes_and_no_exercise(stage: Stage) -> None:
    """Before a session with packs `c` does nothing and is not offered; the other two keys change the minutes."""
    folder = paths.config_dir()
    folder.mkdir(parents=True)
    (folder / "presets.toml").write_text('[both]\nschedule = "move 44s (10 sit-ups), heat 10m"\n')
    async with stage.app().run_test(size=(100, 30)) as pilot:
        await press(pilot, "2", "c", "minus")
        await shows(pilot, "heat 19 min")
        assert "exercise" not in screen_text(pilot.app)
        await press(pilot, "escape", "6", "minus", "c")
        await shows(pilot, "heat 9 min")
        assert "Other exercise" in screen_text(pilot.app)


async def test_what_was_chosen_is_started(home: Home) -> None:
    """The session has the exercise and the number that the screen showed."""
    control = Control()
    async with SpasmApp(control, first_key=FirstKey(0, 0)).run_test() as pilot:
        await press(pilot, "5", "c", "plus", "enter")
        await until(pilot, lambda: "Pelvic tilt. On your back" in screen_text(pilot.app), "the first stretch")
        session = control.session()
        assert session
        assert render(session.phases[-1:]) == "move 48s (5 curl-ups)"
        await press(pilot, "x", "y")
        await until(pilot, lambda: "was stopped" in screen_text(pilot.app), "the summary")
    control.close()


async def test_the_count_is_on_the_screen_by_time_alone(stage: Stage) -> None:
    """MOVE while getting ready, then 1 OF 10 to 10 OF 10, with no event and nobody keeping the time."""
    told = story("move 30s (cat and camel), move 44s (10 sit-ups)").go(30)
    stage.tell(told)
    async with stage.app().run_test(size=(20, 5)) as pilot:
        for t, shown in ((33, "M O V E"), (34, "1 OF 10"), (58, "7 OF 10"), (73.5, "10 OF 10")):
            stage.clock.t = t
            await settle(pilot)
            await shows(pilot, shown)
        await pilot.resize_terminal(120, 40)
        await shows(pilot, HOW["sit-ups"])


async def test_a_stretch_says_how_it_is_done_where_there_is_room(stage: Stage) -> None:
    """From 60 columns on the whole sentence is to be read, on as many lines as it takes; no size fails."""
    stage.tell(story("move 30s (cat and camel), move 44s (10 sit-ups)").go(10))
    async with stage.app().run_test() as pilot:
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await settle(pilot)
            if size[0] >= 60:
                words = " ".join(screen_text(pilot.app).split())
                assert f"Cat and camel. {HOW['cat and camel']}" in words


async def test_a_pause_keeps_the_count(stage: Stage) -> None:
    """Paused it says so; resumed it goes on counting where it was."""
    told = story("move 44s (10 sit-ups)").go(13).do(Command.PAUSE).go(60).do(Command.RESUME).go(61)
    stage.tell(told)
    async with stage.app().run_test(size=(20, 5)) as pilot:
        await shows(pilot, "3 OF 10")
