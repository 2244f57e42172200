"""The whole program, heard: what a rehearsal of the longest preset sounds like."""

from __future__ import annotations

import subprocess

import pytest

from tests.support.home import PROGRAM, Home
from tests.support.pulse import Recording, find_cues, load_cues, needs, wait_until
from tests.support.terminal import Terminal

pytestmark = needs("pulseaudio", "pactl", "parec", "paplay")

SPEED = 240
REHEARSAL = ["rehearse", "contrast", "--speed", str(SPEED), "--plain", "--confirm", "never"]
PHASE_S, CHANGEOVER_S = 20 * 60 / SPEED, 60 / SPEED
SWITCHES = ["ice", "heat", "ice", "heat", "ice", "end"]
STUTTER_S = 2.6
"""Within its own length, a cue heard again is one that the sound server of a busy machine had let falter."""

ALARM = ["end", "end"]
"""The end is called three times in all."""


def expected_places() -> list[float]:
    """Seconds of each switch and of the end after the first switch."""
    return [number * (PHASE_S + CHANGEOVER_S) for number in range(len(SWITCHES))]


def switches_heard(recording: Recording) -> tuple[list[str], list[float]]:
    """The switch and end cues of the recording, and their places after the first."""
    heard: list[tuple[str, float]] = []
    for name, place in find_cues(recording, load_cues()):
        stutter = bool(heard) and heard[-1][0] == name and place - heard[-1][1] < STUTTER_S
        if name in SWITCHES and not stutter:
            heard.append((name, place))
    return [name for name, _ in heard], [place - heard[0][1] for _, place in heard]


def assert_is_the_session(recording: Recording) -> None:
    """Every switch and the end were heard in order, each within a second of its place."""
    names, places = switches_heard(recording)
    assert names == SWITCHES + ALARM
    for place, expected in zip(places, expected_places(), strict=False):
        assert place == pytest.approx(expected, abs=1.0)


@pytest.mark.slow
def test_every_switch_is_heard(home: Home, recording: Recording) -> None:
    """Every switch and the end of a session sound in order and in their places."""
    done = subprocess.run(
        [*PROGRAM, *REHEARSAL], env=home.env, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, timeout=120
    )
    recording.catch_up()

    assert done.returncode == 0
    assert b"\x1b" not in done.stdout
    assert_is_the_session(recording)


@pytest.mark.slow
def test_a_closed_terminal_changes_nothing(home: Home, recording: Recording) -> None:
    """A session whose terminal is closed a third of the way through goes on sounding every switch and its end."""
    with Terminal([*PROGRAM, *REHEARSAL], home.env) as terminal:
        wait_until(lambda: home.journal.exists() and len(home.rows("changeover_ended")) == 2, 30, "a third of it")
        terminal.hang_up()

        assert terminal.wait_exit() == -1  # SIGHUP
    wait_until(lambda: home.rows("acknowledged"), 90, "the session to end by itself")
    recording.catch_up()

    assert_is_the_session(recording)
