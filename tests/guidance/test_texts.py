"""The words of the questionnaire and of the safety texts."""

from __future__ import annotations

import re
import textwrap

import pytest

from spasmtimer.guidance.interview import MATTERS
from spasmtimer.guidance.questions import OPENING, QUESTIONS, SKIN, Question
from spasmtimer.guidance.texts import TEXTS, Text, text
from spasmtimer.guidance.triage import FRESH, ROWS, SWOLLEN

NEVER = re.compile(r"you have|diagnos|you suffer|\bcure|\bheals?\b|\b999\b|\b911\b", re.IGNORECASE)

WORDS = [
    *(each.words for each in TEXTS.values()),
    *OPENING,
    FRESH,
    SWOLLEN,
    *(line for question in QUESTIONS for line in (*question.lines, question.words)),
    *(option.words for question in QUESTIONS for option in question.options),
]


@pytest.mark.parametrize("words", WORDS)
def test_no_word_diagnoses_or_promises(words: str) -> None:
    """Nothing tells people what they have, or what will heal it; no emergency number of one country."""
    assert not NEVER.search(words)


def test_the_pattern_finds_what_it_is_for() -> None:
    """The law above can fail."""
    assert NEVER.search("You have a pinched nerve.")
    assert NEVER.search("Our diagnosis")


@pytest.mark.parametrize("each", TEXTS.values(), ids=TEXTS)
def test_each_text_fits_on_two_lines(each: Text) -> None:
    """Two lines of 78 characters are room enough."""
    assert len(textwrap.wrap(each.words, 78)) in (1, 2)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_each_answer_fits_on_a_line(question: Question) -> None:
    """A question, and an answer with its number, are at most 76 columns wide; no two are the same."""
    assert all(len(f" 12  {option.words}") <= 76 for option in question.options)
    assert len(question.words) <= 78
    assert len({option.words for option in question.options}) == len(question.options) == len(question.ids)


def test_a_question_fits_on_a_screen() -> None:
    """With its answers and the prompt it takes at most 20 of 24 rows."""
    assert max(len(question.options) + len(question.lines) * 2 for question in QUESTIONS) + 3 <= 20


def marks() -> set[str]:
    """The numbers of the sources that anything here names."""
    rows = [source for row in ROWS for source in row.sources]
    texts = [source for each in TEXTS.values() for source in each.sources]
    asked = [source for question in QUESTIONS for source in question.sources]
    options = [source for question in QUESTIONS for option in question.options for source in option.sources]
    return {*rows, *texts, *asked, *options} - {"article", "ours"}


def test_everything_carries_a_source() -> None:
    """No row, text or question is without one."""
    assert all(row.sources for row in ROWS)
    assert all(each.sources for each in TEXTS.values())
    assert all(question.sources for question in QUESTIONS)


def test_every_text_of_a_row_exists() -> None:
    """A row names no text that there is not, and an id is the text's own."""
    named = {id_ for row in ROWS for id_ in (*row.texts, *row.choice, *row.instead, *row.refused)}
    assert named <= set(TEXTS)
    assert all(id_ == each.id for id_, each in TEXTS.items())
    assert text("T-0").startswith("A timer, not a doctor.")


def test_every_question_has_its_place_in_the_flow() -> None:
    """The flow has a rule for each question, and for nothing else."""
    assert set(MATTERS) == {question.id for question in QUESTIONS}


def test_the_limits_are_told_and_asked() -> None:
    """For adults, lower or mid back; not neck, belly or chest: said before the first question, and on the list."""
    assert "adults" in " ".join(OPENING)
    assert any("neck" in option.words for option in SKIN.options)
