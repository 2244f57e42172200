"""Hearing it first: the sound check in a real terminal, with a real sound server."""

from __future__ import annotations

import json
from importlib.util import find_spec

import pytest

from tests.support.home import PROGRAM, Home
from tests.support.pulse import PulseServer, Recording, find_cues, load_cues, needs, wait_until
from tests.support.terminal import Terminal

pytestmark = needs("pulseaudio", "pactl", "paplay", "parec", "pw-play", "aplay")

CHECK = [*PROGRAM, "sounds", "check"]
QUESTION = "Did you hear it?"


def remembered(home: Home) -> str | None:
    file = home.folder / "data" / "remembered.json"
    return str(json.loads(file.read_text())["heard_player"]) if file.exists() else None


def test_what_was_heard_is_remembered(home: Home, server: PulseServer) -> None:
    """The first player that a person hears is tried first from then on, and they hear a real cue."""
    with Recording(server) as recording, Terminal(CHECK, home.env) as terminal:
        terminal.wait_for(QUESTION)
        assert "paplay has played to cue" in terminal.text()
        recording.catch_up()
        assert [name for name, _ in find_cues(recording, load_cues())] == ["heat"]
        terminal.send("y\n")
        assert terminal.wait_exit() == 0
    assert remembered(home) == "paplay"


@pytest.mark.slow
def test_no_goes_down_the_ladder(home: Home, server: PulseServer) -> None:
    """What was not heard is followed by the next player; one that cannot play is told and passed by itself."""
    with Terminal(CHECK, home.env) as terminal:
        terminal.wait_for(QUESTION)
        terminal.send("n\n")
        terminal.wait_for("pw-play: no sound")
        last = "simpleaudio" if find_spec("simpleaudio") else "aplay"
        terminal.wait_for(f"{last} has played")
        terminal.send("y\n")
        assert terminal.wait_exit() == 0
    assert remembered(home) == last


def test_again_plays_it_again(home: Home) -> None:
    """Whoever is not sure hears it once more."""
    with Terminal(CHECK, home.env) as terminal:
        terminal.wait_for(QUESTION)
        terminal.send("a\n")
        wait_until(lambda: terminal.text().count("paplay has played") == 2, 15, "the second time")
        terminal.send("y\n")
        assert terminal.wait_exit() == 0


@pytest.mark.slow
def test_where_nothing_plays_the_check_says_what_to_do(home: Home, server: PulseServer) -> None:
    """Without a server every player fails by itself; exit 1, and the doctor is named."""
    server.kill()
    with Terminal(CHECK, home.env, size=(160, 40)) as terminal:
        assert terminal.wait_exit(40) == 1
        assert "spasmtimer doctor" in terminal.text()
    assert remembered(home) is None


def test_it_needs_somebody_to_ask(home: Home) -> None:
    """Without a terminal nothing is played, and the doctor is named."""
    home.run("sounds", "check", code=1)


def test_own_sounds_are_checked_when_they_are_listed(home: Home) -> None:
    """`sounds` names the user's own file for a cue, and what is wrong with it."""
    (home.folder / "config").mkdir(parents=True)
    (home.folder / "config" / "config.toml").write_text("[sounds]\nheat = 'gong.wav'\n")
    assert str(home.folder / "config" / "gong.wav") in home.run("sounds")
