"""The design's state-and-command table, cell by cell, and what each refusal says."""

from __future__ import annotations

from copy import deepcopy

import pytest

from spasmtimer.schedule.commands import Command, IllegalCommand, decide, may
from spasmtimer.schedule.session import State

from .helpers import Story, story

PAUSE, RESUME, CONFIRM, SKIP, BACK = (
    Command.PAUSE,
    Command.RESUME,
    Command.CONFIRM,
    Command.SKIP,
    Command.BACK,
)
EXTEND, ACK, STOP, RATE = Command.EXTEND, Command.ACK, Command.STOP, Command.RATE
SHORT = "heat 10m, cold 10m, x3"


def running() -> Story:
    return story(SHORT).go(100)


def running_the_last() -> Story:
    return story("heat 10m").go(100)


def swapping() -> Story:
    return story(SHORT).go(610)


def swapping_to_the_last() -> Story:
    return story("heat 10m, cold 10m").go(610)


def paused() -> Story:
    return story(SHORT).go(100).do(PAUSE).go(150)


def paused_in_the_last() -> Story:
    return story("heat 10m").go(100).do(PAUSE).go(150)


def alarming() -> Story:
    return story("heat 10m").go(610)


def over() -> Story:
    return alarming().do(ACK).go(620)


def stopped() -> Story:
    return running().do(STOP).go(110)


def abandoned() -> Story:
    return paused().go(3700)


STORIES = {
    "running": running,
    "running the last": running_the_last,
    "swapping": swapping,
    "swapping to the last": swapping_to_the_last,
    "paused": paused,
    "paused in the last": paused_in_the_last,
    "alarming": alarming,
    "over": over,
    "stopped": stopped,
    "abandoned": abandoned,
}
ILLEGAL = "illegal"
Cell = tuple[str, str] | tuple[()] | str
"""Event and state after it; nothing; or illegal."""

TABLE: dict[Command, dict[str, Cell]] = {
    PAUSE: {
        "running": ("Paused", "paused"),
        "running the last": ("Paused", "paused"),
        "swapping": ("Paused", "swapping"),
        "paused": (),
        "alarming": ILLEGAL,
    },
    RESUME: {"running": ILLEGAL, "swapping": ILLEGAL, "paused": ("Resumed", "running"), "alarming": ILLEGAL},
    CONFIRM: {
        "running": ILLEGAL,
        "swapping": ("Confirmed", "running"),
        "paused": ILLEGAL,
        "alarming": ILLEGAL,
    },
    SKIP: {
        "running": ("Skipped", "swapping"),
        "running the last": ("Skipped", "alarming"),
        "swapping": ("Skipped", "swapping"),
        "swapping to the last": ("Skipped", "alarming"),
        "paused": ("Skipped", "swapping"),
        "paused in the last": ("Skipped", "alarming"),
        "alarming": ILLEGAL,
    },
    BACK: {
        "running": ("WentBack", "swapping"),
        "swapping": ("WentBack", "swapping"),
        "paused": ("WentBack", "swapping"),
        "alarming": ILLEGAL,
    },
    EXTEND: {
        "running": ("Extended", "running"),
        "swapping": ILLEGAL,
        "paused": ("Extended", "paused"),
        "alarming": ("Extended", "running"),
    },
    ACK: {
        "running": (),
        "swapping": ("Acknowledged", "swapping"),
        "paused": (),
        "alarming": ("Acknowledged", "over"),
    },
    STOP: {
        "running": ("Stopped", "stopped"),
        "swapping": ("Stopped", "stopped"),
        "paused": ("Stopped", "stopped"),
        "alarming": ("Acknowledged", "over"),
    },
    RATE: {
        "running": ("Rated", "running"),
        "swapping": ("Rated", "swapping"),
        "paused": ("Rated", "paused"),
        "alarming": ("Rated, Acknowledged", "over"),
        "over": ("Rated", "over"),
        "stopped": ("Rated", "stopped"),
        "abandoned": ("Rated", "abandoned"),
    },
}
CELLS = [(command, name, cell) for command, row in TABLE.items() for name, cell in row.items()]
ILLEGAL_CELLS = [(command, name) for command, name, cell in CELLS if cell == ILLEGAL] + [
    (command, name) for command in Command if command is not RATE for name in ("over", "stopped", "abandoned")
]


