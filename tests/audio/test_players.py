"""The lower rungs, each on top for once: they play, and what crashes does so alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from spasmtimer.audio import launcher
from spasmtimer.audio.wish import Wish
from spasmtimer.schedule.cue import Cue
from tests.audio.helpers import ROOT, Cues, Listener, On
from tests.support.pulse import PulseServer, Recording, find_cues, needs

pytestmark = needs("pulseaudio", "pactl", "paplay", "parec")


def test_a_library_that_crashes_does_so_alone(
    on: On, healthy: PulseServer, listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A segmentation fault in simpleaudio costs the next rung's start, and is told."""
    on(healthy)
    crash = "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n"
    (tmp_path / "simpleaudio.py").write_text(crash)
    monkeypatch.setenv("PYTHONPATH", f"{ROOT}{os.pathsep}{tmp_path}")
    playing = launcher.play(Wish(Cue.HEAT, player="simpleaudio"), listener)
    assert listener.wait_for("sounding")["player"] == "paplay"
    assert playing.silent == {"simpleaudio": "killed by SIGSEGV"}
    playing.stop()
    assert playing.wait(2)


@needs("aplay")
def test_aplay_is_a_rung_that_works(
    on: On, healthy: PulseServer, recording: Recording, cues: Cues, listener: Listener
) -> None:
    """Where only ALSA's player is installed, it plays."""
    on(healthy)
    place = recording.seconds()
    playing = launcher.play(Wish(Cue.OFF, player="aplay"), listener)
    assert listener.wait_for("sounding")["player"] == "aplay"
    assert playing.wait(6)
    recording.catch_up()
    assert [name for name, _ in find_cues(recording, cues, since=place)] == ["off"]


@pytest.mark.simpleaudio
def test_simpleaudio_is_a_rung_that_works(
    on: On, healthy: PulseServer, recording: Recording, cues: Cues, listener: Listener
) -> None:
    """The library that the extra installs plays, from its own process."""
    pytest.importorskip("simpleaudio", reason="pip install 'spasmtimer[simpleaudio]'")
    on(healthy)
    place = recording.seconds()
    playing = launcher.play(Wish(Cue.OFF, player="simpleaudio"), listener)
    assert listener.wait_for("sounding")["player"] == "simpleaudio"
    assert playing.wait(6)
    recording.catch_up()
    assert [name for name, _ in find_cues(recording, cues, since=place)] == ["off"]
