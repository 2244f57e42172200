"""The written form of a schedule: `heat 20m, cold 20m, x3`, read and written.

A part is a modality, a length and, for a stretch, its name: `move 30s (knees to chest)`. A length is in hours, minutes
and seconds (`1h`, `20m`, `1m30s`); a bare number is minutes. A last part `xN` repeats all before it N times.
"""

from __future__ import annotations

import re

from .phases import Modality, Phase, Schedule, repeated, rounds_of

MOST_PHASES = 100
"""More than anyone could lie through; it keeps a slip of the finger (`x1000`) from becoming a session."""

LONGEST_S = 24 * 60 * 60.0
"""Of a phase. Packs have a ceiling of their own."""

WORDS = {
    "heat": Modality.HEAT,
    "hot": Modality.HEAT,
    "cold": Modality.COLD,
    "ice": Modality.COLD,
    "rest": Modality.REST,
    "off": Modality.REST,
    "move": Modality.MOVE,
}

_PART = re.compile(r"(?P<word>[a-z]+)\s+(?P<length>[0-9][0-9.hms]*)(?:\s*\((?P<name>[^()]+)\))?", re.IGNORECASE)
_TIMES = re.compile(r"x\s*(?P<rounds>\d{1,4})", re.IGNORECASE)
_LENGTH = re.compile(r"(?:(?P<h>\d+)h)?(?:(?P<m>\d+(?:\.\d+)?)m)?(?:(?P<s>\d+(?:\.\d+)?)s)?")
_MINUTES = re.compile(r"\d+(?:\.\d+)?")


class NotationError(ValueError):
    """The text is no schedule; the message says which part, and what would be right."""


def parse(text: str) -> Schedule:
    """The schedule that `text` writes down.

    Raises NotationError.
    """
    parts = [part.strip() for part in text.split(",")]
    rounds = 1
    if times := _TIMES.fullmatch(parts[-1]):
        rounds = int(times["rounds"])
        parts.pop()
    if not parts or parts == [""]:
        raise NotationError("no phases; write for example 'heat 20m, cold 20m, x3'")
    pattern = tuple(_phase(part) for part in parts)
    if rounds < 1 or rounds * len(pattern) > MOST_PHASES:
        raise NotationError(f"{rounds * len(pattern)} phases; a session has 1 to {MOST_PHASES}")
    return repeated(pattern, rounds)


def render(schedule: Schedule) -> str:
    """The schedule in words that `parse` reads back as the same schedule."""
    rounds = rounds_of(schedule)
    pattern = [phase for phase in schedule if phase.round == 1]
    text = ", ".join(_part(phase) for phase in pattern)
    return f"{text}, x{rounds}" if rounds > 1 else text


def render_length(seconds: float) -> str:
    """A length as the notation writes it: `20m`, `1m30s`, `2.5s`."""
    minutes, rest = divmod(round(seconds, 3), 60)
    return (f"{minutes:.0f}m" if minutes else "") + (f"{rest:.3f}".rstrip("0").rstrip(".") + "s" if rest else "")


def parse_length(text: str) -> float:
    """Seconds of `20m`, `1m30s`, `1h` or a bare number of minutes.

    Raises NotationError for anything else, and for nothing.
    """
    if _MINUTES.fullmatch(text):
        seconds = float(text) * 60
    elif text and (match := _LENGTH.fullmatch(text)):
        seconds = sum(float(match[unit] or 0) * scale for unit, scale in (("h", 3600), ("m", 60), ("s", 1)))
    else:
        raise NotationError(f"'{text}' is no length; write for example '20m', '90s' or '1m30s'")
    if seconds < 1:
        raise NotationError(f"'{text}' is too short; a phase lasts at least 1s")
    if seconds > LONGEST_S:
        raise NotationError(f"'{text}' is too long; a phase lasts at most 24h")
    return round(seconds, 3)


def _phase(part: str) -> Phase:
    match = _PART.fullmatch(part)
    if match is None:
        raise NotationError(f"'{part}' is no phase; write for example 'heat 20m' or 'x3' at the end")
    modality = WORDS.get(match["word"].lower())
    if modality is None:
        raise NotationError(f"'{match['word']}' is not heat, cold, rest or move")
    name = (match["name"] or "").strip()
    if name and modality is not Modality.MOVE:
        raise NotationError(f"'{part}': only a move phase has a name")
    if not name.isprintable():
        raise NotationError(f"'{part}': a name is one line of text")
    return Phase(modality, parse_length(match["length"].lower()), name=name)


def _part(phase: Phase) -> str:
    name = f" ({phase.name})" if phase.name else ""
    return f"{phase.modality} {render_length(phase.planned_s)}{name}"