@pytest.mark.parametrize("name", STORIES)
def test_the_stories_are_where_they_say(name: str) -> None:
    """Each story of this table has come to the state that it is named after."""
    assert name.split()[0] == STORIES[name]().session.state


def test_the_table_is_whole() -> None:
    """Every command has a cell for every live state."""
    assert set(Command) == set(TABLE)
    assert all({"running", "swapping", "paused", "alarming"} <= set(row) for row in TABLE.values())


@pytest.mark.parametrize(("command", "name", "cell"), [row for row in CELLS if row[2] != ILLEGAL])
def test_each_cell(command: Command, name: str, cell: tuple[str, str] | tuple[()]) -> None:
    """Each command makes the events of its cell, and they lead to the state of its cell."""
    told = STORIES[name]()
    before = told.session
    events = decide(before, command, told.now, pain=4)
    for event in events:
        told.take(event)

    names, after = cell or ("", before.state.value)
    assert (names, after) == (", ".join(type(event).__name__ for event in events), told.session.state)
    assert all(event.at == told.now for event in events)
    assert bool(cell) == may(before, command, told.now)


@pytest.mark.parametrize(("command", "name"), ILLEGAL_CELLS)
def test_an_illegal_command_raises_and_changes_nothing(command: Command, name: str) -> None:
    """An illegal command raises, names the state in one line, and leaves the session as it was."""
    told = STORIES[name]()
    before = deepcopy(told.session)

    with pytest.raises(IllegalCommand) as refusal:
        decide(told.session, command, told.now)

    message = str(refusal.value)
    assert f"cannot {command} while the session is {told.session.state}" in message
    assert "\n" not in message
    assert before == told.session
    assert not may(told.session, command, told.now)


def test_deciding_changes_nothing_either() -> None:
    """`decide` only says what would happen: the session it was asked about stays the same."""
    told = running()
    before = deepcopy(told.session)
    decide(told.session, SKIP, told.now)

    assert before == told.session


def test_the_refusal_names_what_is_possible() -> None:
    """Whoever cannot confirm is told what they can do instead."""
    with pytest.raises(IllegalCommand, match=r"possible now: .*pause.*stop"):
        running().do(CONFIRM)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("running", 4, None),
        ("paused", 4, None),
        ("swapping", None, 4),
        ("alarming", None, 4),
        ("over", None, 4),
        ("stopped", None, 4),
        ("abandoned", None, 4),
    ],
)
def test_whose_pain_it_is(name: str, before: int | None, after: int | None) -> None:
    """Before the first switch a rating is the pain before; from then on, and at the end, the pain after."""
    session = STORIES[name]().do(RATE, pain=4).session

    assert (before, after) == (session.pain_before, session.pain_after)


def test_a_later_phase_rates_the_pain_after() -> None:
    """A session under way, running again after its first switch, rates the pain after."""
    session = swapping().do(CONFIRM).go(700).do(RATE, pain=3).session

    assert (session.state, session.pain_before, session.pain_after) == (State.RUNNING, None, 3)


def test_the_pain_given_at_the_start_is_kept() -> None:
    """A rating after the first switch leaves the pain before as it was."""
    session = story(SHORT, pain=8).go(610).do(RATE, pain=2).session

    assert (session.pain_before, session.pain_after) == (8, 2)


@pytest.mark.parametrize("name", ["over", "stopped", "abandoned"])
def test_pain_after_can_be_given_for_a_day(name: str) -> None:
    """A rating is taken up to 24 hours after the end, and refused later, also when one was given before."""
    told = STORIES[name]()
    ended = told.session.since
    told.sleep(ended + 24 * 3600).do(RATE, pain=1)

    assert told.session.pain_after == 1
    with pytest.raises(IllegalCommand, match="24 hours"):
        told.sleep(ended + 24 * 3600 + 1).do(RATE, pain=2)
