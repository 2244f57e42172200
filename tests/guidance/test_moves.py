"""How the stretches and exercises are described."""

from __future__ import annotations

from textwrap import wrap

import pytest

from spasmtimer.guidance.lines import event_line, notice_line, repeats_the_last
from spasmtimer.guidance.moves import HOW, described
from spasmtimer.guidance.words import sentence
from spasmtimer.schedule import events as ev
from spasmtimer.schedule.notation import parse
from spasmtimer.schedule.routine import EXERCISES, MORNING, NAMES
from spasmtimer.schedule.transitions import apply
from tests.schedule.helpers import at, story

NARROW, LINES = 38, 2
"""What a window of 40 columns and 12 rows has for the sentence."""


def test_each_of_ours_has_a_sentence_and_no_other() -> None:
    """Every stretch and exercise that a session can name has its sentence."""
    assert set(HOW) == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_sentence_is_plain_and_short(name: str) -> None:
    """ASCII that ends as a sentence does; with the name, and the highest number, two lines of a small window."""
    most = next((f"{each.most} " for each in EXERCISES if name in each.parts), "")
    how = HOW[name]

    assert how.isascii()
    assert how.isprintable()
    assert how.endswith(".")
    assert len(wrap(f"{most}{name}. {how}", NARROW)) <= LINES


def test_a_name_of_the_users_own_stands_alone() -> None:
    """What is not ours has no sentence; the number of a counted one does not hide whose it is."""
    assert described(parse("move 30s (a walk)")[0]) == "a walk"
    assert described(MORNING[-1]).startswith("10 sit-ups. Knees bent")


def test_the_whole_routine_in_lines() -> None:
    """One line for each stretch, with its name and what to do; the exercise with its number."""
    told = story("move 30s (cat and camel), move 30s (a walk), move 30s (back on the heels), move 44s (10 sit-ups)")
    told.go(200)
    session, lines = None, []
    for event in told.events:
        session = apply(session, event)
        if not repeats_the_last(event, session):
            lines.append(event_line(event, session)[10:])

    assert lines == [
        "Intense spasms. Cat and camel. " + HOW["cat and camel"],
        "Next: a walk.",
        "Next: back on the heels. " + HOW["back on the heels"],
        "Next: 10 sit-ups. " + HOW["sit-ups"],
        "Well done. That was all.",
    ]


def test_a_number_is_no_line() -> None:
    """What is counted is not printed; that it could not be heard is."""
    told = story("move 44s (10 sit-ups)")
    count = ev.Notice(at(4), ev.NoticeKind.REMINDER, {"cue": "count", "nth": 0})
    failed = ev.Notice(at(4), ev.NoticeKind.CUE_FAILED, {"for": 2, "cue": "count", "why": "no player"})
    assert notice_line(count, told.session) is None
    assert "No sound came: no player." in (notice_line(failed, told.session) or "")


def test_the_screen_says_what_to_do() -> None:
    """While it runs, the instruction is the name and the sentence."""
    told = story("move 30s (cat and camel), move 44s (10 sit-ups)")
    assert sentence(told.reading) == "Cat and camel. " + HOW["cat and camel"]
    assert sentence(told.go(50).reading) == "10 sit-ups. " + HOW["sit-ups"]
