"""A sound process that hangs instead of dying: the cue is heard, the reason told, and nothing stays behind."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from spasmtimer.audio import launcher
from spasmtimer.audio.launcher import Wish
from spasmtimer.schedule.cue import Cue
from tests.audio.helpers import Cues, Listener, On
from tests.support.hear import hear
from tests.support.pulse import PulseServer, Recording, needs

pytestmark = needs("pulseaudio", "pactl", "paplay", "parec")


def test_a_child_that_hangs_is_replaced(
    on: On, healthy: PulseServer, recording: Recording, cues: Cues, listener: Listener
) -> None:
    """An armed child that is stopped says nothing when fired: a fresh one plays the tone, and the old is killed."""
    on(healthy)
    place = recording.catch_up()
    playing = launcher.arm(Wish(Cue.HEAT), listener)
    listener.wait_for("ready")
    hung = playing._child
    assert hung
    os.kill(hung.pid, signal.SIGSTOP)
    playing.fire()
    listener.wait_for("sounding", seconds=10)
    assert listener.all("silent")[0]["why"] == f"hung for {launcher.FIRST_WORD_S:g} s"
    assert playing.wait(10)
    recording.catch_up()
    assert [cue.name for cue in hear(recording.samples(), cues, since=place)] == ["heat"]
    assert hung.wait(2) == -signal.SIGKILL


@pytest.mark.parametrize("armed", [True, False])
def test_a_pipe_is_no_sound(
    on: On, healthy: PulseServer, recording: Recording, cues: Cues, listener: Listener, tmp_path: Path, armed: bool
) -> None:
    """An own sound that is a pipe is not waited for: the built-in tone plays at once, and the reason is told."""
    on(healthy)
    os.mkfifo(tmp_path / "ice.wav")
    place = recording.catch_up()
    playing = launcher.arm(Wish(Cue.ICE, wav=tmp_path / "ice.wav"), listener)
    if armed:
        listener.wait_for("ready")
    playing.fire()
    assert "not a regular file" in listener.wait_for("warning")["warning"]
    assert playing.wait(10)
    recording.catch_up()
    assert [cue.name for cue in hear(recording.samples(), cues, since=place)] == ["ice"]


def test_stop_ends_a_child_that_hangs(on: On, healthy: PulseServer, listener: Listener) -> None:
    """Nothing stays behind of a cue that is silenced while its child hangs."""
    on(healthy)
    playing = launcher.arm(Wish(Cue.HEAT), listener)
    listener.wait_for("ready")
    hung = playing._child
    assert hung
    os.kill(hung.pid, signal.SIGSTOP)
    playing.fire()
    playing.stop()
    assert playing.wait(5)
    assert hung.wait(2) == -signal.SIGKILL
