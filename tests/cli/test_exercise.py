"""The exercise that ends the morning, as the command line has it."""

from __future__ import annotations

import pytest

from spasmtimer.schedule.notation import render
from spasmtimer.schedule.routine import MORNING
from tests.journal.living import User


@pytest.mark.parametrize(
    ("options", "ends"),
    [
        ([], "move 44s (10 sit-ups)"),
        (["--count", "20"], "move 1m24s (20 sit-ups)"),
        (["--exercise", "curl-up", "--count", "15"], "move 2m8s (15 curl-ups)"),
        (["--exercise", "bird-dog"], "move 1m12s (8 bird dogs)"),
        (
            ["--exercise", "side-bridge"],
            "move 1m (3 side bridges on the left), move 1m (3 side bridges on the right)",
        ),
    ],
)
def test_the_exercise_can_be_chosen(user: User, options: list[str], ends: str) -> None:
    """`--exercise` and `--count` take the place of ten sit-ups; the stretches stay."""
    user.run("start", "morning", "--yes", "--detach", *options)
    latest = user.latest()
    assert latest
    assert latest.started.preset == "morning"
    assert latest.phases[: len(MORNING) - 1] == MORNING[:-1]
    assert render(latest.phases[len(MORNING) - 1 :]) == ends


def test_a_number_out_of_range_says_which_there_are(user: User) -> None:
    """The line names the exercise, and how many of it can be had."""
    done = user.type("start", "morning", "--yes", "--exercise", "side-bridge", "--count", "15")
    assert done.stderr == "spasmtimer: 15 side bridges a side; give 3 to 10\n"
