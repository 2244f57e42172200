"""What begins by itself and what waits for a person: law 10, the policies, and overdue switches."""

from __future__ import annotations

import pytest

from spasmtimer.schedule import events as ev
from spasmtimer.schedule.commands import Command
from spasmtimer.schedule.cue import Cue
from spasmtimer.schedule.session import State
from spasmtimer.schedule.transitions import IllegalEvent, apply

from .helpers import Story, at, started, story

DEFAULT, ALWAYS, NEVER = ev.Policy.HEAT_AFTER_COLD, ev.Policy.ALWAYS, ev.Policy.NEVER
PAUSE, CONFIRM, SKIP, BACK, ACK = Command.PAUSE, Command.CONFIRM, Command.SKIP, Command.BACK, Command.ACK


def begins_by_itself(told: Story) -> bool:
    """Whether the coming phase starts though nobody does anything."""
    assert told.session.state is State.SWAPPING
    waits, coming = told.session.must_confirm, told.session.coming
    told.go(told.t + 120)
    assert waits is (told.session.state is State.SWAPPING)
    assert waits or coming == told.session.index
    return not waits


def ended(text: str, policy: ev.Policy, number: int) -> Story:
    """Run a session, each changeover confirmed after ten seconds, to the end of phase `number` (from 1)."""
    told = story(text, policy=policy)
    for phase in told.session.phases[: number - 1]:
        told.go(told.t + phase.planned_s).go(told.t + 10).do(CONFIRM)
    return told.go(told.t + told.session.phase.planned_s)


@pytest.mark.parametrize(
    ("text", "number", "default", "always"),
    [
        ("heat 5m, cold 5m", 1, True, False),
        ("cold 5m, heat 5m", 1, False, False),
        ("heat 5m, rest 5m", 1, True, True),
        ("cold 5m, rest 5m", 1, True, True),
        ("cold 5m, move 5m", 1, True, True),
        ("heat 5m, heat 5m", 1, True, False),
        ("cold 5m, cold 5m", 1, True, False),
        ("heat 5m, rest 5m, cold 5m", 2, False, False),
        ("heat 5m, rest 5m, heat 5m", 2, False, False),
        ("cold 5m, rest 5m, heat 5m", 2, False, False),
        ("cold 5m, move 5m, heat 5m", 2, False, False),
        ("cold 5m, move 5m, rest 5m", 2, True, True),
        ("cold 5m, rest 1m, move 1m, heat 5m", 3, False, False),
        ("rest 5m, heat 5m", 1, False, False),
        ("move 5m, cold 5m", 1, False, False),
    ],
)
def test_which_changeovers_end_by_themselves(text: str, number: int, default: bool, always: bool) -> None:
    """Ice after heat, and what is no pack, begin by themselves; heat after ice, a pack after a rest, never."""
    assert default == begins_by_itself(ended(text, DEFAULT, number))
    assert always == begins_by_itself(ended(text, ALWAYS, number))


@pytest.mark.parametrize("text", ["cold 5m, heat 5m", "heat 5m, cold 5m", "rest 5m, heat 5m", "heat 5m, heat 5m"])
def test_nothing_waits_in_a_rehearsal_that_says_never(text: str) -> None:
    """With policy `never` each phase begins by itself."""
    assert begins_by_itself(story(text, policy=NEVER).go(300))


def test_never_is_for_rehearsals_only() -> None:
    """A session with real packs cannot be started with the policy `never`."""
    real = ev.Started(at(0), "s1", "x", "X", started("cold 5m, heat 5m").phases, policy=NEVER, rehearsal=False)

    with pytest.raises(IllegalEvent):
        apply(None, real)


def test_heat_looks_through_a_skipped_rest_to_the_ice() -> None:
    """Heat whose last pack was ice waits, also when the rest between them was skipped."""
    assert not begins_by_itself(story("cold 5m, rest 5m, heat 5m").go(310).do(SKIP))


