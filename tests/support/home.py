"""A home of its own for each test: the program as a person would run it, touching nothing of theirs."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from spasmtimer.journal.lock import is_held
from tests.support import forked
from tests.support.pulse import wait_until

PROGRAM = [sys.executable, "-m", "spasmtimer.cli.main"]


class Home:
    """One user's folders, and the program run in them."""

    def __init__(self, folder: Path, env: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.env = {**(os.environ if env is None else env), "SPASMTIMER_HOME": str(folder), "TERM": "xterm-256color"}

    @property
    def journal(self) -> Path:
        """The journal's file."""
        return self.folder / "data" / "journal.db"

    def settings(self, text: str) -> None:
        """Write the user's `config.toml`."""
        folder = self.folder / "config"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.toml").write_text(text)

    def run(self, *arguments: str, code: int = 0) -> str:
        """Run a verb without a terminal; its standard output. Fails the test where it ends with another code."""
        done = forked.run(arguments, self.env)
        assert done.returncode == code, (done.stdout, done.stderr)
        return done.stdout

    def status(self) -> dict[str, Any]:
        """What `status --json` says."""
        answer: dict[str, Any] = json.loads(self.run("status", "--json"))
        return answer

    def wait_for_state(self, state: str, seconds: float = 20) -> dict[str, Any]:
        """The status as soon as its state is this one."""
        found: list[dict[str, Any]] = []

        def reached() -> bool:
            found[:] = [self.status()]
            return bool(found[0]["state"] == state)

        wait_until(reached, seconds, f"the state to be {state}")
        return found[0]

    def rows(self, kind: str) -> list[tuple[int, dict[str, Any]]]:
        """The numbers and data of the journal's rows of one kind."""
        db = sqlite3.connect(self.journal, timeout=10)
        try:
            query = "SELECT seq, data FROM events WHERE kind = ? ORDER BY seq"
            if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone():
                return []  # the program has only just made the file
            return [(seq, json.loads(data)) for seq, data in db.execute(query, (kind,)).fetchall()]
        finally:
            db.close()

    def worker_pid(self) -> int:
        """The process id in the last timekeeper's hello."""
        return int(json.loads((self.folder / "data" / "timekeeper.json").read_text())["pid"])

    def clean_up(self) -> None:
        """End the session, and with it the timekeeper; one that does not end is killed, by the id it gave us."""
        if not self.journal.exists():
            return
        forked.run(["stop"], self.env)
        end = time.monotonic() + 20
        while is_held(self.journal) and time.monotonic() < end:
            time.sleep(0.02)
        if is_held(self.journal):
            self.kill_timekeeper()
            raise AssertionError("the timekeeper outlived its session")

    def kill_timekeeper(self) -> None:
        """`kill -9` of guard and worker together."""
        worker = self.worker_pid()
        with suppress(ProcessLookupError, FileNotFoundError):
            os.kill(parent_of(worker), signal.SIGKILL)
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)


def parent_of(pid: int) -> int:
    """The parent's process id (Linux). Raises FileNotFoundError where the process is gone."""
    stat = Path(f"/proc/{pid}/stat").read_text()
    return int(stat.rpartition(")")[2].split()[1])
