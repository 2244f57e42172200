"""What is on the skin, and for how long: modalities, phases, schedules."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace


class Modality(StrEnum):
    """What a phase asks of the body."""

    HEAT = "heat"
    COLD = "cold"
    REST = "rest"
    MOVE = "move"

    @property
    def is_pack(self) -> bool:
        """Whether something hot or cold is on the skin."""
        return self in PACKS

    @property
    def word(self) -> str:
        """How the interface says it: ICE for cold, as people do."""
        return "ICE" if self is Modality.COLD else self.value.upper()

    @property
    def symbol(self) -> str:
        """A sign that needs no colour: up for heat, down for ice, as their cues rise and fall."""
        return SYMBOLS[self]


PACKS = (Modality.HEAT, Modality.COLD)
SYMBOLS = {Modality.HEAT: "▲", Modality.COLD: "▼", Modality.REST: "○", Modality.MOVE: "◆"}


class Phase(Struct, frozen=True):
    """One modality for a planned time."""

    modality: Modality
    planned_s: float
    """Seconds."""

    round: int = 1
    """Which repetition of the pattern it belongs to, from 1."""

    name: str = ""
    """What to do, for a `move` phase: the name of the stretch."""


Schedule = tuple[Phase, ...]
"""The phases of a session in order."""


def repeated(pattern: Schedule, rounds: int) -> Schedule:
    """The pattern `rounds` times over, each phase knowing its round."""
    return tuple(replace(phase, round=number) for number in range(1, rounds + 1) for phase in pattern)


def rounds_of(schedule: Schedule) -> int:
    """How many rounds the schedule has."""
    return max((phase.round for phase in schedule), default=1)


def changeover_between(before: Phase, after: Phase, changeover_s: float) -> float:
    """Seconds to change from one phase to the next: none between two stretches."""
    both_move = before.modality is after.modality is Modality.MOVE
    return 0.0 if both_move else changeover_s


def length_of(schedule: Schedule, changeover_s: float) -> float:
    """Seconds from the start to the end if every changeover takes what is planned."""
    swaps = sum(changeover_between(a, b, changeover_s) for a, b in pairwise(schedule))
    return sum(phase.planned_s for phase in schedule) + swaps
