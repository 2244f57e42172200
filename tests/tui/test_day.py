"""*Your day* in the app: questions, small changes, and a week later how they went."""

from __future__ import annotations

from contextlib import closing

import pytest
from textual.pilot import Pilot

from spasmtimer.guidance.day import CAUSES, NOTHING, OPENING, QUESTIONS, THANKS
from spasmtimer.guidance.trying import WEEK_S, DayChecked, DayReviewed
from spasmtimer.journal.person import tell
from spasmtimer.journal.store import Journal
from spasmtimer.schedule.session import State
from spasmtimer.tui.app import SpasmApp
from spasmtimer.tui.screens.day import YourDay
from spasmtimer.tui.screens.home import Home
from spasmtimer.tui.screens.summary import Summary
from tests.schedule.helpers import Story, at
from tests.tui.helpers import Stage, alarming, click, press, running, screen_text, settle, shows, until, waiting
from tests.tui.test_episode import choose, offered
from tests.tui.test_goldens import Sizes, at_sizes, check, check_sizes, shown

DAY_S = 24 * 3600.0
CALM = ("1",) * len(QUESTIONS)
SOME = ("3", "2", "1", "2", "3", "1", "2", "1")
"""Sitting and workload on most days, three others on some."""


def begun(stage: Stage, days: float, *tried: str) -> None:
    """So many days ago these were the changes to try, by default one."""
    stage.control.tell(DayChecked(at(0), (("sitting", "mostly"),), tried or ("stand-hourly",)))
    stage.clock.t = days * DAY_S


def at_home(pilot: Pilot[None]) -> bool:
    return isinstance(pilot.app.screen, Home)


@pytest.mark.parametrize(("name", "keys"), [("day-question", "y1"), ("day-changes", "y" + "".join(SOME))])
@at_sizes
async def test_at_every_size(stage: Stage, name: str, keys: str, sizes: Sizes) -> None:
    """A question with its answers; then what to try, and what is known of it where there is room."""
    async with stage.app().run_test() as pilot:
        await press(pilot, *keys)
        await check_sizes(name, pilot, sizes)


@at_sizes
async def test_review_at_every_size(stage: Stage, sizes: Sizes) -> None:
    """A week later: the change, and how it went."""
    begun(stage, 7, "stand-hourly", "earlier")
    async with stage.app().run_test() as pilot:
        await press(pilot, "y")
        await check_sizes("day-review", pilot, sizes)


@pytest.mark.parametrize(("name", "keys"), [("day-question-ascii", "y"), ("day-changes-ascii", "y" + "".join(SOME))])
async def test_plain_signs(stage: Stage, name: str, keys: str) -> None:
    """Where the terminal is not UTF-8, all of it is ASCII."""
    async with stage.app(encoding="ascii").run_test(size=(60, 20)) as pilot:
        await press(pilot, *keys)
        await check(name, (60, 20), pilot)
        assert (await shown(pilot)).isascii()


async def test_it_asks_each_question_and_keeps_what_to_try(stage: Stage) -> None:
    """One question at a time by digit, three changes of the weightiest causes, and Enter leads home."""
    async with stage.app().run_test() as pilot:
        await press(pilot, "y")
        for question, answer in zip(QUESTIONS, SOME, strict=True):
            await shows(pilot, question.words)
            await press(pilot, answer)
        await shows(pilot, CAUSES[0].changes[0].words)
        assert OPENING not in screen_text(pilot.app)
        day = stage.control.day()
        assert day.changes == ("stand-hourly", "earlier", "stretch")
        assert day.checked is not None
        assert [answer for _, answer in day.checked.answers][:3] == ["mostly", "sometimes", "rarely"]
        await press(pilot, "enter")
        await until(pilot, lambda: at_home(pilot), "home")


async def test_nothing_ticked_suggests_nothing(stage: Stage) -> None:
    """Where nothing stands out it says so."""
    async with stage.app().run_test() as pilot:
        await press(pilot, "y", *CALM)
        await shows(pilot, NOTHING)
        assert stage.control.day().changes == ()


async def test_arrows_enter_and_a_click_answer(stage: Stage) -> None:
    """The marked answer is taken with Enter, and any with a click."""
    async with stage.app().run_test() as pilot:
        await press(pilot, "y", "down", "down")
        await shows(pilot, "> 3  Most days")
        await press(pilot, "enter")
        await shows(pilot, QUESTIONS[1].words)
        row = next(n for n, line in enumerate(screen_text(pilot.app).splitlines()) if "2  Some weeks" in line)
        await click(pilot, 6, row)
        await shows(pilot, QUESTIONS[2].words)
        await press(pilot, *CALM[2:])
        await until(pilot, lambda: stage.control.day().changes, "what is tried")
        assert stage.control.day().changes == ("stand-hourly", "stretch")


async def test_escape_goes_back_a_question_and_keeps_nothing(stage: Stage) -> None:
    """Back to the question before, with its answer marked; from the first one home, and nothing was told."""
    async with stage.app().run_test() as pilot:
        await press(pilot, "y", "3")
        await shows(pilot, QUESTIONS[1].words)
        await press(pilot, "escape")
        await shows(pilot, QUESTIONS[0].words)
        assert "> 3  Most days" in screen_text(pilot.app)
        await press(pilot, "escape")
        await until(pilot, lambda: at_home(pilot), "home")
        assert stage.control.day().checked is None


