"""Applications, ceilings, and what is known apart from what may be."""

import pytest

from spasmtimer.schedule.events import Carried
from spasmtimer.schedule.exposure import (
    Application,
    Stretch,
    allowance,
    application,
    excess,
    exposure,
    trimmed,
    unconfirmed,
)
from spasmtimer.schedule.notation import parse
from spasmtimer.schedule.phases import Modality

from .helpers import COLD, HEAT, REST


def on(modality: Modality, start: float, off: float | None = None, sure: float | None = None) -> Stretch:
    """Make a stretch of `modality`; `sure` is when a person was first heard of."""
    return Stretch(0, modality, start, off, sure)


def used(*stretches: Stretch, t: float, cautious: bool = False, carried: tuple[Carried, ...] = ()) -> float:
    """Add up the seconds of heat that the application at `t` has come to."""
    return application(HEAT, stretches, t, carried=carried, cautious=cautious).used_s


def test_exposure_is_announced_to_announced() -> None:
    """Known exposure runs from on to the announced off, or until now, for each pack apart."""
    stretches = (on(HEAT, 0, 600, 900), on(COLD, 660, 1000), on(REST, 1060, 1100), on(HEAT, 1160))

    assert exposure(stretches, 1200) == {HEAT: 640.0, COLD: 340.0}


def test_a_stretch_before_its_beginning_is_empty() -> None:
    """No clock makes exposure negative."""
    assert exposure((on(HEAT, 100),), 50) == {HEAT: 0.0, COLD: 0.0}


def test_unconfirmed_runs_from_the_announcement_to_the_first_human_act() -> None:
    """What was announced and not yet answered may still be on; what was answered no longer grows."""
    assert unconfirmed((on(HEAT, 0, 600),), 850) == 250.0
    assert unconfirmed((on(HEAT, 0, 600, 900),), 5000) == 300.0
    assert unconfirmed((on(HEAT, 0, 600, 600),), 5000) == 0.0
    assert unconfirmed((on(HEAT, 0),), 5000) == 0.0


def test_unconfirmed_seconds_count_once() -> None:
    """Two announcements without an answer are one doubt, not two."""
    assert unconfirmed((on(HEAT, 0, 600), on(COLD, 660, 1000)), 1600) == 1000.0
    assert unconfirmed((on(HEAT, 0, 600, 800), on(COLD, 900, 1000, 1200)), 1600) == 400.0


def test_unconfirmed_is_about_packs() -> None:
    """Nobody need confirm that a rest is over."""
    assert unconfirmed((on(REST, 0, 600),), 850) == 0.0


def test_less_than_ten_minutes_off_is_the_same_application() -> None:
    """An application is all the minutes with less than ten minutes off between them."""
    assert used(on(HEAT, 0, 300, 300), on(HEAT, 899, 1099, 1099), t=1099) == 500.0
    assert used(on(HEAT, 0, 300, 300), on(HEAT, 900, 1100, 1100), t=1100) == 200.0


def test_ten_minutes_off_end_an_application() -> None:
    """Once it has been off for ten minutes, a pack may be on for the whole twenty again."""
    past = (on(HEAT, 0, 1200, 1200),)

    assert Application(1200.0, 599.0) == application(HEAT, past, 1799, cautious=False)
    assert Application(0.0, 600.0) == application(HEAT, past, 1800, cautious=False)


def test_the_other_pack_is_time_off() -> None:
    """Cold counts neither towards the heat nor as an interruption of the time it is off."""
    assert used(on(HEAT, 0, 300, 300), on(COLD, 300, 800, 800), t=899) == 300.0
    assert used(on(HEAT, 0, 300, 300), on(COLD, 300, 800, 800), t=900) == 0.0


def test_caution_counts_what_may_have_been_on() -> None:
    """The cautious reading takes the pack as on until a person acted; the known one until it was called."""
    open_end, answered = on(HEAT, 0, 600), on(HEAT, 0, 600, 1000)

    assert (used(open_end, t=900), used(open_end, t=900, cautious=True)) == (600.0, 900.0)
    assert (used(answered, t=1100), used(answered, t=1100, cautious=True)) == (600.0, 1000.0)


