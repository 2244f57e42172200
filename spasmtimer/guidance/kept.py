"""What is kept of an interview, and what of it the next one need not ask again. Pure; every view keeps by it."""

from __future__ import annotations

from ..schedule.instant import Instant
from .episode import (
    AT_LEAST_H,
    HOUR_S,
    Advised,
    EpisodeBegan,
    EpisodeCorrected,
    EpisodeEnded,
    Fact,
    HealthConfirmed,
    Onset,
    Person,
    began_at,
    health_is_due,
)
from .interview import Chosen, answers_of, asked
from .questions import BEGAN, HEALTH, INTENSE, Began, Leg
from .triage import Answers, advise, bars_of

ONSETS = {
    Began.UNDER_48_H: Onset.FRESH,
    Began.TO_72_H: Onset.DAYS,
    Began.OVER_72_H: Onset.OLD,
    Began.RECURRING: Onset.RECURRING,
}
MOST_H = {Onset.FRESH: 48.0, Onset.DAYS: 72.0}
"""Hours that have passed at the most."""

CARD = "start-card"
"""What a press at the start card confirms: the list in short. The questions ask in full all the same."""


def known_health(person: Person, now: Instant) -> frozenset[str] | None:
    """What was ticked about health less than 30 days ago; None where it has to be asked."""
    if person.health is None or health_is_due(person, now):
        return None
    return frozenset(person.health.items)


def facts_of(chosen: Chosen, known: frozenset[str] | None, person: Person, now: Instant) -> tuple[Fact, ...]:
    """What to keep of a decided interview, in the order to tell it. `known`: the health that was not asked again.

    Raises Undecided.
    """
    answers = answers_of(chosen, known)
    outcome = advise(answers)
    questions = {question.id for question in asked(chosen, known)}
    return (
        *_health(answers, questions, known, now),
        *_episode(answers, questions, person, now),
        Advised(now, outcome.row, outcome.preset),
    )


def card_read(person: Person, now: Instant) -> tuple[Fact, ...]:
    """What starting by the card with the list on it confirms. Nothing while the list is not due.

    Nothing either where something was ticked once: a press does not take that back, only the questions do.
    """
    ticked = person.health is not None and person.health.items not in ((), (CARD,))
    return () if ticked or not health_is_due(person, now) else (HealthConfirmed(now, (CARD,)),)


def _health(answers: Answers, questions: set[str], known: frozenset[str] | None, now: Instant) -> tuple[Fact, ...]:
    """What is ruled out. What the skin of today rules out stays so until the questions are asked again.

    Its items are none of the health question's, so that this one is then asked again as well.
    """
    if HEALTH.id not in questions and (known is None or not answers.skin):
        return ()
    barred = {modality for bar in bars_of(answers) for modality in bar.modalities}
    return (HealthConfirmed(now, tuple(sorted(answers.health | answers.skin)), tuple(sorted(barred))),)


def _episode(answers: Answers, questions: set[str], person: Person, now: Instant) -> tuple[Fact, ...]:
    """The bout of pain: a new one, the open one told better, or nothing where it fits as it is."""
    if BEGAN.id not in questions:
        return ()
    onset, known = ONSETS[answers.began], person.episode
    like = {
        "swollen": answers.swelling,
        "intense": answers.intense if INTENSE.id in questions else known is not None and known.told.intense,
        "recurring": onset is Onset.RECURRING,
        "leg": answers.leg is Leg.ONE,
    }
    if known is None:
        return (EpisodeBegan(now, began_at(onset, now), **like),)
    hours = now.since(known.began) / HOUR_S
    if onset in MOST_H and (known.told.recurring or hours > MOST_H[onset]):
        return (EpisodeEnded(now), EpisodeBegan(now, began_at(onset, now), **like))
    began = known.began if hours >= AT_LEAST_H[onset] else began_at(onset, now)
    same = began == known.began and all(getattr(known.told, name) == value for name, value in like.items())
    return () if same else (EpisodeCorrected(now, began, **like),)
