"""The app's parent: it waits, and gives the terminal back where the app can no longer do so itself, as after `kill -9`.

It imports next to nothing and sleeps until a signal comes. To the shell it is the app: it stops when the app stops,
hands on what is sent to it, and ends with the app's exit code.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

HANDED_ON = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGTSTP")

TO_ALL = ("SIGINT", "SIGQUIT", "SIGTSTP")
"""What the terminal itself sends to the app as well, so that handing it on would make it two."""

SI_USER = 0
"""signal(7): sent by a process, not by the kernel."""

GIVEN_BACK = (
    "\x1b[?2026l"  # the end of a frame
    "\x1b[<u"  # the keyboard protocol; each screen has its own, so before the screen is left
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l"  # the mouse
    "\x1b[?1004l\x1b[?2004l\x1b[?2048l"  # focus, pasted text, changes of size
    "\x1b[?7h\x1b[0m"  # lines wrap; no colour
    "\x1b[?1049l\x1b[?25h"  # the other screen is left; the cursor is shown
)
"""All that the app may have switched on (Textual 8.2, linux_driver.py), switched off."""

DIED = "The app was ended by {name}."
GOES_ON = "The session goes on; 'spasmtimer' joins it, 'spasmtimer stop' ends it."


def stand_by(goes_on: Callable[[], bool]) -> int | None:
    """Makes a child that is to be the app: returns None in it, and in its parent the exit code, once it has ended.

    `goes_on`: whether there is a session; asked only where the app could not tell. No database may be open.
    """
    if sys.platform != "linux":
        return None  # without sigwaitinfo signals would have to be caught, with all that may go wrong between them
    watched = {signal.Signals[name] for name in (*HANDED_ON, "SIGCHLD", "SIGCONT")}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, watched)
    given = _modes()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if not child:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return None
    code = _wait(child, watched)
    if code >= 0:
        return code
    _give_back(given)
    _say(" ".join(filter(None, (DIED.format(name=_name(-code)), GOES_ON if goes_on() else ""))))
    return 128 - code


def _wait(child: int, watched: set[signal.Signals]) -> int:
    """Until the child ends; its exit code, negative for the signal it died of."""
    while True:
        found = signal.sigwaitinfo(watched)
        name = _name(found.si_signo)
        if name == "SIGCHLD":
            code = _look(child)
            if code is not None:
                return code
        elif name == "SIGCONT":
            _continue(child)
        elif name not in TO_ALL or found.si_code == SI_USER:
            os.kill(child, found.si_signo)


def _look(child: int) -> int | None:
    """The child's exit code, if it has ended. If it was stopped, we stop too: only so the shell sees it."""
    pid, status = os.waitpid(child, os.WNOHANG | os.WUNTRACED)
    if not pid:
        return None
    if os.WIFSTOPPED(status):
        if signal.SIGCONT not in signal.sigpending():  # which stopping would throw away
            os.kill(os.getpid(), signal.SIGSTOP)
        return None
    return os.waitstatus_to_exitcode(status)


def _continue(child: int) -> None:
    """Has the child go on with us, unless whoever continued us has done so: a shell continues all of a job."""
    done = os.waitid(os.P_PID, child, os.WCONTINUED | os.WNOHANG)
    if done is None:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGCONT)


def _modes() -> list[object] | None:
    """The terminal's modes; None where there is none any more."""
    import termios

    try:
        return list(termios.tcgetattr(sys.stdin.fileno()))
    except (termios.error, OSError, ValueError):
        return None


def _give_back(given: list[object] | None) -> None:
    """Restores the terminal, if the app had it: in the background it is the shell's, and unchanged it needs nothing."""
    import termios

    terminal = sys.stdin.fileno()
    with suppress(OSError, termios.error):
        if given is None or _modes() == given or os.tcgetpgrp(terminal) != os.getpgrp():
            return
        os.write(sys.stderr.fileno(), GIVEN_BACK.encode())
        termios.tcsetattr(terminal, termios.TCSANOW, given)  # type: ignore[arg-type]  # as tcgetattr gave it
        termios.tcflush(terminal, termios.TCIFLUSH)  # what the mouse and the terminal have said to the app


def _say(line: str) -> None:
    with suppress(OSError):
        os.write(sys.stdout.fileno(), f"{line}\n".encode())


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"  # a real-time one
