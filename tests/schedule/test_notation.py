"""The written form of a schedule, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spasmtimer.schedule.notation import (
    MOST_PHASES,
    NotationError,
    parse,
    parse_length,
    render,
    render_length,
)
from spasmtimer.schedule.phases import Phase, Schedule, repeated

from .helpers import COLD, HEAT, MOVE, REST


def test_the_designs_example() -> None:
    """`heat 20m, cold 20m, x3` is three rounds of twenty minutes each."""
    expected = (
        Phase(HEAT, 1200.0, 1),
        Phase(COLD, 1200.0, 1),
        Phase(HEAT, 1200.0, 2),
        Phase(COLD, 1200.0, 2),
        Phase(HEAT, 1200.0, 3),
        Phase(COLD, 1200.0, 3),
    )

    assert expected == parse("heat 20m, cold 20m, x3")
    assert render(expected) == "heat 20m, cold 20m, x3"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("heat 20m", (Phase(HEAT, 1200.0),)),
        ("  HEAT   20M  ", (Phase(HEAT, 1200.0),)),
        ("hot 5m", (Phase(HEAT, 300.0),)),
        ("ice 10m,off 10m,ice 10m", (Phase(COLD, 600.0), Phase(REST, 600.0), Phase(COLD, 600.0))),
        ("move 30s (knees to chest)", (Phase(MOVE, 30.0, name="knees to chest"),)),
        ("move 30s(  cat and camel )", (Phase(MOVE, 30.0, name="cat and camel"),)),
        ("rest 20", (Phase(REST, 1200.0),)),
        ("cold 2m, X 2", (Phase(COLD, 120.0, 1), Phase(COLD, 120.0, 2))),
        ("heat 20m, x1", (Phase(HEAT, 1200.0),)),
    ],
)
def test_what_may_be_written(text: str, expected: Schedule) -> None:
    """Case, spaces and the words people use (hot, ice, off) are all understood."""
    assert expected == parse(text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("20m", 1200.0),
        ("90s", 90.0),
        ("1m30s", 90.0),
        ("1h", 3600.0),
        ("1h0m1s", 3601.0),
        ("2.5s", 2.5),
        ("0.5m", 30.0),
        ("20", 1200.0),
        ("1.5", 90.0),
        ("1s", 1.0),
    ],
)
def test_lengths(text: str, seconds: float) -> None:
    """A length is in hours, minutes and seconds; a bare number is minutes."""
    assert seconds == parse_length(text)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (1200, "20m"),
        (90, "1m30s"),
        (2.5, "2.5s"),
        (30, "30s"),
        (3600, "60m"),
        (59.9996, "1m"),
        (0.125, "0.125s"),
    ],
)
def test_lengths_are_written_short(seconds: float, text: str) -> None:
    """A length is written in the fewest units, without trailing zeros."""
    assert text == render_length(seconds)


@pytest.mark.parametrize(
    ("text", "names", "helps"),
    [
        ("", "no phases", "heat 20m, cold 20m, x3"),
        ("   ", "no phases", "heat 20m, cold 20m, x3"),
        ("x3", "no phases", "heat 20m, cold 20m, x3"),
        ("heat", "'heat'", "'heat 20m'"),
        ("heat 20m,", "''", "'heat 20m'"),
        ("heat 20m,, cold 20m", "''", "'heat 20m'"),
        ("heat 20m x3", "'heat 20m x3'", "'x3' at the end"),
        ("x3, heat 20m", "'x3'", "'x3' at the end"),
        ("heat -20m", "'heat -20m'", "'heat 20m'"),
        ("heat 20min", "'heat 20min'", "'heat 20m'"),
        ("heat nan", "'heat nan'", "'heat 20m'"),
        ("20m heat", "'20m heat'", "'heat 20m'"),
        ("warm 20m", "'warm'", "heat, cold, rest or move"),
        ("heat 1.2.3m", "'1.2.3m'", "'1m30s'"),
        ("heat 20s1m", "'20s1m'", "'1m30s'"),
        ("heat 0m", "'0m'", "at least 1s"),
        ("heat 0.5s", "'0.5s'", "at least 1s"),
        ("heat 5m (cosy)", "'heat 5m (cosy)'", "only a move phase has a name"),
        ("move 30s ()", "'move 30s ()'", "'heat 20m'"),
        ("heat 20m, x0", "0 phases", f"1 to {MOST_PHASES}"),
        ("heat 20m, cold 20m, x1000", "2000 phases", f"1 to {MOST_PHASES}"),
        ("heat 20m, x101", "101 phases", f"1 to {MOST_PHASES}"),
    ],
)
def test_bad_text_says_what_and_what_would_be_right(text: str, names: str, helps: str) -> None:
    """Every bad text raises NotationError whose one line names the part and shows what is right."""
    with pytest.raises(NotationError) as refusal:
        parse(text)

    message = str(refusal.value)
    assert names in message
    assert helps in message
    assert "\n" not in message


@pytest.mark.parametrize("text", ["", " ", "m", "s20", "-3", "nan", "inf", "1e3", "1m-3s", "20 m", "½"])
def test_what_is_no_length(text: str) -> None:
    """Nothing but a length is read as one, least of all `nan` or `-3`."""
    with pytest.raises(NotationError):
        parse_length(text)


def test_exactly_the_most_phases_is_allowed() -> None:
    """A hundred phases are a schedule, one more is not."""
    assert len(parse(f"heat 1m, x{MOST_PHASES}")) == MOST_PHASES


@pytest.mark.parametrize("text", ["rest 100000000h", "rest " + "9" * 400 + "m", "move 99999999999999999m"])
def test_no_phase_outlasts_the_calendar(text: str) -> None:
    """A phase whose end no calendar could show is refused, since a reading is defined for every session."""
    with pytest.raises(NotationError):
        parse(text)


NAMES = st.text(alphabet="abcdefghij 0123456789-'", max_size=20).map(str.strip)
LENGTHS = st.integers(1_000, 4 * 3_600_000).map(lambda milliseconds: milliseconds / 1000)
PACK_PHASES = st.builds(Phase, st.sampled_from([HEAT, COLD, REST]), LENGTHS)
MOVE_PHASES = st.builds(lambda length, name: Phase(MOVE, length, name=name), LENGTHS, NAMES)
PATTERNS = st.lists(PACK_PHASES | MOVE_PHASES, min_size=1, max_size=12).map(tuple)
SCHEDULES = st.builds(repeated, PATTERNS, st.integers(1, 8))


@given(SCHEDULES)
def test_what_is_written_is_read_back(schedule: Schedule) -> None:
    """parse(render(s)) == s for every schedule of whole rounds."""
    assert schedule == parse(render(schedule))


@given(SCHEDULES)
def test_writing_settles(schedule: Schedule) -> None:
    """What is rendered is its own rendering: the written form is unique."""
    text = render(schedule)

    assert text == render(parse(text))


@given(st.text(max_size=40) | st.text(alphabet="heatcoldrsmv x0123456789.,()hms ", max_size=40))
def test_any_text_is_a_schedule_or_a_notation_error(text: str) -> None:
    """No text makes the parser fail in another way, and what it accepts has 1 to 100 phases of 1 s or more."""
    try:
        schedule = parse(text)
    except NotationError:
        return

    assert 1 <= len(schedule) <= MOST_PHASES
    assert min(phase.planned_s for phase in schedule) >= 1
