"""One table feeds the keys, the palette and the help."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from textual.binding import Binding
from textual.command import CommandList
from textual.screen import Screen

from spasmtimer.schedule.commands import Command
from spasmtimer.tui.app import SpasmApp
from spasmtimer.tui.commands import TABLE, Where, bindings, entries
from spasmtimer.tui.keymap import Keymap
from spasmtimer.tui.screens.ask import AskPain, AskQuit, AskRestart, AskStop, WarningSigns
from spasmtimer.tui.screens.choose import Choose
from spasmtimer.tui.screens.day import YourDay
from spasmtimer.tui.screens.guide import Guide
from spasmtimer.tui.screens.help import Help, help_text
from spasmtimer.tui.screens.home import Home
from spasmtimer.tui.screens.session import SessionScreen
from spasmtimer.tui.screens.sound import SoundCheck
from spasmtimer.tui.screens.start import Start
from spasmtimer.tui.screens.summary import Summary
from tests.tui.helpers import (
    Stage,
    alarming,
    paused,
    press,
    running,
    screen_text,
    settle,
    shows,
    swapping,
    until,
    waiting,
)

SCREENS: dict[Where, type[Screen[Any]] | type[SpasmApp]] = {
    Where.HOME: Home,
    Where.START: Start,
    Where.SESSION: SessionScreen,
    Where.SUMMARY: Summary,
    Where.SOUND: SoundCheck,
    Where.STOP: AskStop,
    Where.QUIT: AskQuit,
    Where.RESTART: AskRestart,
    Where.PAIN: AskPain,
    Where.SIGNS: WarningSigns,
    Where.HELP: Help,
    Where.GUIDE: Guide,
    Where.DAY: YourDay,
    Where.CHOOSE: Choose,
    Where.EVERYWHERE: SpasmApp,
}


def test_every_place_is_there() -> None:
    """Every place in the table is a screen."""
    assert set(Where) == set(SCREENS)


@pytest.mark.parametrize("where", Where)
def test_keys_are_the_tables(where: Where) -> None:
    """A screen has the keys of the table and no others, and does something for each."""
    screen = SCREENS[where]
    own = screen.__dict__["BINDINGS"]

    assert own == bindings(where)
    assert all(isinstance(binding, Binding) for binding in own)
    for entry in entries(where):
        name = entry.action.partition("(")[0]
        assert inspect.isroutine(getattr(screen, f"action_{name}", None)), entry.id


@pytest.mark.parametrize("where", Where)
def test_ids_name_one_key(where: Where) -> None:
    """Ids are unique, so that a keymap can rebind each; only keys of opposite states share one."""
    ids = [binding.id for place in Where for binding in bindings(place)]
    keys = [binding.key for binding in bindings(where)]

    assert len(ids) == len(set(ids))
    assert {key for key in keys if keys.count(key) > 1} <= {"enter", "space", "p", "m", "b"}


def test_every_command_has_a_key() -> None:
    """Whatever a session can be told has a key of its own, or a question, or any key."""
    own = {entry.command for entry in TABLE if entry.command}

    assert own | {Command.STOP, Command.RATE, Command.ACK} == set(Command)


def test_help_is_the_table() -> None:
    """The help holds every key and every sentence of the table, its own place first."""
    text = help_text(Where.SESSION, Keymap()).plain

    for entry in TABLE:
        assert f"{entry.label}: {entry.tooltip}" in text
        assert not entry.keys or f"{entry.key_names}  {entry.label}" in text
    assert text.index("During a session") < text.index("Choosing a session")


@pytest.mark.parametrize("tell", [running, swapping, paused, alarming])
async def test_palette_offers_what_works(stage: Stage, tell: object) -> None:
    """The palette offers what the keys offer in this state, and nothing that would be refused."""
    assert callable(tell)
    stage.tell(tell())
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            app = pilot.app
            assert isinstance(app, SpasmApp)
            offered = {command.title for command in app.get_system_commands(app.screen)}
            ids = {entry.id for entry in TABLE}
            bound = [active.binding for active in app.active_bindings.values()]
            keys = {binding.description for binding in bound if binding.id in ids}

            assert offered - {"Theme", "Guide", "Your day"} == keys


async def test_the_palette_runs_nothing_that_nobody_chose(stage: Stage) -> None:
    """Opened, nothing in it is marked: Enter marks the first, and does no more; after some letters it is the best."""
    stage.tell(running())
    before = stage.events()
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await press(pilot, "ctrl+p")
            await until(pilot, lambda: pilot.app.screen.query_one(CommandList).option_count > 3, "what it offers")
            found = pilot.app.screen.query_one(CommandList)
            assert found.highlighted is None
            await press(pilot, "enter")
            assert found.highlighted == 0
            assert stage.events() == before
            await press(pilot, *"numb", *["backspace"] * 4)
            await press(pilot, *"pain")
            await until(pilot, lambda: found.option_count == 1 and found.highlighted == 0, "the one that is meant")
            await press(pilot, "enter", "enter")
            await shows(pilot, "How much does it hurt")


@pytest.mark.parametrize("tell", [running, swapping, paused])
async def test_every_key_shown_works(stage: Stage, tell: object) -> None:
    """Each key in the footer changes the session or asks something."""
    assert callable(tell)
    stage.tell(tell())
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            session = pilot.app.screen
            keys = [active.binding.key for active in pilot.app.active_bindings.values() if active.binding.show]
            for key in dict.fromkeys(key for key in keys if key != "ctrl+p"):
                before = (screen_text(pilot.app), stage.events())
                await press(pilot, key)
                await settle(pilot)
                assert (screen_text(pilot.app), stage.events()) != before, key
                if pilot.app.screen is not session:
                    await press(pilot, "escape")
                else:
                    break  # the state has changed, and with it the keys


@pytest.mark.parametrize("columns", [40, 48, 60, 80])
@pytest.mark.parametrize("tell", [running, swapping, waiting, paused])
async def test_footer_has_what_the_moment_needs(stage: Stage, tell: object, columns: int) -> None:
    """However narrow, the footer shows each of its keys whole, and what matters most is among them."""
    assert callable(tell)
    stage.tell(tell())
    with stage.kept():
        async with stage.app().run_test(size=(columns, 12)) as pilot:
            await settle(pilot)
            footer = screen_text(pilot.app).splitlines()[-1].split("▏")[0]
            active = [each.binding for each in pilot.app.active_bindings.values() if each.binding.show]
            known = {f"{pilot.app.get_key_display(each)} {each.description}" for each in active}
            needed = {key for key in known if key.endswith((" Done", " Go on", " Pause", " Skip", " Stop", " Help"))}
            gate = {key for key in known if key.endswith((" Done", " Numb"))} if "n Numb" in known else set()

            assert len(needed) >= 4
            assert all(key in footer for key in gate or needed)
            assert sum(key in footer for key in needed) >= 3
            for key in known:
                footer = footer.replace(key, "")
            assert footer.strip() == ""


@pytest.mark.parametrize(("columns", "shown"), [(80, False), (100, True)])
async def test_footer_has_the_mute_where_there_is_room(stage: Stage, columns: int, shown: bool) -> None:
    """What is wanted least is in the footer only where all keys fit; the key works everywhere."""
    stage.tell(running())
    with stage.kept():
        async with stage.app().run_test(size=(columns, 24)) as pilot:
            await settle(pilot)
            assert ("m Mute" in screen_text(pilot.app)) is shown

            await pilot.resize_terminal(180 - columns, 24)
            await settle(pilot)
            assert ("m Mute" in screen_text(pilot.app)) is not shown
