"""Repetitions that are counted, and what is said during a move: pure, from the schedule and the time alone.

A `move` phase whose name begins with a number, `15 sit-ups`, is counted. Its time is divided by one more than the
number: the first share is for getting ready, and each number is said at the beginning of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from .cue import Cue
from .exposure import TOLERANCE_S
from .phases import Modality, Phase
from .routine import NAMES
from .session import Session, State

MOST = 20
"""The last number that there are words for."""

TEMPOS_S = (2.0, 20.0)
"""Seconds for each repetition. A number that gives any other, as `30 s of rest`, is not meant to be counted."""

FASTEST = 8.0
"""In a rehearsal that is faster than this, numbers would fall over each other."""

NAMED_AFTER_S = 1.0
"""After the start of a session: when its first stretch is named, for starting it sounds nothing."""

_NUMBERED = re.compile(r"(?P<number>\d{1,2}) (?!(?:to|or|s|sec|seconds?|min|minutes?)\b)(?P<what>\S.*)", re.IGNORECASE)
_NO_FILE_NAME = re.compile(r"[^a-z0-9]+")


class Counted(Struct, frozen=True):
    """How many of what, and how fast."""

    number: int
    what: str
    tempo_s: float
    """Seconds from one number to the next, as they pass in the session: in a rehearsal fewer."""

    def reached(self, elapsed_s: float) -> int:
        """The number that was said last, so many seconds into the phase; 0 before the first."""
        return max(0, min(self.number, int((elapsed_s + TOLERANCE_S) // self.tempo_s)))


class Saying(Struct, frozen=True):
    """Words due at `t` that announce nothing and repeat nothing: a number, or what the first stretch is called."""

    t: float
    words: tuple[str, ...]
    """Names of recordings in `sounds/speech/`."""


def counted(phase: Phase, speed: float = 1.0) -> Counted | None:
    """What is counted in this phase of a session so many times faster than life; None where nothing is."""
    match = _NUMBERED.fullmatch(phase.name)
    if phase.modality is not Modality.MOVE or match is None:
        return None
    number = int(match["number"])
    tempo_s = phase.planned_s / (number + 1)
    if not 1 <= number <= MOST or not TEMPOS_S[0] <= tempo_s * speed + TOLERANCE_S <= TEMPOS_S[1] + 2 * TOLERANCE_S:
        return None
    return Counted(number, match["what"], tempo_s)


def counted_in(session: Session) -> Counted | None:
    """What is counted in the session's present phase. As it was planned: an extension changes no tempo."""
    return counted(session.started.phases[session.index], session.started.speed)


def words_for(phase: Phase) -> tuple[str, ...]:
    """The recordings that would tell what a move phase asks for: there need not be any. Of another phase, none."""
    if phase.modality is not Modality.MOVE:
        return ()
    counts = counted(phase)
    what = _recording(counts.what if counts else phase.name)
    return (f"count-{counts.number}", what) if counts else (what,)


def words_called(session: Session) -> tuple[str, ...]:
    """The same for the move that was announced last; none where something else was."""
    if session.announced is not Cue.HEADS_UP:
        return ()
    return words_for(session.phases[session.index if session.coming is None else session.coming])


def sayings(session: Session) -> Iterator[Saying]:
    """What is said in the present turn of the phase, past words included, soonest first."""
    if session.state is not State.RUNNING or session.started.speed > FASTEST:
        return
    begun = session.t - session.elapsed(session.t)
    if session.index == 0 and len(session.stretches) == 1 and session.phase.name in NAMES:
        yield Saying(begun + NAMED_AFTER_S, words_for(session.phase))
    if counts := counted_in(session):
        for number in range(1, counts.number + 1):
            yield Saying(begun + number * counts.tempo_s, (f"count-{number}",))


def _recording(name: str) -> str:
    return f"move-{_NO_FILE_NAME.sub('-', name.lower()).strip('-')}"
