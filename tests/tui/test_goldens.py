"""Every screen, in every state and size, as a person would read it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from spasmtimer.schedule import events as ev
from spasmtimer.schedule.commands import Command
from spasmtimer.terminal import Terminal
from tests.schedule.helpers import Story, story
from tests.tui.helpers import (
    PATIENCE_S,
    SIZES,
    Stage,
    alarming,
    overdue,
    paused,
    press,
    running,
    screen_text,
    settle,
    swapping,
    waiting,
)

GOLDENS = Path(__file__).parent / "goldens"
WRITE = "SPASMTIMER_GOLDENS"
"""Set to `write` to have the files written anew; then read their differences."""

STILL = 5
"""So many pictures alike are a screen that has stopped changing."""

STATES: dict[str, Callable[[], Story]] = {
    "running": running,
    "swapping": swapping,
    "waiting": waiting,
    "paused": paused,
    "alarming": alarming,
    "overdue": overdue,
}


def ended() -> Story:
    return story("heat 20m", pain=6).go(1220).do(Command.ACK).do(Command.RATE, pain=3)


async def check(name: str, size: tuple[int, int], pilot: Pilot[None]) -> None:
    """Wait for the screen to be as it is written: layers are laid out one after the other, and not at one stroke."""
    path = GOLDENS / f"{name}-{size[0]}x{size[1]}.txt"
    if os.environ.get(WRITE) == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(await still(pilot) + "\n", encoding="utf-8")
    wanted = path.read_text(encoding="utf-8").splitlines()
    end = time.monotonic() + PATIENCE_S
    while (found := (await shown(pilot)).splitlines()) != wanted and time.monotonic() < end:
        pass
    assert found == wanted


Sizes = tuple[tuple[int, int], ...]

USUAL: Sizes = ((80, 24), (40, 12))

at_sizes = pytest.mark.parametrize(
    "sizes", [pytest.param(USUAL, id="usual sizes"), pytest.param(SIZES, id="every size", marks=pytest.mark.slow)]
)


async def check_sizes(name: str, pilot: Pilot[None], sizes: Sizes) -> None:
    """Compare the screen at each size, the window being resized in between."""
    for size in sizes:
        await pilot.resize_terminal(*size)
        await check(name, size, pilot)


async def shown(pilot: Pilot[None]) -> str:
    await settle(pilot)
    return screen_text(pilot.app).rstrip()


async def still(pilot: Pilot[None]) -> str:
    """The screen once it has stopped changing."""
    texts = [await shown(pilot)]
    while texts[-STILL:] != [texts[-1]] * STILL:
        texts.append(await shown(pilot))
    return texts[-1]


@pytest.mark.parametrize("state", STATES)
@at_sizes
async def test_session(stage: Stage, state: str, sizes: Sizes) -> None:
    """The session screen tells state and time first, and all else where there is room."""
    stage.tell(STATES[state]())
    stage.all_is_well()
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await check_sizes(state, pilot, sizes)


@at_sizes
async def test_counting(stage: Stage, sizes: Sizes) -> None:
    """In a counted exercise the number is as large as the time, and a sentence says what to do."""
    stage.tell(story("move 30s (cat and camel), move 44s (10 sit-ups)").go(59))
    stage.all_is_well()
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await check_sizes("counting", pilot, sizes)


@at_sizes
async def test_before_the_morning(stage: Stage, sizes: Sizes) -> None:
    """The start screen of the morning says which exercise, how many, and what changes both."""
    async with stage.app().run_test() as pilot:
        await press(pilot, "5")
        await check_sizes("start-morning", pilot, sizes)


@at_sizes
async def test_muted(stage: Stage, sizes: Sizes) -> None:
    """A muted session says so wherever there is a line for it, and its state and time come first all the same."""
    stage.tell(swapping())
    stage.all_is_well()
    stage.note(ev.NoticeKind.MUTE, on=True)
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await check_sizes("muted", pilot, sizes)


@at_sizes
async def test_home_over_ssh(stage: Stage, sizes: Sizes) -> None:
    """Over ssh home says which machine sounds, where the cards leave room."""
    async with stage.app(terminal=Terminal(remote=True, host="attic")).run_test() as pilot:
        await check_sizes("home-ssh", pilot, sizes)


@at_sizes
async def test_start_of_a_machine_with_a_lid(stage: Stage, lid: Path, sizes: Sizes) -> None:
    """The lid has a line of the card where all else has room."""
    lid.mkdir(parents=True)
    async with stage.app().run_test() as pilot:
        await press(pilot, "3")
        await check_sizes("start-lid", pilot, sizes)


@pytest.mark.parametrize(
    ("name", "keys"), [("home", []), ("start", ["3"]), ("start-heat", ["2"]), ("start-soon", ["3", "d"])]
)
@at_sizes
async def test_before_a_session(stage: Stage, name: str, keys: list[str], sizes: Sizes) -> None:
    """The presets are cards, and the safety card is the start screen."""
    async with stage.app().run_test() as pilot:
        await press(pilot, *keys)
        await check_sizes(name, pilot, sizes)


@pytest.mark.parametrize(("name", "keys"), [("start-too-soon", ["2"]), ("start-too-soon-pressed", ["2", "enter"])])
@at_sizes
async def test_before_a_session_that_comes_too_soon(stage: Stage, name: str, keys: list[str], sizes: Sizes) -> None:
    """Where the skin should rest the start screen says so before anything is pressed, and after a press what to do."""
    stage.tell(story("cold 15m").go(900).do(Command.ACK).go(900 + 25 * 60))
    async with stage.app().run_test() as pilot:
        await press(pilot, *keys)
        await check_sizes(name, pilot, sizes)


@at_sizes
async def test_summary(stage: Stage, sizes: Sizes) -> None:
    """The summary tells what was planned, what was, and what to do now."""
    told = ended()
    stage.tell(Story(told.session, told.events[:1]))
    with stage.kept():
        async with stage.app().run_test() as pilot:
            stage.tell(told)
            await check_sizes("summary", pilot, sizes)


@pytest.mark.parametrize(
    ("name", "key"), [("quit", "q"), ("stop", "x"), ("pain", "r"), ("signs", "w"), ("help", "question_mark")]
)
@at_sizes
async def test_questions(stage: Stage, name: str, key: str, sizes: Sizes) -> None:
    """A question covers the keys that do not work meanwhile, and leaves the time in sight where it can."""
    stage.tell(running())
    stage.all_is_well()
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await press(pilot, key)
            await check_sizes(name, pilot, sizes)


@pytest.mark.parametrize("state", [*STATES])
async def test_plain_signs(stage: Stage, state: str) -> None:
    """Where the terminal is not UTF-8, all of the session screen is ASCII."""
    stage.tell(STATES[state]())
    stage.all_is_well()
    with stage.kept():
        async with stage.app(encoding="ascii").run_test(size=(60, 20)) as pilot:
            await check(f"{state}-ascii", (60, 20), pilot)

            assert (await shown(pilot)).isascii()


async def test_live_session_at_home(stage: Stage) -> None:
    """A session that runs is on top at home, marked, and one key joins it."""
    async with stage.app().run_test() as pilot:
        stage.tell(running())
        with stage.kept():
            await check("home-live", (80, 24), pilot)
            await press(pilot, "enter")
            await settle(pilot)

            assert "HEAT" in screen_text(pilot.app) or "Round 2 of 3" in screen_text(pilot.app)


async def test_no_sound(stage: Stage) -> None:
    """A cue that failed is told on the screen and before leaving."""
    stage.tell(swapping())
    stage.note(ev.NoticeKind.CUE_FAILED, **{"for": stage.last_event(), "cue": "ice", "why": "no player"})
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            assert "NO SOUND" in screen_text(pilot.app)
            await press(pilot, "q")
            await check("quit-no-sound", (80, 24), pilot)


@pytest.mark.parametrize("state", ["running", "waiting", "alarming"])
async def test_any_size(stage: Stage, state: str) -> None:
    """No size makes the session screen fail; from 20 columns on, the word is there."""
    stage.tell(STATES[state]())
    with stage.kept():
        async with stage.app().run_test(size=(19, 4)) as pilot:
            for size in ((1, 1), (3, 2), (8, 3), (20, 1), (22, 4), (200, 8), (30, 60), (300, 100)):
                await pilot.resize_terminal(*size)
                text = await shown(pilot)

                assert text.strip() or size[0] < 20
