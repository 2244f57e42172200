"""A page of the questions that help to choose, or what they came to: its words, and what of it has room. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence, Set

from msgspec import Struct
from msgspec.structs import replace

from ..guidance.questions import OPENING, Question
from ..guidance.texts import text
from ..guidance.triage import Kind, Outcome, ruled_out
from ..schedule.presets import find
from . import strips

BY_ARTICLE = frozenset({"1", "2", "4", "5"})
"""The rows whose first preset the article names itself, unless the list rules it out: then `T-X3` is told."""

LOW = 10
"""Below so many rows there is nothing but the question and its answers, and no bar of keys."""

LEAST = 3
"""Rows that the answers have at the least."""

DIGITS = 9
"""Answers that have a number of their own."""


class Page(Struct, frozen=True):
    """What stands on the screen at a time."""

    words: str = ""
    """What is asked."""

    lines: tuple[str, ...] = ()
    """To read before it."""

    opening: tuple[str, ...] = ()
    """To read before that, where there is room."""

    options: tuple[tuple[str, ...], ...] = ()
    """Each in words, the longest first: the first that fit on a line are shown, else the last on several."""

    many: bool = False
    """Whether they are ticked."""

    hints: tuple[str, ...] = ()
    """What Enter does, the longest words first."""

    is_outcome: bool = False


class Room(Struct, frozen=True):
    """What of a page is shown."""

    title: bool = True
    opening: bool = True
    gaps: bool = True
    """Rows between the parts."""

    hint: bool = True
    lines: bool = True


ROOMS = (Room(), Room(gaps=False), Room(opening=False), Room(gaps=False, opening=False))
TIGHT = (Room(title=False, gaps=False, opening=False), Room(title=False, gaps=False, opening=False, hint=False))
TIGHTEST = Room(title=False, gaps=False, opening=False, lines=False)
"""From the roomiest on: a line of text stands back before an answer has to be scrolled to."""


def of_question(question: Question, *, is_first: bool, ticked: int, insists: bool = False) -> Page:
    """The page that asks. `ticked`: how many answers are, so far. `insists`: Enter was pressed, and nothing chosen."""
    if question.many:
        go_on = f"Enter: go on with {ticked} ticked." if ticked else "0: none of these."
        hints: tuple[str, ...] = (f"Tick what applies, by number or with Space. {go_on}", go_on)
    else:
        hints = ("A number answers; or mark an answer, and press Enter.", "A number, or mark one and press Enter.")
    if insists:
        hints = tuple(f"Nothing is chosen yet. {hint}" for hint in hints) + hints[-1:]
    options = tuple((option.words,) for option in question.options)
    opening = OPENING if is_first else ()
    return Page(question.words, question.lines, opening, options, many=question.many, hints=hints)


def of_outcome(outcome: Outcome) -> Page:
    """The page that tells what it came to. Where that is no session, there is nothing to choose on it."""
    bars = tuple(ruled_out(bar) for bar in outcome.bars)
    if outcome.preset is None:
        sentences = (sentence for id_ in outcome.texts for sentence in _sentences(text(id_)))
        return Page("", (*sentences, *bars), hints=("Enter: home.",), is_outcome=True)
    by_article = outcome.row in BY_ARTICLE and "T-X3" not in outcome.texts
    says = ("The article suggests", "Suggested") if by_article else ("You could try", "Try")
    options = (
        _named(outcome.preset, *says),
        *(_named(preset, "Or instead", "Or") for preset in outcome.alternatives),
    )
    hints = ("Enter: to its safety card, before anything starts. Esc: home.", "Enter: its safety card. Esc: home.")
    return Page("", (*map(text, outcome.texts), *bars), options=options, hints=hints, is_outcome=True)


def is_stop(outcome: Outcome) -> bool:
    """Whether it ends without a session."""
    return outcome.kind is not Kind.SUGGEST


def room_for(page: Page, width: int, height: int, *, live: bool) -> Room:
    """What fits: all of it, or less, until every answer is in sight. `live`: a session runs, as the title tells."""
    rows = height - (height >= LOW)
    for room in ROOMS if live else (*ROOMS, *TIGHT):
        if sum(_heights(page, room, width)) <= rows:
            return room
    if height >= LOW:
        scrolls = Room(title=live or page.is_outcome, gaps=False, opening=False)
        if not page.lines or text_rows(page, scrolls, width, height) >= LEAST:
            return scrolls
    return TIGHTEST if height >= LOW else replace(TIGHTEST, hint=False)


def text_rows(page: Page, room: Room, width: int, height: int) -> int:
    """Rows left for what is to be read before; the rest of it is scrolled to."""
    title, below, _, words, gaps, answers = _heights(page, room, width)
    least = min(answers, height // 2 if page.is_outcome else LEAST)
    return height - (height >= LOW) - title - below - words - gaps - least


def above(page: Page, room: Room, width: int) -> tuple[str, str]:
    """What stands above the answers: what to read, and what is asked, wrapped."""
    lines = (*(page.opening if room.opening else ()), *(page.lines if room.lines or page.is_outcome else ()))
    between = "\n\n" if room.gaps else "\n"
    words = page.words
    if not room.hint and page.many and len(longer := f"{words} {page.hints[-1]}") <= width:
        words = longer
    return between.join(_wrapped(line, width) for line in lines), _wrapped(words, width)


def answer(page: Page, index: int, ticked: Set[int], width: int, *, marked: bool) -> str:
    """An answer with its signs, none of which is a colour, wrapped beside them."""
    number = str(index + 1) if index < DIGITS else " "
    box = ("[x] " if index in ticked else "[ ] ") if page.many else " "
    before = f"{'>' if marked else ' '} {number} {box}"
    room = max(len(before) + 1, width)
    words = _that_fits(page.options[index], room - len(before))
    return textwrap.fill(words, room, initial_indent=before, subsequent_indent=" " * len(before))


def hint(page: Page, width: int) -> str:
    """The longest hint that fits."""
    return _that_fits(page.hints, width)


def _heights(page: Page, room: Room, width: int) -> tuple[int, ...]:
    """Rows of the title, the hint, what to read, what is asked, the gaps, and last the answers."""
    lines, words = above(page, room, width)
    parts = [part for part in (lines, words) if part]
    gaps = len(parts) + bool(page.options) if room.gaps else 0
    answers = (answer(page, index, set(), width, marked=False) for index in range(len(page.options)))
    return int(room.title), int(room.hint), _rows(lines), _rows(words), gaps, _total(answers)


def _total(texts: Iterable[str]) -> int:
    return sum(_rows(each) for each in texts)


def _rows(shown: str) -> int:
    return shown.count("\n") + 1 if shown else 0


def _wrapped(line: str, width: int) -> str:
    return textwrap.fill(line, max(1, width))


def _that_fits(texts: Sequence[str], width: int) -> str:
    """The longest that fits, else the shortest."""
    return next((text for text in texts if len(text) <= width), texts[-1])


def _sentences(words: str) -> list[str]:
    return words.replace(". ", ".\n").split("\n")


def _named(preset: str, says: str, in_short: str) -> tuple[str, ...]:
    """A preset as an answer, the longest words first."""
    found = find(preset)
    minutes = strips.in_words(found.schedule)
    return (f"{says}: {found.title}, {minutes}", f"{says}: {found.title}", f"{in_short}: {found.title}")
