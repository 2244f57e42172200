"""The kinds of fault. Each run does one of them many times over, and counts what came of it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import pytest
from msgspec import Struct

from spasmtimer import presets_file, settings
from tests.journal.living import SCRIPT, User
from tests.support.home import parent_of
from tests.support.pulse import wait_until

VERBS = (["status"], ["status", "--json"], ["episode", "show"], ["pause"], ["confirm"], ["mute", "on"], ["stop"])

CONFIG = """\
volume = 40
cues = "both"
quiet_hours = "22:00-07:00"
get_up = 30
[sounds]
heat = "x.wav"
[hooks]
on_start = ["true", "--loud"]
[keys]
pause = "f2"
"""

PRESETS = """\
[evening]
title = "Evening"
when = "Before bed."
schedule = "heat 15m, rest 10m, heat 10m"
[two-turns]
phases = [{ modality = "cold", minutes = 8 }, { modality = "rest", minutes = 15 }]
"""


class Tally(Struct):
    """What came of a run. Only `times` and `worst_s` may be more than 0 where all is well."""

    fault: str
    times: int = 0
    lost: int = 0
    """Commands that were answered *done*, and are not in the journal."""

    doubled: int = 0
    tracebacks: int = 0
    orphans: int = 0
    """Processes that outlived their session."""

    worst_s: float = 0.0
    """The longest wait for a timekeeper, or for an answer."""


Run = Callable[[User, random.Random], Tally]


def kills(user: User, chance: random.Random, times: int = 200) -> Tally:
    """The worker, or worker and guard, killed at random moments while a session runs and people give commands."""
    tally, answered = Tally("worker, or worker and guard, killed", times), Counter[str]()
    user.rehearse("move 20m, rest 20m, x50", speed=100, confirm="never")
    for _ in range(times):
        pid = user.wait_for_keeper(seconds=30)
        time.sleep(chance.uniform(0, 0.3))
        with suppress(ProcessLookupError, FileNotFoundError):
            victims = [parent_of(pid), pid] if chance.random() < 0.5 else [pid]
            for victim in victims:
                os.kill(victim, signal.SIGKILL)
        begun = time.monotonic()
        for verb, kind in (("pause", "paused"), ("resume", "resumed")):
            done = user.type(verb)
            answered[kind] += done.returncode == 0
            tally.tracebacks += "Traceback" in done.stderr
        user.wait_for_keeper(other_than=pid, seconds=30)
        tally.worst_s = max(tally.worst_s, time.monotonic() - begun)
    for kind, count in answered.items():
        written = len(user.rows(kind))
        tally.lost += max(0, count - written)
        tally.doubled += max(0, written - count)
    return _settled(user, tally)


def damage(user: User, chance: random.Random, times: int = 100) -> Tally:
    """A journal with a session in it and its notices, with bytes or values changed at random; then every verb."""
    tally = Tally("journal damaged at random places, notices too", times)
    user.rehearse("heat 20m, cold 20m", speed=1)
    user.run("mute", "on")
    user.run("pause")
    user.run("stop")
    whole = user.folder / "whole.db"
    shutil.copy(user.journal, whole)
    for number in range(times):
        wait_until(lambda: not user.processes(), 30, "the timekeeper of the one before to end")
        for old in user.data.glob("journal.db*"):
            old.unlink()
        shutil.copy(whole, user.journal)
        (_flip_bytes if number % 2 else _change_values)(user.journal, chance)
        for verb in (*VERBS, ["rehearse", "heat 20m", "--speed", "1", "--detach"], ["stop"]):
            begun = time.monotonic()
            done = user.type(*verb)
            tally.tracebacks += "Traceback" in done.stderr
            tally.worst_s = max(tally.worst_s, time.monotonic() - begun)
        tally.lost += done.returncode != 0  # what was started could not be stopped
    return _settled(user, tally)


def mutations(user: User, chance: random.Random, times: int = 10_000) -> Tally:
    """Settings and presets with bytes changed, taken out, doubled; each is read, and a few lines tell what is wrong."""
    tally = Tally("settings and presets changed at random", times)
    file = user.folder / "own.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    for number in range(times):
        text = bytearray((CONFIG if number % 2 else PRESETS).encode())
        for _ in range(chance.randint(1, 8)):
            _mutate(text, chance)
        file.write_bytes(text)
        begun = time.monotonic()
        try:
            problems = (settings if number % 2 else presets_file).load(file).problems
            tally.doubled += len(problems) > 7 or not all(line.isprintable() for line in problems)
        except Exception:
            tally.tracebacks += 1
        tally.worst_s = max(tally.worst_s, time.monotonic() - begun)
    return tally


def crowd(user: User, chance: random.Random, seconds: float = 60, loops: int = 10) -> Tally:
    """Loops that give commands at once, each in processes of its own; what was answered done is in the journal."""
    tally, answered = Tally(f"{loops} loops of commands at once, {seconds:g} s"), Counter[str]()
    end = time.monotonic() + seconds
    kinds = {"pause": "paused", "resume": "resumed", "rate": "rated", "stop": "stopped"}
    start = ["rehearse", "heat 20m, cold 20m", "--speed", "1", "--detach"]
    commands = (start, ["pause"], ["resume"], ["rate", "5"], ["status"], ["stop"])

    def loop(seed: int) -> None:
        own = random.Random(seed)
        while time.monotonic() < end:
            verb = own.choice(commands)
            begun = time.monotonic()
            done = subprocess.run([SCRIPT, *verb], env=user.env, cwd="/", capture_output=True, text=True, check=False)
            tally.times += 1
            tally.tracebacks += "Traceback" in done.stderr
            tally.worst_s = max(tally.worst_s, time.monotonic() - begun)
            if done.returncode == 0 and verb[0] in kinds:
                answered[kinds[verb[0]]] += 1

    with ThreadPoolExecutor(loops) as pool:
        list(pool.map(loop, range(loops)))
    for kind, count in answered.items():
        written = len(user.rows(kind))
        # A command that changes nothing, as a second pause, is answered done and writes nothing: `lost` is for those
        # that were the only ones of their kind.
        tally.lost += bool(count and not written)
    return _settled(user, tally)


def _settled(user: User, tally: Tally) -> Tally:
    """The end of a run: what its log has, and what still lives after *stop*."""
    user.type("stop")
    log = user.data / "timekeeper.log"
    tally.tracebacks += log.read_text().count("Traceback") if log.exists() else 0
    end = time.monotonic() + 15
    while user.processes() and time.monotonic() < end:
        time.sleep(0.1)
    tally.orphans = len(user.processes())
    with suppress(pytest.fail.Exception):
        user.clean_up()
    return tally


def _flip_bytes(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 20)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def _change_values(path: Path, chance: random.Random) -> None:
    """A value of a row, of an event or of a notice, becomes nonsense."""
    column = chance.choice(("kind", "wall", "clock", "boot", "data"))
    value = chance.choice(("", "later", "\x1b[31m", -1, 1e300, b"\xff\xfe", "{}", "[]", '{"ok": "\\u001b"}'))
    with closing(sqlite3.connect(path)) as db, db:
        rows = [seq for (seq,) in db.execute("SELECT seq FROM events")]
        db.execute(f"UPDATE events SET {column} = ? WHERE seq = ?", (value, chance.choice(rows)))


def _mutate(text: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(text) + 1)
    how = chance.randrange(4)
    if how == 0 and place < len(text):
        text[place] = chance.randrange(256)
    elif how == 1:
        del text[place : place + chance.randint(1, 20)]
    elif how == 2:
        text[place:place] = text[: chance.randint(1, 40)]
    else:
        text[place:place] = chance.choice((b"\x1b[31m", b"9" * 5000, b"[[", b'"', b"\n", b"= nan", "é".encode()))


RUNS: tuple[Run, ...] = (kills, damage, mutations, crowd)
