"""Following the journal: when to look again, and what the terminal is sent. The laws of that: tests/test_nudge.py."""

from __future__ import annotations

import pytest

from spasmtimer.nudge import BELL
from spasmtimer.schedule import events as ev
from spasmtimer.terminal import OSC9, Terminal
from spasmtimer.tui.watch import HEALTH_S, LOOK_S, PAST_TICK_S, Watch
from tests.schedule.helpers import Story, story
from tests.tui.helpers import Stage, alarming, paused, running, swapping, waiting


def begin(stage: Stage, told: Story) -> Watch:
    stage.tell(told)
    return Watch(stage.control)


def test_bell_for_a_silent_switch(stage: Stage) -> None:
    """A switch that no player acknowledges within 0.35 s rings the bell, once."""
    told = story().go(1199)
    watch = begin(stage, told)
    stage.tell(told.go(1200))
    watch.poll(force=True)
    assert watch.nudge() == ""
    assert watch.wait_s() == pytest.approx(0.35 + PAST_TICK_S)

    stage.clock.t = 1200.36
    assert watch.nudge() == BELL
    assert watch.nudge() == ""


def test_no_bell_for_a_switch_that_sounded(stage: Stage) -> None:
    """A switch whose cue was acknowledged rings nothing."""
    told = story().go(1199)
    watch = begin(stage, told)
    stage.tell(told.go(1200))
    stage.all_is_well()
    stage.clock.t = 1201
    watch.poll(force=True)

    assert watch.nudge() == ""


def test_bell_for_a_failed_reminder(stage: Stage) -> None:
    """A skin check that failed rings the bell, once."""
    watch = begin(stage, running())
    reminder = stage.note(ev.NoticeKind.REMINDER, cue="skin-check", nth=0)
    stage.note(ev.NoticeKind.CUE_FAILED, **{"for": reminder, "cue": "skin-check", "why": "no player"})
    watch.poll(force=True)

    assert watch.nudge() == BELL
    assert watch.nudge() == ""


def test_old_failures_do_not_ring(stage: Stage) -> None:
    """Joining a session rings for what calls now, and not for what failed a while ago."""
    assert begin(stage, running()).nudge() == ""


def test_joining_an_alarm_rings(stage: Stage) -> None:
    """Joining a session whose end nobody heard rings."""
    assert begin(stage, alarming()).nudge() == BELL


def test_notification_over_ssh(stage: Stage) -> None:
    """Over ssh a call rings and is shown by the terminal, as the view was told of it."""
    told = story().go(1199)
    stage.tell(told)
    watch = Watch(stage.control, Terminal(remote=True, notes=OSC9))
    stage.tell(told.go(1200))
    stage.all_is_well()
    watch.poll(force=True)

    sent = watch.nudge()
    assert sent.startswith(f"{BELL}\x1b]9;spasmtimer: Put the ice on.")
    assert watch.nudge() == ""


def test_next_look(stage: Stage) -> None:
    """The next look comes just after the digits change, at the latest after a second."""
    told = running()
    stage.all_is_well() if stage.control.session() else None
    watch = begin(stage, told)
    stage.clock.t = told.t + 100.25

    assert watch.wait_s() == pytest.approx(0.75 + PAST_TICK_S)


@pytest.mark.parametrize("tell", [swapping, waiting, paused, alarming])
def test_next_look_is_soon(stage: Stage, tell: object) -> None:
    """In every state there is a next look, within a second and a bit."""
    assert callable(tell)
    watch = begin(stage, tell())
    for tenth in range(20):
        stage.clock.t += tenth / 10

        assert 0.0 < watch.wait_s() <= LOOK_S + PAST_TICK_S


def test_due_is_looked_for(stage: Stage) -> None:
    """At a due instant the journal is looked at often, since its event is about to be written; not for ever."""
    watch = begin(stage, story().go(1199))
    stage.clock.t = 1200.01
    assert watch.wait_s() == pytest.approx(0.1)
    stage.clock.t = 1300

    assert watch.wait_s() == pytest.approx(LOOK_S)


def test_health_is_looked_at(stage: Stage) -> None:
    """That a timekeeper has died is seen within seconds, though nobody writes."""
    stage.tell(running())
    with stage.kept():
        watch = Watch(stage.control)
        assert not watch.untended
    watch.poll()
    assert not watch.untended
    stage.clock.t += HEALTH_S
    watch.poll()

    assert watch.untended
