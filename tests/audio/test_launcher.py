"""Arming, firing, silencing: what the timekeeper and the views do with sound."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from spasmtimer.audio import launcher
from spasmtimer.audio.wish import Wish
from spasmtimer.schedule.cue import Cue
from tests.audio.helpers import Cues, Listener, On, run_child
from tests.support.pulse import PulseServer, Recording, find_cues, hear, needs, wait_until

HEARD_WITHIN_S = 0.3
"""From `fire` to sound on a machine that does other things too; alone, it takes a twentieth of it."""

pytestmark = needs("pulseaudio", "pactl", "paplay", "parec")


def children() -> set[int]:
    """The process ids of this process's children, zombies among them."""
    found: set[int] = set()
    for thread in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError):  # the thread has ended
            found.update(map(int, (thread / "children").read_text().split()))
    return found


def descriptors() -> int:
    """How many files this process has open."""
    return len(os.listdir("/proc/self/fd"))


@pytest.mark.parametrize("cue", list(Cue))
def test_every_cue_is_heard(
    on: On, healthy: PulseServer, recording: Recording, cues: Cues, listener: Listener, cue: Cue
) -> None:
    """Fired, it is heard at once, as itself and nothing else, and acknowledged as heard."""
    on(healthy)
    playing = launcher.arm(Wish(cue), listener)
    listener.wait_for("ready")
    place, fired = recording.seconds(), time.monotonic()
    assert playing.fire()
    sounding = listener.wait_for("sounding")
    assert (sounding["player"], sounding["sink"], sounding["warning"]) == ("paplay", "cue", None)
    wait_until(lambda: recording.catch_up() > place + 0.9, 3, "the recording")
    playing.stop()
    heard = find_cues(recording, cues, since=place)
    assert {name for name, _ in heard} == {cue}  # a server short of time may stutter: twice the same is no other
    assert -0.02 < recording.clock(heard[0][1]) - fired < HEARD_WITHIN_S
    assert listener.when("sounding") - fired < HEARD_WITHIN_S
    assert playing.wait(2)


def test_a_cue_plays_to_its_end_and_says_so(
    on: On, healthy: PulseServer, recording: Recording, cues: Cues, listener: Listener
) -> None:
    """Armed, fired, sounding, done; the whole of it is in the recording."""
    on(healthy)
    place = recording.seconds()
    playing = launcher.play(Wish(Cue.SKIN_CHECK), listener)
    assert playing.wait(6)
    assert playing.finished
    assert (playing.acknowledged, playing.sounding, playing.failed) == (True, False, None)
    assert [change["event"] for _, change in listener.changes] == ["ready", "sounding", "done"]
    recording.catch_up()
    (heard,) = hear(recording.samples(), cues, since=place)
    assert (heard.name, round(heard.length_s, 2)) == ("skin-check", 1.32)


@pytest.mark.parametrize("gain", [0.1, 0.5])
def test_the_level_follows_the_gain(
    on: On, healthy: PulseServer, recording: Recording, cues: Cues, gain: float
) -> None:
    """Linear: the recording's peak is the cue's, times the gain."""
    on(healthy)
    place = recording.seconds()
    playing = launcher.play(Wish(Cue.SKIN_CHECK, gain=gain))
    assert playing.wait(6)
    end = recording.catch_up()
    assert recording.loudest(place, end) == pytest.approx(gain * max(map(abs, cues["skin-check"])), rel=0.02)


def test_stop_silences_within_three_tenths(
    on: On, healthy: PulseServer, recording: Recording, listener: Listener
) -> None:
    """As recorded: 0.3 s after `stop` there is nothing but silence; the call itself takes no time."""
    on(healthy)
    playing = launcher.play(Wish(Cue.OVERDUE), listener)
    listener.wait_for("sounding")
    wait_until(lambda: recording.loudest(recording.catch_up() - 0.1) > 1000, 2, "the cue to be loud")
    asked = time.monotonic()
    playing.stop()
    assert time.monotonic() - asked < 0.05
    place = recording.catch_up()
    wait_until(lambda: recording.catch_up() > place + 0.6, 3, "the recording")
    silent_from = place + 0.3 - (recording.clock(place) - asked)
    assert recording.loudest(silent_from, place + 0.6) == 0
    assert playing.wait(1)
    assert listener.all("stopped")


