"""Holding a start back: it comes too soon, or does not suit what the person has told, or both."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from .guidance.episode import Person
from .guidance.suited import unsuited
from .journal.store import JournalError
from .past import Past, TooSoon
from .schedule.instant import Instant
from .schedule.phases import Schedule


class Unfit(Exception):
    """The schedule does not suit the person; the message says why, and also where it comes too soon."""

    def __init__(self, message: str, *, is_final: bool) -> None:
        super().__init__(message)
        self.is_final = is_final
        """Whether no person can override it."""


def refuse(schedule: Schedule, ask: Callable[[], Person], past: Past, now: Instant, *, anyway: bool) -> None:
    """Raises Unfit or TooSoon where this schedule should not begin now; `anyway`: only where nobody may override that.

    `ask` asks the journal for the person; where it cannot tell, nothing is known of them. Also raises JournalError.
    """
    person = Person()
    with suppress(JournalError):
        person = ask()
    found = unsuited(schedule, person, now)
    if found is None or (anyway and not found.is_final):
        past.refuse_early(schedule, now, anyway=anyway)
        return
    words, is_final = found.words, found.is_final
    try:
        past.refuse_early(schedule, now, anyway=False)
    except TooSoon as early:
        words, is_final = f"{words} {early}", is_final or early.is_final
    raise Unfit(words, is_final=is_final)
