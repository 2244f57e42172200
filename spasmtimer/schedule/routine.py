"""The morning routine as data: its stretches, the exercises that may end it, and how another one is chosen.

The article names some minutes of stretching and 10 to 20 sit-ups. Which stretches, for how long, at what tempo, and all
numbers of the kinder exercises are ours (docs/sources.md; that these three are kinder: S74, S75).
"""

from __future__ import annotations

from msgspec import Struct

from .notation import NotationError
from .phases import Modality, Phase, Schedule, repeated, rounds_of

HOLD_S = 30.0
"""Of a stretch."""

HOLDS = (
    *("pelvic tilt", "knees to chest", "left knee to chest", "right knee to chest"),
    *("knees to the left", "knees to the right", "cat and camel", "back on the heels"),
)
"""The stretches, in their order: lying on the back, then on hands and knees."""


class Exercise(Struct, frozen=True):
    """A counted exercise: how many, how fast, and what each of its phases is called after its number."""

    id: str
    title: str
    parts: tuple[str, ...]
    """One name, or one for each side."""

    tempo_s: float
    least: int
    most: int
    first: int
    """How many where nobody says: as the article or the guide has it, the fewest."""

    def phases(self, count: int) -> Schedule:
        """So many repetitions, of each side where it has sides. Raises NotationError for too few or too many."""
        if not self.least <= count <= self.most:
            raise NotationError(f"{count} {self.title}; give {self.least} to {self.most}")
        length_s = (count + 1) * self.tempo_s  # the first share is for getting ready
        return tuple(Phase(Modality.MOVE, length_s, name=f"{count} {part}") for part in self.parts)


EXERCISES = (
    Exercise("sit-up", "sit-ups", ("sit-ups",), 4.0, 10, 20, 10),
    Exercise("curl-up", "curl-ups", ("curl-ups",), 8.0, 4, 20, 4),
    Exercise("bird-dog", "bird dogs", ("bird dogs",), 8.0, 4, 20, 8),
    Exercise(
        "side-bridge",
        "side bridges a side",
        ("side bridges on the left", "side bridges on the right"),
        15.0,
        3,
        10,
        3,
    ),
)
"""The article's own first, then those for when it hurts. Bird dogs change sides at every number."""

NAMES = frozenset((*HOLDS, *(part for exercise in EXERCISES for part in exercise.parts)))
"""What there are words for in `sounds/speech/`."""

MORNING = (
    *(Phase(Modality.MOVE, HOLD_S, name=name) for name in HOLDS),
    *EXERCISES[0].phases(EXERCISES[0].first),
)


def chosen(schedule: Schedule) -> tuple[Exercise, int] | None:
    """The exercise in this schedule, and how many of it; None where it has none of ours."""
    return next(filter(None, map(_of, schedule)), None)


def with_exercise(schedule: Schedule, exercise: Exercise, count: int | None = None) -> Schedule:
    """The same schedule with this exercise in the place of its own, and so many of it; else as many as it begins with.

    Raises NotationError where it has none, or for too few or too many.
    """
    if chosen(schedule) is None:
        raise NotationError("--exercise and --count are for a schedule with sit-ups or the like, and this has none")
    pattern = [phase for phase in schedule if phase.round == 1]
    place = next(number for number, phase in enumerate(pattern) if _of(phase))
    others = [phase for phase in pattern if not _of(phase)]
    others[place:place] = exercise.phases(exercise.first if count is None else count)
    return repeated(tuple(others), rounds_of(schedule))


def exercise_named(name: str) -> Exercise:
    """The exercise with this id. Raises NotationError."""
    for exercise in EXERCISES:
        if exercise.id == name:
            return exercise
    raise NotationError(f"there is no exercise '{name}'; there are {', '.join(each.id for each in EXERCISES)}")


def _of(phase: Phase) -> tuple[Exercise, int] | None:
    number, _, part = phase.name.partition(" ")
    if phase.modality is not Modality.MOVE or not (number.isascii() and number.isdigit()):
        return None
    return next(((exercise, int(number)) for exercise in EXERCISES if part in exercise.parts), None)
