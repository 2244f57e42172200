"""What is kept of an interview: health, the episode, and what was advised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from spasmtimer.guidance.episode import (
    HEALTH_LASTS_S,
    HOUR_S,
    Advised,
    EpisodeBegan,
    EpisodeCorrected,
    EpisodeEnded,
    Fact,
    HealthConfirmed,
    Person,
    replay,
)
from spasmtimer.guidance.interview import answers_of
from spasmtimer.guidance.kept import CARD, card_read, facts_of, known_health
from spasmtimer.guidance.questions import Began, Leg
from spasmtimer.guidance.standing import where_now
from spasmtimer.guidance.triage import Answers, Kind, advise
from spasmtimer.schedule.instant import Instant
from spasmtimer.schedule.phases import Modality
from tests.guidance.helpers import anybody, person
from tests.guidance.test_interview import interview
from tests.schedule.helpers import at

HEALTHY = HealthConfirmed(at(0))


def kept(answers: Answers, *before: Fact, now: Instant | None = None) -> tuple[Fact, ...]:
    """What an interview with these answers keeps, after these facts."""
    now = now or at(0)
    who = replay(before)
    known = known_health(who, now)
    return facts_of(interview(answers, known)[0], known, who, now)


def open_since(hours: float, **like: bool) -> EpisodeBegan:
    return EpisodeBegan(at(-hours * HOUR_S), at(-hours * HOUR_S), **like)


def test_a_stranger() -> None:
    """An interview to its end keeps the health that was asked, the episode, and the advice, in this order."""
    assert kept(person(began=Began.UNDER_48_H, swelling=True)) == (
        HEALTHY,
        EpisodeBegan(at(0), at(0), swollen=True),
        Advised(at(0), "1", "new-injury"),
    )


def test_an_emergency_keeps_only_that() -> None:
    """What was not asked is not kept."""
    assert kept(person(emergency="chest", leg=Leg.ONE)) == (Advised(at(0), "E"),)
    assert kept(person(check="fever")) == (Advised(at(0), "U"),)


def test_what_is_ruled_out_is_kept() -> None:
    """With its names and what it forbids."""
    both = HealthConfirmed(at(0), ("child",), (Modality.COLD, Modality.HEAT))
    assert kept(person(health="child")) == (both, Advised(at(0), "B"))
    assert kept(person(skin="rub", health="ms"))[0] == HealthConfirmed(at(0), ("ms", "rub"), (Modality.HEAT,))


def test_skin_alone_that_leaves_nothing_is_no_answer_about_health() -> None:
    """Numb skin today says nothing about the next 30 days."""
    assert kept(person(skin="numb")) == (Advised(at(0), "B"),)


def test_health_that_is_known_is_not_kept_again() -> None:
    """Its 30 days are counted from when it was asked."""
    assert kept(person(), HEALTHY)[0] != HEALTHY
    assert known_health(Person(health=HEALTHY), at(HEALTH_LASTS_S - 1)) == frozenset()
    assert known_health(Person(health=HEALTHY), at(HEALTH_LASTS_S)) is None
    assert known_health(Person(), at(0)) is None


def test_a_rub_of_today_beside_known_health() -> None:
    """It rules heat out until the questions are asked again, and then health is asked, too, so that it can go."""
    first = kept(person(skin="rub"), HEALTHY)
    assert first[0] == HealthConfirmed(at(0), ("rub",), (Modality.HEAT,))
    assert kept(person(), HEALTHY, *first, now=at(60))[0] == HealthConfirmed(at(60))


@pytest.mark.parametrize(
    ("before", "answers", "facts"),
    [
        (open_since(10), {"began": Began.UNDER_48_H}, ()),
        (open_since(50), {"began": Began.TO_72_H}, ()),
        (open_since(80), {"began": Began.OVER_72_H}, ()),
        (open_since(80, recurring=True), {"began": Began.RECURRING}, ()),
        (open_since(10), {"began": Began.UNDER_48_H, "swelling": True}, (EpisodeCorrected(at(0), at(-36000), True),)),
        (open_since(10), {"began": Began.TO_72_H}, (EpisodeCorrected(at(0), at(-48 * HOUR_S)),)),
        (open_since(10), {"began": Began.OVER_72_H}, (EpisodeCorrected(at(0), at(-72 * HOUR_S)),)),
        (open_since(10), {"began": Began.RECURRING}, (EpisodeCorrected(at(0), at(-36000), recurring=True),)),
        (open_since(49), {"began": Began.UNDER_48_H}, (EpisodeEnded(at(0)), EpisodeBegan(at(0), at(0)))),
        (open_since(9, recurring=True), {"began": Began.UNDER_48_H}, (EpisodeEnded(at(0)), EpisodeBegan(at(0), at(0)))),
    ],
)
def test_an_open_episode(before: Fact, answers: dict[str, object], facts: tuple[Fact, ...]) -> None:
    """It stays where the answers fit, is told better where they do not, and a fresher pain is a new one."""
    assert kept(person(**answers), HEALTHY, before)[:-1] == facts


def test_what_was_not_asked_stays_as_it_was() -> None:
    """Whether spasms are intense is not asked of a fresh pain; what is known of it stays."""
    assert kept(person(began=Began.UNDER_48_H), HEALTHY, open_since(10, intense=True))[:-1] == ()


@given(anybody, st.sampled_from(["", "fresh", "old", "recurring"]), st.booleans())
def test_home_is_of_one_mind_with_the_questions(answers: Answers, before: str, flag: bool) -> None:
    """Right after the questions, whatever was told before, home suggests what they did or its alternative, or nothing.

    And where they ended without a session, nothing.
    """
    hours = {"": None, "fresh": 10, "old": 100, "recurring": 30}[before]
    told: list[Fact] = [] if hours is None else [open_since(hours, swollen=flag, recurring=before == "recurring")]
    told += [HEALTHY]
    who = replay([*told, *kept(answers, *told)])
    outcome = advise(answers_of(interview(answers, frozenset())[0], frozenset()))
    standing = where_now(who, at(60))
    suggested = standing.preset if standing else None
    if outcome.kind in (Kind.SUGGEST, Kind.BARRED):
        assert suggested in (None, outcome.preset, *outcome.alternatives)
    elif outcome.kind is not Kind.NOT_TODAY:
        assert suggested is None


def test_the_card_confirms_the_list_for_thirty_days() -> None:
    """A press at the start card with the list counts, and the questions still ask it in full."""
    assert card_read(Person(), at(0)) == (HealthConfirmed(at(0), (CARD,)),)
    read = Person(health=HealthConfirmed(at(0), (CARD,)))
    assert card_read(read, at(HEALTH_LASTS_S - 1)) == ()
    assert card_read(read, at(HEALTH_LASTS_S)) == (HealthConfirmed(at(HEALTH_LASTS_S), (CARD,)),)
    known = known_health(read, at(1))
    assert "health" in {question.id for question in interview(person(), known)[1]}


def test_a_press_takes_back_nothing_that_was_ticked() -> None:
    """What the list ruled out once stays until the questions are asked again, however old it is."""
    ticked = replace(HEALTHY, items=("raynaud",), barred=(Modality.COLD,))
    assert card_read(Person(health=ticked), at(HEALTH_LASTS_S + 1)) == ()
