"""When something began, as a person types it: hours ago, or a day and a time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from ..guidance.days import WEEKDAYS
from ..guidance.episode import HOUR_S
from ..schedule.instant import Instant
from .exits import Exit, Failure

MOST_H = 365 * 24.0
"""Hours in a year: an episode is one bout of pain."""

FORMS = "hours ago ('31'), or a day and a time ('today 07:05', 'yesterday 21:40', 'Tuesday 14:00', '2026-11-20 09:30')"


def moment(words: list[str], now: Instant) -> Instant:
    """The moment that the words mean, before `now`. Raises Failure, a usage error with what would be right."""
    text = " ".join(" ".join(words).split())
    ago = _seconds_ago(text, now)
    if ago is None:
        raise Failure(f"'{text}' is no time that can be read; write {FORMS}", Exit.USAGE)
    if ago < 0:
        raise Failure(f"'{text}' has not come yet; write when the pain began: {FORMS}", Exit.USAGE)
    if ago > MOST_H * HOUR_S:
        raise Failure(f"'{text}' is more than a year ago; tell when this bout began, and add --recurring", Exit.USAGE)
    return now.plus(-ago)


def _seconds_ago(text: str, now: Instant) -> float | None:
    if text.lower() == "now":
        return 0.0
    number = text.removeprefix("-")
    if number.isascii() and number.replace(".", "", 1).isdigit():
        return float(text) * HOUR_S
    try:
        # In the machine's own zone, with the offset that held then.
        began = _day_and_time(text.lower(), now.wall).astimezone()
        return (now.wall - began).total_seconds()
    except (ValueError, OverflowError):
        return None


def _day_and_time(text: str, now: datetime) -> datetime:
    """The moment by the clock on the wall. Raises ValueError."""
    day, _, clock = text.partition(" ")
    return datetime.combine(_day(day, now), _time(clock) if clock else time(0, 0))


def _day(text: str, now: datetime) -> date:
    named = {"today": 0, "yesterday": 1}
    named |= {WEEKDAYS[(now.weekday() - back) % len(WEEKDAYS)].lower(): back for back in range(1, len(WEEKDAYS) + 1)}
    if text in named:
        return now.date() - timedelta(days=named[text])
    if len(text) != len("2026-11-20"):
        raise ValueError(text)
    return date.fromisoformat(text)


def _time(text: str) -> time:
    hours, colon, minutes = text.partition(":")
    if not (colon and hours.isascii() and hours.isdigit() and len(minutes) == 2 and minutes.isascii()):
        raise ValueError(text)
    return time(int(hours), int(minutes))
