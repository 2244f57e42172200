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
    """Something that happened at an instant."""

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


@dataclass(frozen=True, slots=True)
class ChangeoverEnded(Event):
    """The changeover's time ran out, and what follows began by itself."""


@dataclass(frozen=True, slots=True)
class Confirmed(Event):
    """A person said that what follows is on."""


@dataclass(frozen=True, slots=True)
class Paused(Event):
    """A person took the pack off for a while, or held a changeover."""


@dataclass(frozen=True, slots=True)
class Resumed(Event):
    """A person put the pack on again."""


@dataclass(frozen=True, slots=True)
class Skipped(Event):
    """A person ended the phase early, or left out the coming one."""


@dataclass(frozen=True, slots=True)
class WentBack(Event):
    """A person wants a phase again."""


@dataclass(frozen=True, slots=True)
class Extended(Event):
    """A person keeps the phase on for longer."""

    by_s: float


@dataclass(frozen=True, slots=True)
class Stopped(Event):
    """A person ended the session."""


@dataclass(frozen=True, slots=True)
class Acknowledged(Event):
    """A person silenced the alarm."""


@dataclass(frozen=True, slots=True)
class AlarmExpired(Event):
    """Nobody answered the end alarm."""


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
