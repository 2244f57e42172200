"""The installed program in a real terminal, with a real sound server: what a person does in an evening."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tests.e2e.conftest import Machine
from tests.support.home import Home
from tests.support.pulse import Recording, needs, wait_until
from tests.support.terminal import Terminal

pytestmark = needs("pulseaudio", "pactl", "parec", "paplay")

INSTALLED = str(Path(sys.executable).with_name("spasmtimer"))
"""The command that `pip install` made."""

SILENCE_S = 0.3
"""How soon after a key, or a command's return, nothing may sound any more."""


def test_an_evening_with_it(home: Home) -> None:
    """Pick, start, pause, resume, skip, leave it running, come back, stop: each does what its key says."""
    with Terminal([INSTALLED], home.env) as terminal:
        terminal.wait_for("Intense spasms")
        terminal.send("3")
        terminal.wait_for("Put the heat on")
        terminal.send("\r")
        home.wait_for_state("running")
        terminal.wait_for("Round 1 of 3")
        terminal.send("p")
        home.wait_for_state("paused")
        terminal.wait_for("the pack is off")
        terminal.send("\r")
        home.wait_for_state("running")
        terminal.wait_for("Heat on")
        terminal.send("s")
        home.wait_for_state("swapping")
        terminal.wait_for("Put the ice on")
        terminal.send("\r")
        home.wait_for_state("running")
        terminal.wait_for("Ice on")
        terminal.send("q")
        terminal.wait_for("Leave it running")
        terminal.send("\r")

        assert terminal.wait_exit() == 0
    status = home.status()
    assert (status["state"], status["phase"]["modality"], status["timekeeper"]["alive"]) == ("running", "cold", True)

    with Terminal([INSTALLED], home.env) as terminal:
        terminal.wait_for("Ice on")
        terminal.send("x")
        terminal.wait_for("Stop the session")
        terminal.send("y")
        home.wait_for_state("idle")
        terminal.wait_for("was stopped")
        terminal.send("q")

        assert terminal.wait_exit() == 0
    assert len(home.rows("stopped")) == 1
    kinds = ("paused", "resumed", "skipped", "confirmed")
    assert [len(home.rows(kind)) for kind in kinds] == [1, 1, 1, 1]


def begin(home: Home, machine: Machine) -> None:
    """A session of heat."""
    machine.sleep(0)
    home.run("start", "recurring", "--yes", "--detach")


def oversleep(home: Home, machine: Machine, recording: Recording) -> None:
    """Its end is slept through, and the alarm is sounding this moment."""
    machine.sleep(21 * 60)
    home.wait_for_state("alarming")
    wait_until(lambda: home.rows("reminder"), 20, "the first repeat")
    wait_until(lambda: is_sounding(recording), 10, "the alarm to be heard")


def is_sounding(recording: Recording) -> bool:
    """Whether the last tenth of a second was not silent."""
    return recording.loudest(recording.catch_up() - 0.1) > 0


def last_sound(recording: Recording) -> float:
    """The `time.monotonic()` of the last sound, once there has been none for a second."""
    wait_until(lambda: recording.loudest(recording.catch_up() - 1.0) == 0, 10, "silence")
    samples = recording.samples()
    last = next(index for index in range(len(samples) - 1, -1, -1) if samples[index])
    return recording.clock(last / 44100)


@needs("cc")
def test_ack_silences(home: Home, machine: Machine, recording: Recording) -> None:
    """Nothing sounds any more 0.3 s after `spasmtimer ack` has returned."""
    begin(home, machine)
    oversleep(home, machine, recording)
    home.run("ack")
    returned = time.monotonic()

    assert last_sound(recording) - returned <= SILENCE_S
    assert home.status()["state"] == "idle"


@needs("cc")
@pytest.mark.parametrize(
    "key", [pytest.param("\r", marks=pytest.mark.slow), "q", pytest.param("s", marks=pytest.mark.slow)]
)
def test_the_first_key_silences_and_does_nothing_else(
    home: Home, machine: Machine, recording: Recording, key: str
) -> None:
    """In the alarm the first key, whichever, silences within 0.3 s, and neither quits nor skips."""
    begin(home, machine)
    with Terminal([INSTALLED], home.env) as terminal:
        terminal.wait_for("Heat on")
        oversleep(home, machine, recording)
        terminal.wait_for("Press any key to silence")
        terminal.send(key)
        pressed = time.monotonic()

        assert last_sound(recording) - pressed <= SILENCE_S
        home.wait_for_state("idle")
        assert len(home.rows("acknowledged")) == 1
        assert home.rows("skipped") == []
        assert not terminal.has_ended()


@needs("cc")
def test_the_first_key_silences_on_any_screen(home: Home, machine: Machine, recording: Recording) -> None:
    """A key pressed while choosing silences the alarm of a session that another terminal began, and chooses nothing."""
    with Terminal([INSTALLED], home.env) as terminal:
        terminal.wait_for("What do you need now")
        begin(home, machine)
        oversleep(home, machine, recording)
        terminal.send("2")
        pressed = time.monotonic()

        assert last_sound(recording) - pressed <= SILENCE_S
        home.wait_for_state("idle")
        assert "Put the heat on" not in terminal.text()
