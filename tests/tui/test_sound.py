"""The sound check: a real player, a real sound server, and a person who is asked."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from spasmtimer import paths
from spasmtimer.hearing import heard_player
from spasmtimer.tui.screens.home import Home
from spasmtimer.tui.screens.sound import SoundCheck
from tests.schedule.helpers import story
from tests.support.pulse import PulseServer, Recording, find_cues, load_cues, needs
from tests.tui.helpers import Stage, press, screen_text, settle, shows, until
from tests.tui.test_goldens import Sizes, at_sizes, check_sizes

sounding = needs("pulseaudio", "pactl", "paplay", "parec", "pw-play", "aplay")

QUESTION = "Did you hear it?"
HELD_UP_S = 2.0
"""A loop that waits for the server waits for ever; one on a busy machine, some tenths."""
OFFER = "Press t to test the sound"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[PulseServer]:
    """A PulseAudio of the test's own, on which the players of this process play."""
    with PulseServer() as server:
        for name in set(os.environ) - set(server.env):
            monkeypatch.delenv(name)
        for name, value in server.env.items():
            if name != "SPASMTIMER_HOME":
                monkeypatch.setenv(name, value)
        yield server


def players_at_work() -> list[int]:
    """The players that children of this process have running (Linux)."""
    names = ("paplay", "pw-play", "aplay")
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                env = (process / "environ").read_bytes()
                if (process / "comm").read_text().strip() in names and os.environ["PULSE_SERVER"].encode() in env:
                    found.append(int(process.name))
            except OSError:
                continue
    return found


def sound_threads() -> list[str]:
    """What follows cues in this process."""
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("cue ")]


@sounding
async def test_what_was_heard_is_remembered(stage: Stage, server: PulseServer) -> None:
    """`t` plays a real cue through the first player, names it and its output, and `y` remembers it."""
    with Recording(server) as recording:
        async with stage.app().run_test() as pilot:
            await press(pilot, "t")
            await shows(pilot, QUESTION)
            await shows(pilot, "paplay plays to cue.")
            await until(pilot, lambda: not players_at_work(), "the end of the cue")
            await press(pilot, "y")
            await shows(pilot, "Good. paplay is tried first from now on.")
            assert heard_player() == "paplay"
            await press(pilot, "enter")
            await settle(pilot)

            assert isinstance(pilot.app.screen, Home)
            assert OFFER not in screen_text(pilot.app)
        recording.catch_up()
        assert [name for name, _ in find_cues(recording, load_cues())] == ["heat"]


@sounding
async def test_no_goes_down_the_ladder(stage: Stage, server: PulseServer) -> None:
    """`n` tries the next player; one that gives no answer is said and walked past; at the end there is a way out."""
    async with stage.app().run_test() as pilot:
        await press(pilot, "t")
        await shows(pilot, " paplay plays")
        await press(pilot, "n")
        if find_spec("simpleaudio"):
            await shows(pilot, "simpleaudio plays")
            await press(pilot, "n")
        await shows(pilot, " aplay plays")
        await shows(pilot, "pw-play does not play:")
        await press(pilot, "n")
        await shows(pilot, "No player was heard.")
        await until(pilot, lambda: "spasmtimer doctor" in " ".join(screen_text(pilot.app).split()), "what helps")
        assert "Did you hear" not in screen_text(pilot.app)
        assert heard_player() is None

        await press(pilot, "a")
        await shows(pilot, " paplay plays")
        await press(pilot, "escape")


@sounding
async def test_again(stage: Stage, server: PulseServer) -> None:
    """`a` plays the same player once more."""
    with Recording(server) as recording:
        async with stage.app().run_test() as pilot:
            await press(pilot, "t")
            await shows(pilot, QUESTION)
            await until(pilot, lambda: not players_at_work(), "the end of the cue")
            await press(pilot, "a")
            await until(pilot, players_at_work, "the cue again")
            await until(pilot, lambda: not players_at_work(), "its end")
            await shows(pilot, QUESTION)
            await shows(pilot, "paplay plays to cue.")
            await press(pilot, "escape")
        recording.catch_up()
        assert [name for name, _ in find_cues(recording, load_cues())] == ["heat", "heat"]


