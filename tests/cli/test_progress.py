"""The live line of the line view, in a real terminal."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time

import pytest

from tests.cli.test_plain import PLAIN, SLOW, env_of
from tests.journal.living import SCRIPT, User
from tests.support.pulse import wait_until
from tests.support.terminal import Terminal

ALWAYS = (*SLOW, "--confirm", "always")
ERASE = b"\x1b[2K"
COLOUR = re.compile(rb"\x1b\[(?:\d+;)*(?:3[0-7]|38|9[0-7])[;m]")


def rows(terminal: Terminal) -> list[str]:
    """The lines on the screen that are not empty."""
    return [line for line in terminal.text().splitlines() if line]


def bars(terminal: Terminal) -> list[str]:
    """The lines on the screen that have a bar."""
    return [line for line in rows(terminal) if re.search("[━╸╺]{4}", line)]


@pytest.mark.parametrize(
    ("size", "line"),
    [
        ((80, 24), r"▲ HEAT  [━╸╺]+  00:\d\d gone, (20:00|19:\d\d) left  next ▼ ICE \d\d:\d\d"),
        ((40, 12), r"▲ HEAT  [━╸╺]+  (20:00|19:\d\d) left  (next )?▼ ICE \d\d:\d\d"),
        ((20, 5), r"▲ HEAT +(20:00|19:\d\d) left"),
    ],
    ids=["80", "40", "20"],
)
def test_the_bar_tells_what_is_on(user: User, size: tuple[int, int], line: str) -> None:
    """Symbol and word, what is gone and left, what is next and when: one line at the bottom, as much as has room."""
    with Terminal([str(SCRIPT), *SLOW], env_of(user, {}), size) as terminal:
        wait_until(lambda: rows(terminal) and re.fullmatch(line, rows(terminal)[-1]), 15, "the bar")
        assert len(rows(terminal)[-1]) < size[0]
        first = rows(terminal)[-1]
        wait_until(lambda: rows(terminal)[-1] != first, 5, "another second")
        assert re.fullmatch(line, rows(terminal)[-1])


def test_the_bar_tells_the_round(user: User) -> None:
    """With more than one round it is said which of how many."""
    rounds = ("rehearse", "heat 20m, cold 20m, x3", *SLOW[2:])
    with Terminal([str(SCRIPT), *rounds], env_of(user, {})) as terminal:
        terminal.wait_for("round 1 of 3")


@pytest.mark.parametrize("size", [(80, 24), (40, 24)], ids=["80", "40"])
def test_lines_scroll_above_and_enter_confirms(user: User, size: tuple[int, int]) -> None:
    """Each event's line stands whole above the one bar, Enter confirms, and neither leaves a second bar behind."""
    with Terminal([str(SCRIPT), *ALWAYS], env_of(user, {}), size) as terminal:
        wait_until(lambda: bars(terminal), 15, "the bar")
        user.run("skip")
        wait_until(lambda: "SWAP ▼ ICE" in rows(terminal)[-1], 15, "the bar to ask")
        assert "press Enter" in rows(terminal)[-1]
        terminal.send("\r")
        wait_until(lambda: rows(terminal)[-1].startswith("▼ ICE"), 15, "the bar of the ice")
        wait_until(lambda: len(bars(terminal)) == 1, 5, "one bar")
        told = " ".join(rows(terminal)[:-1])
        assert len(re.findall(r"\d\d:\d\d:\d\d  [A-Z]", told)) >= 3
        assert "Ice on." in told
    assert b"\x1b[?" not in terminal.output, "no mode of the terminal is changed"


def test_ctrl_c_and_the_end_leave_no_bar(user: User) -> None:
    """The first Ctrl+C is answered above the bar; after the second one the last line is whole and no bar is left."""
    with Terminal([str(SCRIPT), *SLOW], env_of(user, {})) as terminal:
        wait_until(lambda: bars(terminal), 15, "the bar")
        terminal.send("\x03")
        terminal.wait_for("goes on")
        wait_until(lambda: len(bars(terminal)) == 1, 5, "the bar again")
        terminal.send("\x03")
        terminal.wait_for("was stopped")
        assert terminal.wait_exit() == 0
        wait_until(lambda: terminal.output.endswith(b"planned.\r\n"), 5, "the summary")
        assert bars(terminal) == []


