"""A terminal driver that sleeps while nobody types, and lets go when the terminal is gone.

Textual's own wakes ten times a second, spins when its terminal vanishes, starts a second reader when it is stopped and
continued from outside, may lock itself up when a shell stops it, and has every movement of the mouse reported. This one
overrides private methods of Textual 8.2; tests/tui/test_driver.py holds it to what it promises.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import sys
from codecs import getincrementaldecoder
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO

from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from textual.app import App

READ_BYTES = 4096
ESCAPE_S = 0.1
"""After an escape character: how long it may be the beginning of a sequence."""

TERMINAL_GONE = 128 + int(signal.SIGHUP)


class QuietDriver(LinuxDriver):
    """Waits on the terminal and on a pipe that tells it to end, with no time limit."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        """As Textual makes its drivers."""
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        # A terminal that does not know its size is 80x24 to the stock driver and 80x25 to Rich, and the two sizes chase
        # each other for ever.
        self._size = size or self._get_terminal_size()
        # Never closed: the driver outlives every suspension, and the process ends with it.
        self._end_read, self._end_write = os.pipe()
        os.set_blocking(self._end_read, False)
        if sys.__stderr__ is not None:
            # Textual calls `write`, `flush`, `fileno` and `isatty` of it, and no more.
            self._file = Unbreakable(sys.__stderr__)  # type: ignore[assignment]  # all that is called of it

    def start_application_mode(self) -> None:
        """Takes the terminal; an old order to end is forgotten first."""
        with suppress(BlockingIOError):
            os.read(self._end_read, READ_BYTES)
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual gives it no types

    def disable_input(self) -> None:
        """Ends the input thread. The byte in the pipe is the order, so it cannot come too early."""
        os.write(self._end_write, b"x")
        super().disable_input()

    def _get_terminal_size(self) -> tuple[int, int]:
        """The terminal's size."""
        found = shutil.get_terminal_size(fallback=(80, 24))
        return found.columns or 80, found.lines or 24

    def run_input_thread(self) -> None:
        """Reads keys until it is told to end, or the terminal is gone."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        poll = select.poll()
        poll.register(self.fileno, select.POLLIN)
        poll.register(self._end_read, select.POLLIN)
        while True:
            patience = ESCAPE_S * 1000 if parser._timeout_time is not None else None
            ready = {fileno for fileno, _ in poll.poll(patience)}
            if self._end_read in ready:
                break
            if self.fileno in ready:
                typed = self._read()
                if not typed:
                    self._loop.call_soon_threadsafe(self._app.exit, None, TERMINAL_GONE)
                    break
                # Half a character decodes to nothing, and feeding nothing means the end.
                for event in parser.feed(text) if (text := decode(typed)) else ():
                    self.process_message(event)
            for event in parser.tick():
                self.process_message(event)
        with suppress(EOFError, ParseError):
            list(parser.feed(""))

    def _read(self) -> bytes:
        """What was typed; nothing once the terminal is gone."""
        try:
            return os.read(self.fileno, READ_BYTES)
        except OSError:
            return b""

    def _enable_mouse_support(self) -> None:
        """Has buttons reported, not movements: those cost 5 % of a processor while the mouse moves."""
        if self._mouse:
            self.write("\x1b[?1000h\x1b[?1006h")

    def _sigtstp_application(self, *_: object) -> None:
        """Told to stop: done between two tasks of the loop.

        Right here a frame may be on its way into the writer's queue, whose lock would be waited for without end.
        """
        with suppress(RuntimeError):  # the loop is closed: it ends anyway
            self._loop.call_soon_threadsafe(super()._sigtstp_application)

    def _sigcont_application(self, *_: object) -> None:
        """Continued: whoever stopped us, the terminal may have been used by others since."""
        stopped_from_outside = not self._must_signal_resume
        if not stopped_from_outside:
            super()._sigcont_application()
        with suppress(RuntimeError):  # the loop is closed: nothing to take back
            self._loop.call_soon_threadsafe(self._take_back, stopped_from_outside)

    def _take_back(self, set_up: bool) -> None:
        """The terminal is set up anew, with one reader, where that is still to do; then it is painted whole."""
        if self._app._exit or not self._app._running:
            return
        if set_up:
            self.suspend_application_mode()
            self.resume_application_mode()
        for screen in self._app.screen_stack:
            screen.refresh()  # without `layout`, which would paint only what has moved


class Unbreakable:
    """A terminal to write to: what cannot be written is lost, and breaks nothing."""

    def __init__(self, file: TextIO) -> None:
        """Writes to `file`."""
        self._to = file

    def write(self, text: str) -> int:
        """Writes the text if anybody is there to read it."""
        with suppress(OSError, ValueError):
            return self._to.write(text)
        return 0

    def flush(self) -> None:
        """Sends on what was written."""
        with suppress(OSError, ValueError):
            self._to.flush()

    def fileno(self) -> int:
        """The terminal's number."""
        return self._to.fileno()

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self._to.isatty()
