"""What reaches the terminal of the real app: the bell and the notification, and a screen that stays whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.home import PROGRAM, Home
from tests.support.pulse import wait_until
from tests.support.terminal import Terminal

REHEARSAL = ("rehearse", "heat 20m, cold 20m", "--speed", "1", "--confirm", "always", "--detach")

SSH = {"SSH_CONNECTION": "10.0.0.7 50000 10.0.0.1 22"}
GHOSTTY = {"TERM_PROGRAM": "ghostty"}
KITTY = {"KITTY_WINDOW_ID": "1"}

OSC9 = b"\x1b]9;spasmtimer: Rehearsal: put the ice on. Take the heat off. Put the ice on. Press Enter when"
OSC99 = b":d=0;Rehearsal: put the ice on\x1b\\"

NOISY = (
    "DBUS_",
    "DISPLAY",
    "WAYLAND",
    "SSH_",
    "TERM",
    "TMUX",
    "STY",
    "ZELLIJ",
    "KITTY",
    "WEZTERM",
    "GHOSTTY",
    "LC_TERM",
)
"""What would tell of the terminal and the desktop of whoever runs the tests."""


@contextmanager
def switched(home: Home, tmp_path: Path, **env: str) -> Iterator[Terminal]:
    """The app on a rehearsal that is just told to switch, on a machine with no desktop and no sound server."""
    nobody = {"XDG_RUNTIME_DIR": str(tmp_path), "PULSE_SERVER": f"unix:{tmp_path}/nobody", "PIPEWIRE_REMOTE": "nobody"}
    home.env = {name: value for name, value in home.env.items() if not name.startswith(NOISY)}
    home.env |= nobody | {"TERM": "xterm-256color"}
    home.run(*REHEARSAL)
    with Terminal(PROGRAM, home.env | env) as terminal:
        terminal.wait_for("Heat on.")
        home.run("skip")
        terminal.wait_for("Press Enter when it is done")
        yield terminal


def bells(terminal: Terminal) -> int:
    """How often it has rung; no sequence that the app sends ends with one."""
    return terminal.output.count(b"\a")


@pytest.mark.parametrize(
    ("env", "wanted"),
    [(SSH | GHOSTTY, OSC9), (SSH | KITTY, OSC99), (GHOSTTY, OSC9)],
    ids=["ssh, Ghostty", "ssh, kitty", "no desktop, Ghostty"],
)
def test_the_terminal_rings_and_shows_the_call(home: Home, tmp_path: Path, env: dict[str, str], wanted: bytes) -> None:
    """A switch rings and is shown by the terminal, once, and the screen below it is as it was."""
    with switched(home, tmp_path, **env) as terminal:
        wait_until(lambda: wanted in terminal.output, 15, "the notification")
        wait_until(lambda: bells(terminal) > 0, 15, "the bell")
        before = len(terminal.output)
        wait_until(lambda: len(terminal.output) > before, 5, "another second on the screen")

        assert terminal.output.count(wanted) == 1
        assert "Take the heat off. Put the ice on." in terminal.text()
        assert "spasmtimer:" not in terminal.text()
        assert "]9" not in terminal.text()


def test_a_terminal_that_is_not_known_gets_the_bell_alone(home: Home, tmp_path: Path) -> None:
    """Nothing but the bell is sent to a terminal of which nothing is known."""
    with switched(home, tmp_path, **SSH) as terminal:
        wait_until(lambda: bells(terminal) > 0, 15, "the bell")
        before = len(terminal.output)
        wait_until(lambda: len(terminal.output) > before, 5, "another second on the screen")

        assert b"\x1b]9" not in terminal.output


def test_who_wants_no_notifications_gets_none(home: Home, tmp_path: Path) -> None:
    """`terminal_notifications = "off"` leaves the bell alone, in a terminal that could do more."""
    folder = home.folder / "config"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('terminal_notifications = "off"\n')
    with switched(home, tmp_path, **SSH, **GHOSTTY) as terminal:
        wait_until(lambda: bells(terminal) > 0, 15, "the bell")

        assert b"\x1b]9;" not in terminal.output