def test_sigterm_takes_the_bar_away(user: User) -> None:
    """SIGTERM ends the view with 143 and an empty line to go on at; the session goes on."""
    with Terminal([str(SCRIPT), *SLOW], env_of(user, {})) as terminal:
        wait_until(lambda: bars(terminal), 15, "the bar")
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.wait_exit() == 143
        wait_until(lambda: terminal.output.endswith(b"\r" + ERASE), 5, "the bar to go")
        assert b"Traceback" not in terminal.output
    assert user.status()["state"] == "running"


def test_it_is_painted_once_a_second(user: User) -> None:
    """While nothing happens the line is painted once for each second, and nothing in it blinks."""
    with Terminal([str(SCRIPT), *SLOW], env_of(user, {})) as terminal:
        wait_until(lambda: bars(terminal), 15, "the bar")
        wait_until(lambda: b" 00:01" in terminal.output or "00:01" in terminal.text(), 5, "a second")
        before, begun = terminal.output.count(ERASE), time.monotonic()
        wait_until(lambda: time.monotonic() > begun + 3.5, 5, "some seconds")
        assert 3 <= terminal.output.count(ERASE) - before <= 4
    assert not re.search(rb"\x1b\[(?:\d+;)*5m", terminal.output)


def test_no_color(user: User) -> None:
    """With NO_COLOR there is the bar and no colour; without it there is one."""
    for env, coloured in (({}, True), ({"NO_COLOR": "1"}, False)):
        with Terminal([str(SCRIPT), *SLOW], env_of(user, env)) as terminal:
            terminal.wait_for(" gone, ")
            assert bool(COLOUR.search(terminal.output)) is coloured
            user.run("stop")
            assert terminal.wait_exit() == 0


def test_a_dumb_terminal_gets_lines(user: User) -> None:
    """TERM=dumb: no bar, no escape code, and all the lines."""
    with Terminal([str(SCRIPT), *PLAIN], env_of(user, {"TERM": "dumb"})) as terminal:
        terminal.wait_for("Press Enter")
        terminal.send("\r")
        terminal.wait_for("Time is up.")
        assert b"\x1b" not in terminal.output
        assert "SWAP" not in terminal.text()


def test_a_pipe_gets_lines_and_imports_no_rich(user: User) -> None:
    """What is no terminal gets no escape code and no bar, and rich is not even imported."""
    user.env |= {"PYTHONPROFILEIMPORTTIME": "1"}
    with user.open(*PLAIN, stdout=subprocess.PIPE) as process:
        text = process.stdout.readline()
        while "Press Enter" not in text:
            text += process.stdout.readline()
        assert "SWAP" not in text
        assert "\x1b" not in text
        process.kill()
        imported = process.stderr.read()
    assert "spasmtimer.cli.printing" in imported
    assert not re.search(r"\brich\b", imported)


@pytest.mark.parametrize("env", [{"SSH_CONNECTION": "10.0.0.7 50000 10.0.0.1 22", "TERM_PROGRAM": "ghostty"}])
def test_a_bell_and_a_notification_leave_the_bar_whole(user: User, env: dict[str, str]) -> None:
    """What rings or notifies moves no cursor: the lines and the one bar stand as before."""
    with Terminal([str(SCRIPT), *ALWAYS], env_of(user, env)) as terminal:
        wait_until(lambda: bars(terminal), 15, "the bar")
        user.run("skip")
        wait_until(lambda: b"\x1b]9;" in terminal.output and b"\a" in terminal.output, 15, "the bell and the note")
        rung = terminal.output.count(ERASE)
        wait_until(lambda: terminal.output.count(ERASE) > rung, 5, "another second")
        assert re.fullmatch(r"SWAP ▼ ICE  [━╸╺]+  press Enter", rows(terminal)[-1])
        assert len(bars(terminal)) == 1