def test_an_armed_cue_makes_no_sound(on: On, healthy: PulseServer, recording: Recording, listener: Listener) -> None:
    """It waits, however long; stopped, it goes without one, and can no longer be fired."""
    on(healthy)
    place = recording.seconds()
    playing = launcher.arm(Wish(Cue.END), listener)
    listener.wait_for("ready")
    playing.stop()
    assert playing.wait(2)
    assert not playing.fire()
    playing.stop()
    assert recording.loudest(place, recording.catch_up()) == 0
    assert (playing.acknowledged, playing.failed) == (False, None)


def test_an_armed_cue_goes_when_nobody_is_left_to_fire_it(
    on: On, healthy: PulseServer, recording: Recording, listener: Listener
) -> None:
    """The end of its stdin is the end of its parent: it ends quietly, with code 0."""
    on(healthy)
    place = recording.seconds()
    code, changes, stderr = run_child("heat", "--armed")  # its stdin is /dev/null
    assert (code, changes, stderr) == (0, [{"event": "ready"}], "")
    assert recording.loudest(place, recording.catch_up()) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_silences_the_child_and_its_player(
    on: On, healthy: PulseServer, recording: Recording, number: signal.Signals
) -> None:
    """Gone at once, with the signal's exit code; no player outlives it, not even as a zombie."""
    on(healthy)
    argv = [sys.executable, "-P", "-m", "spasmtimer.audio", "overdue"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True, cwd="/") as child:
        assert child.stdout
        line = child.stdout.readline()
        player = int(line.rpartition('"pid": ')[2].rstrip("}\n"))
        os.kill(child.pid, number)
        assert child.wait(2) == 128 + number
        assert '{"event": "stopped"}' in child.stdout.read()
    assert not Path(f"/proc/{player}").exists()
    place = recording.catch_up() + 0.1
    wait_until(lambda: recording.catch_up() > place + 0.2, 2, "the recording")
    assert recording.loudest(place) == 0


def is_running(pid: int) -> bool:
    """Whether there is such a process, not counting one that has ended and is not yet collected."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_newer_cue_may_end_an_older_one(
    on: On, healthy: PulseServer, recording: Recording, cues: Cues, listener: Listener
) -> None:
    """Fire the newer, stop the older: both are known by their starts."""
    on(healthy)
    newer = launcher.arm(Wish(Cue.OVERDUE), listener)
    listener.wait_for("ready")
    place = recording.seconds()
    older = launcher.play(Wish(Cue.HEAT))
    wait_until(lambda: recording.loudest(place) > 1000 and recording.seconds() > place + 0.8, 3, "the older cue")
    older.stop()
    newer.fire()
    assert newer.wait(6)
    assert older.wait(1)
    recording.catch_up()
    assert [name for name, _ in find_cues(recording, cues, since=place)] == ["heat", "overdue"]


def test_a_hanging_child_is_killed_with_its_player(on: On, healthy: PulseServer, listener: Listener) -> None:
    """`stop` asks, and 0.2 s later no longer asks."""
    on(healthy)
    before = children()
    playing = launcher.play(Wish(Cue.OVERDUE), listener)
    player = listener.wait_for("sounding")["pid"]
    (child,) = children() - before
    os.kill(child, signal.SIGSTOP)
    playing.stop()
    assert playing.wait(2)
    wait_until(lambda: not is_running(player), 1, "the player to be gone")


@pytest.mark.parametrize("fired", [False, True])
def test_a_child_that_is_killed_is_replaced(on: On, healthy: PulseServer, listener: Listener, fired: bool) -> None:
    """Killed while armed, or at the instant it is fired: the cue sounds all the same."""
    on(healthy)
    before = children()
    playing = launcher.arm(Wish(Cue.HEAT), listener)
    listener.wait_for("ready")
    (child,) = children() - before
    if fired:
        os.kill(child, signal.SIGSTOP)  # so that it is fired and does not play
        playing.fire()
    os.kill(child, signal.SIGKILL)
    listener.wait_for("ready", count=2)
    playing.fire()
    assert listener.wait_for("sounding")["player"] == "paplay"
    playing.stop()
    assert playing.wait(2)


def test_what_makes_no_sense_fails_with_its_reason(home: Path, listener: Listener) -> None:
    """A gain beyond 1: `failed`, at once, never an exception in the caller."""
    playing = launcher.arm(Wish(Cue.HEAT, gain=3))
    assert playing.wait(5)
    assert playing.failed == "--gain 3.0: wanted 0.0 to 1.0"
    assert not playing.fire()


def test_a_listener_that_raises_stops_nothing(on: On, healthy: PulseServer, caplog: pytest.LogCaptureFixture) -> None:
    """It is logged; the cue plays on and is collected."""
    on(healthy)

    def listener(playing: launcher.Playing, change: launcher.Change) -> None:
        raise LookupError(change["event"])

    playing = launcher.play(Wish(Cue.SKIN_CHECK), listener)
    assert playing.wait(6)
    assert playing.acknowledged
    assert "LookupError: sounding" in caplog.text


def test_stop_may_come_from_anywhere_at_any_time(on: On, healthy: PulseServer) -> None:
    """At every moment of a cue's life, from several threads at once: it ends, and nothing is left."""
    on(healthy)
    before, files = children(), descriptors()
    for delay in (0.0, 0.01, 0.03, 0.06, 0.09, 0.12):
        playing = launcher.play(Wish(Cue.HEAT))
        threads = [threading.Timer(delay, playing.stop) for _ in range(4)]
        for thread in threads:
            thread.start()
        assert playing.wait(3)
        for thread in threads:
            thread.join()
    wait_until(lambda: (children(), descriptors()) == (before, files), 2, "everything to be collected")


