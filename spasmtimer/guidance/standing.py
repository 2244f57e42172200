"""Where an episode stands: ice or warmth by now, from when what else, and the words for it. Pure.

The article has ice for what has just happened and warmth for what lasts; the hours are `docs/sources.md`'s, S2, S6,
S16 to S18: no warmth for 48 hours, none while it is swollen.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from ..schedule.instant import Instant
from ..schedule.phases import Modality
from .days import coming_time
from .episode import HOUR_S, Episode, Person

COLD_UNTIL_H = 48.0
"""Hours for which an injury is fresh."""

OLD_FROM_H = 72.0
"""From here on contrast is possible, and swelling is worth showing to a professional."""

TWO_WEEKS_H = 14 * 24.0
"""Pain that lasts so long is worth showing, too: S26."""

ICE, WARMTH, CONTRAST = "new-injury", "recurring", "contrast"
"""The presets, by id."""

GENTLER = "5-gentler"
"""The row of the questions' table for somebody who would not have contrast."""


class Standing(Struct, frozen=True):
    """An episode at one moment."""

    hours: float
    """Since it began; never less than 0, whatever became of the clocks."""

    modality: Modality | None
    """What the article suggests now; None: the answers speak against both."""

    preset: str | None
    """The id of the preset to suggest; None: none."""

    swollen: bool
    recurring: bool

    warm_at: datetime | None
    """From when warmth is possible, where it is not yet."""

    contrast_at: datetime | None
    """From when contrast is, where it is not yet and the pain is intense."""

    @property
    def see_professional(self) -> bool:
        """Whether it is swollen after three days, or lasts for two weeks."""
        return (self.swollen and (self.hours >= OLD_FROM_H or self.recurring)) or self.two_weeks

    @property
    def two_weeks(self) -> bool:
        """Whether the pain has lasted for two weeks."""
        return self.hours >= TWO_WEEKS_H


def where_now(person: Person, now: Instant) -> Standing | None:
    """Where the open episode stands; None where none is open.

    To a person who would not have contrast it is not suggested, until the questions are asked again.
    """
    if person.episode is None:
        return None
    found = standing(person.episode, now, person.barred)
    declined = person.advice is not None and person.advice.row == GENTLER and found.preset == CONTRAST
    return replace(found, preset=WARMTH) if declined else found


def standing(episode: Episode, now: Instant, barred: frozenset[Modality] = frozenset()) -> Standing:
    """Where an episode stands. `barred`: what the answers about skin and health forbid."""
    told, hours = episode.told, max(0.0, now.since(episode.began) / HOUR_S)
    fresh = hours < COLD_UNTIL_H and not told.recurring
    wanted = Modality.COLD if told.swollen or fresh else Modality.HEAT
    modality = _allowed(wanted, barred, swollen=told.swollen)
    strong = modality is Modality.HEAT and told.intense and not told.leg and not barred and wanted is modality
    old = told.recurring or hours >= OLD_FROM_H
    return Standing(
        hours=hours,
        modality=modality,
        preset=_preset(modality, contrast=strong and old),
        swollen=told.swollen,
        recurring=told.recurring,
        warm_at=_in(COLD_UNTIL_H - hours, now) if fresh and modality is Modality.COLD and not barred else None,
        contrast_at=_in(OLD_FROM_H - hours, now) if strong and not old else None,
    )


def in_words(standing: Standing, now: datetime) -> str:
    """The line for home: `31 hours in: ice. Warmth from Tuesday 14:00.`"""
    parts = [f"{_since(standing)}: {_what(standing)}."]
    if standing.warm_at is not None:
        gone = "once the swelling has gone, " if standing.swollen else ""
        parts.append(f"Warmth {gone}from {coming_time(standing.warm_at, now)}.")
    elif standing.see_professional and standing.modality is not None:
        parts.append(f"{'Still swollen' if standing.swollen else 'No better'}? See a professional.")
    elif standing.modality is Modality.COLD and standing.swollen:
        parts.append("Warmth once the swelling has gone.")
    if standing.contrast_at is not None:
        parts.append(f"Contrast from {coming_time(standing.contrast_at, now)}.")
    return " ".join(parts)


def in_short(standing: Standing, now: datetime) -> str:
    """The same for a narrow window: at most 38 columns."""
    hours = int(standing.hours)
    since = "Recurring" if standing.recurring else f"{hours} h" if hours < OLD_FROM_H else f"{hours // 24} days"
    if standing.modality is None:
        return f"{since}: ask a professional first."
    if standing.see_professional:
        return f"{since}: {_pack(standing)}. Get it checked."
    if standing.warm_at is not None and not standing.swollen:
        return f"{since}: ice. Warmth {coming_time(standing.warm_at, now)}."
    return f"{since}: {_pack(standing)}{' while swollen' if standing.swollen else ''}."


def _allowed(wanted: Modality, barred: frozenset[Modality], *, swollen: bool) -> Modality | None:
    """What is wanted, or the other where only that is allowed; warmth never stands in for ice on a swelling."""
    other = Modality.HEAT if wanted is Modality.COLD else Modality.COLD
    if wanted not in barred:
        return wanted
    return None if swollen or other in barred else other


def _preset(modality: Modality | None, *, contrast: bool) -> str | None:
    if modality is None:
        return None
    return CONTRAST if contrast else {Modality.COLD: ICE, Modality.HEAT: WARMTH}[modality]


def _in(hours: float, now: Instant) -> datetime:
    return now.plus(hours * HOUR_S).wall


def _since(standing: Standing) -> str:
    if standing.recurring:
        return "Recurring pain"
    hours = int(standing.hours)
    if hours >= OLD_FROM_H:
        return f"{hours // 24} days in"
    return f"{hours} hour{'' if hours == 1 else 's'} in" if hours else "Just begun"


def _what(standing: Standing) -> str:
    if standing.modality is None:
        return "by your answers, ask a professional before heat or ice"
    return "contrast, or warmth alone" if standing.preset == CONTRAST else _pack(standing)


def _pack(standing: Standing) -> str:
    if standing.preset == CONTRAST:
        return "contrast"
    return "ice" if standing.modality is Modality.COLD else "warmth"