async def test_within_the_week_it_tells_what_is_tried(stage: Stage) -> None:
    """It says since when, and offers a new check, with the last answers marked."""
    begun(stage, 2)
    async with stage.app().run_test() as pilot:
        await press(pilot, "y")
        await shows(pilot, "Since Sunday 15:00.")
        assert "Stand up when the hour strikes" in screen_text(pilot.app)
        await press(pilot, "n")
        await shows(pilot, QUESTIONS[0].words)
        assert "> 3  Most days" in screen_text(pilot.app)


async def test_after_a_week_it_asks_how_it_went(stage: Stage) -> None:
    """How each went is asked and kept; then a new check, in which what did not suit gives way to something else."""
    begun(stage, 8, "stand-hourly", "earlier")
    async with stage.app().run_test() as pilot:
        await press(pilot, "y")
        await shows(pilot, "8 days ago you wanted to try this.")
        await press(pilot, "3", "2")
        await shows(pilot, THANKS)
        assert stage.control.day().reviewed == DayReviewed(
            at(8 * DAY_S), (("stand-hourly", "no"), ("earlier", "partly"))
        )
        await press(pilot, "n", "3", *CALM[1:])
        await shows(pilot, "Stand while you are on the telephone.")


async def test_home_says_when_it_is_due(stage: Stage) -> None:
    """One quiet line from the week's end until it was told, in the place of the other hint, and only where it fits."""
    begun(stage, 6.9)
    async with stage.app().run_test() as pilot:
        await shows(pilot, "Will you hear it?")
        assert "wanted to try" not in screen_text(pilot.app)
        stage.clock.t = WEEK_S
        await settle(pilot)
        await shows(pilot, "A week ago you wanted to try something. y tells how it went.")
        assert "Will you hear it?" not in screen_text(pilot.app)
        await pilot.resize_terminal(120, 40)
        await shows(pilot, "A week ago you wanted to try: Stand up when the hour strikes")
        await pilot.resize_terminal(40, 12)
        await until(pilot, lambda: "tells how" not in screen_text(pilot.app), "no room")
        await pilot.resize_terminal(80, 24)
        await press(pilot, "y", "1")
        await shows(pilot, THANKS)
        await press(pilot, "enter")
        await shows(pilot, "Will you hear it?")


@pytest.mark.parametrize("tell_story", [None, running, waiting])
async def test_the_palette_offers_it_everywhere(stage: Stage, tell_story: object) -> None:
    """Wherever the palette opens it is there, and a session below goes on."""
    if callable(tell_story):
        stage.tell(tell_story())
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            before = stage.events()
            assert "Your day" in offered(pilot)
            await choose(pilot, "Your day")
            await shows(pilot, QUESTIONS[0].words)
            await press(pilot, *CALM)
            await shows(pilot, NOTHING)
            if callable(tell_story):
                assert stage.events() == before
                assert "▲ HEAT" in screen_text(pilot.app) or "waits" in screen_text(pilot.app)


async def test_the_alarms_first_key_only_silences(stage: Stage) -> None:
    """While a session rings below, a digit answers no question: it silences, and the summary comes."""
    told = alarming()
    stage.tell(Story(told.session, told.events[:1]))
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await choose(pilot, "Your day")
            await shows(pilot, QUESTIONS[0].words)
            stage.tell(told)
            await settle(pilot)
            await press(pilot, "3")
            await until(pilot, lambda: isinstance(pilot.app.screen, Summary), "the summary")
            session = stage.control.session()
            assert session is not None
            assert session.state is State.OVER
            assert stage.control.day().checked is None


async def test_the_palette_is_silent_while_it_rings(stage: Stage) -> None:
    """It is not offered over an alarm."""
    stage.tell(alarming())
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            assert "Your day" not in offered(pilot)


async def test_what_another_window_told_first_is_remarked(stage: Stage) -> None:
    """How it went, told elsewhere meanwhile: the reason is shown, and nothing is told twice."""
    begun(stage, 7)
    async with stage.app().run_test() as pilot:
        await press(pilot, "y")
        await shows(pilot, "A week ago")
        with closing(Journal(stage.journal_path)) as other:
            tell(other, [DayReviewed(at(0), (("stand-hourly", "yes"),))])
        await press(pilot, "3")
        await shows(pilot, "Not kept:")
        reviewed = stage.control.day().reviewed
        assert reviewed is not None
        assert reviewed.kept == (("stand-hourly", "yes"),)


async def test_a_journal_that_cannot_be_read_is_said(stage: Stage) -> None:
    """Rows that are damaged cost one line on the screen, and Enter leads home."""
    begun(stage, 7)
    async with stage.app().run_test() as pilot:
        await settle(pilot)
        stage.control.journal.transact(lambda db: db.execute("UPDATE person SET data = '[]'"))
        await press(pilot, "y")
        await shows(pilot, "cannot be read")
        await press(pilot, "enter")
        await until(pilot, lambda: at_home(pilot), "home")


@pytest.mark.parametrize(("columns", "there"), [(80, False), (120, True)])
async def test_small_footers_keep_their_keys(stage: Stage, columns: int, there: bool) -> None:
    """The key is in home's footer only where all the others are; it works everywhere."""
    async with stage.app().run_test(size=(columns, 24)) as pilot:
        await settle(pilot)
        footer = screen_text(pilot.app).splitlines()[-1]
        assert ("y Your day" in footer) is there
        assert "q Quit" in footer
        await press(pilot, "y")
        assert isinstance(pilot.app, SpasmApp)
        await until(pilot, lambda: isinstance(pilot.app.screen, YourDay), "the questions")