def test_heat_after_a_few_seconds_of_ice_waits() -> None:
    """However short the ice was, heat after it waits."""
    assert not begins_by_itself(story("cold 5m, heat 5m").go(2).do(SKIP))


def test_heat_after_skipped_ice_is_not_heat_after_ice() -> None:
    """Ice that never came on numbs nothing: the heat after it follows the heat before."""
    assert begins_by_itself(story("heat 5m, cold 5m, heat 5m").go(310).do(SKIP))


@pytest.mark.parametrize("text", ["heat 5m, cold 5m", "cold 5m, heat 5m", "cold 5m, cold 5m", "heat 5m, heat 5m"])
def test_no_pack_starts_by_itself_after_a_pause(text: str) -> None:
    """A pause skipped out of leaves no pack on: the one that follows waits for a person."""
    assert not begins_by_itself(story(text).go(100).do(PAUSE).go(200).do(SKIP))


def test_a_rest_after_a_pause_needs_nobody() -> None:
    """What waits after a pause is a pack; a rest begins by itself."""
    assert begins_by_itself(story("heat 5m, rest 5m, heat 5m").go(100).do(PAUSE).go(200).do(SKIP))


@pytest.mark.parametrize("text", ["heat 5m, cold 5m", "heat 5m, rest 5m", "cold 5m, heat 5m"])
def test_a_held_changeover_waits(text: str) -> None:
    """Pausing a changeover holds it, whatever follows, until a confirm."""
    told = story(text).go(310).do(PAUSE)

    assert not begins_by_itself(told)
    assert State.RUNNING is told.do(CONFIRM).session.state


def test_a_held_changeover_stays_held_for_the_pack_after_the_skipped_one() -> None:
    """Skipping the phase that was held does not let the next pack start by itself."""
    assert not begins_by_itself(story("cold 5m, heat 5m, cold 5m").go(310).do(PAUSE).go(400).do(SKIP))


@pytest.mark.parametrize(
    "text",
    ["heat 5m, cold 5m", "heat 5m, rest 5m", "cold 5m, cold 5m", "move 30s, move 30s", "move 30s, rest 5m"],
)
def test_nothing_starts_by_itself_after_an_overdue_switch(text: str) -> None:
    """A switch found more than 5 s late sounds the overdue cue, and what follows needs a confirm."""
    told = story(text).sleep(306).catch_up()

    assert Cue.OVERDUE is told.session.announced
    assert not begins_by_itself(told)


def test_no_pack_starts_by_itself_after_skipping_on_from_an_overdue_switch() -> None:
    """After an overdue switch no pack begins by itself, though the one that waited was skipped."""
    assert not begins_by_itself(story("heat 5m, cold 5m, heat 5m").sleep(900).catch_up().do(SKIP))


@pytest.mark.parametrize(("late", "overdue"), [(4.999, False), (5.0, False), (5.001, True)])
def test_five_seconds_late_is_still_on_time(late: float, overdue: bool) -> None:
    """A due instant found up to 5 s past is announced as usual; later it is overdue."""
    session = story("heat 5m, cold 5m").sleep(300 + late).catch_up().session

    assert (Cue.OVERDUE if overdue else Cue.ICE) is session.announced
    assert overdue is session.must_confirm


def test_no_pack_starts_by_itself_after_back() -> None:
    """The phase that *back* returns to begins with a confirm, whatever it is."""
    assert not begins_by_itself(story("heat 5m, cold 5m").go(400).do(BACK))
    assert not begins_by_itself(story("rest 5m, heat 5m").go(100).do(BACK))
    assert not begins_by_itself(story("heat 5m, cold 5m").go(310).do(BACK))


def test_no_pack_starts_by_itself_after_back_and_skip() -> None:
    """Going back and then skipping that phase leaves a pack that a person confirms."""
    assert not begins_by_itself(story("heat 5m, cold 5m").go(365).do(BACK).go(410).do(SKIP))


def test_a_pack_with_next_to_nothing_left_waits() -> None:
    """A pack that its ceiling leaves less than a minute does not begin by itself."""
    told = story("heat 20m, cold 20m, heat 20m").go(1210).do(SKIP)

    assert not begins_by_itself(told)