@sounding
async def test_leaving_silences(stage: Stage, server: PulseServer) -> None:
    """Escape leaves, and nothing sounds on: neither what plays nor what was only just being started."""
    async with stage.app().run_test() as pilot:
        await press(pilot, "t")
        await shows(pilot, QUESTION)
        assert players_at_work()
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Home)
        await until(pilot, lambda: not players_at_work(), "silence")

        await press(pilot, "t", "escape")
        assert isinstance(pilot.app.screen, Home)
        await until(pilot, lambda: not sound_threads(), "the cue that was being started to be given up")
        assert not players_at_work()
        assert heard_player() is None


@sounding
async def test_a_muted_output_is_told(stage: Stage, server: PulseServer) -> None:
    """A player that plays into a muted output says so, before anybody waits for a sound."""
    server.pactl("set-sink-mute", "cue", "1")
    async with stage.app().run_test() as pilot:
        await press(pilot, "t")
        await shows(pilot, "muted")
        await shows(pilot, QUESTION)
        await press(pilot, "escape")


@sounding
async def test_the_screen_goes_on_meanwhile(stage: Stage, server: PulseServer) -> None:
    """A server that hangs holds up nobody: the loop turns, and each player is given up after some seconds."""
    server.freeze()
    async with stage.app().run_test() as pilot:
        await press(pilot, "t")
        await shows(pilot, "Trying paplay")
        longest, end = 0.0, time.monotonic() + 1.5
        while time.monotonic() < end:
            begun = time.monotonic()
            await asyncio.sleep(0.01)
            longest = max(longest, time.monotonic() - begun)
        assert longest < HELD_UP_S
        await until(pilot, lambda: "paplay does not play" in screen_text(pilot.app), "the next player")
        await press(pilot, "escape")
        server.thaw()


async def test_without_any_player(stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where no player is installed, one line says who knows what to do."""
    monkeypatch.setattr("spasmtimer.audio.rungs.PLACES", ())
    monkeypatch.setattr("spasmtimer.audio.rungs.find_spec", lambda library: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    async with stage.app().run_test() as pilot:
        await press(pilot, "t")
        await shows(pilot, "No player is installed. 'spasmtimer doctor' says what to install.")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Home)


@sounding
async def test_a_player_of_the_users_own_choice_is_said(stage: Stage, server: PulseServer) -> None:
    """Where config.toml names another player, that one is tried first, and remembering another says so."""
    folder = paths.config_dir()
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('player = "aplay"\n')
    async with stage.app().run_test() as pilot:
        await press(pilot, "t")
        await shows(pilot, " aplay plays")
        await press(pilot, "n")
        await shows(pilot, " paplay plays")
        await press(pilot, "y")
        await shows(pilot, "config.toml names aplay")
        await press(pilot, "enter")
    assert heard_player() == "paplay"


@sounding
@at_sizes
async def test_how_it_looks(stage: Stage, server: PulseServer, sizes: Sizes) -> None:
    """The question is told before its answers, at every size."""
    async with stage.app().run_test() as pilot:
        await press(pilot, "t")
        await shows(pilot, QUESTION)
        await until(pilot, lambda: not players_at_work(), "the end of the cue")
        await check_sizes("sound", pilot, sizes)
        await press(pilot, "escape")


async def test_there_is_one_check(stage: Stage) -> None:
    """Only one check at a time."""
    async with stage.app().run_test() as pilot:
        await press(pilot, "t", "t")
        assert sum(isinstance(screen, SoundCheck) for screen in pilot.app.screen_stack) == 1
        await press(pilot, "escape")


async def test_an_alarm_comes_first(stage: Stage) -> None:
    """An alarm that begins over a check is silenced by the first key, which answers no question."""
    stage.tell(story("heat 20m").go(300))
    with stage.kept():
        app = stage.app()
        async with app.run_test() as pilot:
            await settle(pilot)
            app.go_home()
            await settle(pilot)
            await press(pilot, "t")
            stage.tell(story("heat 20m").go(1212))
            await settle(pilot)
            await press(pilot, "y")
            await settle(pilot)

            assert stage.events()[-1] == "Acknowledged"
            assert isinstance(app.screen, SoundCheck)
            assert heard_player() is None
            await press(pilot, "escape")
