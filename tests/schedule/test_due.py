"""Which cue and which event is due when."""

from __future__ import annotations

from itertools import pairwise, takewhile

import pytest

from spasmtimer.schedule import events as ev
from spasmtimer.schedule.commands import Command
from spasmtimer.schedule.cue import Cue
from spasmtimer.schedule.due import Wanted, due_at, is_news, owed, reminders
from spasmtimer.schedule.session import State

from .helpers import HEAT, Story, at, story

PAUSE, RESUME, CONFIRM, EXTEND, ACK = (
    Command.PAUSE,
    Command.RESUME,
    Command.CONFIRM,
    Command.EXTEND,
    Command.ACK,
)
FAST = ev.Policy.NEVER
CHECK, FETCH = Cue.SKIN_CHECK, Cue.HEADS_UP


def due_cues(
    told: Story, until: float = 4000, *, skin_check: bool = True, heads_up: bool = True
) -> list[tuple[float, Cue]]:
    """List the reminders of the present state up to `until`, with their times."""
    found = reminders(told.session, Wanted(skin_check=skin_check, heads_up=heads_up))
    return [(round(each.t, 6), each.cue) for each in takewhile(lambda each: each.t <= until, found)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("heat 20m, cold 20m", [(300, CHECK), (600, CHECK), (900, CHECK), (1140, FETCH)]),
        ("heat 20m", [(300, CHECK), (600, CHECK), (900, CHECK)]),
        ("cold 15m", [(300, CHECK), (600, CHECK)]),
        ("heat 16m, cold 5m", [(300, CHECK), (600, CHECK), (900, FETCH)]),
        ("heat 5m, cold 5m", [(240, FETCH)]),
        ("rest 10m, cold 5m", [(540, FETCH)]),
        ("move 4m, rest 1m", [(180, FETCH)]),
        ("heat 3m, cold 5m", [(120, FETCH)]),
        ("heat 2m59s, cold 5m", []),
        ("cold 5m1s", []),
        ("cold 5m2s", [(300, CHECK)]),
    ],
)
def test_reminders_while_running(text: str, expected: list[tuple[float, Cue]]) -> None:
    """A skin check each 5 minutes under a pack, a heads-up a minute before a switch in phases of 3 minutes."""
    assert expected == due_cues(story(text))


def test_each_reminder_can_be_turned_off() -> None:
    """Whoever wants no skin checks, or no heads-up, gets the other alone."""
    told = story("heat 10m, cold 5m")

    assert due_cues(told, heads_up=False) == [(300, CHECK)]
    assert due_cues(told, skin_check=False) == [(540, FETCH)]
    assert due_cues(told, skin_check=False, heads_up=False) == []


@pytest.mark.parametrize(("planned", "called"), [("301.499s", False), ("301.5s", True)])
def test_no_reminder_runs_into_a_switch(planned: str, called: bool) -> None:
    """No reminder starts less than 1.5 s before a switch."""
    assert called == ((300.0, CHECK) in due_cues(story(f"cold {planned}, rest 5m"), heads_up=False))


def test_the_clear_time_before_a_switch_is_real_seconds() -> None:
    """At sixty times the speed the heads-up would come 1 s before the switch, so it is left out."""
    assert due_cues(story("heat 10m, cold 10m", speed=30, policy=FAST), skin_check=False) == [(18, FETCH)]
    assert due_cues(story("heat 10m, cold 10m", speed=60, policy=FAST), skin_check=False) == []


def test_reminders_go_on_after_a_pause_where_they_were() -> None:
    """Offsets count the minutes under the pack, so a pause moves the reminders by its length."""
    told = story("heat 20m, cold 20m").go(400).do(PAUSE).go(500).do(RESUME)

    assert due_cues(told)[-3:] == [(700, CHECK), (1000, CHECK), (1240, FETCH)]


def test_extending_moves_the_heads_up() -> None:
    """A phase made longer has its heads-up a minute before its new end."""
    told = story("heat 10m, cold 10m").go(400).do(EXTEND, minutes=5)

    assert due_cues(told, skin_check=False) == [(840.0, FETCH)]


def test_an_extended_alarm_has_its_skin_checks() -> None:
    """Kept on in the alarm, the pack is checked at its real 15 minutes, not at 5 of the extension."""
    told = story("heat 12m").go(780).do(EXTEND, minutes=7)

    assert due_cues(told)[-1] == (900.0, CHECK)