def test_an_automatic_changeover_takes_what_is_planned() -> None:
    """A changeover takes its 60 s from the announcement on, and none between two stretches."""
    assert story("heat 5m, cold 5m").go(400).happened == [(300.0, "PhaseEnded"), (360.0, "ChangeoverEnded")]
    assert story("move 30s, move 30s, rest 30s").go(121).happened == [
        (30.0, "PhaseEnded"),
        (30.0, "ChangeoverEnded"),
        (60.0, "PhaseEnded"),
        (120.0, "ChangeoverEnded"),
    ]


def test_a_changeover_found_late_waits_for_a_confirm() -> None:
    """A changeover's end found more than 5 s late starts nothing: a person confirms."""
    told = story("heat 5m, cold 5m").go(310).sleep(366).catch_up()

    assert State.SWAPPING is told.session.state
    assert told.reading.waiting_for == "confirm"
    with pytest.raises(IllegalEvent):
        told.take(ev.ChangeoverEnded(told.now))
    assert State.RUNNING is told.do(CONFIRM).session.state


@pytest.mark.parametrize("late", [0.0, 0.5, 4.9995, 5.0])
def test_a_changeover_a_little_late_ends_by_itself(late: float) -> None:
    """Whatever time owes can happen: a changeover up to 5 s late ends, also at the very edge."""
    told = story("heat 5m, cold 5m").go(310).sleep(360 + late).catch_up()

    assert State.RUNNING is told.session.state


def test_after_a_changeover_found_late_a_skip_starts_no_pack() -> None:
    """A missed changeover waits for a person, and so does the pack after the one that is skipped."""
    assert not begins_by_itself(story("heat 5m, cold 5m, heat 5m").go(310).sleep(400).catch_up().do(SKIP))


@pytest.mark.parametrize("early", [0.01, 30.0])
def test_time_events_do_not_come_early(early: float) -> None:
    """A phase's or changeover's end before it is due is refused."""
    with pytest.raises(IllegalEvent):
        story("heat 5m, cold 5m").go(300 - early).take(ev.PhaseEnded(at(300 - early), due=at(300)))
    with pytest.raises(IllegalEvent):
        story("heat 5m, cold 5m").go(360 - early).take(ev.ChangeoverEnded(at(360 - early)))


def test_acknowledging_silences_and_still_waits() -> None:
    """An ack in a changeover silences it, and what waited for a confirm still waits."""
    told = story("cold 5m, heat 5m").go(310).do(ACK)

    assert told.session.silenced
    assert not begins_by_itself(told)


CUES = [
    ("heat 5m, cold 5m", 300, Cue.ICE),
    ("cold 5m, heat 5m", 300, Cue.HEAT),
    ("heat 5m, rest 5m", 300, Cue.OFF),
    ("cold 5m, move 5m", 300, Cue.OFF),
    ("rest 5m, heat 5m", 300, Cue.HEAT),
    ("move 5m, cold 5m", 300, Cue.ICE),
    ("rest 5m, move 5m", 300, Cue.HEADS_UP),
    ("move 5m, rest 5m", 300, Cue.OFF),
    ("heat 5m", 300, Cue.END),
    ("rest 5m", 300, Cue.END),
]


@pytest.mark.parametrize(("text", "until", "cue"), CUES)
def test_what_is_announced(text: str, until: float, cue: Cue) -> None:
    """A switch is called by what is to be put on, by `off` where nothing is, and the end by `end`."""
    assert cue is story(text).go(until).session.announced
    assert cue is story(text).go(until - 100).do(SKIP).session.announced


def test_no_pack_starts_by_itself_after_skipping_a_phase_that_nobody_called() -> None:
    """Skipped while overdue, before any timekeeper could tell, a phase is followed by a pack that waits."""
    assert not begins_by_itself(story("heat 5m, cold 5m, heat 5m").sleep(400).do(SKIP))
