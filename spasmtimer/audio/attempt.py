"""One player, running: a process in a group of its own. Its words become events, and reach no terminal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread

ENDING_S = 0.2
"""A process that has closed its output gets this long to end."""

Event = tuple[str, "Attempt | None", str]
"""What happened, to which attempt, in which words; `line` and `closed` come from here."""


class Attempt:
    """A started process. All of it is for one thread only; the other one only reads and reports.

    Raises OSError when it cannot be started (not there any more, no terminal to be had, no process left).
    """

    def __init__(self, name: str, argv: list[str], events: SimpleQueue[Event], terminal: bool = False) -> None:
        self.name = name
        self._output, write_end = _terminal() if terminal else os.pipe()
        try:
            self._process = _start(argv, write_end)
        except OSError:
            os.close(self._output)
            raise
        finally:
            os.close(write_end)
        self.pid = self._process.pid
        Thread(target=self._listen, args=(events,), daemon=True).start()

    def end(self) -> int:
        """Take leave of a process that was killed or has closed its output: its exit code, negative for a signal."""
        for _ in range(2):
            with suppress(subprocess.TimeoutExpired):
                return self._process.wait(ENDING_S)
            self.kill()
        return -9  # stuck in the kernel: whoever outlives this process collects it

    def kill(self) -> None:
        """Silence it now, and whatever it started. No effect on one that has ended."""
        if self._process.returncode is not None:
            return
        if sys.platform == "win32":
            self._process.kill()
            return
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return  # ended this instant, and not yet taken leave of (macOS then calls it not permitted)

    def _listen(self, events: SimpleQueue[Event]) -> None:
        """Cut the output into lines (players redraw their progress with a bare carriage return)."""
        rest = b""
        while data := self._read():
            *lines, rest = (rest + data).replace(b"\r", b"\n").split(b"\n")
            for line in lines:
                if text := line.decode("utf-8", "replace").strip():
                    events.put(("line", self, text))
        if text := rest.decode("utf-8", "replace").strip():
            events.put(("line", self, text))
        os.close(self._output)
        events.put(("closed", self, ""))

    def _read(self) -> bytes:
        try:
            return os.read(self._output, 65536)
        except OSError:  # how a terminal says that its last user has gone
            return b""


def _terminal() -> tuple[int, int]:
    if sys.platform == "win32":
        raise OSError("no such terminal on this system")
    return os.openpty()


def _start(argv: list[str], output: int) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "LC_ALL": "C"}  # acknowledgements are recognised by their English
    if sys.platform == "win32":
        return subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment,
            creationflags=subprocess.CREATE_NO_WINDOW,
        )
    return subprocess.Popen(
        argv, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment, start_new_session=True
    )
