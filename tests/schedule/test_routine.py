"""The exercises that may end a routine, and how one is chosen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spasmtimer.schedule.counting import counted
from spasmtimer.schedule.notation import NotationError, parse, render
from spasmtimer.schedule.presets import check, find
from spasmtimer.schedule.routine import EXERCISES, HOLDS, MORNING, NAMES, chosen, exercise_named, with_exercise

CHOICES = st.sampled_from(EXERCISES).flatmap(
    lambda exercise: st.tuples(st.just(exercise), st.integers(exercise.least, exercise.most))
)


def test_the_morning_is_the_routine() -> None:
    """Eight stretches of ours in their order, then ten sit-ups."""
    assert find("morning").schedule == MORNING
    assert tuple(phase.name for phase in MORNING) == (*HOLDS, "10 sit-ups")
    assert chosen(MORNING) == (EXERCISES[0], 10)


def test_the_numbers_of_the_exercises() -> None:
    """Sit-ups 10 to 20, as the article has them; the kinder ones begin with the few of the guide."""
    assert {exercise.id: (exercise.least, exercise.most, exercise.first) for exercise in EXERCISES} == {
        "sit-up": (10, 20, 10),
        "curl-up": (4, 20, 4),
        "bird-dog": (4, 20, 8),
        "side-bridge": (3, 10, 3),
    }


@given(CHOICES, st.integers(1, 3))
def test_every_choice_is_counted_and_can_be_written_down(choice: tuple, rounds: int) -> None:  # type: ignore[type-arg]
    """Each exercise in each number takes the place of the one before, is counted, has words, and is a safe schedule."""
    exercise, count = choice
    schedule = with_exercise(MORNING * rounds, exercise, count)

    check(schedule)
    assert parse(render(schedule)) == schedule
    assert chosen(schedule) == (exercise, count)
    found = [counts for phase in schedule if (counts := counted(phase))]
    assert {counts.number for counts in found} == {count}
    assert {counts.tempo_s for counts in found} == {exercise.tempo_s}
    assert {counts.what for counts in found} == set(exercise.parts) <= NAMES


def test_a_choice_changes_nothing_else() -> None:
    """There and back again is the same schedule, wherever the exercise stands and however often it comes."""
    schedule = parse("heat 5m, move 64s (15 sit-ups), rest 1m, x2")
    bridges = with_exercise(schedule, exercise_named("side-bridge"))

    assert render(bridges) == (
        "heat 5m, move 1m (3 side bridges on the left), move 1m (3 side bridges on the right), rest 1m, x2"
    )
    assert with_exercise(bridges, EXERCISES[0], 15) == schedule


@pytest.mark.parametrize("count", [0, 9, 21])
def test_too_few_and_too_many(count: int) -> None:
    """Outside its numbers an exercise is refused, and the message says which there are."""
    with pytest.raises(NotationError, match=f"{count} sit-ups; give 10 to 20"):
        with_exercise(MORNING, EXERCISES[0], count)


@pytest.mark.parametrize("text", ["heat 20m", "move 60s (10 to 20 sit-ups or curl-ups)", "move 60s (15 hops)"])
def test_a_schedule_without_one_of_ours_has_none_to_choose(text: str) -> None:
    """Only what is an exercise of ours can be changed for another."""
    assert chosen(parse(text)) is None
    with pytest.raises(NotationError, match="this has none"):
        with_exercise(parse(text), EXERCISES[1])


def test_an_unknown_exercise() -> None:
    """The message names those that there are."""
    with pytest.raises(NotationError, match="there are sit-up, curl-up, bird-dog, side-bridge"):
        exercise_named("burpee")
