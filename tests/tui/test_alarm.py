"""The end alarm: the first key of any kind silences it, and does no more."""

from __future__ import annotations

import pytest

from spasmtimer.schedule.session import State
from spasmtimer.tui.firstkey import FirstKey
from tests.tui.helpers import (
    Stage,
    alarming,
    calm,
    click,
    press,
    screen_text,
    settle,
)

ANY = ["q", "x", "enter", "space", "z", "ctrl+q", "ctrl+c", "ctrl+p", "question_mark"]


def state_of(stage: Stage) -> State:
    session = stage.control.session()
    assert session
    return session.state


@pytest.mark.parametrize("key", ANY)
async def test_first_key_only_silences(stage: Stage, key: str) -> None:
    """Whatever key comes first, the session is over, the summary is shown, and nothing else happens."""
    stage.tell(alarming())
    before = stage.events()
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            await press(pilot, key)
            await settle(pilot)

            assert [*before, "Acknowledged"] == stage.events()
            assert "The session is over" in screen_text(pilot.app)
            assert pilot.app.is_running


async def test_first_click_only_silences(stage: Stage) -> None:
    """So does a click, wherever it hits."""
    stage.tell(alarming())
    before = stage.events()
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            await click(pilot, 2, 23)
            await settle(pilot)

            assert [*before, "Acknowledged"] == stage.events()
            assert "The session is over" in screen_text(pilot.app)


@pytest.mark.parametrize("open_first", ["q", "x", "r", "ctrl+p", "question_mark"])
async def test_over_a_question(stage: Stage, open_first: str) -> None:
    """An alarm that begins while something else is open is silenced by the first key all the same."""
    told = alarming()
    told.events, rest = told.events[:1], told.events[1:]
    stage.tell(told)
    stage.clock.t = 900
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            await press(pilot, open_first)
            await calm(pilot)
            told.events += rest
            stage.tell(told)
            await settle(pilot)
            assert state_of(stage) is State.ALARMING

            await press(pilot, "y" if open_first == "x" else "s")
            await settle(pilot)

            assert stage.events()[-2:] == ["PhaseEnded", "Acknowledged"]
            assert "The session is over" in screen_text(pilot.app)


async def test_no_key_is_shown(stage: Stage) -> None:
    """While it rings no key does anything of its own, so none is shown."""
    stage.tell(alarming())
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            shown = screen_text(pilot.app)

            assert "Press any key to silence it" in shown
            assert "Quit" not in shown


async def test_key_that_silenced_may_be_held(stage: Stage) -> None:
    """A key that is held a little longer than the silence takes does nothing more."""
    stage.tell(alarming())
    app = stage.app(first_key=FirstKey(held_s=0, grace_s=60))
    with stage.kept():
        async with app.run_test() as pilot:
            await settle(pilot)
            await press(pilot, "q", "q", "enter", "enter")
            await settle(pilot)

            assert pilot.app.is_running
            assert "The session is over" in screen_text(pilot.app)
