"""`python -P -m spasmtimer.timekeeper.hold [--probe]`: keeps the machine awake until its standard input ends.

A process of its own, because a D-Bus that hangs would block whoever asks it. First it asks the desktop, through wakepy,
and where that fails, `systemd-inhibit`. It answers in one line of JSON: `ok`, `how` (the method that holds) and, where
none does, `why` for each; a second such line comes if what held is lost. With `--probe` it tries, answers and lets go.
"""

from __future__ import annotations

import json
import os
import queue
import select
import shutil
import subprocess
import sys
import threading
from contextlib import suppress
from typing import NamedTuple, Protocol

from .sessionbus import ADDRESS, find_session_bus, plainly

DESKTOP_S = 2.2
"""How long the desktop may take: where its bus hangs, wakepy needs 1.0 s to find out for each of its two methods."""

INHIBIT_S = 1.6
"""How long systemd-inhibit may take; it takes hundredths. Both, and a slow start, stay below `awake.LIMIT_S`."""

LET_GO_S = 2.2
"""How long letting go may take: wakepy waits 2 s for an answer."""

INHIBIT = ("--what=idle:sleep", "--who=spasmtimer", "--why=heat or ice is on the skin", "--mode=block")


class Tried(NamedTuple):
    """How a try went: one of the two is None."""

    how: str | None
    why: str | None


class Way(Protocol):
    """A way to keep the machine awake."""

    def take(self) -> Tried:
        """Tries it, within its limit."""

    def wait(self) -> str | None:
        """Returns when standard input has ended, or with the reason when the hold was lost before."""

    def let_go(self) -> None:
        """Lets the machine sleep."""


class Desktop:
    """Through wakepy: a service of the desktop on Linux, what the system offers elsewhere."""

    def __init__(self) -> None:
        """Asks nothing yet."""
        self._answer: queue.SimpleQueue[Tried] = queue.SimpleQueue()
        self._enough = threading.Event()
        self._thread = threading.Thread(target=self._hold, name="desktop", daemon=True)

    def take(self) -> Tried:
        """Asks in a thread, which a bus that never answers may keep for good."""
        address = find_session_bus()
        if address:
            os.environ[ADDRESS] = address
        self._thread.start()
        try:
            return self._answer.get(timeout=DESKTOP_S)
        except queue.Empty:
            return Tried(None, f"the desktop gave no answer within {DESKTOP_S:g} s")

    def _hold(self) -> None:
        try:
            from wakepy import keep

            with keep.running(on_fail="pass") as mode:
                tried = mode.result.list_methods(ignore_unused=True)
                whys = [f"{each.method_name}: {plainly(each.failure_reason)}" for each in tried if not each.success]
                if mode.result.real_success and mode.method:
                    self._answer.put(Tried(mode.method.name, None))
                    self._enough.wait()
                else:
                    self._answer.put(Tried(None, "; ".join(whys) or "wakepy knows no method for this system"))
        except Exception as error:
            self._answer.put(Tried(None, f"wakepy: {error}"))

    def wait(self) -> str | None:
        """Nobody tells when a desktop drops what it promised."""
        sys.stdin.read()
        return None

    def let_go(self) -> None:
        """Tells the desktop; if it does not answer, the end of this process tells it."""
        self._enough.set()
        self._thread.join(LET_GO_S)


class Inhibitor:
    """systemd-inhibit, around a `cat`.

    What `cat` gives back was written to it before: it proves that the lock was taken. And it ends, and with it the
    lock, as soon as nobody could write to it any more, also when this process was killed.
    """

    def __init__(self) -> None:
        """Starts nothing yet."""
        self._child: subprocess.Popen[str] | None = None

    def take(self) -> Tried:
        """Starts it, and waits for the proof."""
        program = shutil.which("systemd-inhibit")
        if program is None:
            return Tried(None, "systemd-inhibit: there is none here")
        pipe = subprocess.PIPE
        try:
            self._child = subprocess.Popen(
                [program, *INHIBIT, "cat"], stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, text=True
            )
        except OSError as error:
            return Tried(None, f"systemd-inhibit: {error}")
        why = self._until_proof(self._child)
        if why is None:
            return Tried("systemd-inhibit", None)
        self.let_go()
        return Tried(None, f"systemd-inhibit: {why}")

    def _until_proof(self, child: subprocess.Popen[str]) -> str | None:
        assert child.stdin
        assert child.stdout
        proof = "held\n"
        with suppress(OSError):  # it ended at once: its output says why
            child.stdin.write(proof)
            child.stdin.flush()
        limit = threading.Timer(INHIBIT_S, child.kill)
        limit.daemon = True
        limit.start()
        said = ""
        for line in child.stdout:
            if line == proof:
                limit.cancel()
                return None
            said = line.strip() or said
        gave_up = not limit.is_alive()
        limit.cancel()
        return f"no answer within {INHIBIT_S:g} s" if gave_up else said or f"it ended with code {child.wait()}"

    def wait(self) -> str | None:
        """Notices as well when systemd-inhibit ends too early."""
        assert self._child
        assert self._child.stdout
        ready, _, _ = select.select([sys.stdin, self._child.stdout], [], [])
        return None if sys.stdin in ready else "systemd-inhibit ended before its time"

    def let_go(self) -> None:
        """Closes what `cat` reads; kills what does not end by that."""
        child = self._child
        if child is None:
            return
        with suppress(OSError):  # it has ended, and what it should have read is still in the pipe
            if child.stdin:
                child.stdin.close()
        try:
            child.wait(LET_GO_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def main(arguments: list[str]) -> int:
    """Takes the first way that holds, says how that went, and holds until told to let go. Returns an exit code."""
    ways: list[Way] = [Desktop(), Inhibitor()] if sys.platform == "linux" else [Desktop()]
    whys = []
    for way in ways:
        tried = way.take()
        if tried.how is None:
            whys.append(tried.why)
            continue
        _say(ok=True, how=tried.how)
        lost = None if "--probe" in arguments else way.wait()
        way.let_go()
        if lost:
            _say(ok=False, why=lost)
        return 1 if lost else 0
    _say(ok=False, why="; ".join(filter(None, whys)))
    return 1


def _say(*, ok: bool, how: str | None = None, why: str | None = None) -> None:
    print(json.dumps({"ok": ok, "how": how, "why": why}), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
