"""Everything that can go wrong with sound, against a real server: a cue is always attempted, and the truth is told.

A player that fails at once is `pw-play` where only PulseAudio runs, or a link to a program that ends.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from spasmtimer.audio import launcher
from spasmtimer.audio.wish import Wish
from spasmtimer.schedule.cue import Cue
from tests.audio.helpers import Cues, Listener, On, run_child
from tests.support.pulse import PulseServer, Recording, find_cues, hear, load_cues, needs, wait_until

pytestmark = needs("pulseaudio", "pactl", "paplay", "parec")


def only_players(folder: Path, monkeypatch: pytest.MonkeyPatch, **players: str) -> None:
    """A PATH on which each named player is a link to the given program, before everything else."""
    folder.mkdir()
    for player, program in players.items():
        (folder / player.replace("_", "-")).symlink_to(shutil.which(program) or program)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_no_server_fails_and_says_why(on: On, server: PulseServer) -> None:
    """Every rung tried, each reason told once, exit code 1; nothing on stdout but the protocol, nothing on stderr."""
    on(server).kill()
    began = time.monotonic()
    code, changes, stderr = run_child("heat", "--patience", "0.8")
    assert time.monotonic() - began < 6
    assert (code, stderr) == (1, "")
    assert changes[-1]["event"] == "failed"
    assert "paplay: " in changes[-1]["why"]
    assert [change["player"] for change in changes[:-1]] == ["paplay", "pw-play", "simpleaudio", "aplay"]
    assert {change["event"] for change in changes[:-1]} == {"silent"}


def test_a_server_that_comes_late_is_still_used(on: On, server: PulseServer, listener: Listener) -> None:
    """The ladder is climbed again until patience is over."""
    on(server).kill()
    playing = launcher.play(Wish(Cue.HEAT), listener)
    listener.wait_for("silent", count=4)
    server.start()
    assert listener.wait_for("sounding")["player"] == "paplay"
    playing.stop()
    assert playing.wait(2)


def test_no_player_at_all_fails_at_once(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is installed nothing can be waited for."""
    monkeypatch.setenv("PATH", "/nowhere")
    code = "import sys, spasmtimer.audio.rungs as r; r.PLACES = (); import spasmtimer.audio.__main__ as m; "
    code += "sys.exit(m.main(['heat']))"
    began = time.monotonic()
    done = subprocess.run(  # -S: nor is a library
        [sys.executable, "-S", "-P", "-c", code], capture_output=True, text=True, timeout=20
    )
    assert time.monotonic() - began < 6
    assert done.returncode == 1
    assert "no player is installed (paplay, pw-play, simpleaudio, aplay)" in done.stdout


