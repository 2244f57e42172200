"""From *Help me choose* to a session that runs, or to none: the installed program in a real terminal."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from spasmtimer.tui.firstkey import UNREAD_S
from tests.support.home import Home
from tests.support.pulse import needs, wait_until
from tests.support.terminal import Terminal

pytestmark = needs("pulseaudio", "pactl", "parec", "paplay")

INSTALLED = str(Path(sys.executable).with_name("spasmtimer"))

ENTER, NONE = "\r", "0"
HEALTHY = (
    ("Is any of these new?", NONE),
    ("Does any of these apply?", NONE),
    ("below the buttock?", "1"),
    ("How awake are you?", "1"),
    ("At that place, today", NONE),
    ("about your health?", NONE),
)
"""No sign of anything, in no leg, awake, nothing on the list."""

BEGAN, SWELLING = "When did it begin?", "Swelling, bruise"
LASTING, INTENSE, CYCLE = "two weeks or more", "Are the spasms intense", "Is heat and ice in turn"


def read(terminal: Terminal, text: str) -> None:
    """Wait for a page, and for as long as a person needs at the least to see that it is another one."""
    terminal.wait_for(text)
    came = time.monotonic()
    wait_until(lambda: time.monotonic() > came + UNREAD_S, 5, "a page to be seen")


def answer(terminal: Terminal, *answers: tuple[str, str]) -> None:
    """From home through these questions."""
    terminal.wait_for("What do you need now?")
    terminal.send("h")
    for question, key in answers:
        read(terminal, question)
        terminal.send(key)


@pytest.mark.parametrize(
    ("answers", "preset", "put_on", "modality"),
    [
        (((BEGAN, "1"), (SWELLING, "1")), "new-injury", "Put the ice on.", "cold"),
        (((BEGAN, "4"), (SWELLING, "2"), (LASTING, "2"), (INTENSE, "2")), "recurring", "Put the heat on.", "heat"),
        (
            ((BEGAN, "4"), (SWELLING, "2"), (LASTING, "2"), (INTENSE, "1"), (CYCLE, "1")),
            "contrast",
            "Put the heat on.",
            "heat",
        ),
    ],
    ids=["new-injury", "recurring", "intense"],
)
def test_to_a_running_session(
    home: Home, answers: tuple[tuple[str, str], ...], preset: str, put_on: str, modality: str
) -> None:
    """Each situation leads to its safety card, and Enter there to the session that the article has for it."""
    with Terminal([INSTALLED], home.env) as terminal:
        answer(terminal, *HEALTHY, *answers)
        read(terminal, "The article suggests:")
        terminal.send(ENTER)
        read(terminal, put_on)
        assert home.status()["state"] == "idle", "nothing starts before the card was read"
        terminal.send(ENTER)
        status = home.wait_for_state("running")

        assert (status["preset"], status["phase"]["modality"]) == (preset, modality)
        wait_until(lambda: home.status()["timekeeper"]["alive"], 15, "somebody to keep the time")
    assert f": {preset}." in home.run("forget", code=2), "without a terminal it shows what is kept, and deletes nothing"


def test_an_emergency(home: Home) -> None:
    """The text, no timer, and home after it; there every preset is refused with the same text."""
    with Terminal([INSTALLED], home.env) as terminal:
        answer(terminal, ("Is any of these new?", "2"), ("[x] Numb or tingling", ENTER))
        read(terminal, "These signs can mean an emergency.")
        terminal.wait_for("call your emergency number")
        assert "Does any of these apply?" not in terminal.text()
        terminal.send(ENTER)
        terminal.wait_for("What do you need now?")
        terminal.send("2")
        read(terminal, "These signs can mean an emergency.")
        terminal.send(ENTER)
        read(terminal, "Help me choose asks again.")
        terminal.send(ENTER)
        terminal.send("\x1b")
        terminal.wait_for("What do you need now?")
        terminal.send("q")

        assert terminal.wait_exit() == 0
    assert home.status()["state"] == "idle"
    assert home.rows("started") == []
    home.run("start", "ice", "--yes", "--anyway", "--detach", code=4)


def test_a_contraindication(home: Home) -> None:
    """A list that rules both out is refused with its text and its reason, and there is no way on but home."""
    with Terminal([INSTALLED], home.env) as terminal:
        answer(terminal, *HEALTHY[:-1], ("about your health?", "2"), ("[x] Poor circulation", ENTER))
        read(terminal, "makes heat or cold unsafe")
        terminal.wait_for("Ruled out: HEAT and ICE. Poor circulation")
        terminal.send(ENTER)
        terminal.wait_for("What do you need now?")
        terminal.send("q")

        assert terminal.wait_exit() == 0
    assert home.rows("started") == []
    home.run("start", "heat", "--yes", "--detach", code=4)


def test_one_pack_ruled_out(home: Home) -> None:
    """A list that leaves one of the two bars the other, says why, and leads to what is left."""
    with Terminal([INSTALLED], home.env) as terminal:
        answer(terminal, *HEALTHY[:-1], ("about your health?", "6"), ("[x] Raynaud's", ENTER))
        for question, key in ((BEGAN, "3"), (SWELLING, "2"), (LASTING, "2")):
            read(terminal, question)
            terminal.send(key)
        read(terminal, "Ruled out: ICE. Raynaud's.")
        assert "Or instead" not in terminal.text()
        terminal.send(ENTER)
        read(terminal, "Put the heat on.")
        terminal.send(ENTER)
        home.wait_for_state("running")
