"""The user's own programs, run when something happens: in order, without a shell, and never for longer than a limit."""

from __future__ import annotations

import errno
import json
import logging
import os
import queue
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import IO

from ..audio.launcher import OWN_GROUP
from ..paths import HOME_VARIABLE
from ..schedule.text import printable
from .children import kill_group
from .occasions import Fact

LIMIT_S = 10.0
"""How long a hook may run; a smart plug that is there answers within one."""

MOST_LINES, MOST_BYTES = 64, 8 * 1024
"""How much of a hook's output the log takes."""

LINGER_S = 0.2
"""How long the output of a hook that has ended is waited for: what it left in the background may keep it open."""

PREFIX = "SPASMTIMER_"

NOT_STARTED = {
    errno.ENOENT: "there is no such program, or none like the first line of the script asks for",
    errno.EACCES: "it may not be executed; 'chmod +x' allows that",
    errno.ENOEXEC: "it is neither a program nor a script with a first line like #!/bin/sh",
}
"""What it means when a process cannot be started."""

log = logging.getLogger(__name__)

Facts = Mapping[str, Fact]
Failed = Callable[[str, str], None]
"""Called, in the hooks' thread, with a hook's name and one line that says why it failed."""


class Hooks:
    """Runs hooks one after the other, so that a plug's *on* never overtakes its *off*."""

    def __init__(self, commands: Mapping[str, tuple[str, ...]], failed: Failed, limit_s: float = LIMIT_S) -> None:
        """Runs nothing yet. `commands`: an argument list for each hook that the user has."""
        self._commands, self._failed, self._limit_s = commands, failed, limit_s
        self._queue: queue.SimpleQueue[tuple[str, Facts] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def run(self, name: str, facts: Facts) -> None:
        """Runs a hook after those that wait; returns at once. One that the user does not have is no fault."""
        if name not in self._commands:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="hooks", daemon=True)
            self._thread.start()
        self._queue.put((str(name), dict(facts)))

    def close(self, wait_s: float) -> bool:
        """Waits for the hooks that wait or run, so many seconds at most; returns whether all are done.

        Nothing is run after it. Where it waits for less than `limit_s` for each, the last ones may never run.
        """
        if self._thread is None:
            return True
        self._queue.put(None)
        self._thread.join(wait_s)
        done = not self._thread.is_alive()
        if not done:
            log.warning("no longer waiting for hooks: one runs still, %d would follow", self._queue.qsize() - 1)
        return done

    def _work(self) -> None:
        while (asked := self._queue.get()) is not None:
            name, facts = asked
            try:
                why = self._run(name, facts)
                if why:
                    log.warning("hook %s: %s", name, why)
                    self._failed(name, why)
            except Exception:
                log.exception("hook %s", name)  # the next one is run all the same

    def _run(self, name: str, facts: Facts) -> str | None:
        """Runs one to its end. Returns why it failed; None if it did not."""
        program, *arguments = self._commands[name]
        program = os.path.expanduser(program)
        try:
            child = _start([program, *arguments], name, facts)
        except (OSError, ValueError) as error:
            return f"{program}: {_why_not_started(error)}"
        output = _Output(child)
        try:
            code = child.wait(self._limit_s)
        except subprocess.TimeoutExpired:
            kill_group(child)
            child.wait()
            code = None
        output.tell(name)
        if code is None:
            return f"{program}: it was ended, not being done after {self._limit_s:g} s"
        return f"{program}: {_how_ended(code)}{output.last_words()}" if code else None


def environment(name: str, facts: Facts) -> dict[str, str]:
    """What a hook finds in its environment beside ours: its name, and each fact; true is 1, false 0, none empty."""
    told = {f"{PREFIX}{key.upper()}": _in_words(fact) for key, fact in facts.items()}
    told.pop(HOME_VARIABLE, None)  # ours: whoever runs `spasmtimer stop` in a hook means this home
    return told | {f"{PREFIX}HOOK": name}


def _in_words(fact: Fact) -> str:
    if fact is None:
        return ""
    return str(int(fact)) if isinstance(fact, bool) else str(fact)


def _start(command: list[str], name: str, facts: Facts) -> subprocess.Popen[bytes]:
    """Starts a hook, with the facts on its way to it. Raises OSError or ValueError."""
    home = os.path.expanduser("~")
    child = subprocess.Popen(
        command,
        cwd=home if os.path.isdir(home) else os.path.abspath(os.sep),
        env={**os.environ, **environment(name, facts)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        **OWN_GROUP,
    )
    assert child.stdin
    told = json.dumps({"hook": name, **facts}).encode() + b"\n"
    threading.Thread(target=_feed, args=(child.stdin, told), name="hook's facts", daemon=True).start()
    return child


def _feed(stdin: IO[bytes], told: bytes) -> None:
    with suppress(OSError), stdin:  # a hook that does not read is none the worse for it
        stdin.write(told)


class _Output:
    """What a hook prints: read to its end, and kept as far as the log takes it."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        assert child.stdout
        self._pipe = child.stdout
        self._kept = b""
        self._cut = False
        self._thread = threading.Thread(target=self._read, name="hook's output", daemon=True)
        self._thread.start()

    def _read(self) -> None:
        with self._pipe as pipe:
            while data := os.read(pipe.fileno(), 65536):
                left = MOST_BYTES - len(self._kept)
                self._kept += data[:left]
                self._cut = self._cut or len(data) > left

    def lines(self) -> list[str]:
        lines = self._kept.decode("utf-8", "replace").splitlines()
        return [printable(line.expandtabs()) for line in lines if line.strip()]

    def tell(self, name: str) -> None:
        """Writes it to the log, once its hook has ended."""
        self._thread.join(LINGER_S)
        lines = self.lines()
        for line in lines[:MOST_LINES]:
            log.info("hook %s: %s", name, line)
        if self._cut or len(lines) > MOST_LINES:
            log.info("hook %s: ... cut here", name)

    def last_words(self) -> str:
        """What it said last, for a reason in one line."""
        lines = self.lines()
        return f": {lines[-1].strip()[:200]}" if lines else ""


def _why_not_started(error: OSError | ValueError) -> str:
    number = error.errno if isinstance(error, OSError) else None
    return NOT_STARTED.get(number or 0) or str(error)


def _how_ended(code: int) -> str:
    if code > 0:
        return f"exit code {code}"
    with suppress(ValueError):
        return f"ended by {signal.Signals(-code).name}"
    return f"ended by signal {-code}"
