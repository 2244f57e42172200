"""Starting while the skin should rest: the sentence, the second press, and what no press can do."""

from __future__ import annotations

from contextlib import closing

import pytest
from msgspec.structs import replace

from spasmtimer.control import Control
from spasmtimer.schedule.commands import Command
from spasmtimer.schedule.session import State
from spasmtimer.schedule.transitions import replay
from spasmtimer.tui.app import SpasmApp
from spasmtimer.tui.firstkey import FirstKey
from tests.journal.living import worn
from tests.schedule.helpers import Story, started, story
from tests.support.home import Home
from tests.tui.helpers import Stage, press, screen_text, settle, shows, until
from tests.tui.test_goldens import Sizes, at_sizes, check_sizes

EARLY = "Ice came off 25 min ago. Let the skin rest until 17:15."
AGAIN = "Press Enter again to"


def iced() -> Story:
    """Fifteen minutes of ice, off for twenty-five."""
    return story("cold 15m").go(900).do(Command.ACK).go(900 + 25 * 60)


def heated(*, pain: int | None = None) -> Story:
    """The preset of warmth, twenty minutes, off."""
    first = replace(started("heat 20m", pain=pain), preset="recurring", title="Recurring pain")
    return Story(replay([first]), [first]).go(1200).do(Command.ACK)


def worn_out() -> Story:
    """Eighty minutes of ice, with their rests, five hours ago."""
    told = story("cold 20m, rest 10m, x4")
    while told.session.state.is_live:
        told.go(told.t + told.session.phase.planned_s)
        if told.session.state is State.SWAPPING:
            told.do(Command.CONFIRM)
        elif told.session.state is State.ALARMING:
            told.do(Command.ACK)
    return told.go(told.t + 5 * 3600)


async def test_it_is_said_before_anything_is_pressed(stage: Stage) -> None:
    """The start screen opens with the sentence, in place of what would be asked for, and starts nothing."""
    stage.tell(iced())
    async with stage.app().run_test(size=(100, 30)) as pilot:
        await press(pilot, "2")
        await shows(pilot, EARLY)

        assert "Put the heat on" not in screen_text(pilot.app)
        assert stage.events().count("Started") == 1


async def test_the_sentence_goes_when_the_rest_is_over(stage: Stage) -> None:
    """Minute by minute the sentence follows the clock, and at the time that it told it is gone."""
    stage.tell(iced())
    async with stage.app().run_test(size=(100, 30)) as pilot:
        await press(pilot, "2")
        stage.clock.t += 60
        await settle(pilot)
        await shows(pilot, "Ice came off 26 min ago. Let the skin rest until 17:15.")
        stage.clock.t = 900 + 2 * 3600
        await settle(pilot)
        await shows(pilot, "Put the heat on. Press Enter when it is on.")


@pytest.mark.parametrize("key", ["enter", "d"])
async def test_the_first_press_only_asks(stage: Stage, key: str) -> None:
    """Enter and `d` start nothing at the first press, and say what the second one does."""
    stage.tell(iced())
    async with stage.app().run_test(size=(100, 30)) as pilot:
        await press(pilot, "2", key)
        await shows(pilot, f"Let the skin rest until 17:15. {AGAIN}")

        assert EARLY in screen_text(pilot.app)
        assert stage.events().count("Started") == 1


async def test_the_second_press_starts(home: Home) -> None:
    """At the second press the session runs, and somebody keeps its time."""
    worn(home.journal, "cold 15m", on_s=900, off_ago_s=25 * 60)
    with closing(Control()) as control:
        async with SpasmApp(control, first_key=FirstKey(0, 0, 0)).run_test() as pilot:
            await press(pilot, "2", "enter")
            await shows(pilot, AGAIN)
            await press(pilot, "enter")
            await until(pilot, lambda: "Heat on." in screen_text(pilot.app), "the session screen")
            session = control.session()

            assert session
            assert (session.state, session.started.preset) == (State.RUNNING, "recurring")


