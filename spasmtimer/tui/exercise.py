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


def ends_with(schedule: Schedule) -> str:
    """A sentence that says what it is, and how many, to stand before another; empty where there is none."""
    now = chosen(schedule)
    return f"Ends with {now[1]} {now[0].title}. " if now else ""


def keys(schedule: Schedule, keymap: Keymap) -> str:
    """The keys that change it; empty where there is none."""
    if chosen(schedule) is None:
        return ""
    more, less, another = (keymap.named(name).key_names for name in ("more", "less", "exercise"))
    return f"{more} and {less}: how many, {another}: another"
