"""A session as a strip of heat and ice: which part has which cells. Pure; the widget beside it only draws."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from ..schedule.phases import Modality, Schedule, rounds_of
from ..schedule.reading import Reading
from ..schedule.session import State
from .signs import MINUTE_S, Signs, spoken

SCALE_S = 300.0
"""A cell of the strips on the home screen: one scale for all, so that their lengths compare."""

DIFFERS_S = 30.0
"""A phase that really took this much more or less than planned says so."""

NAMED_PHASES = 4
"""A pattern of more phases than this is not spelled out."""

CURSOR = "cursor"


class Tense(StrEnum):
    """Where a part lies, seen from now."""

    PAST = "past"
    NOW = "now"
    TO_COME = "to come"


class Part(Struct, frozen=True):
    """One phase on the strip."""

    modality: Modality
    seconds: float
    """How long it took or will take."""

    tense: Tense
    planned_s: float
    done_s: float = 0.0


class Cell(Struct, frozen=True):
    """One column of the strip."""

    sign: str
    look: str
    """The modality, or `cursor`, or nothing for a gap."""

    tense: Tense


def planned(schedule: Schedule) -> list[Part]:
    """The parts of a schedule that has not started."""
    return [Part(phase.modality, phase.planned_s, Tense.TO_COME, phase.planned_s) for phase in schedule]


def parts_of(reading: Reading) -> list[Part]:
    """What was, what is and what is to come."""
    session = reading.session
    was = []
    for index, stretches in groupby(session.stretches, key=lambda stretch: stretch.index):
        done, phase = sum(stretch.length(reading.t) for stretch in stretches), session.phases[index]
        plan = session.started.phases[index].planned_s
        was.append(Part(phase.modality, done, Tense.PAST, plan, done))
    if session.state in (State.RUNNING, State.PAUSED):
        now = was.pop()
        was.append(Part(now.modality, now.seconds + reading.remaining_s, Tense.NOW, now.planned_s, now.seconds))
        return was + planned(session.phases[session.index + 1 :])
    if session.state.is_live and session.coming is not None:
        first, *rest = planned(session.phases[session.coming :])
        return [*was, replace(first, seconds=session.left_of_coming), *rest]
    return was


def cells(parts: Sequence[Part], width: int, signs: Signs) -> list[Cell]:
    """The parts on `width` columns, as long as they last; a gap between two where there is room."""
    spaced = len(parts) * 2 - 1 <= width
    room = width - (len(parts) - 1 if spaced else 0)
    found: list[Cell] = []
    for part, columns in zip(parts, _shares([part.seconds for part in parts], room), strict=True):
        if found and spaced:
            swapping = part.tense is Tense.TO_COME and found[-1].tense is Tense.PAST
            found.append(Cell(signs.cursor, CURSOR, Tense.NOW) if swapping else Cell(" ", "", part.tense))
        found += _cells_of(part, columns, signs)
    return found


def labels(parts: Sequence[Part], width: int) -> str:
    """Minutes under the parts, real beside planned where they differ; empty where there is no room."""
    if len(parts) * 2 - 1 > width:
        return ""
    shares = _shares([part.seconds for part in parts], width - len(parts) + 1)
    written = [_label(part, columns).center(columns) for part, columns in zip(parts, shares, strict=True)]
    return " ".join(written).rstrip()


def compact_width(schedule: Schedule, most: int) -> int:
    """Columns for a schedule at the common scale, at most `most`."""
    columns = sum(max(1, round(phase.planned_s / SCALE_S)) for phase in schedule) + len(schedule) - 1
    return min(most, columns)


def in_words(schedule: Schedule) -> str:
    """The schedule in a line: `heat 20 min, ice 20 min, 3 times`."""
    pattern = [phase for phase in schedule if phase.round == 1]
    if len(pattern) > NAMED_PHASES:
        words = f"{len(pattern)} parts"
    else:
        words = ", ".join(f"{phase.modality.word.lower()} {spoken(phase.planned_s)}" for phase in pattern)
    rounds = rounds_of(schedule)
    return f"{words}, {rounds} times" if rounds > 1 else words


def _cells_of(part: Part, columns: int, signs: Signs) -> list[Cell]:
    ahead = Cell(signs.to_come[part.modality], part.modality, Tense.TO_COME)
    behind = Cell(signs.past[part.modality], part.modality, Tense.PAST)
    if part.tense is Tense.TO_COME:
        return [ahead] * columns
    if part.tense is Tense.PAST or not columns:
        return [behind] * columns
    share = part.done_s / part.seconds if part.seconds else 1.0
    done = min(columns - 1, int(share * columns))
    cursor = Cell(signs.cursor, CURSOR, Tense.NOW)
    return [behind] * done + [cursor] + [ahead] * (columns - done - 1)


def _shares(seconds: Sequence[float], columns: int) -> list[int]:
    """`columns` divided by length, at least one each while they last; they add up to `columns`."""
    total = sum(seconds)
    if not seconds or columns <= 0:
        return [0] * len(seconds)
    least = 1 if columns >= len(seconds) else 0
    spare = columns - least * len(seconds)
    found, passed, given = [], 0.0, 0
    for length in seconds:
        passed += length
        upto = round(spare * passed / total) if total else spare
        found.append(least + upto - given)
        given = upto
    found[-1] += columns - sum(found)
    return found


def _label(part: Part, columns: int) -> str:
    plan = _short(part.planned_s)
    if part.tense is Tense.PAST and abs(part.seconds - part.planned_s) >= DIFFERS_S:
        options: tuple[str, ...] = (f"{_short(part.seconds)} of {plan} min", f"{_short(part.seconds)}/{plan}")
    else:
        options = (f"{plan} min", plan)
    if part.planned_s < MINUTE_S:
        options = (spoken(part.planned_s),)
    return next((text for text in options if len(text) <= columns), "")


def _short(seconds: float) -> str:
    return f"{round(seconds / MINUTE_S, 1):g}" if seconds < 10 * MINUTE_S else f"{round(seconds / MINUTE_S)}"
