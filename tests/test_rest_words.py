"""The sentences about rest: what came off, until when, and of which day that is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from spasmtimer.guidance.rest import SEE, early, later_time, nothing_before, see_somebody
from spasmtimer.schedule.dose import COLD, HEAT, Advice, Kind, Reason
from spasmtimer.schedule.trend import Reason as See

NOW = datetime(2026, 11, 22, 23, 50, tzinfo=UTC)

REASONS = [
    (Reason(Kind.REST, 1, COLD, off_s=25 * 60), "Ice came off 25 min ago."),
    (Reason(Kind.REST, 1, HEAT, off_s=7260), "Heat came off 2 h 1 min ago."),
    (Reason(Kind.REST, 1, COLD, off_s=0.4), "Ice came off a moment ago."),
    (Reason(Kind.REST, 1, COLD, off_s=25 * 60, sure=False), "Ice may have been on until 25 min ago."),
    (Reason(Kind.REST, 1, HEAT, off_s=0, sure=False), "Heat may still be on."),
    (Reason(Kind.CAP, 1, COLD), "4 sessions of ice within 24 hours are enough."),
    (Reason(Kind.CAP, 1, HEAT), "3 sessions of heat within 24 hours are enough."),
    (Reason(Kind.CAP, 1, COLD | HEAT), "One session of heat and ice within 24 hours is enough."),
    (Reason(Kind.BUDGET, 1, COLD, total_s=95 * 60), "With this session ice comes to 1 h 35 min within 24 hours;"),
    (Reason(Kind.DOUBT, 1, HEAT, total_s=3 * 3600), "With this session heat may come to 3 h within 24 hours;"),
    (Reason(Kind.CEILING, 1, COLD, off_s=60), "Ice came off 1 min ago, and 20 min in one go is the most."),
]


@pytest.mark.parametrize(("reason", "words"), REASONS, ids=lambda value: getattr(value, "kind", ""))
def test_each_reason_has_its_sentence(reason: Reason, words: str) -> None:
    """Why, and until when; what is not known is not said."""
    said = early(Advice(reason, 3600), NOW + timedelta(hours=1), NOW)

    assert said.startswith(words)
    assert said.endswith(" Let the skin rest until tomorrow 00:50.")


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (timedelta(minutes=5), "23:55"),
        (timedelta(minutes=5, seconds=1), "23:56"),
        (timedelta(minutes=9, microseconds=1), "tomorrow 00:00"),
        (timedelta(minutes=10), "tomorrow 00:00"),
        (timedelta(hours=24, minutes=9), "tomorrow 23:59"),
        (timedelta(hours=24, minutes=10), "2026-11-24 00:00"),
    ],
)
def test_a_coming_time_is_never_too_early(after: timedelta, words: str) -> None:
    """To the full minute that follows, with its day where that is another."""
    assert later_time(NOW + after, NOW) == words


def test_a_time_is_told_by_the_offset_that_holds_then() -> None:
    """A moment after the clocks have changed keeps the hour that they show."""
    assert later_time(datetime(2026, 11, 23, 2, 30, tzinfo=timezone(timedelta(hours=1))), NOW) == "tomorrow 02:30"


def test_where_nothing_need_rest_no_time_is_told() -> None:
    """After a false start only the skin is looked after."""
    assert nothing_before(None, NOW) == "Leave the skin alone until it looks and feels normal."


def test_nobody_is_sent_to_a_professional_twice() -> None:
    """A week without gain and two weeks of pain are one line."""
    assert see_somebody(See) == [SEE[See.WORSE], SEE[See.LONG]]
    assert see_somebody(()) == []
