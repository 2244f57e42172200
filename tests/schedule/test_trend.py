"""Whether sessions help, and when somebody else should look."""

from __future__ import annotations

import pytest

from spasmtimer.schedule.dose import DAY_S
from spasmtimer.schedule.trend import DAYS_RUNNING, PAIN_S, Outcome, Reason, reasons, without_gain

from .helpers import at

WEEK = range(DAYS_RUNNING)
NOW = at(1000)


def day(number: int, before: int, after: int, *, hours: float = 0.0, **clocks: float) -> Outcome:
    """A session that many days ago, moved by some hours."""
    return Outcome(at(-number * DAY_S + hours * 3600, **clocks), before, after)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "gain"),
    [(6, 6, False), (6, 5, False), (6, 4, True), (8, 6, False), (8, 5, True), (2, 1, False), (6, 8, False)],
)
def test_a_week_without_a_clear_drop(before: int, after: int, gain: bool) -> None:
    """Two points and 30 % are a drop; seven days running without one in the median say so."""
    assert without_gain([day(number, before, after) for number in WEEK], NOW) is not gain


@pytest.mark.parametrize("missing", WEEK)
def test_a_day_left_out_is_no_week(missing: int) -> None:
    """Six days, or seven with one left out, are too few to judge."""
    assert not without_gain([day(number, 6, 6) for number in WEEK if number != missing], NOW)


def test_the_median_counts() -> None:
    """A few good sessions make no gain, and a few bad ones do not hide it."""
    assert without_gain([day(number, 6, 2 if number < 3 else 6) for number in WEEK], NOW)
    assert not without_gain([day(number, 6, 6 if number < 3 else 2) for number in WEEK], NOW)


def test_an_hour_earlier_or_later_is_the_same_habit() -> None:
    """Days are 24 hours around the latest session, so that no midnight and no summer time breaks a week."""
    assert without_gain([day(number, 6, 6, hours=(-5, 0, 5)[number % 3] if number else 0) for number in WEEK], NOW)
    assert without_gain([day(number, 6, 6, wall_moved=3600.0 * (number > 3)) for number in WEEK], NOW)


def test_two_sessions_a_day_are_one_day() -> None:
    """Seven sessions in four days are no week."""
    assert not without_gain([day(number // 2, 6, 6, hours=4 * (number % 2)) for number in WEEK], NOW)


def test_a_week_long_ago_says_nothing() -> None:
    """A preset that has not been used since yesterday is not judged."""
    assert not without_gain([day(number + 2, 6, 6) for number in WEEK], NOW)
    assert not without_gain([], NOW)


@pytest.mark.parametrize(("before", "after", "worse"), [(3, 5, True), (3, 4, False), (8, 10, True), (5, 3, False)])
def test_two_points_more_are_worse(before: int, after: int, worse: bool) -> None:
    """A session after which it hurts two points more says so at once."""
    assert reasons([], day(0, before, after), NOW) == ((Reason.WORSE,) if worse else ())


@pytest.mark.parametrize(("ago", "long"), [(PAIN_S - 60, False), (PAIN_S, True)])
def test_two_weeks_of_pain(ago: float, long: bool) -> None:
    """Fourteen times 24 hours after a bout of pain began somebody should look at it; unknown, nothing is said."""
    assert reasons([], None, NOW, pain_since=NOW.plus(-ago)) == ((Reason.LONG,) if long else ())
    assert reasons([], None, NOW) == ()
