"""The cards at home: when a preset was last used, and what that did to the pain."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from spasmtimer.schedule.commands import Command
from spasmtimer.tui.signs import day_and_time
from tests.schedule.helpers import Story, story
from tests.tui.helpers import Stage, press, screen_text, settle
from tests.tui.test_goldens import Sizes, at_sizes, check_sizes

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
DAY_S = 24 * 3600.0


def finished() -> Story:
    """Ice and heat in turn that took the pain from 6 to 3, over for a while."""
    return story(pain=6).go(1300).do(Command.STOP).do(Command.RATE, pain=3)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOW - timedelta(hours=1), "today 14:00"),
        (NOW - timedelta(hours=16), "yesterday 23:00"),
        (NOW - timedelta(days=2), "Friday 15:00"),
        (NOW - timedelta(days=6), "Monday 15:00"),
        (NOW - timedelta(days=7), "2026-11-15"),
        (NOW + timedelta(days=1), "2026-11-23"),
        ((NOW - timedelta(hours=1)).astimezone(timezone(timedelta(hours=5))), "today 14:00"),
    ],
)
def test_a_day_is_named(at: datetime, words: str) -> None:
    """A day of this week has its name, as it is here and now; an older one its date."""
    assert day_and_time(at, NOW) == words


@at_sizes
async def test_the_card_says_when_and_what_came_of_it(stage: Stage, sizes: Sizes) -> None:
    """The card of a preset that was used says when, and what that did to the pain, as far as there is room."""
    stage.tell(finished())
    stage.clock.t = DAY_S
    async with stage.app().run_test() as pilot:
        await check_sizes("home-used", pilot, sizes)


async def test_a_session_without_a_number_is_only_dated(stage: Stage) -> None:
    """Where the pain is not known, the card only says when."""
    stage.tell(story().go(1300).do(Command.STOP))
    stage.clock.t = DAY_S
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await settle(pilot)

        assert "last used yesterday 15:00  " in screen_text(pilot.app)
        assert ", pain " not in screen_text(pilot.app)


async def test_what_has_just_ended_is_known_at_home(stage: Stage) -> None:
    """Back from the summary, home knows of the session, and of the number given there."""
    stage.tell(story(pain=6).go(600))
    with stage.kept():
        async with stage.app().run_test(size=(120, 40)) as pilot:
            await settle(pilot)
            await press(pilot, "x", "y")
            await settle(pilot)
            await press(pilot, "2", "enter")
            await settle(pilot)

            assert "last used today 15:00, pain 6 to 2" in screen_text(pilot.app)
