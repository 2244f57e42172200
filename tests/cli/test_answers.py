"""What counts as an answer before a pack goes on: a deliberate one, and no other."""

from __future__ import annotations

import pytest

from spasmtimer.schedule import events as ev
from tests.journal.living import User, ago, started, write
from tests.support.home import PROGRAM
from tests.support.terminal import Terminal

START = [*PROGRAM, "start", "recurring", "--plain"]
CARD = "Put the heat on."


@pytest.mark.parametrize("no", ["n", "no", "q", "\x1b"])
def test_no_starts_nothing(user: User, no: str) -> None:
    """At the safety card n, no, q and Esc start nothing: exit 4."""
    with Terminal(START, user.env) as terminal:
        terminal.wait_for(CARD)
        terminal.send(f"{no}\n")
        assert terminal.wait_exit() == 4
        assert "not started" in terminal.text()
    assert user.latest() is None


def test_any_other_text_is_asked_again_and_yes_starts(user: User) -> None:
    """What is neither yes nor no is told what would be, and starts nothing; y starts it, as Enter does."""
    with Terminal(START, user.env) as terminal:
        terminal.wait_for(CARD)
        terminal.send("what?\n")
        terminal.wait_for("Press Enter or y to start, or n for no.")
        assert user.latest() is None
        terminal.send("y\n")
        terminal.wait_for("Heat on.")
    user.run("stop")


def test_confirm_within_three_seconds_of_ice_takes_felt(user: User) -> None:
    """Right after the call from ice to heat `confirm` exits 4 with the reason; `--felt` insists."""
    end = ago(0)
    write(
        user.journal,
        started(end.plus(-600), "cold 10m, heat 10m", session="a"),
        ev.PhaseEnded(end, due=end),
    )
    done = user.type("confirm")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (4, "", 1)
    assert "touch the skin" in done.stderr
    assert "--felt" in done.stderr
    assert user.status()["state"] == "swapping"
    assert user.type("confirm", "--felt").returncode == 0
    assert user.status()["state"] == "running"
