"""The terminal survives the app, whatever ends it: below the app's parent, in real terminals."""

from __future__ import annotations

import os
import signal
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pyte
import pytest

from tests.support.home import PROGRAM, Home
from tests.support.pulse import wait_until
from tests.support.terminal import PRIVATE, Terminal

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the app's parent is for Linux")

ON = ("1049h", "1000h", "1006h", "1004h", "2004h")
OFF = ("1049l", "1000l", "1006l", "1004l", "2004l", "25h", "7h")
POPPED = b"\x1b[<u"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A home with a session that has just begun; no sound is needed."""
    home = Home(tmp_path / "home")
    home.run("start", "recurring", "--yes", "--detach")
    yield home
    home.clean_up()


class Watched(Terminal):
    """A terminal whose modes are known, and the app in it."""

    @property
    def modes(self) -> list[object]:
        """What termios says of it now."""
        return list(termios.tcgetattr(self._master))

    def since_entered(self) -> bytes:
        """What was written since the app took the screen for the last time."""
        return bytes(self.output).rpartition(b"\x1b[?1049h")[2]

    def painted(self) -> str:
        """What stands on the empty screen that the app took for the last time."""
        screen = pyte.Screen(80, 24)
        pyte.ByteStream(screen).feed(PRIVATE.sub(b"", self.since_entered()))
        return "\n".join(screen.display)

    def is_given_back(self) -> bool:
        """Whether all that was switched on has been switched off."""
        rest = self.since_entered()
        return POPPED in rest and all(f"\x1b[?{mode}".encode() in rest for mode in OFF)


SHOWS_MODES = "import os, sys, time; os.write(1, b'ready'); sys.stdin.readline(); os.execv(sys.argv[1], sys.argv[1:])"
"""Waits for Enter, so that the modes before the app can be read, and becomes the app."""


@contextmanager
def app(home: Home) -> Iterator[tuple[Watched, list[object]]]:
    """The app, showing the session, and the terminal's modes before it."""
    with Watched([sys.executable, "-c", SHOWS_MODES, *PROGRAM], home.env) as terminal:
        terminal.wait_for("ready")
        before = terminal.modes
        terminal.send("\n")
        terminal.wait_for("Heat on")
        wait_until(lambda: all(f"\x1b[?{mode}".encode() in terminal.output for mode in ON), 10, "the app's modes")
        assert terminal.modes != before
        yield terminal, before


def shows(terminal: Watched, text: str) -> bool:
    """Whether the app has painted this since it took the screen."""
    return text in terminal.painted()


def lives(pid: int) -> bool:
    """Whether there is such a process, a zombie aside."""
    try:
        return state_of(pid) != "Z"
    except FileNotFoundError:
        return False


def state_of(pid: int) -> str:
    """The process's state, as /proc names it."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


@pytest.mark.parametrize(
    "number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT, signal.SIGQUIT], ids=lambda n: n.name
)
def test_killed(home: Home, number: signal.Signals) -> None:
    """An app that dies of what it cannot handle leaves the terminal as it was, one line, and 128 + the signal."""
    with app(home) as (terminal, before):
        os.kill(terminal.app, number)

        assert terminal.wait_exit() == 128 + number
        wait_until(terminal.is_given_back, 5, "the terminal to be given back")
        wait_until(lambda: "'spasmtimer' joins it" in " ".join(terminal.text().split()), 5, "the line that says so")
        assert terminal.modes == before
        assert f"The app was ended by {number.name}. The session goes on;" in " ".join(terminal.text().split())
        assert terminal.output.endswith(b"'spasmtimer stop' ends it.\r\n")
    assert home.status()["state"] == "running"


@pytest.mark.parametrize(
    ("number", "whom"),
    [
        *((signal.SIGINT, "both"), (signal.SIGTERM, "app"), (signal.SIGTERM, "parent"), (signal.SIGHUP, "both")),
        *(
            pytest.param(number, whom, marks=pytest.mark.slow)
            for number, whom in (
                *((signal.SIGINT, "app"), (signal.SIGINT, "parent"), (signal.SIGTERM, "both")),
                *((signal.SIGHUP, "app"), (signal.SIGHUP, "parent")),
            )
        ),
    ],
)
def test_told_to_end(home: Home, number: signal.Signals, whom: str) -> None:
    """A signal to the app, to its parent or to both ends both in the app's own way: its code, its one line."""
    with app(home) as (terminal, before):
        pid = terminal.app
        if whom == "both":
            os.killpg(terminal.pid, number)
        else:
            os.kill(pid if whom == "app" else terminal.pid, number)

        assert terminal.wait_exit() == 128 + number
        wait_until(terminal.is_given_back, 5, "the terminal to be given back")
        wait_until(lambda: terminal.output.endswith(b"ends it.\r\n"), 5, "the line that says so")
        assert terminal.modes == before
        assert terminal.since_entered().count(b"The session goes on") == 1
        assert not lives(pid)


