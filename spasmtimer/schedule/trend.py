"""Whether sessions help: what their numbers say about seeing somebody.

The thresholds were set for weeks of care, not for one session, and back pain eases by itself: nothing here says that a
session worked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct

from .dose import DAY_S
from .instant import Instant

POINTS = 2
"""On the scale of 0 to 10: the smallest change that matters (docs/sources.md, S65, S66)."""

SHARE = 0.3
"""The same as a part of the pain before (S65, S66)."""

DAYS_RUNNING = 7
"""Days of one preset without gain: the label of a heat wrap ends there (S25)."""

PAIN_S = 14 * DAY_S
"""How long somebody looks after themselves before they see a professional (S26)."""


class Reason(StrEnum):
    """Why to see a professional, or to leave a preset alone."""

    WORSE = "worse"
    """This session ended with more pain."""

    NO_GAIN = "no-gain"
    """A week of this preset, and no drop."""

    LONG = "long"
    """Two weeks of pain."""


class Outcome(Struct, frozen=True):
    """A real session that was rated before and after."""

    at: Instant
    """When it started."""

    before: int
    after: int


def reasons(
    outcomes: Iterable[Outcome], last: Outcome | None, now: Instant, *, pain_since: Instant | None = None
) -> tuple[Reason, ...]:
    """What speaks for seeing somebody.

    `outcomes`: of one preset, in any order. `last`: the session that has just ended, where it was rated. `pain_since`:
    when this bout of pain began, where that is known.
    """
    found = {
        Reason.WORSE: last is not None and is_worse(last.before, last.after),
        Reason.NO_GAIN: without_gain(outcomes, now),
        Reason.LONG: pain_since is not None and now.since(pain_since) >= PAIN_S,
    }
    return tuple(reason for reason, holds in found.items() if holds)


def is_worse(before: int | None, after: int | None) -> bool:
    """Whether a session ended with clearly more pain; not where one of the numbers is missing."""
    return before is not None and after is not None and after - before >= POINTS


def without_gain(outcomes: Iterable[Outcome], now: Instant) -> bool:
    """Whether this preset was used on seven days running up to now, and the median session brought no clear drop.

    A day is what lies within twelve hours of a whole number of 24 hours before the latest session: a habit that moves
    by an hour misses none, and midnight is no border.
    """
    known = sorted(outcomes, key=lambda outcome: now.since(outcome.at))
    if not known or now.since(known[0].at) > 1.5 * DAY_S:
        return False
    days = [(round(known[0].at.since(outcome.at) / DAY_S), outcome) for outcome in known]
    week = [(day, outcome) for day, outcome in days if 0 <= day < DAYS_RUNNING]
    if len({day for day, _ in week}) < DAYS_RUNNING:
        return False
    drops = _median([outcome.before - outcome.after for _, outcome in week])
    shares = _median([(outcome.before - outcome.after) / max(1, outcome.before) for _, outcome in week])
    return drops < POINTS or shares < SHARE


def _median(numbers: Sequence[float]) -> float:
    ordered, half = sorted(numbers), len(numbers) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
