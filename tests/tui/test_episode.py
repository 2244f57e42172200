"""The episode of pain at home: where it stands, what it suggests, and its end."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from textual.pilot import Pilot

from spasmtimer.guidance.episode import HOUR_S, Advised, EpisodeBegan, EpisodeEnded, HealthConfirmed
from spasmtimer.journal.person import tell
from spasmtimer.journal.store import Journal
from spasmtimer.schedule.phases import Modality
from spasmtimer.tui.app import SpasmApp
from tests.schedule.helpers import Story, at
from tests.tui.helpers import Stage, press, screen_text, settle, shows
from tests.tui.test_goldens import Sizes, at_sizes, check_sizes
from tests.tui.test_past import finished


def begin(stage: Stage, hours_ago: float, **answers: bool) -> None:
    """An episode that began so many hours before now."""
    now = stage.clock.now()
    stage.control.tell(EpisodeBegan(now, now.plus(-hours_ago * HOUR_S), **answers))


def marked(pilot: Pilot[None]) -> str:
    """The line of the marked card."""
    return next(line for line in screen_text(pilot.app).splitlines() if line.startswith(">"))


def offered(pilot: Pilot[None]) -> set[str]:
    """What the palette has."""
    return {command.title for command in pilot.app.get_system_commands(pilot.app.screen)}


async def choose(pilot: Pilot[None], title: str) -> None:
    """Choose from the palette."""
    app = pilot.app
    assert isinstance(app, SpasmApp)
    command = next(command for command in app.get_system_commands(app.screen) if command.title == title)
    await command.callback()
    await settle(pilot)


@at_sizes
async def test_home_with_an_episode(stage: Stage, sizes: Sizes) -> None:
    """A line says where the episode stands, and the suggested card is marked, whatever was used last."""
    stage.tell(finished())
    stage.clock.t = 24 * HOUR_S
    begin(stage, 31)
    async with stage.app().run_test() as pilot:
        await check_sizes("home-episode", pilot, sizes)


@pytest.mark.parametrize(
    ("hours", "answers", "line", "card"),
    [
        (31, "", "31 hours in: ice. Warmth from Monday 08:00.", "New injury"),
        (50, "", "50 hours in: warmth.", "Recurring pain"),
        (80, "intense", "3 days in: contrast, or warmth alone.", "Intense spasms"),
        (80, "swollen", "3 days in: ice. Still swollen? See a professional.", "New injury"),
    ],
)
async def test_the_suggestion_follows_the_episode(
    stage: Stage, hours: float, answers: str, line: str, card: str
) -> None:
    """The line, the mark and the word on the card are of one mind."""
    begin(stage, hours, **dict.fromkeys(answers.split(), True))
    async with stage.app().run_test() as pilot:
        await settle(pilot)

        assert line in screen_text(pilot.app)
        assert card in marked(pilot)
        assert "suggested" in marked(pilot)
        assert screen_text(pilot.app).count("suggested") == 1


async def test_it_moves_from_ice_to_warmth_by_itself(stage: Stage) -> None:
    """With the app left open, the line and the suggestion change when the hour has come."""
    begin(stage, 47.9)
    async with stage.app().run_test() as pilot:
        await settle(pilot)
        assert "47 hours in: ice." in screen_text(pilot.app)
        stage.clock.t += HOUR_S
        await shows(pilot, "48 hours in: warmth.")

        assert "Recurring pain · suggested" in screen_text(pilot.app)
        assert "New injury" in marked(pilot), "the mark stays where the person sees it"


async def test_what_another_process_was_told_is_seen(stage: Stage) -> None:
    """An episode told in another window appears here, and so does its end."""
    async with stage.app().run_test() as pilot:
        await settle(pilot)
        assert " in: " not in screen_text(pilot.app)
        with closing(Journal(stage.journal_path)) as other:
            tell(other, [EpisodeBegan(at(0), at(-31 * HOUR_S))])
            await shows(pilot, "31 hours in: ice.")
            tell(other, [EpisodeEnded(at(0))])
        await settle(pilot)

        assert " in: " not in screen_text(pilot.app)


async def test_the_mark_is_the_persons_own(stage: Stage) -> None:
    """A suggestion does not take the mark back from the card that a person went to."""
    begin(stage, 31)
    async with stage.app().run_test() as pilot:
        await settle(pilot)
        await press(pilot, "down")
        await settle(pilot)

        assert "Recurring pain" in marked(pilot)


async def test_the_palette_ends_and_reopens_it(stage: Stage) -> None:
    """An episode is ended and opened again from the palette, each only when it can be, with one calm remark."""
    async with stage.app().run_test() as pilot:
        await settle(pilot)
        assert not offered(pilot) & {"The pain has gone", "It is back"}
        begin(stage, 31)
        pilot.app.watch_.poll(force=True)  # type: ignore[attr-defined]
        await settle(pilot)
        assert offered(pilot) & {"The pain has gone", "It is back"} == {"The pain has gone"}
        await choose(pilot, "The pain has gone")

        assert "The episode has ended. The palette reopens it." in screen_text(pilot.app)
        assert "suggested" not in screen_text(pilot.app)
        assert stage.control.person().episode is None
        assert offered(pilot) & {"The pain has gone", "It is back"} == {"It is back"}
        await choose(pilot, "It is back")

        assert "31 hours in: ice." in screen_text(pilot.app)
        assert stage.control.person().episode is not None


async def test_an_end_that_another_was_faster_with_is_remarked(stage: Stage) -> None:
    """Ended elsewhere in the same moment: the reason is shown, and nothing breaks."""
    begin(stage, 31)
    async with stage.app().run_test() as pilot:
        await settle(pilot)
        stage.control.tell(EpisodeEnded(at(0)))  # by the same connection: the app has not noticed
        assert "The pain has gone" in offered(pilot)
        await choose(pilot, "The pain has gone")

        assert "no episode is open" in screen_text(pilot.app)


async def test_an_end_that_cannot_be_written_is_remarked(stage: Stage) -> None:
    """While another program holds the journal, the episode stays open, and the line says what is in the way."""
    begin(stage, 31)
    async with stage.app().run_test(size=(200, 24)) as pilot:
        await settle(pilot)
        with closing(sqlite3.connect(stage.journal_path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            stage.control.journal._db.execute("PRAGMA busy_timeout=0")
            await choose(pilot, "The pain has gone")
        assert "in use by another program" in screen_text(pilot.app)
        await choose(pilot, "The pain has gone")

        assert "The episode has ended." in screen_text(pilot.app)


async def test_what_is_barred_is_not_suggested(stage: Stage) -> None:
    """Where the answers speak against both packs, no card is suggested and the line says whom to ask."""
    begin(stage, 31)
    stage.control.tell(HealthConfirmed(at(0), ("numb",), (Modality.HEAT, Modality.COLD)), Advised(at(0), "B"))
    async with stage.app().run_test() as pilot:
        await settle(pilot)

        assert "ask a professional before heat or ice" in screen_text(pilot.app)
        assert "suggested" not in screen_text(pilot.app)


async def test_a_journal_that_cannot_tell_of_a_person_does_not_break_home(stage: Stage) -> None:
    """Rows about the person that are damaged leave home as it is without an episode."""
    begin(stage, 31)
    stage.control.journal.transact(lambda db: db.execute("UPDATE person SET data = '[]'"))
    async with stage.app().run_test() as pilot:
        await settle(pilot)

        assert "New injury" in marked(pilot)
        assert " in: " not in screen_text(pilot.app)


@pytest.mark.parametrize(("days", "told"), [(15, True), (13, False)])
async def test_two_weeks_of_pain(stage: Stage, days: int, told: bool) -> None:
    """After a session in an episode of two weeks the summary says that it is time to see a professional."""
    begin(stage, days * 24)
    story = finished()
    stage.tell(Story(story.session, story.events[:1]))
    with stage.kept():
        async with stage.app().run_test() as pilot:
            stage.tell(story)
            await shows(pilot, "How much does it hurt now?" if story.session.pain_after is None else "Pain now")
            assert ("See a professional" in screen_text(pilot.app)) is told
