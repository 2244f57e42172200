"""When a view rings its own terminal's bell for a call. What it shows there: test_nudge_notes.py."""

from __future__ import annotations

import math

import pytest

from spasmtimer.journal.store import Entry
from spasmtimer.nudge import ASKED_AFTER_S, BELL, BELL_AFTER_S, RECENT_S
from spasmtimer.schedule.commands import Command
from spasmtimer.schedule.events import NoticeKind
from spasmtimer.terminal import Terminal
from tests.schedule.helpers import at, story
from tests.support.rows import BARE, FIRST_S, Rows, opened, switched

SOUNDED, FAILED, DOUBTED = NoticeKind.CUE_SOUNDED, NoticeKind.CUE_FAILED, NoticeKind.CUE_DOUBTED
HUSHED, DROPPED = NoticeKind.CUE_HUSHED, NoticeKind.CUE_DROPPED

# The bell


@pytest.mark.parametrize(
    ("outcomes", "later_s", "rings"),
    [
        ([], 0.1, False),
        ([], 0.5, True),
        ([FAILED], 0.1, True),
        ([DOUBTED], 0.1, True),
        ([SOUNDED], 0.1, False),
        ([SOUNDED], 9.0, False),
        ([SOUNDED, DOUBTED], 0.1, True),
        ([FAILED, SOUNDED], 9.0, False),
        ([HUSHED], 9.0, False),
        ([DROPPED], 0.1, False),
        ([DROPPED], 0.5, True),
    ],
)
def test_the_bell_is_for_what_may_not_have_been_heard(outcomes: list[NoticeKind], later_s: float, rings: bool) -> None:
    """At the machine the bell rings for a cue that failed, is in doubt, or was not acknowledged within 0.35 s."""
    rows, view = switched(BARE)
    for outcome in outcomes:
        rows.told_of(outcome)
    assert view.look(rows.rows, at(FIRST_S + later_s)) == (BELL if rings else "")


def test_the_bell_rings_once_for_each_call() -> None:
    """However often a view looks, and whatever is told afterwards, one call rings once; the next one rings again."""
    rows, view = switched(BARE)
    assert view.look(rows.rows, at(FIRST_S + 0.4)) == BELL
    assert view.look(rows.rows, at(FIRST_S + 0.5)) == ""
    rows.told_of(FAILED).told_of(DOUBTED)
    assert view.look(rows.rows, at(FIRST_S + 8)) == ""
    rows.go(FIRST_S + 60 + 1200)
    assert view.look(rows.rows, at(FIRST_S + 60 + 1200 + 0.4)) == BELL


@pytest.mark.parametrize("outcome", [FAILED, DOUBTED])
def test_a_reminder_that_nobody_heard_rings(outcome: NoticeKind) -> None:
    """A skin check that failed, or that an output swallowed, rings once; one that sounded does not."""
    rows = Rows()
    view = opened(rows, BARE)
    rows.go(300)
    rows.told_of(SOUNDED, rows.remind("skin-check"))
    assert view.look(rows.rows, at(301)) == ""
    rows.told_of(outcome, rows.remind("skin-check"))
    assert view.look(rows.rows, at(301)) == BELL
    assert view.look(rows.rows, at(302)) == ""


@pytest.mark.parametrize("terminal", [BARE, Terminal(remote=True, host="attic")])
def test_a_number_that_nobody_heard_rings_no_bell(terminal: Terminal) -> None:
    """Numbers of an exercise are for the ear alone: no bell and no notification, not even over ssh."""
    rows = Rows()
    view = opened(rows, terminal)
    rows.go(300)
    rows.told_of(FAILED, rows.remind("count"))
    assert view.look(rows.rows, at(301)) == ""


def test_a_switch_that_a_person_asked_for_may_take_longer() -> None:
    """After a skip the timekeeper has to learn of it first: a second, and then the bell."""
    rows = Rows()
    view = opened(rows, BARE)
    rows.go(600).do(Command.SKIP)
    assert view.wait_s(at(600)) == math.inf, "not seen yet"
    assert view.look(rows.rows, at(600 + BELL_AFTER_S + 0.1)) == ""
    assert view.wait_s(at(600.4)) == pytest.approx(ASKED_AFTER_S - 0.4)
    assert view.look(rows.rows, at(600 + ASKED_AFTER_S + 0.1)) == BELL


def test_what_a_person_has_answered_does_not_ring() -> None:
    """A switch that was confirmed before the bell's time needs none: somebody is there."""
    rows, view = switched(BARE)
    rows.told.sleep(FIRST_S + 0.2)
    rows.do(Command.CONFIRM)
    assert view.look(rows.rows, at(FIRST_S + 9)) == ""


@pytest.mark.parametrize("terminal", [BARE, Terminal(remote=True)])
def test_a_muted_session_does_not_ring_but_its_end_does(terminal: Terminal) -> None:
    """Muted, nothing rings, though nobody keeps the time; the end and an overdue pack ring all the same."""
    rows = Rows(story("heat 20m, cold 20m"))
    view = opened(rows, terminal)
    rows.note(NoticeKind.MUTE, on=True)
    rows.go(FIRST_S)
    assert view.look(rows.rows, at(FIRST_S + 5)) == ""
    rows.go(FIRST_S + 60 + 1200)
    assert view.look(rows.rows, at(FIRST_S + 60 + 1200.5)) == BELL


