"""Moments as people say them: the time of day, and the day by its name."""

from __future__ import annotations

from datetime import datetime

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NAMED_DAYS = 2
"""Days that are named by how long ago they are: today and yesterday."""


def clock_time(at: datetime) -> str:
    """The time of day, to the minute."""
    return f"{at:%H:%M}"


def as_shown(at: datetime, now: datetime) -> datetime:
    """A moment as the clock that shows `now` shows it then: also beyond a change to or from summer time."""
    at_home = now.astimezone().utcoffset() == now.utcoffset()
    return at.astimezone() if at_home else at.astimezone(now.tzinfo)


def day_and_time(at: datetime, now: datetime) -> str:
    """An earlier moment: `today 07:05`, `yesterday 21:40`, `Monday 21:40`; longer ago, the date."""
    there = as_shown(at, now)
    days = (now.date() - there.date()).days
    if not 0 <= days < len(WEEKDAYS):
        return f"{there:%Y-%m-%d}"
    day = ("today", "yesterday")[days] if days < NAMED_DAYS else WEEKDAYS[there.weekday()]
    return f"{day} {clock_time(there)}"


def coming_time(at: datetime, now: datetime) -> str:
    """A moment of the next days: `14:00` when it is today, else `Tuesday 14:00`; a week on and later, the date."""
    there = as_shown(at, now)
    days = (there.date() - now.date()).days
    if days == 0:
        return clock_time(there)
    if 0 < days < len(WEEKDAYS):
        return f"{WEEKDAYS[there.weekday()]} {clock_time(there)}"
    return f"{there:%Y-%m-%d}"
