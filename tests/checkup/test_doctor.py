"""`spasmtimer doctor` on machines with sound, without, and with things that are broken."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from spasmtimer.checkup.finding import Finding, bad, note, ok
from spasmtimer.cli.doctor import verdict
from tests.support.home import Home
from tests.support.pipewire import PipeWireServer
from tests.support.pulse import PulseServer, Recording, needs

PULSE = needs("pulseaudio", "pactl", "paplay", "parec", "aplay", "pw-play")
PIPEWIRE = needs("pipewire", "wireplumber", "pipewire-pulse", "pactl", "paplay", "pw-play", "dbus-daemon")


@pytest.fixture
def silent(tmp_path: Path) -> Home:
    """A machine on which no sound server answers."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PULSE", "PIPEWIRE", "DBUS"))}
    nowhere = str(tmp_path / "nowhere")
    return Home(tmp_path / "home", env | {"PULSE_SERVER": f"unix:{nowhere}", "XDG_RUNTIME_DIR": nowhere})


def look(home: Home, code: int = 0) -> dict[str, dict[str, Any]]:
    """The findings by part and name."""
    told = json.loads(home.run("doctor", "--json", code=code))
    assert told["sound_works"] is (code == 0)
    return {f"{each['part']} {each['name']}": each for each in told["findings"]}


def test_without_any_sound_it_fails_and_names_what_would_help(silent: Home) -> None:
    """No player works: exit 1, every rung with its reason, and a remedy."""
    found = look(silent, code=1)
    assert found["sound players"]["verdict"] == "bad"
    assert found["sound players"]["remedy"]
    for player in ("paplay", "pw-play", "aplay", "simpleaudio"):
        assert found[f"sound {player}"]["verdict"] == "note"
        assert (
            "not installed" in found[f"sound {player}"]["says"] or "does not play: " in found[f"sound {player}"]["says"]
        )
    assert "no player works" in silent.run("doctor", code=1)


def test_everything_is_looked_at(silent: Home) -> None:
    """Sound, keep-awake, notifications, terminal, files, clock, timekeeper and version: each has its line."""
    found = look(silent, code=1)
    parts = {name.partition(" ")[0] for name in found}
    assert parts == {"program", "sound", "awake", "notifications", "terminal", "files", "clock", "timekeeper"}
    assert found["clock session clock"]["verdict"] == "ok"
    assert all(each["says"] and "\n" not in each["says"] for each in found.values())


@PULSE
def test_with_pulseaudio_each_player_is_tried_and_nothing_is_heard(home: Home, server: PulseServer) -> None:
    """The rungs that play are found by playing, in silence; the output is named."""
    with Recording(server) as recording:
        begin = recording.catch_up()
        found = look(home)
        assert recording.loudest(begin, recording.catch_up()) == 0
    assert found["sound paplay"] == {
        "part": "sound", "name": "paplay", "verdict": "ok", "says": "plays to cue", "remedy": None
    }  # fmt: skip
    assert found["sound players"]["verdict"] == "ok"
    assert "through paplay" in found["sound players"]["says"]


@PULSE
def test_a_muted_output_is_told_with_its_remedy(home: Home, server: PulseServer) -> None:
    """A player that plays into a muted output does not count as one that works."""
    server.pactl("set-sink-mute", "cue", "1")
    found = look(home, code=1)
    assert "muted" in found["sound paplay"]["says"]
    assert found["sound paplay"]["remedy"]


@PULSE
def test_a_device_that_is_not_there_is_told(home: Home) -> None:
    """The wish for an output that is gone is found before anybody lies down."""
    home.settings('device = "headphones"\n')
    found = look(home)
    assert found["sound device"]["verdict"] == "bad"
    home.settings('device = "cue"\n')
    assert look(home)["sound device"]["verdict"] == "ok"


@PULSE
def test_what_is_wrong_in_the_users_files_is_told(home: Home) -> None:
    """Settings, own sounds and hooks are looked at, and each fault has a line of its own."""
    (home.folder / "config").mkdir(parents=True)
    (home.folder / "config" / "noise.wav").write_text("no sound at all")
    home.settings(
        "volume = 300\nquiet_hours = '22:00-07:00'\n[sounds]\nheat = 'noise.wav'\nice = 'none.wav'\n"
        "[hooks]\non_end = ['/no/such/program', 'off']\non_start = ['sh', '-c', 'true']\n",
    )
    found = look(home)
    assert "volume = 300" in found["files settings"]["says"]
    assert found["sound own heat"]["verdict"] == found["sound own ice"]["verdict"] == "bad"
    assert found["hooks on_end"]["verdict"] == "bad"
    assert found["hooks on_start"]["verdict"] == "ok"
    assert "22:00-07:00" in found["sound quiet hours"]["says"]


@PULSE
def test_a_damaged_journal_is_told_and_left_where_it_is(home: Home) -> None:
    """It looks, and changes nothing."""
    home.journal.parent.mkdir(parents=True)
    home.journal.write_bytes(b"not a database" * 100)
    assert look(home)["files journal"]["verdict"] == "bad"
    assert home.journal.read_bytes() == b"not a database" * 100


@PULSE
def test_a_folder_that_cannot_be_used_is_told(home: Home) -> None:
    """A file where the data folder should be is named, with what would help."""
    home.folder.mkdir(parents=True)
    (home.folder / "data").write_text("in the way")
    found = look(home)["files data"]
    assert found["verdict"] == "bad"
    assert str(home.folder / "data") in found["says"]


@PIPEWIRE
def test_with_pipewire_its_players_work(tmp_path: Path) -> None:
    """Both PipeWire's own player and PulseAudio's are found to play."""
    with PipeWireServer() as server:
        found = look(Home(tmp_path / "home", server.env))
    assert found["sound paplay"]["verdict"] == found["sound pw-play"]["verdict"] == "ok"


@pytest.mark.parametrize(
    ("found", "says"),
    [
        ([ok("sound", "paplay", "plays")], "All is well"),
        ([note("awake", "keep awake", "it may fall asleep")], "unless the machine falls asleep"),
        ([note("awake", "lid", "closed"), bad("hooks", "on_start", "is not there")], "1 thing above should be mended"),
    ],
)
def test_the_last_word_contradicts_nothing_above_it(found: list[Finding], says: str) -> None:
    """A machine that may fall asleep is not well, and what should be mended is counted."""
    assert says in verdict(found, heard=True)
    assert "no player works" in verdict(found, heard=False)