async def test_the_second_press_of_d_counts(stage: Stage) -> None:
    """`d` twice, or Enter and then `d`, counts the seconds as ever."""
    stage.tell(iced())
    async with stage.app().run_test(size=(100, 30)) as pilot:
        await press(pilot, "2", "enter", "d")
        await shows(pilot, "Starts in 30 s. Lie down; put the heat on.")


async def test_other_minutes_are_asked_for_anew(stage: Stage) -> None:
    """Whoever changes the minutes after the first press has to press twice again."""
    stage.tell(iced())
    async with stage.app().run_test(size=(100, 30)) as pilot:
        await press(pilot, "2", "enter", "minus")
        await settle(pilot)
        await shows(pilot, EARLY)

        assert AGAIN not in screen_text(pilot.app)


async def test_a_budget_gives_way_to_no_press(stage: Stage) -> None:
    """What no person can override is said, however often one presses; less of it may start."""
    stage.tell(worn_out())
    async with stage.app().run_test(size=(100, 30)) as pilot:
        await press(pilot, "1")
        await shows(pilot, "With this session ice comes to 1 h 35 min within 24 hours; 1 h 20 min is the most.")
        await press(pilot, "enter", "enter", "d", "enter")
        await shows(pilot, "This cannot be overridden.")

        assert AGAIN not in screen_text(pilot.app)
        assert "Starts in" not in screen_text(pilot.app)
        assert stage.events().count("Started") == 1


@pytest.mark.parametrize(("minutes", "there"), [(0, True), (121, False)])
async def test_after_heat_the_gentler_contrast_is_offered(stage: Stage, minutes: int, there: bool) -> None:
    """After warmth alone the summary says when ice may follow, for as long as that lies ahead."""
    told = heated()
    stage.tell(Story(told.session, told.events[:1]))
    with stage.kept():
        async with stage.app().run_test(size=(100, 30)) as pilot:
            stage.tell(told)
            stage.clock.t += 60 * minutes
            await settle(pilot)
            await shows(pilot, "skin")

            offer = "Contrast, the gentler way: ice for 15 minutes, not before 17:20."
            assert (offer in screen_text(pilot.app)) is there
            assert ("Nothing more before 17:20" in screen_text(pilot.app)) is there


@at_sizes
async def test_a_summary_after_more_pain(stage: Stage, sizes: Sizes) -> None:
    """What to do now comes first, at every size; nothing more is offered to somebody whom heat did not do good."""
    told = heated(pain=6).do(Command.RATE, pain=8)
    stage.tell(Story(told.session, told.events[:1]))
    with stage.kept():
        async with stage.app().run_test() as pilot:
            stage.tell(told)
            await check_sizes("summary-worse", pilot, sizes)


@pytest.mark.parametrize(("after", "worse"), [(8, True), (7, False), (3, False)])
async def test_more_pain_is_answered(stage: Stage, after: int, worse: bool) -> None:
    """Two points more after a session: the summary says to leave it for today."""
    told = heated(pain=6)
    stage.tell(Story(told.session, told.events[:1]))
    with stage.kept():
        async with stage.app().run_test(size=(100, 30)) as pilot:
            stage.tell(told)
            await settle(pilot)
            await press(pilot, str(after))
            await shows(pilot, f"Pain now: {after} of 10.")

            assert ("Skip this preset today" in screen_text(pilot.app)) is worse


async def test_stretching_is_free(stage: Stage) -> None:
    """A schedule without packs is asked about by nobody."""
    stage.tell(iced())
    async with stage.app().run_test(size=(100, 30)) as pilot:
        await press(pilot, "5")
        await shows(pilot, "Press Enter to begin.")

        assert "rest until" not in screen_text(pilot.app)


async def test_a_double_press_overrides_nothing(stage: Stage) -> None:
    """A second press that comes before anybody can have read why it is too soon starts nothing."""
    stage.tell(iced())
    before = stage.events()
    async with stage.app(first_key=FirstKey(0, 0, 60)).run_test(size=(100, 30)) as pilot:
        await press(pilot, "2", "enter")
        await shows(pilot, EARLY)
        await press(pilot, "enter", "enter", "d")
        await settle(pilot)

        assert stage.events() == before
        assert "Starts in" not in screen_text(pilot.app)
        assert stage.control.person().health is None