@pytest.mark.parametrize("voice", ["tones", "both"])
def test_twenty_cues_in_a_row_leave_nothing_behind(on: On, healthy: PulseServer, voice: str) -> None:
    """Each acknowledged; no process, thread or file is left of them, and no client at the server."""
    on(healthy)
    before, files, threads = children(), descriptors(), threading.active_count()
    for number in range(20):
        playing = launcher.play(Wish(Cue.HEAT, gain=0.5, voice=voice, round=(number % 3 + 1, 3)))
        wait_until(lambda: playing.acknowledged, 5, "the cue")  # noqa: B023 - called at once
        playing.stop()
        assert playing.wait(2)
    wait_until(lambda: (children(), descriptors()) == (before, files), 2, "everything to be collected")
    wait_until(lambda: threading.active_count() <= threads, 2, "the threads to end")
    own = 2  # the recording, and pactl itself
    wait_until(lambda: len((healthy.pactl("list", "short", "clients") or "").splitlines()) <= own, 5, "no client more")


@pytest.mark.slow
def test_two_hundred_cues_leave_nothing_behind(on: On, healthy: PulseServer) -> None:
    """A session of hours: no process, thread or file is left where they were played from, no stream in the server."""
    on(healthy)
    before, files, threads = children(), descriptors(), threading.active_count()
    heard = 0
    for _ in range(50):
        four = [launcher.arm(Wish(Cue.HEAT, gain=0.5)) for _ in range(4)]
        wait_until(lambda: all(playing.ready for playing in four), 10, "four armed cues")  # noqa: B023 - called at once
        for playing in four[:3]:
            playing.fire()
        wait_until(lambda: all(playing.acknowledged for playing in four[:3]), 5, "three cues")  # noqa: B023 - called at once
        for playing in four:
            playing.stop()
            assert playing.wait(2)
        heard += sum(playing.acknowledged for playing in four)
    assert heard == 150
    wait_until(lambda: threading.active_count() <= threads, 2, "the threads to end")
    assert (children(), descriptors()) == (before, files)
    streams = subprocess.run(["pactl", "list", "short", "sink-inputs"], capture_output=True, text=True, check=True)
    assert streams.stdout == ""
