"""How things are written: symbols with a plain fallback, times of day, lengths of time."""

from __future__ import annotations

import math

from msgspec import Struct

from ..guidance.days import clock_time as clock_time  # with the other ways to write a time
from ..guidance.days import day_and_time as day_and_time
from ..guidance.words import MINUTE_S as MINUTE_S
from ..guidance.words import spoken as spoken
from ..schedule.phases import SYMBOLS, Modality
from ..schedule.reading import Reading
from ..schedule.session import State


class Signs(Struct, frozen=True):
    """The signs that the terminal can show."""

    to_come: dict[Modality, str]
    """What is on, or will be."""

    past: dict[Modality, str]
    """What was: the same shapes, hollow."""

    cursor: str
    dot: str
    """Between two remarks in a line."""

    blocks: bool
    """Whether there are blocks to draw large letters with."""

    def named(self, modality: Modality) -> str:
        """The symbol and the word."""
        return f"{self.to_come[modality]} {modality.word}"


UNICODE = Signs(
    to_come=SYMBOLS,
    past={Modality.HEAT: "△", Modality.COLD: "▽", Modality.REST: "·", Modality.MOVE: "◇"},
    cursor="┃",
    dot=" · ",
    blocks=True,
)

ASCII = Signs(
    to_come={Modality.HEAT: "^", Modality.COLD: "v", Modality.REST: "o", Modality.MOVE: "*"},
    past={Modality.HEAT: "'", Modality.COLD: ",", Modality.REST: ".", Modality.MOVE: "-"},
    cursor="|",
    dot=" - ",
    blocks=False,
)


def signs_for(encoding: str | None) -> Signs:
    """The signs for a terminal whose text is encoded like this."""
    return UNICODE if (encoding or "").lower().replace("-", "").startswith("utf") else ASCII


def countdown(seconds: float) -> str:
    """What is left, as digits: `12:34`, from an hour on `1:02:03`. A second that has begun is still there."""
    return _digits(math.ceil(seconds - 1e-6))


def count_up(seconds: float) -> str:
    """How long somebody has been waited for: `+0:35`. No leading zero: it has to fit in 20 columns."""
    return "+" + _digits(int(seconds + 1e-6)).removeprefix("0")


def _digits(seconds: int) -> str:
    minutes, rest = divmod(max(0, seconds), MINUTE_S)
    if minutes < MINUTE_S:
        return f"{minutes:02d}:{rest:02d}"
    return f"{minutes // MINUTE_S}:{minutes % MINUTE_S:02d}:{rest:02d}"


def what_runs(reading: Reading, signs: Signs) -> str:
    """What a live session does, and until when, where that is known."""
    what = {
        State.PAUSED: "paused",
        State.SWAPPING: "waits for the switch",
        State.ALARMING: "time is up",
    }.get(reading.state, signs.named(reading.phase.modality))
    until = f" until {clock_time(reading.coming_at or reading.ends_at)}" if reading.ends_at else ""
    return f"{what}{until}"


def ends_of(left: str, right: str, width: int) -> str:
    """Two texts at the ends of a line; the right one gives way."""
    room = width - len(left) - len(right)
    return f"{left}{' ' * room}{right}" if room > 1 else left