def test_muting_ends_with_the_mute() -> None:
    """Once the mute is taken back, the next silent switch rings."""
    rows = Rows(story("heat 20m, cold 20m"))
    view = opened(rows, BARE)
    rows.note(NoticeKind.MUTE, on=True)
    rows.note(NoticeKind.MUTE, on=False)
    rows.go(FIRST_S)
    assert view.look(rows.rows, at(FIRST_S + 0.5)) == BELL


# Opening a view


def test_old_failures_do_not_ring() -> None:
    """Whoever opens a view of a session that runs is not rung for what failed before."""
    rows = Rows().go(FIRST_S).told_of(FAILED).go(FIRST_S + 90)
    rows.told_of(FAILED, rows.remind("skin-check"))
    assert opened(rows, BARE).look(rows.rows, at(FIRST_S + 90)) == ""


def test_opening_rings_for_what_calls_now() -> None:
    """A switch or an end that still waits, and that nobody heard, rings for whoever comes."""
    rows = Rows(story("heat 20m")).go(FIRST_S + 12)
    assert opened(rows, BARE).look(rows.rows, at(FIRST_S + 12)) == BELL
    rows.told_of(SOUNDED)
    assert opened(rows, BARE).look(rows.rows, at(FIRST_S + 12)) == ""


# Over ssh


@pytest.mark.parametrize("outcome", [SOUNDED, DOUBTED, FAILED])
def test_over_ssh_every_call_rings(outcome: NoticeKind) -> None:
    """Where the sound comes out of another machine, the bell rings for what sounded there, at once."""
    rows, view = switched(Terminal(remote=True))
    rows.told_of(outcome)
    assert view.look(rows.rows, at(FIRST_S + 0.05)) == BELL
    assert view.look(rows.rows, at(FIRST_S + 0.5)) == ""


def test_over_ssh_every_repeat_rings() -> None:
    """Each repeat of an alarm rings again, and so does a reminder of which nothing is told."""
    rows = Rows(story("heat 20m"))
    view = opened(rows, Terminal(remote=True))
    rows.go(FIRST_S).told_of(SOUNDED)
    assert view.look(rows.rows, at(FIRST_S + 0.1)) == BELL
    for nth in (1, 2, 3):
        rows.go(FIRST_S + 6 * nth)
        number = rows.remind("end", nth)
        assert view.look(rows.rows, at(FIRST_S + 6 * nth + 0.05)) == ""
        assert view.wait_s(at(FIRST_S + 6 * nth + 0.05)) == pytest.approx(BELL_AFTER_S - 0.05)
        if nth < 3:
            rows.told_of(SOUNDED, number)
        assert view.look(rows.rows, at(FIRST_S + 6 * nth + 0.4)) == BELL


@pytest.mark.parametrize("terminal", [BARE, Terminal(remote=True)])
def test_a_hushed_call_never_rings(terminal: Terminal) -> None:
    """What the quiet hours silence rings nowhere, and neither do its repeats."""
    rows, view = switched(terminal)
    rows.told_of(HUSHED, why="quiet hours 22:00-07:00")
    rows.told_of(HUSHED, rows.remind("ice", 1))
    for later_s in (0.1, 0.5, 40):
        assert view.look(rows.rows, at(FIRST_S + later_s)) == ""


def test_over_ssh_opening_a_view_does_not_ring_for_what_was_heard() -> None:
    """Whoever has just logged in is not rung for a switch of some seconds ago that sounded."""
    rows = Rows().go(FIRST_S).told_of(SOUNDED)
    assert opened(rows, Terminal(remote=True)).look(rows.rows, at(FIRST_S + 3)) == ""


def test_over_ssh_nothing_old_rings() -> None:
    """A view that was stopped for minutes does not ring for what sounded meanwhile."""
    rows, view = switched(Terminal(remote=True))
    rows.told_of(SOUNDED)
    assert view.look(rows.rows, at(FIRST_S + RECENT_S + 1)) == ""


# From session to session


def test_a_new_session_begins_anew() -> None:
    """A view that stays open follows the next session: unmuted, with nothing of the last one."""
    rows, view = switched(BARE)
    rows.note(NoticeKind.MUTE, on=True)
    view.look(rows.rows, at(FIRST_S + 1))
    offset = len(rows.rows)
    again = [Entry(offset + row.seq, row.what) for row in Rows().go(FIRST_S).rows]
    assert view.look(again, at(FIRST_S + 0.1)) == ""
    assert view.look(again, at(FIRST_S + 0.4)) == BELL


def test_nothing_to_wait_for() -> None:
    """Before any call, and once all are settled, time alone brings no bell."""
    rows = Rows()
    view = opened(rows, BARE)
    assert view.wait_s(at(5)) == math.inf
    rows.go(FIRST_S)
    view.look(rows.rows, at(FIRST_S))
    assert view.wait_s(at(FIRST_S)) == pytest.approx(BELL_AFTER_S)
    view.look(rows.told_of(SOUNDED).rows, at(FIRST_S + 0.1))
    assert view.wait_s(at(FIRST_S + 0.1)) == math.inf
