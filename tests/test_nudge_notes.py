"""Which calls a view has its terminal show as a notification, and when."""

from __future__ import annotations

import pytest

from spasmtimer.nudge import BELL, RECENT_S
from spasmtimer.schedule.commands import Command
from spasmtimer.schedule.events import NoticeKind
from spasmtimer.terminal import OSC99, Terminal
from tests.schedule.helpers import at, story
from tests.support.rows import FIRST_S, REMOTE, SWITCH, Rows, opened, switched

SOUNDED, FAILED, HUSHED = NoticeKind.CUE_SOUNDED, NoticeKind.CUE_FAILED, NoticeKind.CUE_HUSHED

ICE = "\x1b]9;spasmtimer: Put the ice on. Take the heat off. Put the ice on.\x1b\\"


def test_what_the_desktop_took_is_not_shown_twice() -> None:
    """At the machine a call is shown by the desktop, and by the terminal only if the desktop did not take it."""
    rows, view = switched()
    rows.told_of(SOUNDED)
    assert view.look(rows.rows, at(FIRST_S + 0.1)) == ""
    assert view.look(rows.told_of(NoticeKind.NOTIFIED, ok=True, why=None).rows, at(FIRST_S + 1)) == ""
    assert view.look(rows.rows, at(FIRST_S + 30)) == ""


def test_what_the_desktop_did_not_take_is_shown() -> None:
    """As soon as it is told that the desktop took no notification, the terminal shows it, once."""
    rows, view = switched()
    rows.told_of(SOUNDED)
    assert view.look(rows.told_of(NoticeKind.NOTIFIED, ok=False, why="no bus").rows, at(FIRST_S + 1)) == ICE
    assert view.look(rows.rows, at(FIRST_S + 2)) == ""


def test_without_a_desktop_the_terminal_shows_it_at_once() -> None:
    """Where the user wants nothing of the desktop, the terminal is what shows a call."""
    rows, view = switched(desktop=False)
    rows.told_of(SOUNDED)
    assert view.look(rows.rows, at(FIRST_S + 0.1)) == ICE
    assert view.look(rows.rows, at(FIRST_S + 0.2)) == ""


def test_over_ssh_the_terminal_shows_it_at_once() -> None:
    """The other machine's desktop is not where the person is: what it took is shown here as well."""
    rows, view = switched(REMOTE)
    rows.told_of(SOUNDED).told_of(NoticeKind.NOTIFIED, ok=True, why=None)
    assert view.look(rows.rows, at(FIRST_S + 0.1)) == BELL + ICE


def test_a_hushed_call_is_shown_all_the_same() -> None:
    """In the quiet hours the notification is what is left of a call."""
    rows, view = switched(REMOTE)
    rows.told_of(HUSHED, why="quiet hours 22:00-07:00")
    assert view.look(rows.rows, at(FIRST_S + 0.1)) == ICE


def test_a_terminal_without_notifications_gets_the_bell_alone() -> None:
    """Nothing is written that the terminal is not known to understand."""
    rows, view = switched(Terminal(remote=True), desktop=False)
    rows.told_of(FAILED).told_of(NoticeKind.NOTIFIED, ok=False, why="no bus")
    assert view.look(rows.rows, at(FIRST_S + 0.1)) == BELL


def test_repeats_are_not_shown() -> None:
    """A notification stays on the screen: a call that is repeated is shown once. A skin check is a new one."""
    rows = Rows(story("heat 20m"))
    view = opened(rows, REMOTE)
    rows.go(300)
    rows.told_of(SOUNDED, rows.remind("skin-check"))
    assert "Check your skin" in view.look(rows.rows, at(300.1))
    rows.go(FIRST_S).told_of(SOUNDED, len(rows.rows))
    assert "Time is up" in view.look(rows.rows, at(FIRST_S + 0.1))
    rows.go(FIRST_S + 6)
    rows.told_of(SOUNDED, rows.remind("end", 1))
    assert view.look(rows.rows, at(FIRST_S + 6.1)) == BELL


@pytest.mark.parametrize("later_s", [RECENT_S + 1, 3600])
def test_nothing_old_is_shown(later_s: float) -> None:
    """What was called more than a minute ago is not news."""
    rows, view = switched(REMOTE, desktop=False)
    assert ICE not in view.look(rows.rows, at(FIRST_S + later_s))


def test_nothing_from_before_the_view_was_opened_is_shown() -> None:
    """Opening a view shows no notification of what its screen says already."""
    rows = Rows().go(FIRST_S)
    view = opened(rows, REMOTE, desktop=False)
    rows.told_of(NoticeKind.NOTIFIED, ok=False, why="no bus")
    assert ICE not in view.look(rows.rows, at(FIRST_S + 1))


def test_what_a_person_has_answered_is_not_shown() -> None:
    """A desktop that takes seconds to fail does not bring back what has been confirmed meanwhile."""
    rows, view = switched()
    rows.told.sleep(FIRST_S + 2)
    rows.do(Command.CONFIRM).told_of(NoticeKind.NOTIFIED, ok=False, why="no answer")
    assert view.look(rows.rows, at(FIRST_S + 5)) == ""


def test_each_call_is_a_notification_of_its_own() -> None:
    """Two calls are two notifications: kitty would otherwise change the text of the first."""
    rows = Rows()
    view = opened(rows, Terminal(notes=OSC99, remote=True))
    first = view.look(rows.go(FIRST_S).rows, at(FIRST_S))
    assert f"i=spasmtimer-{SWITCH}:" in first
    number = rows.told_of(SOUNDED).remind("heads-up")
    assert f"i=spasmtimer-{number}:" in view.look(rows.rows, at(FIRST_S + 1))
