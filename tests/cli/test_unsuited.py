"""`start` against what a person has told: the sentence, the second press, and what nothing overrides."""

from __future__ import annotations

import pytest

from tests.journal.living import SCRIPT, User
from tests.support.terminal import Terminal

LIST = "Ask first with numb, broken or infected skin"


def refused(user: User, *arguments: str) -> str:
    done = user.type("start", *arguments, "--yes", "--detach")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (4, "", 1)
    assert user.status()["state"] == "idle"
    return done.stderr


@pytest.mark.parametrize("preset", ["heat", "contrast"])
def test_heat_on_a_fresh_swelling_is_refused(user: User, preset: str) -> None:
    """Exit 4 with one line that says how to correct it; --anyway does not help, the end of the episode does."""
    user.run("episode", "began", "2", "--swollen")
    assert "No heat on a fresh swelling" in refused(user, preset)
    assert "'spasmtimer episode corrected' tells it better" in refused(user, preset, "--anyway")
    user.run("episode", "ended")
    user.run("start", preset, "--yes", "--detach")
    assert user.status()["state"] == "running"


@pytest.mark.parametrize("preset", ["contrast", "morning"])
def test_what_does_not_suit_takes_anyway(user: User, preset: str) -> None:
    """Contrast and the morning routine in the first hours: refused with the way to have it all the same."""
    user.run("episode", "began", "2")
    assert "To start all the same, add --anyway." in refused(user, preset)
    user.run("start", preset, "--yes", "--detach", "--anyway")
    assert user.status()["preset"] == preset


def test_ice_suits(user: User) -> None:
    """What the article suggests is not asked about."""
    user.run("episode", "began", "2", "--swollen")
    user.run("start", "ice", "--yes", "--detach")


def test_a_rehearsal_suits_everybody(user: User) -> None:
    """With no pack on, nothing is refused."""
    user.run("episode", "began", "2", "--swollen")
    user.run("rehearse", "heat", "--speed", "1000", "--detach")


def test_in_a_terminal_a_second_press_accepts_both_reasons(user: User) -> None:
    """Too soon and unsuited stand in one question; Enter there and Enter at the card start it."""
    user.run("episode", "began", "80", "--leg")
    user.rehearse("heat 20m")
    with Terminal([str(SCRIPT), "start", "contrast", "--plain"], user.env, (100, 40)) as terminal:
        terminal.wait_for("Press Enter to start all the same, or n for no.")
        assert "pinched nerve" in terminal.text()
        assert "Put the heat on" not in terminal.text()
        terminal.send("\n")
        terminal.wait_for("Put the heat on. Press Enter when it is on.")
        terminal.send("\n")
        user.wait_for_state("running")


def test_the_list_is_on_the_card_once_in_thirty_days(user: User) -> None:
    """The first card carries it, and the press that starts accepts it; the next card is short again."""
    for there in (True, False):
        with Terminal([str(SCRIPT), "start", "heat", "--plain", "--anyway"], user.env, (100, 40)) as terminal:
            terminal.wait_for("Put the heat on. Press Enter when it is on.")
            assert (LIST in terminal.text()) is there
            assert ("No heat: swelling" in terminal.text()) is there
            assert "No ice" not in terminal.text()
            terminal.send("\n")
            user.wait_for_state("running")
        user.run("stop")
    assert user.type("forget").stdout.count("The list about skin and health: start-card.") == 1
