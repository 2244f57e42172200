"""The app in a terminal, with keys and resizes raining down on it until standard input ends.

    python -m tests.benchmarks.storm

A process of its own, as a terminal is: drawing all that takes time, too. Says `storming` once it does. The keys scroll
the help, which is open above the session, so that nothing happens to that.
"""

from __future__ import annotations

import fcntl
import os
import select
import struct
import sys
import termios
from itertools import count

from tests.support.home import PROGRAM
from tests.support.terminal import Terminal

SIZES = ((80, 24), (120, 40), (60, 20), (100, 30))
"""Columns and rows."""

KEYS = ("\x1b[B", "\x1b[6~", "\x1b[A", "\x1b[5~")
"""Down, page down, up, page up."""

KEY_EVERY_S, KEYS_A_SIZE = 0.01, 10
"""Faster than a held key repeats, and a new size ten times a second, as when a window is dragged."""


class Window(Terminal):
    """A terminal whose window has a changing size."""

    def resize(self, columns: int, rows: int) -> None:
        """Give it a new size; the program gets SIGWINCH."""
        with self._lock:
            self._screen.resize(rows, columns)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def main() -> None:
    """Storm until standard input ends."""
    with Window(PROGRAM, os.environ) as window:
        window.wait_for("REHEARSAL")
        window.send("?")
        window.wait_for("Ctrl+P opens the palette")
        print("storming", flush=True)
        for number in count():
            window.send(KEYS[number % len(KEYS)])
            if number % KEYS_A_SIZE == 0:
                window.resize(*SIZES[number // KEYS_A_SIZE % len(SIZES)])
            if select.select([sys.stdin], [], [], KEY_EVERY_S)[0]:
                return


if __name__ == "__main__":
    main()
