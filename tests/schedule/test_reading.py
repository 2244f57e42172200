"""What people and programs are shown at any moment."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from spasmtimer.schedule.commands import Command
from spasmtimer.schedule.due import owed
from spasmtimer.schedule.reading import Waiting, read
from spasmtimer.schedule.session import State
from spasmtimer.schedule.transitions import apply

from .helpers import COLD, HEAT, START_WALL, Story, at, story

if TYPE_CHECKING:
    from collections.abc import Callable

PAUSE, RESUME, CONFIRM, BACK = Command.PAUSE, Command.RESUME, Command.CONFIRM, Command.BACK
ACK, STOP = Command.ACK, Command.STOP


def test_the_designs_example() -> None:
    """3.2 s into `contrast` the numbers are those of the design's `status --json`."""
    reading = story(pain=6).go(3.2).reading
    shown = {
        "state": reading.state,
        "index": reading.session.index + 1,
        "count": len(reading.session.phases),
        "round": reading.phase.round,
        "rounds": reading.rounds,
        "modality": reading.phase.modality,
        "planned_s": reading.phase.planned_s,
        "next": reading.coming and reading.coming.modality,
        "at": reading.coming_at,
        "waiting_for": reading.waiting_for,
        "pain_before": reading.session.pain_before,
        "overdue_s": reading.overdue_s,
        "unconfirmed_s": reading.unconfirmed_s,
    }
    numbers = [
        reading.elapsed_s,
        reading.remaining_s,
        reading.total_remaining_s,
        reading.exposure_s[HEAT],
        reading.exposure_s[COLD],
    ]

    assert shown == {
        "state": "running",
        "index": 1,
        "count": 6,
        "round": 1,
        "rounds": 3,
        "modality": "heat",
        "planned_s": 1200.0,
        "next": "cold",
        "at": START_WALL + timedelta(minutes=20),
        "waiting_for": None,
        "pain_before": 6,
        "overdue_s": 0.0,
        "unconfirmed_s": 0.0,
    }
    assert pytest.approx([3.2, 1196.8, 7496.8, 3.2, 0.0]) == numbers
    assert reading.ends_at == START_WALL + timedelta(seconds=7500)


def test_a_changeover_counts_down() -> None:
    """While swapping the ended phase is shown, with what comes, when, and the changeover in the total."""
    reading = story().go(1220).reading

    assert (reading.state, reading.session.index, reading.phase.modality) == (State.SWAPPING, 0, HEAT)
    assert (reading.elapsed_s, reading.remaining_s, reading.changeover_left_s) == (1200.0, 0.0, 40.0)
    assert reading.coming is not None
    assert (COLD, at(1260).wall) == (reading.coming.modality, reading.coming_at)
    assert (6280.0, at(7500).wall) == (reading.total_remaining_s, reading.ends_at)


@pytest.mark.parametrize(
    ("text", "waits", "waiting_for"),
    [
        ("cold 5m, heat 5m", lambda told: told.go(310), Waiting.CONFIRM),
        ("heat 5m, cold 5m", lambda told: told.go(310).do(PAUSE), Waiting.CONFIRM),
        ("heat 5m, cold 5m", lambda told: told.go(310).sleep(400).catch_up(), Waiting.CONFIRM),
        ("heat 5m, cold 5m", lambda told: told.go(100).do(PAUSE), Waiting.RESUME),
        ("heat 5m", lambda told: told.go(310), Waiting.ACK),
    ],
)
def test_no_end_is_promised_while_a_person_is_awaited(
    text: str, waits: Callable[[Story], Story], waiting_for: Waiting
) -> None:
    """While a human is awaited the reading says for what, and neither `ends_at` nor `next.at` is given."""
    reading = waits(story(text)).reading

    assert waiting_for is reading.waiting_for
    assert (reading.ends_at, reading.coming_at) == (None, None)


def test_a_flowing_session_awaits_nobody() -> None:
    """Running, and in a changeover that ends by itself, the reading gives its end."""
    for reading in (story().go(100).reading, story().go(1210).reading):
        assert reading.waiting_for is None
        assert reading.ends_at == at(7500).wall


def test_the_total_counts_only_changeovers_to_come() -> None:
    """The rest of a session is its phases and their planned changeovers; stretches have none between them."""
    assert story("heat 5m, cold 5m").reading.total_remaining_s == 0.0 + 300 + 60 + 300
    assert story("move 30s, move 30s, move 30s, rest 5m").reading.total_remaining_s == 30.0 * 3 + 60 + 300
    assert story("heat 5m, cold 5m").go(310).do(CONFIRM).go(360).reading.total_remaining_s == 250.0
    assert story("heat 5m").go(100).do(PAUSE).go(900).reading.total_remaining_s == 200.0


@pytest.mark.parametrize("command", [ACK, STOP])
def test_an_ended_session_has_nothing_left(command: Command) -> None:
    """Once it has ended a session has no end to come, nothing next, and awaits nobody."""
    reading = story("heat 5m, cold 5m").go(1000 if command is ACK else 100).do(command).reading

    assert not reading.state.is_live
    assert (reading.ends_at, reading.coming, reading.coming_at, reading.waiting_for) == (None,) * 4
    assert (reading.remaining_s, reading.total_remaining_s) == (0.0, 0.0)


