"""What is counted, which number is due when, and what is said of a move."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spasmtimer.schedule.commands import CeilingExceeded, Command, IllegalCommand
from spasmtimer.schedule.counting import FASTEST, Counted, counted, sayings, words_called, words_for
from spasmtimer.schedule.due import due_at
from spasmtimer.schedule.notation import parse
from spasmtimer.schedule.session import State

from .helpers import Story, story

SIT_UPS = "move 30s (knees to chest), move 44s (10 sit-ups), move 30s (a walk)"


def reached(told: Story) -> tuple[int, int] | None:
    """What the reading counts now."""
    return told.reading.count


@pytest.mark.parametrize(
    ("text", "number", "tempo_s"),
    [
        ("move 44s (10 sit-ups)", 10, 4.0),
        ("move 84s (20 sit-ups)", 20, 4.0),
        ("move 60s (3 side bridges on the left)", 3, 15.0),
        ("move 20s (9 deep breaths)", 9, 2.0),
        ("move 40s (1 long breath)", 1, 20.0),
    ],
)
def test_a_name_that_begins_with_a_number_is_counted(text: str, number: int, tempo_s: float) -> None:
    """The time is divided by one more than the number: the first share is for getting ready."""
    counts = counted(parse(text)[0])

    assert counts is not None
    assert (counts.number, counts.tempo_s) == (number, tempo_s)


@pytest.mark.parametrize(
    "text",
    [
        "move 60s (10 to 20 sit-ups or curl-ups)",
        "move 30s (10 s of balance)",
        "move 30s (5 seconds each)",
        "move 5m (2 minutes twice)",
        "move 44s (sit-ups)",
        "move 44s",
        "move 44s (21 sit-ups)",
        "move 44s (0 sit-ups)",
        "move 21s (10 sit-ups)",
        "move 10m (5 rounds of the house)",
        "heat 44s",
    ],
)
def test_other_names_are_not(text: str) -> None:
    """No number, a length, more than there are words for, or a tempo that nobody counts at."""
    assert counted(parse(text)[0]) is None


@given(st.integers(1, 20), st.floats(2, 20), st.sampled_from([1.0, 2.0, 8.0]), st.data())
def test_the_number_only_grows_and_ends_at_the_last(
    number: int, tempo_s: float, speed: float, data: st.DataObject
) -> None:
    """Whatever the tempo, time alone takes the count from 0 to its number, and not beyond."""
    counts = Counted(number, "sit-ups", tempo_s / speed)
    times = sorted(data.draw(st.lists(st.floats(-5, 1000), min_size=2)))
    found = [counts.reached(t) for t in times]

    assert found == sorted(found)
    assert counts.reached(0) == 0
    assert counts.reached(number * counts.tempo_s) == number
    assert set(found) <= set(range(number + 1))


def test_the_reading_counts_by_time_alone() -> None:
    """0 while getting ready, then the number said last; nothing is counted in a stretch, nor after the end."""
    told = story(SIT_UPS)
    assert reached(told) is None
    assert reached(told.go(30)) == (0, 10)
    assert reached(told.go(33.9)) == (0, 10)
    assert reached(told.go(34)) == (1, 10)
    assert reached(told.go(73.9)) == (10, 10)
    assert reached(told.go(74)) is None


class Ear:
    """A person who hears all that is said: when, what, in which turn of which phase."""

    def __init__(self, told: Story) -> None:
        self.told, self.cursor = told, 0.0
        self.heard: list[tuple[float, str, int]] = []

    def listen(self, until: float) -> Ear:
        """As the timekeeper does: each saying at its time, each event at its own."""
        while self.told.t < until:
            coming = next((each.t for each in sayings(self.told.session) if each.t > self.cursor), until)
            due = due_at(self.told.session, self.told.t)
            self.told.go(min(coming, until, until if due is None else due))
            for each in sayings(self.told.session):
                if self.cursor < each.t <= self.told.t:
                    self.heard.append((round(each.t, 3), each.words[-1], self.told.session.run))
                    assert self.told.session.state is State.RUNNING
            self.cursor = self.told.t
        return self

    @property
    def words(self) -> list[str]:
        """What was said, in order."""
        return [word for _, word, _ in self.heard]


def test_each_number_is_due_at_the_beginning_of_its_own_share() -> None:
    """The first stretch is named a second after the start; ten sit-ups of four seconds, then nothing more."""
    ear = Ear(story(SIT_UPS)).listen(120)

    assert [(t, word) for t, word, _ in ear.heard] == [
        (1.0, "move-knees-to-chest"),
        *((30.0 + 4 * n, f"count-{n}") for n in range(1, 11)),
    ]


def test_a_pause_holds_the_count_and_a_skip_ends_it() -> None:
    """The next number comes as much later as the pause was long; after a skip none."""
    ear = Ear(story(SIT_UPS)).listen(40)
    ear.told.do(Command.PAUSE)
    ear.listen(100)
    assert ear.words[1:] == ["count-1", "count-2"]
    ear.told.do(Command.RESUME)
    ear.listen(103)
    assert ear.heard[-1][:2] == (102.0, "count-3")
    ear.told.do(Command.SKIP)
    ear.listen(150)
    assert ear.words[-1] == "count-3"


def test_an_extension_changes_no_tempo() -> None:
    """Five minutes more after the fourth: the others come at their time, none again, and the last is still the last."""
    ear = Ear(story(SIT_UPS)).listen(47)
    ear.told.do(Command.EXTEND, minutes=5)
    ear.listen(300)

    assert [t for t, word, _ in ear.heard if word.startswith("count-")] == [30.0 + 4 * n for n in range(1, 11)]
    assert reached(ear.told) == (10, 10)


@pytest.mark.parametrize(("speed", "said"), [(1.0, True), (FASTEST, True), (FASTEST + 0.1, False), (60.0, False)])
def test_a_fast_rehearsal_leaves_words_out(speed: float, said: bool) -> None:
    """Up to eight times faster than life numbers are said, as much faster; beyond, none."""
    ear = Ear(story(SIT_UPS, speed=speed)).listen(120 / speed)

    assert ("count-10" in ear.words) is said
    assert bool(ear.words) is said


ACTS = st.lists(
    st.tuples(
        st.floats(0, 40),
        st.sampled_from(
            [
                *(Command.PAUSE, Command.RESUME, Command.SKIP, Command.BACK, Command.CONFIRM, Command.EXTEND),
                *(Command.RATE, Command.ACK),
            ]
        ),
    ),
    max_size=12,
)


@given(ACTS)
def test_numbers_come_in_order_each_once_whatever_people_do(acts: list[tuple[float, Command]]) -> None:
    """In every turn of a counted phase: 1, 2, 3, up to the last, none twice, none while it does not run."""
    ear = Ear(story("move 4s (cat and camel), move 22s (10 sit-ups), move 12s (5 bird dogs)"))
    for after, command in acts:
        ear.listen(ear.told.t + after)
        try:
            ear.told.do(command, pain=3)
        except (IllegalCommand, CeilingExceeded):
            continue
    ear.listen(ear.told.t + 60)

    numbers = [(turn, int(word.removeprefix("count-"))) for _, word, turn in ear.heard if word.startswith("count-")]
    for _, group in groupby(numbers, key=lambda each: each[0]):
        found = [number for _, number in group]
        assert found == list(range(1, len(found) + 1))
        assert len(found) <= 10
    times = [t for t, _, _ in ear.heard]
    assert times == sorted(times)
    assert len(set(times)) == len(times)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("move 30s (knees to chest)", ("move-knees-to-chest",)),
        ("move 30s (Knees to  CHEST)", ("move-knees-to-chest",)),
        ("move 44s (10 sit-ups)", ("count-10", "move-sit-ups")),
        ("move 30s (../etc/passwd)", ("move-etc-passwd",)),
        ("move 30s", ("move-",)),
        ("heat 20m", ()),
    ],
)
def test_the_words_of_a_phase(text: str, words: tuple[str, ...]) -> None:
    """What a move asks for, as names of recordings that may exist: no path, whatever the user calls it."""
    assert words_for(parse(text)[0]) == words


def test_what_is_called_is_named() -> None:
    """The move that was announced last, and never a pack, a rest, or the end."""
    told = story("move 4s (cat and camel), move 4s (12 hops), rest 5s, move 5s (squats), heat 5m")
    assert words_called(told.session) == ()
    assert words_called(told.go(4).session) == ("move-12-hops",)
    assert words_called(told.go(9).session) == ()
    told.do(Command.SKIP)
    assert words_called(told.session) == ("move-squats",)
    told.do(Command.SKIP).do(Command.CONFIRM)
    assert words_called(told.session) == ()
    told.do(Command.SKIP)
    assert told.session.state is State.ALARMING
    assert words_called(told.session) == ()