def test_a_rung_that_fails_is_followed_by_the_next_at_once(
    on: On, healthy: PulseServer, listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A player that ends with an error is followed as soon as it has ended, not after the grace."""
    on(healthy)
    only_players(tmp_path / "bin", monkeypatch, pw_play="false")
    playing = launcher.arm(Wish(Cue.HEAT, player="pw-play"), listener)
    listener.wait_for("ready")
    playing.fire()
    assert listener.wait_for("sounding")["player"] == "paplay"
    assert listener.all("silent") == [{"event": "silent", "player": "pw-play", "why": "ended with code 1"}]
    playing.stop()
    assert playing.wait(2)


def test_a_rung_without_a_word_is_followed_beside_it(
    on: On, healthy: PulseServer, recording: Recording, cues: Cues, listener: Listener, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """After its grace of 0.35 s the next starts; what hung is killed when another is heard."""
    on(healthy)
    (tmp_path / "hangs").write_text("#!/bin/sh\nexec sleep 60\n")
    (tmp_path / "hangs").chmod(0o755)
    only_players(tmp_path / "bin", monkeypatch, pw_play=str(tmp_path / "hangs"))
    place = recording.seconds()
    playing = launcher.arm(Wish(Cue.SKIN_CHECK, player="pw-play"), listener)
    listener.wait_for("ready")
    began = time.monotonic()
    playing.fire()
    assert listener.wait_for("sounding")["player"] == "paplay"
    assert listener.when("sounding") - began > 0.34
    assert listener.all("silent")[0]["why"] == "no acknowledgement within 0.35 s"
    assert playing.wait(5)
    assert playing.failed is None
    recording.catch_up()
    assert [name for name, _ in find_cues(recording, cues, since=place)] == ["skin-check"]


def test_a_hung_server_is_waited_for(on: On, server: PulseServer, cues: Cues, listener: Listener) -> None:
    """It wakes up while players wait: the cue is heard from its start, and acknowledged only then."""
    on(server)
    with Recording(server) as recording:
        playing = launcher.arm(Wish(Cue.HEAT), listener)
        listener.wait_for("ready")
        place = recording.seconds()
        server.freeze()
        playing.fire()
        listener.wait_for("silent")
        wait_until(lambda: len(playing.silent) >= 3, 5, "three rungs to be tried")
        assert not playing.acknowledged
        woken = time.monotonic()
        server.thaw()
        listener.wait_for("sounding")
        assert listener.when("sounding") > woken
        assert playing.wait(15)
        assert playing.failed is None
        recording.catch_up()
        heard = hear(recording.samples(), cues, since=place)
    assert {cue.name for cue in heard} == {"heat"}
    # for a moment two of the waiting players may sound, until one of them has won
    assert sum(cue.length_s for cue in heard) > 1.5


def test_a_server_killed_in_mid_cue_gets_the_whole_cue_again(
    on: On, server: PulseServer, cues: Cues, listener: Listener
) -> None:
    """Half a cue is none: as soon as there is a server again the cue is heard from start to end."""
    on(server)
    playing = launcher.play(Wish(Cue.SKIN_CHECK), listener)
    listener.wait_for("sounding")
    server.kill()
    assert "broke off" in listener.wait_for("silent")["why"]
    assert not playing.sounding
    server.start(hidden=True)
    with Recording(server) as recording:
        server.show()
        listener.wait_for("sounding", count=2)
        assert playing.sounding
        assert playing.wait(8)
        assert playing.failed is None
        recording.catch_up()
        heard = hear(recording.samples(), cues)
    assert [cue.name for cue in heard] == ["skin-check"]
    assert heard[0].length_s > 1.25


def test_a_server_restarted_between_cues_is_used_at_once(
    on: On, server: PulseServer, cues: Cues, listener: Listener
) -> None:
    """Nothing is remembered of the old one: the next cue is heard as soon, through the first player."""
    on(server)
    assert launcher.play(Wish(Cue.SKIN_CHECK), listener).wait(6)
    server.kill()
    server.start(hidden=True)
    with Recording(server) as recording:
        server.show()
        playing = launcher.arm(Wish(Cue.OFF), listener)
        listener.wait_for("ready", count=2)
        began = time.monotonic()
        playing.fire()
        listener.wait_for("sounding", count=2)
        assert listener.changes[-1][0] - began < 0.3
        assert playing.wait(6)
        recording.catch_up()
        assert [name for name, _ in find_cues(recording, cues)] == ["off"]
    assert (playing.player, playing.silent, playing.failed) == ("paplay", {}, None)


def test_a_server_without_an_output_is_no_acknowledgement(on: On, server: PulseServer, listener: Listener) -> None:
    """Every player says so; as soon as there is an output the cue is heard on it."""
    on(server).pactl("unload-module", "module-null-sink")
    playing = launcher.play(Wish(Cue.HEAT), listener)
    listener.wait_for("silent", count=4)
    assert not playing.acknowledged
    assert "No such entity" in playing.silent["paplay"]
    server.pactl("load-module", "module-null-sink", "sink_name=plugged")
    assert listener.wait_for("sounding")["sink"] == "plugged"
    playing.stop()
    assert playing.wait(2)


def test_a_cue_that_hangs_in_the_middle_is_played_again(on: On, server: PulseServer, listener: Listener) -> None:
    """Acknowledged and then stuck: 4 s after it should have ended nobody waits for it any longer."""
    on(server)
    with Recording(server):  # keeps the sink from buffering ahead
        playing = launcher.play(Wish(Cue.SKIN_CHECK), listener)
        listener.wait_for("sounding")
        server.freeze()
        assert "broke off" in listener.wait_for("silent", seconds=8)["why"]
        server.thaw()
        listener.wait_for("sounding", count=2)
        playing.stop()
        assert playing.wait(2)


@needs("aplay")
def test_a_cue_that_vanishes_into_nothing_has_not_been_heard(
    on: On, server: PulseServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An ALSA without a device takes two seconds of sound in a moment: that is no playing."""
    on(server).kill()
    (tmp_path / "asound.conf").write_text("pcm.!default { type null }\n")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "asound.conf"))
    code, changes, _ = run_child("heat", "--patience", "0.8")
    assert code == 1
    assert re.search(r"(aplay|simpleaudio): broke off after \d\.\d of 2\.0 s: ended", changes[-1]["why"])


