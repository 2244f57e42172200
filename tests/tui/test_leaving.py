"""Quitting, and the summary."""

from __future__ import annotations

import pytest

from spasmtimer.schedule.commands import Command
from spasmtimer.schedule.session import State
from tests.schedule.helpers import story
from tests.tui.helpers import (
    Stage,
    calm,
    press,
    running,
    screen_text,
    settle,
)


async def test_quit_without_a_session(stage: Stage) -> None:
    """With no session, `q` simply leaves."""
    app = stage.app()
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "q")
        await calm(pilot)

    assert (app.return_code, app.farewell) == (0, "")


@pytest.mark.parametrize("keys", [["q", "enter"], ["q", "l"], ["ctrl+q", "l"], ["ctrl+c", "ctrl+c"]])
async def test_leave_it_running(stage: Stage, keys: list[str]) -> None:
    """The app ends with 0, the session goes on, and a line says so."""
    stage.tell(running())
    app = stage.app()
    with stage.kept():
        async with app.run_test() as pilot:
            await settle(pilot)
            await press(pilot, *keys)
            await calm(pilot)

    session = stage.control.session()
    assert session
    assert session.state is State.RUNNING
    assert app.return_code == 0
    assert "goes on" in app.farewell


async def test_stop_and_leave(stage: Stage) -> None:
    """`s` stops the session, and leaves."""
    stage.tell(running())
    app = stage.app()
    with stage.kept():
        async with app.run_test() as pilot:
            await settle(pilot)
            await press(pilot, "q", "s")
            await calm(pilot)

    assert stage.events()[-1] == "Stopped"
    assert (app.return_code, app.farewell) == (0, "")


async def test_stay(stage: Stage) -> None:
    """Escape stays."""
    stage.tell(running())
    app = stage.app()
    with stage.kept():
        async with app.run_test() as pilot:
            await settle(pilot)
            await press(pilot, "q", "escape")
            await settle(pilot)

            assert app.is_running
            assert "Round 2 of 3" in screen_text(app)


@pytest.mark.parametrize(("key", "pain"), [("0", 0), ("9", 9), ("t", 10)])
async def test_pain_after(stage: Stage, key: str, pain: int) -> None:
    """One key gives the pain after a session; it can be corrected; Enter goes home."""
    told = story("heat 20m", pain=6).go(600)
    stage.tell(told)
    with stage.kept():
        async with stage.app().run_test() as pilot:
            stage.tell(told.do(Command.STOP))
            await settle(pilot)
            await press(pilot, "5", key)
            await settle(pilot)
            session = stage.control.session()
            assert session
            assert (session.pain_before, session.pain_after) == (6, pain)
            assert f"Pain now: {pain} of 10" in screen_text(pilot.app)

            await press(pilot, "enter")
            await settle(pilot)
            assert "What do you need now?" in screen_text(pilot.app)


async def test_joined_session_leads_home(stage: Stage) -> None:
    """An app that began on the session screen comes home after the summary, and knows what was used last."""
    told = story().go(600)
    stage.tell(told)
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            stage.tell(told.do(Command.STOP))
            await settle(pilot)
            assert "was stopped" in screen_text(pilot.app)

            await press(pilot, "escape")
            await settle(pilot)
            shown = screen_text(pilot.app)
            assert "> 3  Intense spasms · last used" in shown


async def test_quit_from_the_summary(stage: Stage) -> None:
    """`q` leaves from the summary without a question."""
    told = running()
    stage.tell(told)
    app = stage.app()
    with stage.kept():
        async with app.run_test() as pilot:
            stage.tell(told.do(Command.STOP))
            await settle(pilot)
            await press(pilot, "q")
            await calm(pilot)

    assert app.return_code == 0
