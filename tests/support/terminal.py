"""A program in a real pseudo-terminal, read as a person would see it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import signal
import struct
import termios
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

from tests.support.pulse import wait_until

PRIVATE = re.compile(rb"\x1b\[[<>=?][0-9;]*[ $]?[a-gi-km-zA-Z]")
"""Sequences with a private marker that pyte takes for others."""


UNFINISHED = re.compile(rb"\x1b(\[[<>=?0-9;: $]*)?$")
"""The beginning of a sequence whose rest comes with the next read."""


class Terminal:
    """The program, its screen, and its keyboard."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], size: tuple[int, int] = (80, 24)) -> None:
        columns, rows = size
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._lock = threading.Lock()
        self._sized = [(name, env[name]) for name in ("COLUMNS", "LINES") if name in env]
        self.output = bytearray()
        self.code: int | None = None
        self.pid, self._master = pty.fork()
        if self.pid == 0:  # the child: no Python of ours may go on here
            try:
                for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):  # nohup hands its own deafness down
                    signal.signal(number, signal.SIG_DFL)
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
                os.execvpe(command[0], list(command), dict(env))
            finally:
                os._exit(127)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        with suppress(OSError):  # the terminal was hung up, or the program ended
            rest = b""
            while data := os.read(self._master, 65536):
                with self._lock:
                    self.output += data
                    whole = rest + data
                    unfinished = UNFINISHED.search(whole)
                    end = unfinished.start() if unfinished else len(whole)
                    whole, rest = whole[:end], whole[end:]
                    self._stream.feed(PRIVATE.sub(b"", whole))
                if b"\x1b[6n" in data:
                    os.write(self._master, b"\x1b[1;1R")

    @property
    def app(self) -> int:
        """The process that draws: the program's child in its own group, or the program, where it has none."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return next((int(pid) for pid in children if os.getpgid(int(pid)) == os.getpgid(self.pid)), self.pid)

    def _size(self) -> tuple[int, ...]:
        return struct.unpack("HHHH", fcntl.ioctl(self._master, termios.TIOCGWINSZ, bytes(8)))

    def text(self) -> str:
        """What stands on the screen."""
        with self._lock:
            return "\n".join(line.rstrip() for line in self._screen.display)

    def send(self, keys: str) -> None:
        """Type; what is no text as surrogates."""
        os.write(self._master, keys.encode(errors="surrogateescape"))

    def wait_for(self, text: str, seconds: float = 15) -> None:
        """Return once this text is on the screen."""
        try:
            wait_until(lambda: text in self.text(), seconds, f"'{text}'")
        except BaseException:
            # From what was sent the picture can be remade; the size is the kernel's, rows first.
            print(self.text(), bytes(self.output[-8000:]), self._size(), self._sized, sep="\n")
            raise

    def wait_exit(self, seconds: float = 15) -> int:
        """The exit code, as a shell would tell it, once the program has ended."""
        wait_until(self.has_ended, seconds, "the program to end")
        self._reader.join(1)  # its last words may still be on their way
        assert self.code is not None
        return self.code

    def last_words(self, seconds: float = 15) -> str:
        """What stands on the screen once the program has ended and all of its output has been read."""
        self.wait_exit(seconds)
        self._reader.join(seconds)
        return self.text()

    def hang_up(self) -> None:
        """Close the terminal: its programs get SIGHUP."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def has_ended(self) -> bool:
        """Whether the program is over."""
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
        return self.code is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.has_ended():
            os.kill(self.pid, 9)
            self.wait_exit()
        self.hang_up()
        self._reader.join(5)
