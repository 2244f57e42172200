"""What terminals, shells and their users do to a program, one row after the other.

The rows that end, kill, stop or close are in test_terminal_survives.py; sizes, a crash and a terminal that vanishes
without a word in tests/tui/test_driver.py; colours in tests/tui/test_themes.py.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.home import PROGRAM, Home
from tests.support.pulse import wait_until
from tests.support.terminal import Terminal

SPARE_S = 1.0
"""Processor seconds that a program which only prints, or ends, may need here; one that spins has soon had more."""

RESTORED = ("\x1b[?1049l", "\x1b[?1000l", "\x1b[?1004l", "\x1b[?2004l", "\x1b[?25h")

PUSHED = re.compile(rb"\x1b\[>\d+u")
"""The keyboard protocol, wanted: each time it has to be let go again."""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A home in which nothing runs yet."""
    home = Home(tmp_path / "home")
    yield home
    home.clean_up()


def shell(home: Home, redirected: str, **env: str) -> Terminal:
    """The program as somebody types it in a shell."""
    return Terminal(["sh", "-c", f"{shlex.join(PROGRAM)} {redirected}"], {**home.env, **env})


@pytest.mark.parametrize("key", ["q", "\x03", "\x11"], ids=["q", "Ctrl+C", "Ctrl+Q"])
def test_a_key_that_leaves(home: Home, key: str) -> None:
    """With nothing running `q`, Ctrl+C and Ctrl+Q leave at once with 0, and the terminal is given back."""
    with Terminal(PROGRAM, home.env) as terminal:
        terminal.wait_for("Recurring pain")
        terminal.send(key)

        assert terminal.wait_exit() == 0
        assert all(mode.encode() in terminal.output for mode in RESTORED)


def test_ctrl_c_in_a_session_asks(home: Home) -> None:
    """With a session Ctrl+C asks, and once more leaves it running: nobody ends a session by habit."""
    home.run("start", "recurring", "--yes", "--detach")
    with Terminal(PROGRAM, home.env) as terminal:
        terminal.wait_for("Heat on")
        terminal.send("\x03")
        terminal.wait_for("Leave the app while the session runs?")
        press_until_it_leaves(terminal, "\x03")

        assert terminal.code == 0
    assert home.status()["state"] == "running"


def test_closed_below_nohup(home: Home) -> None:
    """A terminal that is closed while SIGHUP is ignored ends the app all the same; nothing is left spinning."""
    home.run("start", "recurring", "--yes", "--detach")
    with Terminal(["sh", "-c", f"trap '' HUP; exec {shlex.join(PROGRAM)}"], home.env) as terminal:
        terminal.wait_for("Heat on")
        app = terminal.app
        terminal.hang_up()

        assert terminal.wait_exit(5) == 129
        wait_until(lambda: not Path(f"/proc/{app}").exists(), 5, "the app to be gone")
    assert home.status()["state"] == "running"


def cpu_of_children() -> float:
    """Processor seconds of all that has ended below this process."""
    times = os.times()
    return times.children_user + times.children_system


@pytest.mark.parametrize("redirected", ["</dev/null", "<&-", ">out", "2>err"])
def test_a_stream_that_is_no_terminal(home: Home, redirected: str, tmp_path: Path) -> None:
    """Without a terminal on all three streams the app is not drawn: what runs is printed, plain, exit 0."""
    where = f"cd {shlex.quote(str(tmp_path))} && "
    before = cpu_of_children()
    with Terminal(["sh", "-c", f"{where}{shlex.join(PROGRAM)} {redirected}"], home.env) as terminal:
        assert terminal.wait_exit() == 0
        wait_until(lambda: ">" not in redirected or redirected[0] == "2" or (tmp_path / "out").exists(), 5, "the file")

    written = bytes(terminal.output) + b"".join(file.read_bytes() for file in tmp_path.glob("[eo][ur][tr]"))
    assert b"Nothing runs." in written
    assert b"\x1b" not in written
    assert cpu_of_children() - before < SPARE_S


def test_a_dumb_terminal(home: Home) -> None:
    """TERM=dumb gets text, and not one escape code."""
    with shell(home, "", TERM="dumb") as terminal:
        assert terminal.wait_exit() == 0
    assert b"Nothing runs." in terminal.output
    assert b"\x1b" not in terminal.output


@pytest.mark.parametrize("setting", ["TERM=no-such-terminal", "-u TERM"])
def test_a_terminal_nobody_knows(home: Home, setting: str) -> None:
    """A TERM that nobody knows, or none, gets the app, which wants no more than any terminal of today can do."""
    with Terminal(["env", *shlex.split(setting), *PROGRAM], home.env) as terminal:
        terminal.wait_for("Recurring pain")
        terminal.send("q")

        assert terminal.wait_exit() == 0


def painted(home: Home, big: str, **env: str) -> str:
    """The session screen, as text, once the large letters or digits are there."""
    without = ("LANG", "LC_CTYPE", "LC_ALL", "PYTHONUTF8", "PYTHONIOENCODING")
    plain = {name: value for name, value in home.env.items() if name not in without}
    home.run("start", "recurring", "--yes", "--detach")
    with Terminal(PROGRAM, {**plain, **env}, (60, 20)) as terminal:
        terminal.wait_for("q Quit")
        terminal.wait_for(big)
        return terminal.text()


@pytest.mark.parametrize("env", [{"LANG": "C"}, {"LC_ALL": "C"}, {"LC_ALL": "C.UTF-8"}], ids=str)
def test_the_locale_of_no_language(home: Home, env: dict[str, str]) -> None:
    """Python reads the C locale as UTF-8 (PEP 538, PEP 540), and so do the terminals of today."""
    assert "█" in painted(home, "█", **env)


def test_an_encoding_without_blocks(home: Home) -> None:
    """Where the encoding has no blocks and arrows, letters and digits do, and nothing is garbled."""
    text = painted(home, "###", PYTHONIOENCODING="ascii")

    assert text.isascii()
    assert "\\u" not in text
    assert "###" in text


def press_until_it_leaves(terminal: Terminal, key: str) -> None:
    """Press a key every half second: one may be taken for a held key, or be typed before the app has the terminal."""
    presses = 0
    begun = time.monotonic()

    def has_left() -> bool:
        nonlocal presses
        if time.monotonic() - begun >= presses / 2 and not terminal.has_ended():
            presses += 1
            terminal.send(key)
        return terminal.has_ended()

    wait_until(has_left, 10, "the app to leave")
    terminal.wait_exit()


def test_stopped_again_and_again_under_load(home: Home) -> None:
    """SIGSTOP and SIGCONT from outside, twenty times: one `q` still leaves, with one reader and nothing left pushed."""
    with Terminal(PROGRAM, home.env) as terminal:
        terminal.wait_for("Recurring pain")
        for _ in range(20):
            os.killpg(terminal.pid, signal.SIGSTOP)
            os.killpg(terminal.pid, signal.SIGCONT)
        press_until_it_leaves(terminal, "q")

        assert terminal.code == 0
        assert len(PUSHED.findall(terminal.output)) == terminal.output.count(b"\x1b[<u") >= 2
