"""The terminal survives the app, and the app the terminal's end: each row of the table in docs/, in a real one."""

from __future__ import annotations

import fcntl
import os
import pty
import random
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.home import PROGRAM, Home
from tests.support.pulse import wait_until
from tests.support.terminal import Terminal

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the driver of our own is for Linux")

ENTERED = b"\x1b[?1049h"
RESTORED = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?1004l", b"\x1b[?2004l", b"\x1b[<u")
"""The other screen left, cursor shown; no mouse, focus, paste or keyboard protocol any more."""


class Wire(Terminal):
    """A terminal that cuts what it sends anywhere, and can forget its size."""

    def send_bytes(self, sent: bytes) -> None:
        """Send bytes, be they half a character."""
        os.write(self._master, sent)

    def resize(self, columns: int, rows: int) -> None:
        """Tell the program another size."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


@contextmanager
def app(home: Home, size: tuple[int, int] = (80, 24), wait_for: str = "What do you need") -> Iterator[Terminal]:
    """The program in a terminal, showing what is waited for."""
    with Terminal(PROGRAM, home.env, size) as terminal:
        if wait_for:
            terminal.wait_for(wait_for)
        yield terminal


def is_restored(terminal: Terminal) -> bool:
    """Whether all that was switched on has been switched off since the screen was last entered."""
    rest = bytes(terminal.output).rpartition(ENTERED)[2]
    return all(sequence in rest for sequence in RESTORED)


def threads(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


def switches(pid: int) -> int:
    """How often the process has gone to sleep, over all its threads."""
    found = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        for line in (task / "status").read_text().splitlines():
            if line.startswith("voluntary_ctxt_switches"):
                found += int(line.split()[1])
    return found


def cpu_s(pid: int) -> float:
    """Processor time the process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)], ids=lambda v: str(v)
)
def test_signals(home: Home, number: signal.Signals, code: int) -> None:
    """A signal ends the app with its code and the terminal as it was; the session goes on, and a line says so."""
    home.run("start", "recurring", "--yes", "--detach")
    with app(home, wait_for="Heat on") as terminal:
        os.kill(terminal.pid, number)

        assert terminal.wait_exit() == code
        assert is_restored(terminal)
        wait_until(lambda: "The session goes on" in terminal.text(), 5, "the line that says so")
    assert home.status()["state"] == "running"


def test_terminal_closed(home: Home) -> None:
    """A closed terminal ends the app within two seconds; the session goes on."""
    home.run("start", "recurring", "--yes", "--detach")
    with app(home, wait_for="Heat on") as terminal:
        begun = time.monotonic()
        terminal.hang_up()

        assert terminal.wait_exit() == 129
        assert time.monotonic() - begun < 2
    assert home.status()["state"] == "running"


