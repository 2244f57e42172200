"""The reminder to get up, as a rule over instants."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spasmtimer.guidance.getup import GAP_S, Sitting, answered, begun, looked, reminder
from tests.schedule.helpers import at

MIN_S = 60.0


def at_the_screen(until_min: float, *, after: int = 45, live: bool = False, in_sight: bool = True) -> Sitting:
    """Looked at once a minute since the app was opened."""
    sitting = begun(after, at(0))
    for minute in range(1, int(until_min) + 1):
        sitting = looked(sitting, at(minute * MIN_S), live=live, in_sight=in_sight)
    return sitting


def test_so_long_after_the_app_was_opened() -> None:
    """At the minute that was wished for, and not before."""
    assert not at_the_screen(44).told
    assert at_the_screen(45).told
    assert reminder(at_the_screen(46), at(46 * MIN_S), 80) == "46 min at this screen. Stand up, walk to the window."


def test_off_is_never() -> None:
    """With 0 nobody is ever reminded."""
    assert not at_the_screen(600, after=0).told


def test_an_answer_begins_the_count_anew() -> None:
    """So long after the answer it comes again; a key while nothing is in sight changes nothing."""
    waiting = at_the_screen(44)
    assert answered(waiting, at(44 * MIN_S)) is waiting
    again = answered(at_the_screen(50), at(50 * MIN_S))

    assert not again.told
    assert not again.is_due(at(94 * MIN_S))
    assert again.is_due(at(95 * MIN_S))


def test_never_over_a_session() -> None:
    """While one lives nobody is reminded, and from its end the time counts anew."""
    over = at_the_screen(100, live=True)
    assert not over.told
    assert not over.is_due(at(144 * MIN_S))
    assert over.is_due(at(145 * MIN_S))


def test_a_session_takes_the_reminder_away() -> None:
    """One that is in sight is gone once a session lives."""
    assert not looked(at_the_screen(45), at(45 * MIN_S + 1), live=True, in_sight=True).told


def test_out_of_sight_it_waits() -> None:
    """Behind a question it is not told, so that no key answers it unseen; it is told once it can be seen."""
    hidden = at_the_screen(60, in_sight=False)
    assert not hidden.told
    assert answered(hidden, at(60 * MIN_S)) is hidden
    assert looked(hidden, at(61 * MIN_S), live=False, in_sight=True).told


@pytest.mark.parametrize(("gap_s", "told"), [(GAP_S, True), (GAP_S + 1, False), (-5.0, False)])
def test_what_was_slept_through_counts_as_having_been_up(gap_s: float, told: bool) -> None:
    """More than five minutes without a look, or a clock that went back, begin the count anew."""
    sitting = at_the_screen(43)
    after = looked(sitting, at(43 * MIN_S + gap_s), live=False, in_sight=True)

    assert after.told is told
    assert after.is_due(at(43 * MIN_S + gap_s + 44 * MIN_S)) is told


@given(st.lists(st.floats(0, 2 * GAP_S), max_size=60), st.integers(20, 180))
def test_it_never_comes_too_early(gaps: list[float], after: int) -> None:
    """However the looks lie: told only after that many minutes in which no two looks were five minutes apart."""
    t, since, sitting = 0.0, 0.0, begun(after, at(0))
    for gap in gaps:
        t += gap
        since = t if gap > GAP_S + 0.001 else since
        sitting = looked(sitting, at(t), live=False, in_sight=True)
        if sitting.told:
            assert t - since >= after * MIN_S - 0.001


@pytest.mark.parametrize(
    ("width", "said"), [(60, "window."), (40, "at this screen. Stand up."), (18, "45 min: stand up.")]
)
def test_the_line_fits(width: int, said: str) -> None:
    """In as many words as there is room for; none where nobody is reminded."""
    line = reminder(at_the_screen(45), at(45 * MIN_S), width)
    assert line.endswith(said)
    assert len(line) <= width
    assert reminder(at_the_screen(44), at(44 * MIN_S), width) == ""
