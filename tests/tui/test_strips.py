"""The strip of a session: widths that add up, and signs that need no colour."""

from __future__ import annotations

import pytest

from spasmtimer.schedule.notation import parse
from spasmtimer.schedule.reading import read
from spasmtimer.tui import strips
from spasmtimer.tui.signs import ASCII, UNICODE, count_up, countdown, signs_for, spoken
from spasmtimer.tui.widgets.big import draw, scale_for
from spasmtimer.tui.widgets.font import GLYPHS, ROWS, can_draw, width_of
from tests.schedule.helpers import story
from tests.tui.helpers import overdue, paused, running, swapping, waiting


def drawn(found: list[strips.Cell]) -> str:
    return "".join(cell.sign for cell in found)


@pytest.mark.parametrize("text", ["heat 20m", "heat 20m, cold 20m, x3", "cold 10m, rest 10m, cold 10m", "move 5s, x90"])
@pytest.mark.parametrize("width", [*range(1, 30), 76, 200])
def test_width(text: str, width: int) -> None:
    """A strip is exactly as wide as it is asked to be."""
    found = strips.cells(strips.planned(parse(text)), width, UNICODE)

    assert len(found) == width


@pytest.mark.parametrize("tell", [running, swapping, waiting, paused, overdue])
@pytest.mark.parametrize("width", [11, 38, 78])
def test_cursor(tell: object, width: int) -> None:
    """There is one cursor: nothing past lies after it, nothing to come before it."""
    assert callable(tell)
    found = strips.cells(strips.parts_of(tell().reading), width, UNICODE)
    at = [number for number, cell in enumerate(found) if cell.look == strips.CURSOR]

    assert len(at) == 1
    assert not any(cell.sign in UNICODE.past.values() for cell in found[at[0] :])
    assert not any(cell.sign in UNICODE.to_come.values() for cell in found[: at[0]])


def test_proportions() -> None:
    """Twice as long is twice as wide."""
    assert drawn(strips.cells(strips.planned(parse("heat 20m, cold 10m")), 31, UNICODE)) == "▲" * 20 + " " + "▼" * 10


def test_real_beside_planned() -> None:
    """A phase that took longer than planned is drawn as long as it was, and says both."""
    parts = strips.parts_of(overdue().reading)

    assert parts[0].seconds == pytest.approx(1500)
    assert "25 of 20 min" in strips.labels(parts, 100)


def test_ended_session_has_no_future() -> None:
    """What was never begun is not on the strip of a stopped session."""
    from spasmtimer.schedule.commands import Command

    told = story().go(1210).do(Command.STOP)

    assert len(strips.parts_of(read(told.session, told.now))) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("heat 20m, cold 20m, x3", "heat 20 min, ice 20 min, 3 times"),
        ("cold 90s", "ice 1 min"),
        ("move 30s, x6", "move 30 s, 6 times"),
        ("move 30s, move 30s, move 30s, move 30s, move 30s", "5 parts"),
    ],
)
def test_in_words(text: str, words: str) -> None:
    """A schedule in a line, as one would say it."""
    assert strips.in_words(parse(text)) == words


def test_signs() -> None:
    """Past, now and to come differ without colour, in UTF-8 and without."""
    for signs in (UNICODE, ASCII):
        every = [*signs.to_come.values(), *signs.past.values(), signs.cursor]
        assert len(every) == len(set(every))
    assert "".join([*ASCII.to_come.values(), *ASCII.past.values(), ASCII.cursor, ASCII.dot]).isascii()
    assert [signs_for(name) for name in ("utf-8", "UTF8", "ascii", "latin-1", None)] == [UNICODE] * 2 + [ASCII] * 3


def test_times() -> None:
    """A second that has begun is still there; one that is not over has not been waited."""
    assert [countdown(s) for s in (1200, 1199.001, 59.0, 0.2, 0, -3, 3600)] == [
        "20:00",
        "20:00",
        "00:59",
        "00:01",
        "00:00",
        "00:00",
        "1:00:00",
    ]
    assert [count_up(s) for s in (0, 35.9, 754)] == ["+0:00", "+0:35", "+12:34"]
    assert [spoken(s) for s in (0, 59.9, 60, 3599, 3600, 7500)] == [
        "0 s",
        "59 s",
        "1 min",
        "59 min",
        "1 h",
        "2 h 5 min",
    ]


@pytest.mark.parametrize("text", ["20:00", "+0:35", "▲ HEAT", "SWAP ▼ ICE", "OVERDUE", "TAKE OFF", "1:00:00"])
def test_large_letters(text: str) -> None:
    """Letters fill the box they are given and never leave it; digits are all equally wide."""
    for width in range(1, 130):
        for height in range(1, 25):
            scale = scale_for(text, width, height)
            if scale is not None:
                lines = draw(text, scale)
                assert len(lines) == scale.rows <= height
                assert {len(line) for line in lines} == {width_of(text) * scale.columns}
                assert width_of(text) * scale.columns <= width
    assert scale_for(text, 130, 5)
    assert len({width_of(digit) for digit in "0123456789"}) == 1


def test_every_word_can_be_drawn() -> None:
    """Every glyph has five rows of one width."""
    for letter, rows in GLYPHS.items():
        assert len(rows) == ROWS, letter
        assert len({len(row) for row in rows}) == 1, letter
    assert not can_draw("")
    assert not can_draw("ä")
