"""Moments in words, also across a change of the clocks."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from spasmtimer.guidance.days import coming_time, day_and_time

WINTER, SUMMER = timezone(timedelta(hours=1)), timezone(timedelta(hours=2))


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A clock that goes forward on 29 March 2026 and back on 25 October."""
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("now", "hours", "told"),
    [
        (datetime(2026, 3, 28, 20, 0, tzinfo=WINTER), 24, "Sunday 21:00"),
        (datetime(2026, 10, 24, 20, 0, tzinfo=SUMMER), 24, "Sunday 19:00"),
        (datetime(2026, 3, 28, 20, 0, tzinfo=WINTER), 2, "22:00"),
    ],
)
def test_a_coming_moment(berlin: None, now: datetime, hours: int, told: str) -> None:
    """What lies beyond a change of the clocks is told as they will show it then."""
    assert coming_time(now + timedelta(hours=hours), now) == told


def test_a_past_moment(berlin: None) -> None:
    """What lies before one is told as they showed it then."""
    now = datetime(2026, 3, 29, 12, 0, tzinfo=SUMMER)

    assert day_and_time(datetime(2026, 3, 28, 14, 0, tzinfo=WINTER), now) == "yesterday 14:00"


def test_a_now_of_another_place(berlin: None) -> None:
    """Beside a moment of another place's clock, that clock counts."""
    now = datetime(2026, 3, 28, 20, 0, tzinfo=UTC)

    assert coming_time(datetime(2026, 3, 28, 21, 30, tzinfo=UTC), now) == "21:30"
