"""The timekeeper's real processes: one, brought back, and ended with its session."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from spasmtimer.journal.lock import is_held
from spasmtimer.journal.store import Entry
from spasmtimer.schedule import events as ev
from tests.journal.living import SCRIPT, User, ago, json_of, parent_of, started, write
from tests.support.pulse import PulseServer, needs, wait_until
from tests.support.terminal import Terminal

PULSE = ("pulseaudio", "pactl", "paplay")
NOTICED = (ev.NoticeKind.CUE_SOUNDED, ev.NoticeKind.CUE_FAILED)


def told(entries: list[Entry], seq: int) -> list[ev.NoticeKind]:
    """What became of the cues of one row."""
    notices = [entry.what for entry in entries if isinstance(entry.what, ev.Notice)]
    return [notice.kind for notice in notices if notice.kind in NOTICED and notice.data["for"] == seq]


def ends(entries: list[Entry]) -> list[int]:
    return [entry.seq for entry in entries if isinstance(entry.what, ev.PhaseEnded)]


def test_start_returns_only_when_a_timekeeper_follows(user: User) -> None:
    """When `start` has returned, the hello names this session, its process lives, and status calls it alive."""
    user.run("start", "recurring", "--yes", "--detach")
    pid = user.keeper()
    status = user.status()
    assert pid is not None
    assert status["timekeeper"] == {"alive": True, "pid": pid}
    assert "--worker" in Path(f"/proc/{pid}/cmdline").read_text().split("\0"), "the worker's pid, not the guard's"
    assert os.getsid(pid) != os.getsid(0), "a process session of its own"
    assert os.readlink(f"/proc/{pid}/cwd") == "/"
    assert {os.readlink(f"/proc/{pid}/fd/{number}") for number in range(3)} == {"/dev/null"}


def test_a_killed_worker_is_replaced_within_two_seconds(user: User) -> None:
    """After `kill -9` of the worker its guard brings a new one, within 2 s, and the session is what it was."""
    user.rehearse("heat 20m, cold 20m", speed=10)
    before = user.latest()
    took = []
    for _ in range(3):
        pid = user.wait_for_keeper()
        begun = time.monotonic()
        os.kill(pid, signal.SIGKILL)
        user.wait_for_keeper(other_than=pid)
        took.append(time.monotonic() - begun)
    assert min(took) <= 2, took
    assert user.latest() == before


def test_a_switch_that_came_while_it_was_dead_is_announced(user: User) -> None:
    """What time brought while nobody kept it is announced by the next timekeeper, once."""
    write(user.journal, started(ago(1203), "heat 20m, cold 20m", session="a"))
    user.run("status")
    entries = user.wait_for(ends, "the switch")
    assert len(ends(entries)) == 1
    assert user.status()["state"] == "swapping"


def test_guard_and_worker_killed_together_come_back_with_the_next_verb(user: User) -> None:
    """After `kill -9` of both nothing keeps the time until a verb looks: then a new one follows the same session."""
    user.rehearse("heat 20m, cold 20m", speed=10)
    session, pid = user.status()["session"]["id"], user.wait_for_keeper()
    guard = parent_of(pid)
    assert guard in user.processes("spasmtimer.timekeeper")
    os.kill(guard, signal.SIGKILL)
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not is_held(user.journal), 5, "the lock to be free")
    status = user.status()
    assert status["session"]["id"] == session
    assert user.wait_for_keeper(other_than=pid) in user.workers()


def test_five_verbs_that_find_none_start_one(user: User) -> None:
    """Of the timekeepers that five verbs start at once only one stays, and it keeps the lock."""
    write(user.journal, started(ago(30), session="a"))
    verbs = [subprocess.Popen([SCRIPT, "status"], env=user.env, stdout=subprocess.DEVNULL) for _ in range(5)]
    assert [verb.wait(20) for verb in verbs] == [0] * 5
    pid = user.wait_for_keeper()
    wait_until(lambda: user.workers() == [pid], 10, "all but one to end")
    assert user.keeper() == pid
    hellos = (user.data / "timekeeper.log").read_text().count("following a")
    assert hellos == 1


@pytest.mark.parametrize("end", ["stop", "by itself"])
def test_the_processes_end_with_the_session(user: User, end: str) -> None:
    """When the session has ended and its last cue is over, worker, guard and every child of theirs are gone."""
    user.rehearse("heat 20m", speed=1 if end == "stop" else 1000)
    user.wait_for_keeper()
    if end == "stop":
        user.run("stop")
    else:
        user.wait_for(ends, "the end")
        user.run("ack")
    wait_until(lambda: not user.processes(), 10, "every process to end")
    assert not is_held(user.journal)
    assert user.status()["timekeeper"] == {"alive": False, "pid": None}


@needs(*PULSE)
def test_stray_modules_in_the_users_folder_do_no_harm(user: User, tmp_path: Path) -> None:
    """Files named like modules of Python's in the folder of whoever starts it break neither timekeeper nor cue."""
    for name in ("wave", "json", "sqlite3", "logging", "queue", "spasmtimer"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('a stray file was imported')\n")
    with PulseServer() as server:
        user.env["PULSE_SERVER"] = server.env["PULSE_SERVER"]
        line = "rehearse|heat 20m, cold 20m|--speed|1000|--confirm|always|--detach"
        done = user.type(*line.split("|"), cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        seq = ends(user.wait_for(ends, "the switch"))[0]
        entries = user.wait_for(lambda entries: told(entries, seq), "the cue's fate")
        assert told(entries, seq) == [ev.NoticeKind.CUE_SOUNDED]


def test_the_terminals_end_does_not_end_the_session(user: User) -> None:
    """When the terminal of a plain view is closed, the view ends and the timekeeper goes on as it was."""
    command = [str(SCRIPT), "rehearse", "heat 20m, cold 20m", "--speed", "300", "--plain", "--confirm", "always"]
    with Terminal(command, user.env) as terminal:
        terminal.wait_for("Heat on.")
        pid = user.wait_for_keeper()
        terminal.hang_up()
        assert terminal.wait_exit() in (-signal.SIGHUP, 129, 0)
    user.wait_for(ends, "the switch")
    assert user.keeper() == pid


@needs(*PULSE)
def test_a_cue_that_was_in_flight_sounds_again(user: User) -> None:
    """A worker killed after a switch and before any player answered leaves the cue to the next one, which calls it."""
    with PulseServer() as server:
        user.env["PULSE_SERVER"] = server.env["PULSE_SERVER"]
        user.rehearse("heat 20m, cold 20m")
        pid = user.wait_for_keeper()
        server.freeze()
        seq = ends(user.wait_for(ends, "the switch"))[0]
        os.kill(pid, signal.SIGKILL)
        user.wait_for_keeper(other_than=pid)
        server.thaw()
        entries = user.wait_for(lambda entries: told(entries, seq), "the cue's fate")
        assert told(entries, seq) == [ev.NoticeKind.CUE_SOUNDED]
        wait_until(lambda: not user.processes("spasmtimer.audio"), 10, "the dead worker's player to end too")


@needs(*PULSE)
def test_a_cue_that_was_heard_does_not_sound_again(user: User) -> None:
    """A worker killed after a player acknowledged the switch is followed by one that leaves that cue alone."""
    with PulseServer() as server:
        user.env["PULSE_SERVER"] = server.env["PULSE_SERVER"]
        user.rehearse("heat 20m, cold 20m")
        seq = ends(user.wait_for(ends, "the switch"))[0]
        entries = user.wait_for(lambda entries: told(entries, seq), "the acknowledgement")
        assert told(entries, seq) == [ev.NoticeKind.CUE_SOUNDED]
        pid = user.wait_for_keeper()
        os.kill(pid, signal.SIGKILL)
        user.wait_for_keeper(other_than=pid)
        user.run("confirm")
        entries = user.wait_for(lambda e: len(ends(e)) == 2 and told(e, ends(e)[1]), "the end's acknowledgement")
        assert told(entries, seq) == [ev.NoticeKind.CUE_SOUNDED]
        assert told(entries, ends(entries)[1])[0] is ev.NoticeKind.CUE_SOUNDED
        user.run("stop")
        wait_until(lambda: not user.workers(), 10, "the worker to end")


def test_a_newer_session_is_followed_by_the_same_timekeeper_or_the_next(user: User) -> None:
    """A session started right after another has ended is followed when `start` returns."""
    for _ in range(3):
        user.rehearse("heat 20m", speed=1)
        status = json_of(user.run("status", "--json"))
        assert status["timekeeper"]["alive"]
        user.run("stop")


def test_a_timekeeper_whose_journal_was_taken_away_ends(user: User) -> None:
    """Where nobody could answer it and no pack is on, it goes, says so in its log, and another session can start."""
    user.rehearse("move 20m", speed=1)
    pid = user.wait_for_keeper()
    for path in user.data.glob("journal.db*"):
        path.unlink()
    wait_until(lambda: not Path(f"/proc/{pid}").exists(), 10, "the timekeeper to end")
    assert "was taken away" in (user.data / "timekeeper.log").read_text()
    user.rehearse("heat 20m", speed=1)
