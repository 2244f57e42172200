"""The cards of the home screen: a preset, or the session that runs, in two or three lines. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from textual.content import Content
from textual.geometry import Size

from ..journal.history import LastTime
from ..schedule.instant import Instant
from ..schedule.phases import length_of
from ..schedule.presets import Preset
from ..schedule.reading import Reading
from . import strips
from .signs import Signs, clock_time, day_and_time, spoken, what_runs
from .widgets.strip import drawn

CHANGEOVER_S = 60.0

MARGIN = 3
"""Columns that no card has: the mark, the last one, and the scroll bar's."""

NARROWEST = 14

SHORT = 18
"""Below so many rows the cards do not say when they are used."""

APART = 3
"""Columns at least between when a card was used and how long it takes."""

INDENT = 5
"""Columns before the lines below a title; the mark is in the first."""


class Desk(Struct, frozen=True):
    """Where and when the cards are laid out."""

    size: Size
    """Of the whole screen."""

    now: Instant
    signs: Signs

    @property
    def width(self) -> int:
        """Columns of a card."""
        return max(NARROWEST, self.size.width - MARGIN)


def of_preset(number: int, preset: Preset, desk: Desk, notes: Sequence[str]) -> Content:
    """A preset: its name, the first of the notes that fits, its length and end; when to use it; its strip."""
    total = length_of(preset.schedule, CHANGEOVER_S)
    name = f" {number if number <= 9 else ' '}  {preset.title}"
    time = f"{spoken(total)}, until {clock_time(desk.now.plus(total).wall)}"
    note, time = next(
        (
            (note, said)
            for said in (time, time.split(",")[0], "")
            for note in notes
            if len(name) + len(note) + (APART if note else 1) + len(said) <= desk.width
        ),
        ("", ""),
    )
    room = max(1, desk.width - len(name) - len(note) - len(time))
    first = Content.assemble((name, "bold"), (note, "$quiet"), " " * room, (time, "$quiet"))
    return Content("\n").join([first, *_more(preset, desk)])


def notes(preset: Preset, desk: Desk, last_times: Mapping[str, LastTime], *, suggested: str | None) -> list[str]:
    """That it is suggested; or when it was last used and what that did to the pain. The longest words first."""
    if preset.id == suggested:
        return [f"{desk.signs.dot}suggested"]
    past = last_times.get(preset.id)
    if past is None:
        return [""]
    when = day_and_time(past.at, desk.now.wall)
    texts = [f"last used {when}", *(["last used"] if preset.id == next(iter(last_times)) else []), ""]
    if past.pain_before is not None and past.pain_after is not None:
        pain = f"{when}, pain {past.pain_before} to {past.pain_after}"
        texts = [f"last used {pain}", f"used {pain}", pain, *texts]
    return [f"{desk.signs.dot}{text}" if text else "" for text in texts]


def of_session(reading: Reading, signs: Signs) -> Content:
    """The session that runs."""
    title = reading.session.started.title
    join = Content.styled(f" {title} is running: {what_runs(reading, signs)}", "bold")
    return Content("\n").join([join, Content("  Press Enter to join it.")])


def finished(card: Content, width: int, marked: bool, *, spacious: bool) -> Content:
    """The card with its mark, which is no colour alone, and with air below where there is room."""
    lines = [line.truncate(width, ellipsis=True) for line in card.split("\n")]
    return Content.assemble(">" if marked else " ", Content("\n").join(lines), "\n" if spacious else "")


def _more(preset: Preset, desk: Desk) -> list[Content]:
    """When to use it, and its strip; only the strip where there is little room."""
    room = desk.width + 1 - INDENT
    columns = strips.compact_width(preset.schedule, room)
    strip = drawn(strips.cells(strips.planned(preset.schedule), columns, desk.signs))
    words = f"  {strips.in_words(preset.schedule)}"
    if columns + len(words) <= room:
        strip = strip + Content.styled(words, "$quiet")
    indent = " " * INDENT
    if desk.size.height < SHORT:
        return [Content(indent) + strip]
    return [Content(indent) + Content(preset.when).truncate(room, ellipsis=True), Content(indent) + strip]
