"""Which hook belongs to what happens, told through the real engine."""

from __future__ import annotations

import json
from itertools import islice

import pytest

from spasmtimer.schedule import events as ev
from spasmtimer.schedule.commands import Command
from spasmtimer.schedule.cue import Cue
from spasmtimer.schedule.due import Wanted, reminders
from spasmtimer.schedule.reading import read
from spasmtimer.schedule.transitions import apply
from spasmtimer.settings import HOOKS
from spasmtimer.timekeeper.occasions import Fact, Hook, facts, hook_of_reminder, hooks_for
from tests.schedule.helpers import CONTRAST, Story, at, story

MINUTE = 60.0

TWO = "heat 20m, cold 20m"


def told(session: Story) -> list[tuple[str, dict[str, Fact]]]:
    """Every hook of a story, and what it is told."""
    found: list[tuple[str, dict[str, Fact]]] = []
    after = None
    for event in session.events:
        before, after = after, apply(after, event)
        found += [(hook, facts(event, read(after, event.at))) for hook in hooks_for(event, before, after)]
    return found


def hooks(session: Story) -> list[str]:
    return [hook.removeprefix("on_") for hook, _ in told(session)]


def test_the_settings_know_every_hook() -> None:
    """What can be set is what is run."""
    assert list(Hook) == list(HOOKS)


def test_a_session_as_planned() -> None:
    """Each phase's end is a switch, the last one's the end; a confirm is a start; a beginning by itself is no news."""
    session = story(CONTRAST)
    for _ in range(2):
        session.go(session.t + 41 * MINUTE).do(Command.CONFIRM)  # heat, a changeover, ice; then it waits for heat
    session.go(session.t + 41 * MINUTE)
    names = [name for _, name in session.happened]
    assert names.count("ChangeoverEnded") == 3
    assert names.count("Confirmed") == 2
    a_round = ["start", "switch", "switch"]
    assert hooks(session) == [*a_round, *a_round, "start", "switch", "end"]


def test_the_end_is_told_once() -> None:
    """Answering the alarm is no occasion, nor is its expiry, nor the pain told in it."""
    assert hooks(story("heat 20m").go(21 * MINUTE).do(Command.ACK)) == ["start", "end"]
    assert hooks(story("heat 20m").go(21 * MINUTE).do(Command.RATE, pain=3)) == ["start", "end"]
    expired = story("heat 20m").go(2 * 60 * MINUTE)
    assert expired.happened[-1][1] == "AlarmExpired"
    assert hooks(expired) == ["start", "end"]


def test_putting_off_the_end_is_a_start() -> None:
    """*extend* in the alarm leaves the pack on, and so its next end is an end again; before, it is no occasion."""
    session = story("heat 10m").go(1 * MINUTE).do(Command.EXTEND, minutes=2.0)
    assert hooks(session) == ["start"]
    session.go(12 * MINUTE).do(Command.EXTEND, minutes=2.0)
    assert hooks(session) == ["start", "end", "start"]
    assert hooks(session.go(20 * MINUTE)) == ["start", "end", "start", "end"]


def test_a_pause_and_its_end() -> None:
    """A pause is told, and the pack's going on again as a start."""
    session = story(TWO).go(5 * MINUTE).do(Command.PAUSE).go(7 * MINUTE).do(Command.RESUME)
    assert hooks(session) == ["start", "pause", "start"]


def test_a_changeover_that_was_paused() -> None:
    """A pause in a changeover takes back what the switch told; the confirm after it is a start, as every one is."""
    session = story(TWO).go(20 * MINUTE + 5).do(Command.PAUSE)
    assert hooks(session) == ["start", "switch", "pause"]
    assert hooks(session.go(25 * MINUTE).do(Command.CONFIRM)) == ["start", "switch", "pause", "start"]


@pytest.mark.parametrize("command", [Command.SKIP, Command.BACK])
def test_another_switch_by_hand(command: Command) -> None:
    """*skip* and *back* call out a switch, from a running phase, a changeover and a pause."""
    short = "heat 10m, cold 10m, x2"
    assert hooks(story(short).go(5 * MINUTE).do(command)) == ["start", "switch"]
    assert hooks(story(short).go(10 * MINUTE + 5).do(command)) == ["start", "switch", "switch"]
    assert hooks(story(short).go(5 * MINUTE).do(Command.PAUSE).do(command)) == ["start", "pause", "switch"]


def test_skipping_the_last_phase_is_the_end() -> None:
    """What a *skip* leads to is told, a switch or the end."""
    assert hooks(story("heat 20m").go(5 * MINUTE).do(Command.SKIP)) == ["start", "end"]
    assert hooks(story(TWO).go(20 * MINUTE + 5).do(Command.SKIP)) == ["start", "switch", "end"]


