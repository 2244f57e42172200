"""What a session stands on: the program, its files, the clock, and who keeps the time."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from .. import __version__, machine, paths, presets_file
from ..clock import SystemClock, boot_id, session_clock_name
from ..journal import hello, lock
from ..journal.opening import main_journal
from ..journal.store import Journal, JournalError
from ..settings import Loaded
from ..timekeeper.launch import log_path
from .finding import Finding, bad, note, ok

FAR_YEARS = (2026, 2100)
"""A wall clock outside these has lost its battery, and the times of day on the screen with it."""


def check_program() -> Iterator[Finding]:
    """Which program this is, and on what."""
    python = f"Python {platform.python_version()}"
    yield ok("program", "version", f"spasmtimer {__version__}, {python}, {platform.system()} {platform.release()}")


def check_settings(loaded: Loaded) -> Iterator[Finding]:
    """What is wrong in the user's own files."""
    problems = [*loaded.problems, *presets_file.load().problems]
    for problem in problems:
        yield bad("files", "settings", problem, "mend the line; until then its default is used")
    if not problems:
        yield ok("files", "settings", str(paths.config_dir()))


def check_folders() -> Iterator[Finding]:
    """Where things are kept, and whether they can be."""
    for name, folder in (("data", paths.data_dir()), ("cache", paths.cache_dir())):
        if why := _unwritable(folder):
            remedy = f"make {folder} yours and writable, or set {paths.HOME_VARIABLE} to a folder that is"
            verdict = bad if name == "data" else note
            yield verdict("files", name, why, remedy)
        else:
            yield ok("files", name, str(folder))


def check_journal() -> Iterator[Finding]:
    """Whether what happened can be read."""
    path = main_journal()
    if not path.exists():
        yield ok("files", "journal", "none yet; the first session makes it")
        return
    try:
        with closing(Journal(path)) as journal:
            journal.check()
            journal.latest()
            count = len(journal.sessions(rehearsals=False))
    except JournalError as error:
        yield bad("files", "journal", str(error), "the next session sets a damaged one aside and begins a new one")
        return
    yield ok("files", "journal", f"{count} session{'' if count == 1 else 's'}, SQLite {sqlite3.sqlite_version}")


def check_clock() -> Iterator[Finding]:
    """Which clocks a session goes by."""
    now = SystemClock().now()
    if not FAR_YEARS[0] <= now.wall.year <= FAR_YEARS[1]:
        yield bad("clock", "wall clock", f"says {now.wall:%Y-%m-%d %H:%M}", "set the machine's date")
    else:
        yield ok("clock", "wall clock", f"{now.wall:%Y-%m-%d %H:%M:%S %z}")
    name = session_clock_name()
    if name:
        known = "" if boot_id() else "; this system does not name its boots"
        yield ok("clock", "session clock", f"{name}, which goes on while the machine sleeps{known}")
    else:
        yield note("clock", "session clock", "this system has none that goes on while the machine sleeps")


def check_timekeeper() -> Iterator[Finding]:
    """Who keeps the time, and what would end it."""
    path = main_journal()
    said = hello.heard(path) if path.exists() and lock.is_held(path) else None
    alive = f"process {said.pid} follows a session" if said else "none runs; a session starts one"
    yield ok("timekeeper", "process", f"{alive}; its log is {log_path(path)}")
    user = machine.user_name()
    if machine.runs_logind() and machine.ends_at_logout(user):
        says = f"logging out would end it: logind's KillUserProcesses is on for {user}"
        yield bad(
            "timekeeper", "logout", says, f"set KillExcludeUsers={user} in /etc/systemd/logind.conf, or stay logged in"
        )
    else:
        yield ok("timekeeper", "logout", "it goes on when you log out")


def _unwritable(folder: Path) -> str:
    """Why nothing could be kept there, or nothing; the nearest folder that exists decides for one that does not."""
    nearest = folder
    while not nearest.exists() and nearest != nearest.parent:
        nearest = nearest.parent
    if not nearest.is_dir():
        return f"{nearest} is not a folder"
    return "" if os.access(nearest, os.W_OK | os.X_OK) else f"{nearest} cannot be written"
