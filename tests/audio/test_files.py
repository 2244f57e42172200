"""Which file a cue plays: the user's own, the built-in one, a quieter copy; and what happens when one is bad."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from spasmtimer.audio import launcher
from spasmtimer.audio.wish import Wish
from spasmtimer.schedule.cue import Cue
from tests.audio.helpers import ROOT, Cues, Listener, On, run_child
from tests.support.pulse import PulseServer, Recording, find_cues, needs

pytestmark = needs("pulseaudio", "pactl", "paplay", "parec")


@pytest.mark.parametrize("content", [None, "no sound at all\n" * 500])
def test_an_own_sound_that_is_bad_gives_way_to_the_built_in_one(
    on: On, healthy: PulseServer, recording: Recording, cues: Cues, listener: Listener, tmp_path: Path,
    content: str | None,
) -> None:  # fmt: skip
    """Missing or broken, it is reported and the cue sounds all the same."""
    on(healthy)
    mine = tmp_path / "mine.wav"
    if content:
        mine.write_text(content)
    place = recording.seconds()
    playing = launcher.play(Wish(Cue.ICE, wav=mine), listener)
    listener.wait_for("sounding")
    assert "mine.wav" in listener.all("warning")[0]["warning"]
    assert playing.wait(5)
    recording.catch_up()
    assert [name for name, _ in find_cues(recording, cues, since=place)] == ["ice"]


def test_an_own_sound_is_played(
    on: On, healthy: PulseServer, recording: Recording, cues: Cues, listener: Listener, tmp_path: Path
) -> None:
    """A good file of the user's takes the place of the built-in one, at the gain asked for."""
    on(healthy)
    shutil.copy(ROOT / "sounds" / "overdue.wav", tmp_path / "mine.wav")
    place = recording.seconds()
    playing = launcher.play(Wish(Cue.ICE, gain=0.25, wav=tmp_path / "mine.wav"), listener)
    assert playing.wait(6)
    assert playing.failed is None
    end = recording.catch_up()
    assert [name for name, _ in find_cues(recording, cues, since=place)] == ["overdue"]
    assert recording.loudest(place, end) == pytest.approx(max(map(abs, cues["overdue"])) / 4, rel=0.02)


def test_a_broken_installation_says_so(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A built-in sound that is no sound is never handed to a player: `failed`, with the file and its fault."""
    shutil.copytree(ROOT / "spasmtimer", tmp_path / "app" / "spasmtimer")
    shutil.copytree(ROOT / "sounds", tmp_path / "app" / "sounds")
    for kind in ("", "speech"):
        (tmp_path / "app" / "sounds" / kind / "heat.wav").write_text("noise\n" * 1000)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "app"))
    code, changes, _ = run_child("heat")
    assert code == 1
    assert [change["event"] for change in changes] == ["failed"]
    assert "heat.wav: not a plain WAV file" in changes[0]["why"]


def test_a_copy_that_vanishes_after_arming_is_made_again(
    on: On, healthy: PulseServer, home: Path, listener: Listener
) -> None:
    """Somebody may empty the cache during the minutes between."""
    on(healthy)
    playing = launcher.arm(Wish(Cue.HEAT, gain=0.5), listener)
    listener.wait_for("ready")
    shutil.rmtree(home / "cache")
    playing.fire()
    assert listener.wait_for("sounding")["player"] == "paplay"
    playing.stop()
    assert playing.wait(2)


@pytest.mark.parametrize("content", [None, b"no sound at all\n" * 500])
def test_an_own_sound_that_goes_bad_after_arming_gives_way_too(
    on: On, healthy: PulseServer, recording: Recording, cues: Cues, listener: Listener, tmp_path: Path,
    content: bytes | None,
) -> None:  # fmt: skip
    """A stick that is pulled out, an editor that saves: nothing is handed to a player that is no sound any more."""
    on(healthy)
    mine = tmp_path / "mine.wav"
    shutil.copy(ROOT / "sounds" / "overdue.wav", mine)
    playing = launcher.arm(Wish(Cue.OFF, wav=mine), listener)
    listener.wait_for("ready")
    mine.unlink()
    if content:
        mine.write_bytes(content)
    place = recording.seconds()
    playing.fire()
    assert playing.wait(6)
    assert "mine.wav" in (playing.warning or "")
    recording.catch_up()
    assert [name for name, _ in find_cues(recording, cues, since=place)] == ["off"]


def test_a_cache_that_cannot_be_written_keeps_no_cue_silent(
    on: On, healthy: PulseServer, home: Path, listener: Listener
) -> None:
    """The quieter copy then lives in the runtime folder."""
    on(healthy)
    home.write_text("a file where the folder should be")
    playing = launcher.play(Wish(Cue.HEAT, gain=0.5), listener)
    assert listener.wait_for("sounding")["player"] == "paplay"
    assert list(healthy.folder.glob("spasmtimer*/cues/heat-*-050.wav"))
    assert playing.warning is None
    playing.stop()
    assert playing.wait(2)