def test_terminal_gone_without_a_signal(home: Home) -> None:
    """A terminal that vanishes without telling ends the app too, and nothing is left spinning."""
    ours, theirs = pty.openpty()
    program = subprocess.Popen(
        PROGRAM, env=home.env, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    seen = b""
    while b"What do you need" not in seen:
        seen += os.read(ours, 65536)
    os.close(ours)

    assert program.wait(timeout=5) == 129


def test_stopped_and_continued(home: Home) -> None:
    """After SIGSTOP and SIGCONT there is one reader, the screen is whole, and keys work."""
    with app(home) as terminal:
        for times in range(3):
            os.killpg(terminal.pid, signal.SIGSTOP)
            wait_until(lambda: "T" in state_of(terminal.app), 5, "the stop")
            os.killpg(terminal.pid, signal.SIGCONT)
            painted_again(terminal, times + 2)
        wait_until(lambda: threads(terminal.app) == 3, 5, "three threads")
        terminal.send("q")

        assert terminal.wait_exit() == 0
        assert is_restored(terminal)


def test_suspended_by_the_shell(home: Home) -> None:
    """SIGTSTP gives the terminal back while the app is stopped, and SIGCONT takes it again."""
    with app(home) as terminal:
        os.kill(terminal.pid, signal.SIGTSTP)
        wait_until(lambda: "T" in state_of(terminal.pid), 5, "the stop")
        wait_until(lambda: is_restored(terminal), 5, "the terminal to be given back")
        os.kill(terminal.pid, signal.SIGCONT)
        painted_again(terminal, 2)
        terminal.send("q")

        assert terminal.wait_exit() == 0


STOPS_IN_A_FRAME = """
import os, signal
from textual.app import App
from textual.widgets import Static
from spasmtimer.tui.driver import QuietDriver
class Stops(App):
    def compose(self):
        yield Static("first")
    def on_key(self, event):
        waiting = self._driver._writer_thread._queue.not_empty
        notify = waiting.notify
        def stop_first(*which):
            waiting.notify = notify
            os.kill(os.getpid(), signal.SIGTSTP)
            notify(*which)
        waiting.notify = stop_first
        self.query_one(Static).update("second")
app = Stops(driver_class=QuietDriver)
app.run()
"""


def test_suspended_in_the_middle_of_a_frame() -> None:
    """A SIGTSTP that comes while a frame is put into the writer's queue stops the app, and locks nothing."""
    with Terminal([sys.executable, "-c", STOPS_IN_A_FRAME], {**os.environ, "TERM": "xterm-256color"}) as terminal:
        terminal.wait_for("first")
        terminal.send("a")
        wait_until(lambda: "T" in state_of(terminal.pid), 5, "the stop")
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.wait_for("second")


def painted_again(terminal: Terminal, times: int) -> None:
    """Return once the screen has been taken so many times, and painted whole since the last one."""

    def is_painted() -> bool:
        taken = bytes(terminal.output).split(ENTERED)
        return len(taken) == times + 1 and b"Intense" in taken[-1]

    wait_until(is_painted, 10, "the screen to be painted anew")


def state_of(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (20, 5)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_odd_sizes(home: Home, size: tuple[int, int]) -> None:
    """A terminal of any size, or of none, makes the app neither fail nor spin."""
    with Wire(PROGRAM, home.env, (max(1, size[0]), max(1, size[1]))) as terminal:
        if size == (0, 0):
            terminal.resize(*size)
        wait_until(lambda: ENTERED in terminal.output, 15, "the app")
        wait_until(lambda: b"\x1b[?2004h" in terminal.output, 15, "the app to be ready")
        time.sleep(0.5)  # what is measured is a stretch of time
        before = cpu_s(terminal.app)
        time.sleep(1)

        assert cpu_s(terminal.app) - before < 0.3
        terminal.send("q")
        assert terminal.wait_exit() == 0


def test_sleeps_while_nothing_happens(home: Home) -> None:
    """Idle at home the app wakes about once a second to look at the journal, and not ten times."""
    with app(home) as terminal:
        time.sleep(1)
        before, begun = switches(terminal.app), time.monotonic()
        time.sleep(3)
        rate = (switches(terminal.app) - before) / (time.monotonic() - begun)

        assert rate < 4
        terminal.send("q")
        terminal.wait_exit()


def test_no_mouse_movements(home: Home) -> None:
    """Clicks are reported, movements are not."""
    with app(home) as terminal:
        assert b"\x1b[?1000h" in terminal.output
        assert b"\x1b[?1006h" in terminal.output
        assert b"\x1b[?1003h" not in terminal.output
        terminal.send("\x1b[<0;10;6M\x1b[<0;10;6m")
        terminal.wait_for("Put the heat on")


def test_crash(home: Home) -> None:
    """An exception of our own restores the terminal, tells what it was, and ends with 1."""
    breaks = (
        "import sys\n"
        "from spasmtimer.control import Control\n"
        "from spasmtimer.tui.app import SpasmApp, run\n"
        "SpasmApp.action_show_help = lambda self: 1 / 0\n"
        "sys.exit(run(Control()))\n"
    )
    with Terminal([sys.executable, "-c", breaks], home.env) as terminal:
        terminal.wait_for("What do you need")
        terminal.send("?")

        assert terminal.wait_exit() == 1
        assert is_restored(terminal)
        assert b"ZeroDivisionError" in terminal.output


KEYS = (("a", "a"), ("é", "é"), ("\x1b[A", "up"), ("\x1b[15~", "f5"), ("\x1bOP", "f1"), ("7", "7"), ("\r", "enter"))

COUNTS_KEYS = """
import sys
from textual.app import App
from spasmtimer.tui.driver import QuietDriver
class Keys(App):
    seen = []
    def on_key(self, event):
        self.seen.append(event.character if event.is_printable else event.key)
        if event.key == "z":
            self.exit()
app = Keys(driver_class=QuietDriver)
app.run()
open(sys.argv[1], "w").write("\\n".join(app.seen))
"""


def test_no_key_is_lost(tmp_path: Path) -> None:
    """Keys arrive whole and in order, however the terminal cuts what it sends."""
    rng, found = random.Random(8), tmp_path / "keys"
    chosen = [KEYS[rng.randrange(len(KEYS))] for _ in range(300)]
    typed = "".join(sent for sent, _ in chosen).encode()
    env = {**os.environ, "TERM": "xterm-256color"}
    with Wire([sys.executable, "-c", COUNTS_KEYS, str(found)], env) as terminal:
        wait_until(lambda: b"\x1b[?2004h" in terminal.output, 15, "the app")
        while typed:
            length = rng.randint(1, 9)
            terminal.send_bytes(typed[:length])
            typed = typed[length:]
        terminal.send("z")
        terminal.wait_exit()

    assert found.read_text().splitlines() == [*(name for _, name in chosen), "z"]