def test_a_suspended_sink_is_no_acknowledgement(
    on: On, server: PulseServer, listener: Listener, tmp_path: Path
) -> None:
    """That it started, paplay says only when the sink runs."""
    on(server).pactl("suspend-sink", "cue", "1")
    playing = launcher.arm(Wish(Cue.HEAT), listener)
    listener.wait_for("ready")
    playing.fire()
    listener.wait_for("silent")
    assert listener.all("silent")[0]["player"] == "paplay"
    playing.stop()
    assert playing.wait(2)


def test_no_device_is_told(on: On, home: Path, listener: Listener) -> None:
    """Servers invent an output where there is none: the cue plays, and the user is told that nobody hears it."""
    with PulseServer(sink="auto_null") as server:
        on(server)
        playing = launcher.play(Wish(Cue.HEAT), listener)
        assert "no sound device" in listener.wait_for("sounding")["warning"]
        assert "no sound device" in (playing.warning or "")
        playing.stop()
        assert playing.wait(2)


@pytest.mark.parametrize(
    ("command", "warning"),
    [(("set-sink-mute", "cue", "1"), "muted"), (("set-sink-volume", "cue", "0%"), "volume")],
)
def test_a_muted_output_is_told(
    on: On, server: PulseServer, listener: Listener, command: tuple[str, ...], warning: str
) -> None:
    """Muted, or turned down to nothing: a warning follows the acknowledgement."""
    on(server).pactl(*command)
    playing = launcher.play(Wish(Cue.HEAT), listener)
    listener.wait_for("sounding")
    assert warning in listener.wait_for("warning")["warning"]
    playing.stop()
    assert playing.wait(2)


def test_the_child_plays_on_when_its_parent_is_killed(
    on: On, healthy: PulseServer, recording: Recording, cues: Cues
) -> None:
    """A cue that sounds needs nobody: not the process that asked for it, nor anyone to read what it says."""
    on(healthy)
    place = recording.seconds()
    code = "from spasmtimer.audio.launcher import *; from spasmtimer.schedule.cue import Cue; "
    code += "play(Wish(Cue.OFF), lambda p, c: print(c, flush=True)).wait()"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd="/") as parent:
        assert parent.stdout
        assert any(b"sounding" in line for line in parent.stdout)
        os.kill(parent.pid, signal.SIGKILL)
    wait_until(lambda: recording.catch_up() - place > 2.5, 5, "the cue to end")
    heard = hear(recording.samples(), load_cues(), since=place)
    assert [cue.name for cue in heard] == ["off"]
    assert heard[0].length_s > 0.5
