"""Before the start of a schedule that ends in a counted exercise: another one, or more or fewer of it. Pure."""

from __future__ import annotations

from ..schedule.notation import NotationError
from ..schedule.phases import Schedule
from ..schedule.routine import EXERCISES, chosen, with_exercise
from .keymap import Keymap


def with_another(schedule: Schedule) -> Schedule | None:
    """The same with the next exercise, as many of it as it begins with; None where there is none to change."""
    now = chosen(schedule)
    if now is None:
        return None
    return with_exercise(schedule, EXERCISES[(EXERCISES.index(now[0]) + 1) % len(EXERCISES)])


def with_more(schedule: Schedule, by: int) -> Schedule | None:
    """The same with so many more of its exercise; None where there is none, or no more or fewer of it."""
    now = chosen(schedule)
    if now is None:
        return None
    try:
        return with_exercise(schedule, now[0], now[1] + by)
    except NotationError:
        return None


def in_words(schedule: Schedule, keymap: Keymap) -> str:
    """What it is, how many, and the keys that change both; empty where there is none."""
    now = chosen(schedule)
    if now is None:
        return ""
    more, less, another = (keymap.named(name).key_names for name in ("more", "less", "exercise"))
    return f"{now[1]} {now[0].title}: {more} and {less} change how many, {another} the exercise"