def test_stopping_is_an_end() -> None:
    """*stop* is told wherever it is said; in the alarm the end was told."""
    assert hooks(story(TWO).go(5 * MINUTE).do(Command.STOP)) == ["start", "end"]
    assert hooks(story(TWO).go(20 * MINUTE + 5).do(Command.STOP)) == ["start", "switch", "end"]
    assert hooks(story(TWO).go(5 * MINUTE).do(Command.PAUSE).do(Command.STOP)) == ["start", "pause", "end"]
    assert hooks(story("heat 20m").go(20 * MINUTE + 5).do(Command.STOP)) == ["start", "end"]


def test_what_is_found_late_is_overdue_as_well() -> None:
    """A switch or an end that was slept through is told as overdue first, then as what it is."""
    late = story(TWO).sleep(34 * MINUTE).catch_up()
    assert hooks(late) == ["start", "overdue", "switch"]
    assert [fact["overdue_s"] for _, fact in told(late)] == [0, 14 * 60, 14 * 60]
    assert hooks(story("heat 20m").sleep(34 * MINUTE).catch_up()) == ["start", "overdue", "end"]


def test_where_nobody_was_for_an_hour() -> None:
    """An abandoned session is an end, and overdue where a pack was on for nobody knows how long."""
    unknown = story(TWO).sleep(90 * MINUTE).catch_up()
    assert hooks(unknown) == ["start", "overdue", "end"]
    unanswered = story(TWO, policy=ev.Policy.ALWAYS).go(90 * MINUTE)
    assert unanswered.happened[-1][1] == "Abandoned"
    assert hooks(unanswered) == ["start", "switch", "end"]


def test_reminders_that_are_hooks() -> None:
    """A heads-up and a skin check under way are; what sounds alike in a pause or a changeover is none."""
    session = story(TWO)
    running = [hook_of_reminder(each.cue, session.session) for each in reminders(session.session, Wanted())]
    assert running == [Hook.ON_SKIN_CHECK] * 3 + [Hook.ON_HEADS_UP]
    waiting = [
        story(TWO).go(5 * MINUTE).do(Command.PAUSE),
        story("heat 20m, move 5m").go(20 * MINUTE),
        story("heat 20m").go(20 * MINUTE),
    ]
    for each in waiting:
        for reminder in islice(reminders(each.session, Wanted()), 3):
            assert hook_of_reminder(reminder.cue, each.session) is None


def test_what_a_hook_is_told() -> None:
    """The facts are the session's, as it is after what happened, in plain words and whole seconds."""
    session = story(CONTRAST).go(20 * MINUTE)
    assert told(session)[-1] == (
        "on_switch",
        {
            "event": "phase_ended",
            "at": "2026-11-22T15:20:00+00:00",
            "session": "s1",
            "preset": "contrast",
            "title": "Intense spasms",
            "state": "swapping",
            "modality": "heat",
            "next": "cold",
            "waiting_for": None,
            "round": 1,
            "rounds": 3,
            "planned_s": 1200,
            "remaining_s": 0,
            "overdue_s": 0,
            "rehearsal": False,
            "text": "Take the heat off. Put the ice on.",
        },
    )
    waits = told(session.go(41 * MINUTE))[-1][1]
    assert (waits["modality"], waits["next"], waits["waiting_for"]) == ("cold", "heat", "confirm")


def test_what_a_reminder_is_told() -> None:
    """A reminder is told of by its cue's name and words, with what is left of the phase."""
    session = story(TWO).session
    heads_up, skin_check = (facts(cue, read(session, at(19 * MINUTE))) for cue in (Cue.HEADS_UP, Cue.SKIN_CHECK))
    assert (heads_up["event"], heads_up["remaining_s"], heads_up["next"]) == ("heads-up", 60, "cold")
    assert heads_up["text"] == "One minute to the switch."
    assert skin_check["event"] == "skin-check"
    assert str(skin_check["text"]).startswith("Skin check")


def test_every_event_has_its_facts() -> None:
    """At every event of a long session, the ended ones included, there is something to tell, and JSON can carry it."""
    long = story(CONTRAST, pain=6).go(5 * MINUTE).do(Command.RATE, pain=5).do(Command.PAUSE).do(Command.RESUME)
    long.go(30 * MINUTE).do(Command.BACK).do(Command.CONFIRM).go(45 * MINUTE).do(Command.SKIP).do(Command.STOP)
    after = None
    for event in long.events:
        after = apply(after, event)
        known = facts(event, read(after, event.at))
        assert json.loads(json.dumps(known)) == known
        assert known["text"]
        assert known["state"] == after.state
    assert known["next"] is None
