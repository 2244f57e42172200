"""What is known of a person against a schedule that they pick directly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spasmtimer.guidance.episode import (
    HOUR_S,
    Advised,
    EpisodeBegan,
    EpisodeEnded,
    Fact,
    HealthConfirmed,
    Person,
    replay,
)
from spasmtimer.guidance.kept import facts_of
from spasmtimer.guidance.suited import emergency, unsuited
from spasmtimer.guidance.texts import text
from spasmtimer.guidance.triage import Answers, advise
from spasmtimer.schedule.notation import parse
from spasmtimer.schedule.phases import Modality
from spasmtimer.schedule.presets import PRESETS, find
from tests.guidance.helpers import anybody
from tests.guidance.test_interview import interview
from tests.schedule.helpers import at

ICE, HEAT, TURNS, MOVES = "cold 15m", "heat 20m", "heat 20m, cold 20m, x3", "move 30s"
ALL = (ICE, HEAT, TURNS, MOVES)


def began(hours_ago: float, **like: bool) -> EpisodeBegan:
    return EpisodeBegan(at(0), at(-hours_ago * HOUR_S), **like)


def against(schedule: str, *facts: Fact, hours: float = 0) -> str:
    """Why this schedule does not suit now; final ones with an exclamation mark."""
    found = unsuited(parse(schedule), replay(facts), at(hours * HOUR_S))
    return "" if found is None else f"{found.words}{'!' if found.is_final else ''}"


def test_nothing_is_known_of_a_stranger() -> None:
    """Whoever has told nothing is not held back."""
    assert [against(schedule) for schedule in ALL] == [""] * 4


@pytest.mark.parametrize(("row", "id_"), [("E", "T-E"), ("U", "T-U"), ("B", "T-N")])
def test_an_answer_that_ended_it_refuses_for_a_day(row: str, id_: str) -> None:
    """For 24 hours nobody overrides it, and later a person may; it says which answers, and when."""
    words = f"By your answers of today 15:00: {text(id_)}"
    assert against(HEAT, Advised(at(0), row)) == f"{words}!"
    assert against(HEAT, Advised(at(0), row), hours=23.9).endswith("!")
    assert against(HEAT, Advised(at(0), row), hours=24).endswith(text(id_))


@pytest.mark.parametrize(("row", "is_held"), [("E", True), ("U", True), ("B", False), ("A", False)])
def test_stretching_is_refused_only_after_signs(row: str, is_held: bool) -> None:
    """An emergency and signs to have checked speak against exercises as well, a list of packs does not."""
    assert bool(against(MOVES, Advised(at(0), row))) is is_held


def test_drowsiness_passes() -> None:
    """After a drink it takes a second press for the rest of the day, and the next day nothing."""
    assert against(ICE, Advised(at(0), "A"), hours=8).endswith(text("T-A"))
    assert against(ICE, Advised(at(0), "A"), hours=24) == ""


def test_other_answers_take_the_place_of_the_first() -> None:
    """Whoever is asked again, and answers otherwise, is held back no longer."""
    assert against(HEAT, Advised(at(0), "E"), Advised(at(60), "4", "recurring")) == ""


@pytest.mark.parametrize(
    ("row", "after_s", "stands"), [("E", 0, True), ("E", 24 * 3600 - 1, True), ("E", 24 * 3600, False), ("U", 0, False)]
)
def test_an_emergency_is_an_emergency_at_home_too(row: str, after_s: float, stands: bool) -> None:
    """While the answer stands home says it in the words of its text, shorter where there is no room, never milder."""
    said = emergency(Person(advice=Advised(at(0), row)), at(after_s))
    assert bool(said) is stands
    if stands:
        assert text("T-E") in said[0]
        assert all("emergency" in words.lower() or "for help now" in words for words in said)
        assert [len(words) for words in said] == sorted((len(words) for words in said), reverse=True)
        assert len(said[-1]) <= 20


@pytest.mark.parametrize("schedule", [HEAT, TURNS])
def test_no_heat_on_a_fresh_swelling(schedule: str) -> None:
    """Until 72 hours nobody overrides it; later somebody may who knows better."""
    assert against(schedule, began(2, swollen=True)).startswith("No heat on a fresh swelling or bruise, until")
    assert against(schedule, began(71.9, swollen=True)).endswith("!")
    assert against(schedule, began(72, swollen=True)) == text("T-S")
    assert against(schedule, began(2, swollen=True, recurring=True)) == text("T-S")


def test_ice_is_for_a_fresh_swelling() -> None:
    """Nothing speaks against ice there; and without a swelling heat is the other choice."""
    assert against(ICE, began(2, swollen=True)) == ""
    assert against(HEAT, began(2)) == ""


def test_an_episode_that_has_ended_holds_nothing_back() -> None:
    """'The pain has gone' is how to correct it."""
    assert against(HEAT, began(2, swollen=True), EpisodeEnded(at(60))) == ""


@pytest.mark.parametrize(
    ("barred", "held"), [((Modality.HEAT,), {HEAT, TURNS}), ((Modality.COLD,), {ICE, TURNS}), ((), set())]
)
def test_what_the_list_rules_out(barred: tuple[Modality, ...], held: set[str]) -> None:
    """Each schedule with that pack is asked about, however long ago it was ticked, and the others are not."""
    fact = HealthConfirmed(at(0), ("ticked",), barred)
    assert {schedule for schedule in ALL if against(schedule, fact)} == held
    assert {schedule for schedule in ALL if against(schedule, fact, hours=1000) == text("T-N")} == held


def test_turns_wait_for_three_days() -> None:
    """Heat and ice in turn is asked about in the first 72 hours, unless the pain is an old one."""
    waits = "Heat and ice in turn wait until Wednesday 13:00: three days after it began."
    assert against(TURNS, began(2)) == waits
    assert against("heat 10m, cold 10m", began(71.9)) != ""
    assert against(TURNS, began(72)) == ""
    assert against(TURNS, began(2, recurring=True)) == ""


def test_moving_waits_for_two_days() -> None:
    """The morning routine is asked about in the acute phase, and not after it."""
    assert against(MOVES, began(2)) == "Stretching and sit-ups wait until Tuesday 13:00: two days after it began."
    assert against(MOVES, began(48)) == ""
    assert against(MOVES, began(2, recurring=True)) == ""


def test_pain_in_a_leg() -> None:
    """It takes contrast and the morning routine out, however old it is, and leaves one pack alone."""
    leg = began(500, leg=True)
    assert against(TURNS, leg) == text("T-L")
    assert against(MOVES, leg) == text("T-L2")
    assert against(ICE, leg) == against(HEAT, leg) == ""


def test_what_cannot_be_overridden_is_told_first() -> None:
    """Of several reasons a final one counts."""
    facts = (HealthConfirmed(at(0), ("rub",), (Modality.HEAT,)), began(2, swollen=True))
    assert against(HEAT, *facts).endswith("!")


@given(anybody, st.integers(0, 600))
def test_what_was_advised_is_never_held_back(answers: Answers, later: int) -> None:
    """Whatever the questions suggest, the start screen has nothing against it minutes later; nor what is instead."""
    facts = facts_of(interview(answers)[0], None, replay(()), at(0))
    outcome = advise(answers)
    offered = [] if outcome.preset is None else [outcome.preset, *outcome.alternatives]
    for preset in offered:
        assert unsuited(find(preset).schedule, replay(facts), at(later)) is None


@given(anybody)
def test_what_ends_without_a_session_holds_back_every_pack(answers: Answers) -> None:
    """After an emergency, a sign to check or a list that leaves nothing, no preset with a pack starts by one press."""
    facts = facts_of(interview(answers)[0], None, replay(()), at(0))
    if advise(answers).row in ("E", "U", "A", "B"):
        for preset in PRESETS[:4]:
            assert unsuited(preset.schedule, replay(facts), at(60)) is not None