def test_the_terminal_is_closed(home: Home) -> None:
    """A closed terminal ends both."""
    with app(home) as (terminal, _):
        pid = terminal.app
        terminal.hang_up()

        assert terminal.wait_exit() == 129
        assert not lives(pid)


def test_the_parent_is_killed(home: Home) -> None:
    """`kill -9` of the parent leaves no app behind without a terminal."""
    with app(home) as (terminal, _):
        pid = terminal.app
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.wait_exit()
        terminal.hang_up()
        wait_until(lambda: not lives(pid), 5, "the app to end")


@pytest.mark.parametrize("whom", ["app", "parent"])
def test_stopped_and_continued(home: Home, whom: str) -> None:
    """SIGTSTP stops both with the terminal given back; SIGCONT to the job brings both back, keys and whole picture."""
    with app(home) as (terminal, before):
        pid = terminal.app
        for _ in range(3):
            os.kill(pid if whom == "app" else terminal.pid, signal.SIGTSTP)
            wait_until(lambda: state_of(pid) == state_of(terminal.pid) == "T", 5, "both to stop")
            assert terminal.modes == before
            wait_until(terminal.is_given_back, 5, "the terminal to be given back")
            os.killpg(terminal.pid, signal.SIGCONT)
            wait_until(lambda: not terminal.is_given_back(), 10, "the app to take the terminal again")
            wait_until(lambda: state_of(pid) == state_of(terminal.pid) == "S", 10, "both to go on")
            assert terminal.modes != before
            for text in ("Recurring pain", "Heat on", "q Quit"):
                wait_until(partial(shows, terminal, text), 10, f"'{text}' to be painted again")
        terminal.send("q")
        terminal.wait_for("Leave it running")
        terminal.send("l")

        assert terminal.wait_exit() == 0
        assert terminal.modes == before


def test_in_a_shell(home: Home) -> None:
    """Job control as a person uses it: stop from outside, the shell's prompt, `fg`, and `kill -9` tells 137."""
    env = {**home.env, "PS1": "prompt$ "}
    with Watched(["bash", "--norc", "--noprofile", "-i"], env) as terminal:
        terminal.wait_for("prompt$")
        terminal.send(" ".join(PROGRAM) + "\r")
        terminal.wait_for("Heat on")
        job = int(Path(f"/proc/{terminal.pid}/task/{terminal.pid}/children").read_text().split()[0])
        child = int(Path(f"/proc/{job}/task/{job}/children").read_text().split()[0])
        os.kill(child, signal.SIGTSTP)
        terminal.wait_for("Stopped")
        terminal.send("fg\r")
        wait_until(lambda: state_of(child) != "T" and "Heat on" in terminal.text(), 10, "the app again")
        wait_until(lambda: len(terminal.since_entered()) > 200, 10, "the app to be painted")
        os.kill(child, signal.SIGKILL)
        terminal.wait_for("ended by SIGKILL")
        terminal.send("echo code $?\r")
        terminal.wait_for("code 137")
        terminal.send("exit\r")
        terminal.wait_exit()


def test_the_parent_sleeps(home: Home) -> None:
    """While the app runs, its parent does nothing at all."""
    with app(home) as (terminal, _):
        status = Path(f"/proc/{terminal.pid}/status")

        def slept() -> str:
            return next(line for line in status.read_text().splitlines() if line.startswith("voluntary"))

        before, painted = slept(), len(terminal.output)
        wait_until(lambda: len(terminal.output) > painted + 500, 20, "the app to go on painting")
        assert slept() == before
