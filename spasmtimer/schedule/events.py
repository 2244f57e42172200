"""Everything that can happen to a session: a closed list.

Events change the state; notices are kept beside them for the journal's readers, and replay ignores them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .instant import Instant
from .phases import Modality, Schedule


class Policy(StrEnum):
    """Which changeovers wait for a person."""

    HEAT_AFTER_COLD = "heat-after-cold"
    """Heat waits when the last pack was ice, whose skin cannot feel a burn."""

    ALWAYS = "always"
    """Every pack waits."""

    NEVER = "never"
    """Nothing waits: for rehearsals, where no pack is on."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What earlier sessions left on the skin: an application that this session may continue."""

    modality: Modality
    used_s: float
    """Seconds of this modality so far, unconfirmed ones included."""

    off_s: float
    """Seconds it had been off when the session started."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at an instant.

    One with nothing more to tell is a plain subclass, since a frozen dataclass takes 0.6 ms to make, at every start.
    """

    at: Instant


@dataclass(frozen=True, slots=True)
class Started(Event):
    """A person started a session: the first pack is on."""

    session: str
    """Its id."""

    preset: str
    """The preset's id, or the notation it was written in."""

    title: str
    phases: Schedule
    policy: Policy = Policy.HEAT_AFTER_COLD
    changeover_s: float = 60.0
    speed: float = 1.0
    """How many times faster than life the phases run: 1 for a session, more for a rehearsal."""

    rehearsal: bool = False
    pain: int | None = None
    """Pain before, 0 to 10."""

    carried: tuple[Carried, ...] = ()


@dataclass(frozen=True, slots=True)
class PhaseEnded(Event):
    """A phase's end was announced; until then its pack was on."""

    due: Instant


class ChangeoverEnded(Event):
    """The changeover's time ran out, and what follows began by itself."""

    __slots__ = ()


class Confirmed(Event):
    """A person said that what follows is on."""

    __slots__ = ()


class Paused(Event):
    """A person took the pack off for a while, or held a changeover."""

    __slots__ = ()


class Resumed(Event):
    """A person put the pack on again."""

    __slots__ = ()


class Skipped(Event):
    """A person ended the phase early, or left out the coming one."""

    __slots__ = ()


class WentBack(Event):
    """A person wants a phase again."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Extended(Event):
    """A person keeps the phase on for longer."""

    by_s: float


class Stopped(Event):
    """A person ended the session."""

    __slots__ = ()


class Acknowledged(Event):
    """A person silenced the alarm."""

    __slots__ = ()


class AlarmExpired(Event):
    """Nobody answered the end alarm."""

    __slots__ = ()


class Why(StrEnum):
    """Why a session was abandoned."""

    OVERDUE = "overdue"
    """Its end was found more than an hour late: how long the pack was on is unknown."""

    UNANSWERED = "unanswered"
    """A changeover, or a pause, waited an hour for a person."""


@dataclass(frozen=True, slots=True)
class Abandoned(Event):
    """Nobody was there for an hour."""

    why: Why


@dataclass(frozen=True, slots=True)
class Rated(Event):
    """A person gave their pain, 0 to 10."""

    pain: int
    after: bool
    """Whether it is the pain after the first switch, or the pain before."""


HUMAN = (Confirmed, Paused, Resumed, Skipped, WentBack, Extended, Stopped, Acknowledged, Rated)
"""The acts of a person: each answers the announcement before it."""


class NoticeKind(StrEnum):
    """What the journal keeps beside the events."""

    CUE_SOUNDED = "cue_sounded"
    CUE_FAILED = "cue_failed"
    CUE_DROPPED = "cue_dropped"
    """A weightier cue was sounding."""

    CUE_DOUBTED = "cue_doubted"
    """A player took it, and nobody may have heard it: a muted output, no device."""

    CUE_HUSHED = "cue_hushed"
    """The user wanted no sound: muted, or in the quiet hours."""

    MUTE = "mute"
    """The user mutes this session, or ends that."""

    REMINDER = "reminder"
    AWAKE = "awake"
    NOTIFIED = "notified"
    """Whether the desktop took a notification."""

    HOOK_FAILED = "hook_failed"
    NOT_SAVED = "not_saved"


HEARD = (NoticeKind.CUE_SOUNDED, NoticeKind.CUE_HUSHED)
"""What settles a call: it sounded, or nobody wanted it to."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth keeping that changes no state."""

    at: Instant
    kind: NoticeKind
    data: dict[str, str | int | float | bool | None]