def repeats(start: float, every: float, until: float = 600.0, later: float = 3600.0) -> list[float]:
    """List the times of repeats: at `every` for ten minutes, then each five minutes."""
    soon = [start + every * n for n in range(1, int(until // every) + 1)]
    return soon + [start + until + 300.0 * n for n in range(1, int((later - until) // 300) + 1)]


def test_a_missing_confirm_repeats_its_cue() -> None:
    """What was to be put on is called again every 30 s for 10 minutes, then every 5."""
    told = story("cold 5m, heat 5m").go(300)

    assert [(t, Cue.HEAT) for t in repeats(300, 30)] == due_cues(told, 3900)


def test_a_changeover_that_ends_by_itself_is_not_repeated() -> None:
    """While the changeover still runs by itself no repeat is due; found late, the repeats begin."""
    told = story("heat 5m, cold 5m").go(300)
    first = due_cues(told, 500)[0]

    assert first == (390.0, Cue.ICE)


def test_acknowledging_silences_the_repeats() -> None:
    """After an ack the call to put the pack on does not come again."""
    told = story("cold 5m, heat 5m").go(330).do(ACK)

    assert Cue.HEAT not in dict(due_cues(told, 10_000)).values()


def test_what_was_silenced_is_one_changeover() -> None:
    """An ack silences the changeover it was given in; the next one repeats its cue again."""
    told = story("cold 5m, heat 5m, heat 5m").go(310).do(ACK).go(320).do(Command.SKIP)

    assert due_cues(told, 350) == [(350.0, Cue.HEAT)]


def test_a_held_changeover_is_silent_but_reminded() -> None:
    """A paused changeover does not repeat its cue; every 5 minutes from the pause it reminds."""
    told = story("heat 5m, cold 5m").go(330).do(PAUSE)

    assert due_cues(told, 1300) == [(630, FETCH), (930, FETCH), (1230, FETCH)]


def test_a_silenced_changeover_that_is_missed_reminds_too() -> None:
    """Silenced, then found late, a changeover waits for a person, and is not silent until it is abandoned."""
    told = story("heat 5m, cold 5m").go(330).do(ACK).sleep(900).catch_up()

    assert told.reading.waiting_for == "confirm"
    assert due_cues(told, 1300)[-2:] == [(930, FETCH), (1230, FETCH)]


def test_a_pause_reminds_every_five_minutes() -> None:
    """A pause reminds every 5 minutes for as long as it lasts."""
    told = story().go(100).do(PAUSE)

    assert [(100 + 300 * n, FETCH) for n in range(1, 13)] == due_cues(told, 3700)


def test_the_end_repeats_and_grows_louder() -> None:
    """The end cue repeats for 10 minutes, then every 5, each time with a higher step."""
    told = story("heat 5m").go(300)
    steps = [each.nth for each in takewhile(lambda each: each.t <= 3900, reminders(told.session, Wanted()))]

    assert [(t, Cue.END) for t in repeats(300, 6)] == due_cues(told, 3900)
    assert list(range(1, 111)) == steps


def test_a_session_that_has_ended_is_silent() -> None:
    """Nothing is called and nothing is owed once a session has ended."""
    told = story("heat 5m").go(310).do(ACK)

    assert due_cues(told, 1e9) == []
    assert due_at(told.session, told.t) is None
    assert owed(told.session, at(1e9)) is None


def test_an_unanswered_alarm_is_over_after_an_hour() -> None:
    """After 60 minutes without a person the alarm expires, and not a moment earlier."""
    told = story("heat 5m").go(3899.9)
    assert told.session.state == "alarming"

    assert told.go(3900).happened[-1] == (3900.0, "AlarmExpired")
    assert State.OVER is told.session.state


@pytest.mark.parametrize(("text", "pause", "ends"), [("cold 5m, heat 5m", False, 3900), ("heat 5m", True, 3700)])
def test_an_hour_without_an_answer_is_abandoned(text: str, pause: bool, ends: float) -> None:
    """A confirm or a resume that does not come for 60 minutes abandons the session."""
    told = story(text)
    if pause:
        told.go(100).do(PAUSE)
    told.go(5000)

    assert (float(ends), "Abandoned") == told.happened[-1]
    assert ev.Abandoned(at(ends), ev.Why.UNANSWERED) == told.events[-1]


def test_the_hour_counts_from_the_last_answer() -> None:
    """A person who acknowledges at minute 50 is there: the hour begins anew."""
    told = story("cold 5m, heat 5m").go(3300).do(ACK)

    assert State.SWAPPING is told.go(6899).session.state
    assert State.ABANDONED is told.go(6900).session.state


def test_a_rehearsal_sounds_its_end_three_times_and_acknowledges_itself() -> None:
    """A rehearsal's end is called at once and twice more, and then it is over without a person."""
    told = story("heat 5m", speed=60, policy=FAST).go(5)
    due = due_at(told.session, told.t)

    assert due is not None
    assert [each for each in due_cues(told, 60) if each[0] < due] == [(11.0, Cue.END), (17.0, Cue.END)]
    assert State.OVER is told.go(30).session.state
    assert told.happened[-1][1] == "Acknowledged"


def test_speed_divides_phases_changeovers_and_offsets() -> None:
    """At 60 times the speed a phase of 20 minutes takes 20 s, a changeover 1 s, a skin check comes each 5 s."""
    told = story("heat 20m, cold 20m", speed=60, policy=FAST)
    assert due_cues(told, heads_up=False) == [(5, CHECK), (10, CHECK), (15, CHECK)]

    expected = [(20.0, "PhaseEnded"), (21.0, "ChangeoverEnded"), (41.0, "PhaseEnded")]
    assert expected == told.go(41).happened


def test_speed_divides_nothing_else() -> None:
    """Repeats, the pause's reminders, the overdue limit and the hour are real seconds in a rehearsal."""
    waiting = story("cold 20m, heat 20m", speed=60).go(20)
    assert [(t, Cue.HEAT) for t in repeats(20, 30)] == due_cues(waiting, 3620)
    assert waiting.go(4000).happened[-1] == (3620.0, "Abandoned")

    paused = story("heat 20m", speed=60).go(5).do(PAUSE)
    assert due_cues(paused, 700) == [(305, FETCH), (605, FETCH)]

    assert not story("cold 20m, rest 20m", speed=60).sleep(25).catch_up().session.must_confirm
    assert story("cold 20m, rest 20m", speed=60).sleep(25.1).catch_up().session.must_confirm


def test_what_is_owed_says_when_it_was_due() -> None:
    """A phase's end found late knows its due instant and the instant of its announcement."""
    told = story("heat 20m, cold 20m").sleep(2040)

    assert ev.PhaseEnded(at(2040), due=at(1200)) == owed(told.session, told.now)
    assert told.catch_up().reading.exposure_s[HEAT] == 2040.0


def test_nothing_is_owed_before_it_is_due() -> None:
    """A moment before the end nothing is owed, at the end one event is, and then nothing again."""
    told = story("cold 20m, heat 20m")

    assert owed(told.session, at(1199.99)) is None
    assert due_at(told.session, 0) == 1200.0
    assert owed(told.go(1200).session, told.now) is None
    assert [name for _, name in told.happened] == ["PhaseEnded"]


@pytest.mark.parametrize(("late", "kind"), [(3600.0, ev.PhaseEnded), (3600.1, ev.Abandoned)])
def test_more_than_an_hour_overdue_is_abandoned(late: float, kind: type[ev.Event]) -> None:
    """An hour late is overdue; more than an hour is abandoned, and its cue still sounds once."""
    told = story("heat 20m, cold 20m").sleep(1200 + late).catch_up()

    assert kind is type(told.events[-1])
    assert Cue.OVERDUE is told.session.announced


def test_an_abandoned_wait_calls_nothing() -> None:
    """A session abandoned because nobody answered has no cue left to call."""
    assert story("cold 5m, heat 5m").go(4000).session.announced is None


def test_ranks() -> None:
    """Overdue and end above heat, ice and off above heads-up above skin-check."""
    ranks = [
        {Cue.OVERDUE.rank, Cue.END.rank},
        {Cue.HEAT.rank, Cue.ICE.rank, Cue.OFF.rank},
        {Cue.HEADS_UP.rank},
        {CHECK.rank},
    ]

    assert all(min(above) > max(below) for above, below in pairwise(ranks))
    assert len(Cue) == 7


def test_only_a_pauses_reminders_say_something_new_each_time() -> None:
    """A repeat of a call is no news, be it into a stretch; a pause's reminder, minutes after the last, is."""
    assert is_news(0, story("heat 20m").session)
    waiting = story("rest 5m, move 5m (cat)", policy=ev.Policy.ALWAYS).go(5 * 60 + 40).session
    assert not is_news(1, waiting)
    assert not is_news(3, story("heat 20m").go(20 * 60 + 30).session)
    assert is_news(2, story("heat 20m").go(60).do(Command.PAUSE).session)
    held = story("heat 20m, cold 20m").go(20 * 60 + 5).do(Command.PAUSE).session
    assert is_news(1, held)