def test_caution_measures_the_time_off_from_the_first_human_act() -> None:
    """Only confirmed time off ends an application in the cautious reading."""
    answered = on(HEAT, 0, 600, 1000)

    assert (used(answered, t=1199), used(answered, t=1200)) == (600.0, 0.0)
    assert (used(answered, t=1599, cautious=True), used(answered, t=1600, cautious=True)) == (1000.0, 0.0)


def test_caution_counts_no_second_twice() -> None:
    """A pack that may have stayed on into the next turn of the same modality was on once, not twice."""
    assert used(on(HEAT, 0, 600), on(HEAT, 660), t=900, cautious=True) == 900.0
    assert used(on(HEAT, 0, 600, 1400), on(HEAT, 660, 1260, 1400), t=1400, cautious=True) == 1400.0


def test_an_earlier_session_is_carried_over() -> None:
    """Minutes of an earlier session belong to the application unless ten minutes off lie between."""
    earlier = (Carried(HEAT, 700.0, 300.0), Carried(COLD, 50.0, 0.0))

    assert used(t=299, carried=earlier) == 700.0
    assert used(t=300, carried=earlier) == 0.0
    assert used(on(HEAT, 299, 399, 399), t=399, carried=earlier) == 800.0
    assert used(on(HEAT, 300, 400, 400), t=400, carried=earlier) == 100.0


def test_a_rehearsal_has_all_limits_divided() -> None:
    """At ten times the speed an application may last two minutes, and one minute off ends it."""
    past = (on(HEAT, 0, 120, 120),)

    assert allowance(application(HEAT, past, 179, cautious=False, speed=10), 10) == 0.0
    assert allowance(application(HEAT, past, 180, cautious=False, speed=10), 10) == 120.0


def test_the_allowance_is_what_the_ceiling_leaves() -> None:
    """Twenty minutes less what was used; negative when it was on for too long."""
    assert allowance(Application(0.0, 0.0)) == 1200.0
    assert allowance(Application(700.0, 0.0)) == 500.0
    assert allowance(Application(1260.0, 0.0)) == -60.0


@pytest.mark.parametrize(
    ("text", "carried", "total"),
    [
        ("heat 15m", Carried(HEAT, 300.0, 0.0), None),
        ("heat 15m", Carried(HEAT, 301.0, 599.0), 1201.0),
        ("heat 15m", Carried(HEAT, 1200.0, 600.0), None),
        ("heat 15m", Carried(COLD, 1200.0, 0.0), None),
        ("cold 5m, heat 15m", Carried(HEAT, 1200.0, 299.0), 2100.0),
        ("cold 5m, heat 15m", Carried(HEAT, 1200.0, 300.0), None),
    ],
)
def test_a_schedule_is_weighed_with_what_was_carried_over(text: str, carried: Carried, total: float | None) -> None:
    """A start is refused where an earlier session and the schedule together pass the ceiling, and says so."""
    over = excess(parse(text), (carried,))

    assert total == (over.total_s if over else None)
    assert over is None or over.carried


def test_an_excess_of_the_schedules_own_is_not_blamed_on_the_past() -> None:
    """Where ten minutes off lie between, what is too long is the schedule itself."""
    over = excess(parse("heat 5m, rest 10m, heat 21m"), (Carried(HEAT, 300.0, 0.0),))

    assert over is not None
    assert (over.total_s, over.carried) == (1260.0, False)


def test_a_schedule_is_trimmed_by_what_is_too_much() -> None:
    """After a false start the first phase of that pack is shorter by its seconds, and nothing else changes."""
    schedule, carried = parse("cold 5m, heat 20m, cold 10m"), (Carried(HEAT, 12.0, 30.0),)
    over = excess(schedule, carried)

    assert over is not None
    assert parse("cold 5m, heat 19m48s, cold 10m") == trimmed(schedule, over)
    assert excess(trimmed(schedule, over), carried) is None
