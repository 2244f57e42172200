"""The quiet hours: when they are, and what they never silence."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from spasmtimer.schedule.quiet import QuietHours

ZONE = timezone(timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(
    ("hours", "inside", "outside"),
    [
        ("22:00-07:00", ["22:00", "23:59", "00:00", "06:59"], ["07:00", "12:00", "21:59"]),
        ("13:00-15:00", ["13:00", "14:59"], ["15:00", "12:59", "00:00"]),
        ("00:00-06:00", ["00:00", "05:59"], ["06:00", "23:59"]),
        ("9:30 - 10:00", ["09:30"], ["10:00", "09:29"]),
    ],
)
def test_they_begin_at_their_first_minute_and_end_before_their_last(
    hours: str, inside: list[str], outside: list[str]
) -> None:
    """The first time is among them and the second is not, over midnight too."""
    quiet = QuietHours.parse(hours)
    assert all(quiet.cover(_wall(text)) for text in inside)
    assert not any(quiet.cover(_wall(text)) for text in outside)


def test_they_are_read_as_they_are_written() -> None:
    """What they say of themselves is what may be written in the settings."""
    assert str(QuietHours.parse("9:30 - 22:05")) == "09:30-22:05"
    assert QuietHours.parse("09:30-22:05") == QuietHours.parse("9:30 - 22:05")


@pytest.mark.parametrize(
    "text", ["", "22", "22:00", "22-07", "25:00-07:00", "22:60-07:00", "07:00-07:00", "a-b", "٢٢:00-07:00x"]
)
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    """Anything else raises, and names itself."""
    with pytest.raises(ValueError, match=r"22:00-07:00|begins when it ends"):
        QuietHours.parse(text)


def _wall(text: str) -> datetime:
    return datetime.strptime(f"2026-11-22 {text}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)
