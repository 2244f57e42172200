"""A user of the program for tests: their folders, what they type, and the processes that this starts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import pytest

from spasmtimer.clock import SystemClock
from spasmtimer.journal.hello import heard
from spasmtimer.journal.lock import is_held
from spasmtimer.journal.store import Entry, Journal, JournalError
from spasmtimer.schedule import events as ev
from spasmtimer.schedule.instant import Instant
from spasmtimer.schedule.notation import parse
from spasmtimer.schedule.session import Session
from tests.support import forked
from tests.support.home import Home
from tests.support.pulse import wait_until

Done = subprocess.CompletedProcess[str]

SCRIPT = Path(sys.executable).with_name("spasmtimer")
"""The installed program."""


class User(Home):
    """A home whose processes are all known: each carries its folder in its environment."""

    @property
    def data(self) -> Path:
        """The folder of the journal."""
        return self.folder / "data"

    @property
    def config(self) -> Path:
        """The folder of the settings; made when asked for."""
        folder = self.folder / "config"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @property
    def spare(self) -> Path:
        """The journal of a session that cannot be saved."""
        name = f"spasmtimer-{zlib.crc32(os.fsencode(self.env['SPASMTIMER_HOME'])):08x}"
        return self.folder / "run" / name / "journal.db"

    def type(self, *arguments: str | bytes, stdin: str = "", cwd: Path | None = None, **env: str) -> Done:
        """Run a verb without a terminal; whatever its code."""
        return forked.run(arguments, self.env | env, cwd or self.folder, stdin)

    @contextmanager
    def open(self, *arguments: str, stdin: int = subprocess.DEVNULL, stdout: int | IO[str]) -> Iterator[Any]:
        """Run a verb that goes on; it is killed in the end."""
        pipe = subprocess.PIPE
        process = subprocess.Popen(
            [SCRIPT, *arguments], env=self.env, cwd="/", stdin=stdin, stdout=stdout, stderr=pipe, text=True, bufsize=1
        )
        with process:
            try:
                yield process
            finally:
                process.kill()

    def rehearse(self, schedule: str, *, speed: int = 1000, confirm: str = "always") -> None:
        """Start a rehearsal that goes on by itself."""
        self.run("rehearse", schedule, "--speed", str(speed), "--confirm", confirm, "--detach")

    def processes(self, *words: str) -> list[int]:
        """The living processes of this user whose command line has all these words (Linux)."""
        return [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if self._is_mine(pid, words)]

    def workers(self) -> list[int]:
        """The timekeeper's workers, those that still wait for the lock included."""
        return self.processes("spasmtimer.timekeeper", "--worker")

    def keeper(self) -> int | None:
        """The process id of the living timekeeper that has said hello."""
        hello = heard(self.journal)
        return hello.pid if hello and is_held(self.journal) and _lives(hello.pid) else None

    def wait_for_keeper(self, *, other_than: int | None = None, seconds: float = 15) -> int:
        """The timekeeper's process id, as soon as there is one."""
        wait_until(lambda: self.keeper() not in (None, other_than), seconds, "a timekeeper's hello")
        pid = self.keeper()
        assert pid is not None
        return pid

    def wait_for(self, condition: Callable[[list[Entry]], object], what: str, seconds: float = 20) -> list[Entry]:
        """The rows of the latest session, as soon as they meet the condition."""
        journal = Journal(self.journal)
        try:
            wait_until(lambda: condition(journal.entries_of_latest()), seconds, what)
            return journal.entries_of_latest()
        finally:
            journal.close()

    def latest(self) -> Session | None:
        """The latest session."""
        journal = Journal(self.journal)
        try:
            return journal.latest()
        finally:
            journal.close()

    def clean_up(self) -> None:
        """End every session, then every process of ours that has not ended with it."""
        for path in (self.journal, self.spare):
            with suppress(JournalError):
                if path.exists():
                    _stop(path)
        with suppress(BaseException):
            wait_until(lambda: not self.processes(), 6, "the timekeeper to end")
        for pid in self.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _is_mine(self, pid: int, words: Sequence[str]) -> bool:
        try:
            mine = f"SPASMTIMER_HOME={self.folder}".encode() in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
            line = Path(f"/proc/{pid}/cmdline").read_text().split("\0") if mine else []
        except OSError:
            return False
        return mine and all(word in line for word in words) and pid != os.getpid()


def living(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[User]:
    """A user whose folders are below `folder`, for this process and those it starts; without any sound server."""
    home = folder / "home"
    (home / "run").mkdir(parents=True)
    for name in ("DBUS_SESSION_BUS_ADDRESS", "PYTHONPATH", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SPASMTIMER_HOME", str(home))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(home / "run"))
    monkeypatch.setenv("PULSE_SERVER", f"unix:{home}/nobody")
    monkeypatch.setenv("PIPEWIRE_REMOTE", "nobody")
    user = User(home)
    yield user
    user.clean_up()


def ago(seconds: float) -> Instant:
    """The instant so many seconds back, on this boot."""
    return SystemClock().now().plus(-seconds)


def started(at: Instant, text: str = "heat 20m", *, session: str = "past", rehearsal: bool = False) -> ev.Started:
    """The first event of a session."""
    return ev.Started(at, session, text, "Your own", parse(text), rehearsal=rehearsal)


def write(path: Path, *events: ev.Event) -> None:
    """Append events to the journal at `path`."""
    journal = Journal(path)
    journal.append(lambda latest: events)
    journal.close()


def worn(
    path: Path, text: str, *, on_s: float, off_ago_s: float, session: str = "past", rehearsal: bool = False
) -> None:
    """A session that was stopped some time ago, after so many seconds."""
    first = started(ago(on_s + off_ago_s), text, session=session, rehearsal=rehearsal)
    if on_s >= first.phases[0].planned_s:
        end = ago(off_ago_s)
        write(path, first, ev.PhaseEnded(end, due=end), ev.Acknowledged(end))
    else:
        write(path, first, ev.Stopped(ago(off_ago_s)))


def json_of(text: str) -> Any:
    """One line of JSON."""
    assert text.endswith("\n")
    assert text.count("\n") == 1, text
    return json.loads(text)


def parent_of(pid: int) -> int:
    """The parent's process id (Linux)."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _stop(path: Path) -> None:
    def stopping(latest: Session | None) -> list[ev.Event]:
        if latest is None or not latest.state.is_live:
            return []
        now = SystemClock().now()
        return [ev.Acknowledged(now) if latest.state == "alarming" else ev.Stopped(now)]

    journal = Journal(path)
    try:
        journal.append(stopping)
    finally:
        journal.close()
