"""What a person has told about themselves: an episode of pain, their health, and what they were advised. Pure.

Facts are kept and never changed; `replay` says what they come to. Only they say how things are: an episode moves from
ice to warmth by the time alone, and that is `standing`'s to tell.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from ..schedule.instant import Instant
from ..schedule.phases import Modality

HOUR_S = 3600.0

HEALTH_LASTS_S = 30 * 24 * HOUR_S
"""For so long the answers about skin and health hold; then they are asked for again. Our own number, no source's."""

ADVICE_REFUSES_S = 24 * 60 * 60.0
"""For so long nobody overrides an answer that ended the questions (ours)."""

STOPPING_ROWS = frozenset({"E", "U", "B"})
"""Outcomes of the questions after which no preset is suggested until others take their place."""


class Onset(StrEnum):
    """When the pain began, as the questions ask for it."""

    FRESH = "under 48 hours ago"
    DAYS = "48 to 72 hours ago"
    OLD = "over 72 hours ago"
    RECURRING = "it comes back again and again, or has lasted for weeks"


AT_LEAST_H = {Onset.FRESH: 0.0, Onset.DAYS: 48.0, Onset.OLD: 72.0, Onset.RECURRING: 0.0}
"""Hours that have passed at the least."""


class IllegalFact(ValueError):
    """It cannot be so now; the message says why, and what could be told instead."""


class EpisodeBegan(Struct, frozen=True):
    """A bout of pain, and what it is like."""

    at: Instant
    """When it was told."""

    began: Instant
    """When the pain began."""

    swollen: bool = False
    """Swelling, bruise, redness or heat there, or a blow or a fall."""

    intense: bool = False
    recurring: bool = False
    """It comes back again and again, or has lasted for weeks."""

    leg: bool = False
    """The pain runs below the buttock on one side: no contrast."""


class EpisodeCorrected(Struct, frozen=True):
    """The same bout, with other answers: all of them, not only those that changed."""

    at: Instant
    began: Instant
    swollen: bool = False
    intense: bool = False
    recurring: bool = False
    leg: bool = False


class EpisodeEnded(Struct, frozen=True):
    """The pain has gone."""

    at: Instant


class EpisodeReopened(Struct, frozen=True):
    """It had not gone after all."""

    at: Instant


class HealthConfirmed(Struct, frozen=True):
    """The list of what makes heat or ice unsafe was read and answered."""

    at: Instant
    items: tuple[str, ...] = ()
    """Names of what was ticked."""

    barred: tuple[Modality, ...] = ()
    """What these items forbid."""


class Advised(Struct, frozen=True):
    """What the questions came to."""

    at: Instant
    row: str
    """The row of the table that held, such as `5`."""

    preset: str | None = None
    """None: no session."""


Fact = EpisodeBegan | EpisodeCorrected | EpisodeEnded | EpisodeReopened | HealthConfirmed | Advised
"""The closed list."""


class Episode(Struct, frozen=True):
    """One bout of pain as it was told last."""

    told: EpisodeBegan | EpisodeCorrected
    ended: Instant | None = None

    @property
    def began(self) -> Instant:
        """When the pain began."""
        return self.told.began


class Person(Struct, frozen=True):
    """What all that was told comes to."""

    last: Episode | None = None
    """The last episode, open or ended."""

    health: HealthConfirmed | None = None
    advice: Advised | None = None

    @property
    def episode(self) -> Episode | None:
        """The episode that is open."""
        return self.last if self.last is not None and self.last.ended is None else None

    @property
    def barred(self) -> frozenset[Modality]:
        """What must not be suggested."""
        stopped = self.advice is not None and self.advice.row in STOPPING_ROWS
        return frozenset(Modality) if stopped else frozenset(self.health.barred if self.health else ())


def began_at(onset: Onset, now: Instant, hours_ago: float | None = None) -> Instant:
    """When the pain began by these answers: without a number, the latest moment that fits, which is the cautious one.

    Raises ValueError for a number that contradicts the answer.
    """
    least = AT_LEAST_H[onset]
    hours = least if hours_ago is None else hours_ago
    most = {Onset.FRESH: 48.0, Onset.DAYS: 72.0}.get(onset)
    if not hours >= least or (most is not None and hours > most):
        raise ValueError(f"{hours:g} hours ago is not '{onset}'")
    return now.plus(-hours * HOUR_S)


def replay(facts: Iterable[object]) -> Person:
    """What the facts come to, in the order they were told; what is no fact of these is ignored. Raises IllegalFact."""
    person = Person()
    for fact in facts:
        if isinstance(fact, Fact):
            person = apply(person, fact)
    return person


def apply(person: Person, fact: Fact) -> Person:
    """The person after this fact. Raises IllegalFact where it cannot be so."""
    if isinstance(fact, HealthConfirmed):
        return replace(person, health=fact)
    if isinstance(fact, Advised):
        return replace(person, advice=fact)
    _check(person, fact)
    if isinstance(fact, EpisodeBegan):
        return replace(person, last=Episode(fact), advice=_still_valid(person, fact.at))
    last = person.last
    assert last is not None  # _check has seen to it
    if isinstance(fact, EpisodeCorrected):
        return replace(person, last=Episode(fact))
    return replace(person, last=replace(last, ended=fact.at if isinstance(fact, EpisodeEnded) else None))


def health_is_due(person: Person, now: Instant) -> bool:
    """Whether the list of what makes heat or ice unsafe has to be read again."""
    if person.health is None:
        return True
    return not 0 <= now.since(person.health.at) < HEALTH_LASTS_S


def of_last_episode(facts: Iterable[object]) -> set[int]:
    """Which of the facts, by position, are the last episode's: it, and the advice since. Others are not."""
    found: set[int] = set()
    for position, fact in enumerate(facts):
        if isinstance(fact, EpisodeBegan):
            found.clear()
        if found or isinstance(fact, EpisodeBegan):
            found |= {position} if isinstance(fact, Fact) and not isinstance(fact, HealthConfirmed) else set()
    return found


def _still_valid(person: Person, now: Instant) -> Advised | None:
    """The advice, unless it was for an episode that has ended since; one that refuses outlives that, for its day."""
    advice, ended = person.advice, person.last.ended if person.last else None
    if advice is None or (advice.row in STOPPING_ROWS and now.since(advice.at) < ADVICE_REFUSES_S):
        return advice
    return None if ended is not None and ended.since(advice.at) >= 0 else advice


def _check(person: Person, fact: Fact) -> None:
    if isinstance(fact, EpisodeBegan | EpisodeCorrected) and fact.began.since(fact.at) > 0:
        raise IllegalFact("the pain cannot begin in the future; tell when it began")
    if isinstance(fact, EpisodeBegan) and person.episode is not None:
        raise IllegalFact("an episode is open already; correct it, or end it first")
    if isinstance(fact, EpisodeCorrected | EpisodeEnded) and person.episode is None:
        raise IllegalFact("no episode is open; tell when one began, or reopen the last one")
    if isinstance(fact, EpisodeReopened) and (person.last is None or person.episode is not None):
        why = "the episode is open already" if person.episode else "there is no episode to reopen; tell when one began"
        raise IllegalFact(why)
