"""Why a schedule that was picked directly does not suit what is known of the person. Pure.

What it says is the table of `triage` over again, for somebody who was not asked just now: docs/sources.md has what each
rests on. That a reason to refuse holds for 24 hours is a decision of ours.
"""

from __future__ import annotations

from msgspec import Struct

from ..schedule.instant import Instant
from ..schedule.phases import PACKS, Modality, Schedule
from .days import coming_time, day_and_time
from .episode import ADVICE_REFUSES_S, HOUR_S, Advised, EpisodeBegan, EpisodeCorrected, Person
from .standing import COLD_UNTIL_H, OLD_FROM_H
from .texts import text

TOLD = {"E": "T-E", "U": "T-U", "B": "T-N", "A": "T-A"}
"""The rows that ended them without a session, and their texts."""

EMERGENCY_ROW = "E"

IN_AN_EMERGENCY = (
    "Your answers of {when}: {what}",
    "Your answers of {when} can mean an emergency: call your emergency number.",
    "Emergency? Call your emergency number.",
    "Call for help now.",
)

FOR_PACKS = frozenset({"A", "B"})
"""The rows that speak against packs only."""

TURNS_WAIT = "Heat and ice in turn wait until {time}: three days after it began."
MOVES_WAIT = "Stretching and sit-ups wait until {time}: two days after it began."
SWOLLEN = "No heat on a fresh swelling or bruise, until {time} at the earliest. The article suggests ice."


class Unsuited(Struct, frozen=True):
    """Why not."""

    words: str
    is_final: bool = False
    """Whether no person can override it; other answers can."""


def unsuited(schedule: Schedule, person: Person, now: Instant) -> Unsuited | None:
    """Why this schedule does not suit the person; None where nothing is known to speak against it."""
    modalities = {phase.modality for phase in schedule}
    told = person.episode.told if person.episode else None
    by_rule = (
        _by_advice(modalities, person.advice, now),
        _by_swelling(modalities, told, now),
        _by_health(modalities, person),
        _by_pain(modalities, told, now),
    )
    found = [reason for reason in by_rule if reason is not None]
    return next((reason for reason in found if reason.is_final), found[0] if found else None)


def emergency(person: Person, now: Instant) -> tuple[str, ...]:
    """What home says, longest words first, while an answer stands that means an emergency; nothing where none does."""
    advice = person.advice
    if advice is None or advice.row != EMERGENCY_ROW or now.since(advice.at) >= ADVICE_REFUSES_S:
        return ()
    when = day_and_time(advice.at.wall, now.wall)
    return tuple(words.format(when=when, what=text(TOLD[EMERGENCY_ROW])) for words in IN_AN_EMERGENCY)


def _by_advice(modalities: set[Modality], advice: Advised | None, now: Instant) -> Unsuited | None:
    """What the last questions ended with. Drowsiness passes, and whoever is awake says so with a second press."""
    if advice is None or advice.row not in TOLD or (advice.row in FOR_PACKS and not modalities & set(PACKS)):
        return None
    lately = now.since(advice.at) < ADVICE_REFUSES_S
    if advice.row == "A" and not lately:
        return None
    when = day_and_time(advice.at.wall, now.wall)
    return Unsuited(f"By your answers of {when}: {text(TOLD[advice.row])}", is_final=lately and advice.row != "A")


def _by_swelling(
    modalities: set[Modality], told: EpisodeBegan | EpisodeCorrected | None, now: Instant
) -> Unsuited | None:
    if told is None or not told.swollen or Modality.HEAT not in modalities:
        return None
    if told.recurring or _hours(told, now) >= OLD_FROM_H:
        return Unsuited(text("T-S"))
    return Unsuited(SWOLLEN.format(time=_after(told, OLD_FROM_H, now)), is_final=True)


def _by_health(modalities: set[Modality], person: Person) -> Unsuited | None:
    barred = person.health.barred if person.health else ()
    return Unsuited(text("T-N")) if modalities & set(barred) else None


def _by_pain(modalities: set[Modality], told: EpisodeBegan | EpisodeCorrected | None, now: Instant) -> Unsuited | None:
    """Heat and ice in turn want a pain that is three days old and in no leg; moving, one of two days."""
    if told is None:
        return None
    turns, moves = modalities >= set(PACKS), Modality.MOVE in modalities
    if told.leg and turns:
        return Unsuited(text("T-L"))
    if told.leg and moves:
        return Unsuited(text("T-L2"))
    hours = COLD_UNTIL_H if told.recurring else _hours(told, now)
    if turns and not told.recurring and hours < OLD_FROM_H:
        return Unsuited(TURNS_WAIT.format(time=_after(told, OLD_FROM_H, now)))
    if moves and hours < COLD_UNTIL_H:
        return Unsuited(MOVES_WAIT.format(time=_after(told, COLD_UNTIL_H, now)))
    return None


def _hours(told: EpisodeBegan | EpisodeCorrected, now: Instant) -> float:
    return now.since(told.began) / HOUR_S


def _after(told: EpisodeBegan | EpisodeCorrected, hours: float, now: Instant) -> str:
    return coming_time(now.plus(hours * HOUR_S - now.since(told.began)).wall, now.wall)
