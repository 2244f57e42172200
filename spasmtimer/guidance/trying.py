"""What a person tries, to live with less pain: which small changes, since when, and how it went. Pure.

Facts are kept and never changed; `day_of` says what they come to. The questions and the words are in `day`.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from ..schedule.instant import Instant
from .episode import IllegalFact

WEEK_S = 7 * 24 * 3600.0
"""After so long it is asked how it went. Our own number, no source's."""

DAY_S = 24 * 3600.0


class Went(StrEnum):
    """How a change went."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class DayChecked(Struct, frozen=True):
    """The questions about the day were answered, and some changes are to be tried."""

    at: Instant
    answers: tuple[tuple[str, str], ...] = ()
    """The id of each question, and of its answer."""

    changes: tuple[str, ...] = ()
    """Ids, in the order they were told; none where nothing stood out."""


class DayReviewed(Struct, frozen=True):
    """It was told how the changes went."""

    at: Instant
    kept: tuple[tuple[str, str], ...] = ()
    """The id of each change, and how it went, as a `Went`."""


DayFact = DayChecked | DayReviewed
"""The closed list."""


class Day(Struct, frozen=True):
    """What the facts come to."""

    checked: DayChecked | None = None
    """The last check."""

    reviewed: DayReviewed | None = None
    """How its changes went, once that was told."""

    not_kept: frozenset[str] = frozenset()
    """Ids of changes that did not go well the last time they were asked about."""

    @property
    def changes(self) -> tuple[str, ...]:
        """Ids of what is being tried."""
        return self.checked.changes if self.checked is not None and self.reviewed is None else ()

    @property
    def since(self) -> Instant | None:
        """Since when; None where nothing is being tried."""
        return self.checked.at if self.checked is not None and self.changes else None

    def is_due(self, now: Instant) -> bool:
        """Whether it is time to ask how it went."""
        return self.since is not None and now.since(self.since) >= WEEK_S


def day_of(facts: Iterable[object]) -> Day:
    """What the facts come to, in the order they were told; what is not of the day is ignored. Raises IllegalFact."""
    day = Day()
    for fact in facts:
        if isinstance(fact, DayFact):
            day = apply(day, fact)
    return day


def apply(day: Day, fact: DayFact) -> Day:
    """The day after this fact. A new check takes the place of the last one.

    Raises IllegalFact for a review of what is not being tried.
    """
    if isinstance(fact, DayChecked):
        return Day(fact, None, day.not_kept)
    if {change for change, _ in fact.kept} != set(day.changes) or not fact.kept:
        raise IllegalFact("that is not what is being tried, or it was told already; check your day anew")
    failed = {change for change, went in fact.kept if went == Went.NO}
    return replace(day, reviewed=fact, not_kept=day.not_kept - {change for change, _ in fact.kept} | failed)


def ago(day: Day, now: Instant) -> str:
    """How long ago a due change was begun: `A week ago`, `9 days ago`."""
    days = int(now.since(day.since) // DAY_S) if day.since is not None else 0
    return "A week ago" if days * DAY_S == WEEK_S else f"{days} days ago"