@pytest.mark.parametrize("moved", [-3600.0, 3600.0])
def test_setting_the_wall_clock_has_no_effect(moved: float) -> None:
    """The wall clock set an hour back or on in mid-session changes no number of it."""
    told = story().go(500).do(PAUSE).go(600).do(RESUME)
    right, wrong = read(told.session, at(700)), read(told.session, at(700, wall_moved=moved))

    assert (right.t, right.elapsed_s, right.remaining_s, right.exposure_s) == (
        wrong.t,
        wrong.elapsed_s,
        wrong.remaining_s,
        wrong.exposure_s,
    )
    assert right.ends_at is not None
    assert wrong.ends_at == right.ends_at + timedelta(seconds=moved)


@pytest.mark.parametrize("clock_moved", [-4900.0, 90_000.0])
def test_another_boot_trusts_the_wall_clock(clock_moved: float) -> None:
    """After a reboot the wall clock says how far the session has come."""
    reading = read(story().go(500).session, at(700, boot="boot-2", clock_moved=clock_moved))

    assert (reading.elapsed_s, reading.remaining_s) == (700.0, 500.0)


def test_a_wall_clock_set_back_across_a_reboot_loses_nothing() -> None:
    """No clock takes away what was already known: time does not go back across a reboot."""
    told = story().go(500).do(PAUSE).do(RESUME)

    assert read(told.session, at(0, boot="boot-2")).elapsed_s == 500.0


def test_an_hour_overdue_after_a_reboot_is_abandoned() -> None:
    """Another boot id and an hour overdue: abandoned, the planned minutes known, the rest unconfirmed."""
    told = story().go(600)
    session, now = told.session, at(1200 + 3601, boot="boot-2", clock_moved=-9000)
    due = owed(session, now)
    assert due is not None
    abandoned = apply(session, due)
    reading = read(abandoned, now)

    assert State.ABANDONED is reading.state
    assert (reading.exposure_s, reading.unconfirmed_s) == ({HEAT: 1200.0, COLD: 0.0}, 3601.0)
    assert read(abandoned, now.plus(9000)).unconfirmed_s == 3601.0


@pytest.mark.parametrize("text", ["heat 5m", "cold 5m, heat 5m"])
def test_the_books_of_an_unanswered_session_are_closed(text: str) -> None:
    """When an unanswered session ends after an hour, its unconfirmed hour is kept and grows no more."""
    told = story(text).go(9000)

    assert (told.session.state.is_live, told.reading.unconfirmed_s) == (False, 3600.0)


def test_overdue_minutes_were_on() -> None:
    """Slept through its due switch the pack was still on: 34 minutes of cold, not 20, and 14 overdue."""
    told = story("cold 20m, heat 20m").sleep(34 * 60)
    assert told.reading.overdue_s == 840.0

    reading = told.catch_up().reading
    assert (reading.exposure_s, reading.overdue_s) == ({HEAT: 0.0, COLD: 2040.0}, 840.0)


def test_unconfirmed_runs_until_a_person_acts() -> None:
    """From the announcement to the first human act the seconds are unconfirmed, and no part of exposure."""
    told = story("cold 5m, heat 5m").go(400)
    assert (told.reading.unconfirmed_s, told.reading.exposure_s[COLD]) == (100.0, 300.0)

    told.do(CONFIRM).go(500)
    assert (told.reading.unconfirmed_s, told.reading.exposure_s[COLD]) == (100.0, 300.0)


def test_an_automatic_changeover_is_no_answer() -> None:
    """The changeover that ends by itself leaves the doubt open; an ack under the next pack closes it."""
    told = story("heat 5m, cold 5m").go(400)
    assert told.reading.unconfirmed_s == 100.0

    assert told.do(ACK).go(450).reading.unconfirmed_s == 100.0


@pytest.mark.parametrize("command", [CONFIRM, PAUSE, BACK, Command.SKIP, STOP, ACK, Command.RATE])
def test_any_command_is_an_answer(command: Command) -> None:
    """The first human act of any kind ends the unconfirmed time."""
    told = story("cold 5m, heat 5m").go(350).do(command)

    assert read(told.session, at(360)).unconfirmed_s == 50.0


def test_a_pack_taken_off_by_a_person_leaves_no_doubt() -> None:
    """Skip, pause, stop and back are said by whoever has taken the pack off: nothing is unconfirmed."""
    for command in (Command.SKIP, PAUSE, STOP, BACK):
        told = story("cold 5m, heat 5m").go(100).do(command)
        assert read(told.session, at(500)).unconfirmed_s == 0.0


def test_an_event_written_late_does_not_stretch_time() -> None:
    """An event stamped a little before the one written before it counts no second twice."""
    told = story().go(100).do(Command.RATE, pain=5)
    told.t = 90.0
    told.do(Command.RATE, pain=6)

    assert read(told.session, at(110)).elapsed_s == 110.0
