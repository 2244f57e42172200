"""The reminder to get up, in a real terminal."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import partial

import pytest

from tests.e2e.conftest import Machine
from tests.support.home import PROGRAM, Home
from tests.support.pulse import wait_until
from tests.support.terminal import Terminal

STEP_S = 140.0
"""Even two are shorter than what counts as a sleep of the machine: the screen may be painted before the app looks."""

STEPS = 8
"""Just less than the 20 minutes that are wished for."""

DAY_MIN = 24 * 60
SAID = "min at this screen. Stand up, walk to the window."
POINTER = re.compile(rb"\x1b\]22;[^\a]*\a")


def time_of_day(terminal: Terminal) -> int:
    """The minutes since midnight at the end of the first row; -1 where there is no time yet."""
    found = re.search(r"(\d\d):(\d\d)$", terminal.text().splitlines()[0].rstrip())
    return int(found[1]) * 60 + int(found[2]) if found else -1


def bells(terminal: Terminal) -> int:
    """How often it has rung: Textual ends a sequence of its own, the pointer's shape, with the same byte."""
    return POINTER.sub(b"", bytes(terminal.output)).count(b"\a")


def has_looked(terminal: Terminal, before: int) -> bool:
    """Whether the time on the screen is a step later."""
    now = time_of_day(terminal)
    return now >= 0 and (now - before) % DAY_MIN >= STEP_S // 60


def sit(terminal: Terminal, machine: Machine, first: int, steps: int) -> None:
    """Let the time pass step by step, the app looking after each."""
    wait_until(lambda: time_of_day(terminal) >= 0, 10, "the time on the screen")
    for step in range(first, first + steps):
        before = time_of_day(terminal)
        machine.sleep(step * STEP_S)
        wait_until(partial(has_looked, terminal, before), 10, "the next look")


def quiet_now() -> str:
    """Quiet hours that last for all of the test."""
    now, hour = datetime.now().astimezone(), timedelta(hours=1)
    return f'quiet_hours = "{now - hour:%H:%M}-{now + 3 * hour:%H:%M}"\n'


@pytest.mark.parametrize(("quiet", "rings"), [(False, 1), (True, 0)], ids=["by day", "in the quiet hours"])
def test_one_line_and_one_bell(home: Home, machine: Machine, quiet: bool, rings: int) -> None:
    """After the minutes the line is there and the terminal rings once, in the quiet hours not; a key takes it away."""
    home.settings(f"get_up = 20\n{quiet_now() if quiet else ''}")
    machine.sleep(0)
    with Terminal(PROGRAM, home.env) as terminal:
        terminal.wait_for("What do you need now?")
        sit(terminal, machine, 1, STEPS)
        assert SAID not in terminal.text()
        assert bells(terminal) == 0
        sit(terminal, machine, STEPS + 1, 2)
        terminal.wait_for(SAID)
        assert bells(terminal) == rings
        terminal.send("g")
        terminal.wait_for("The guide")
        terminal.send("\x1b")
        terminal.wait_for("What do you need now?")
