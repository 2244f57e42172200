"""Everything that can happen to a session: a closed list.

Events change the state; notices are kept beside them for the journal's readers, and replay ignores them.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

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


class Carried(Struct, frozen=True):
    """What earlier sessions left on the skin: an application that this session may continue."""

    modality: Modality
    used_s: float
    """Seconds of this modality so far, unconfirmed ones included."""

    off_s: float
    """Seconds it had been off when the session started."""


class Event(Struct, frozen=True):
    """Something that happened at an instant."""

    at: Instant


class Started(Event, frozen=True):
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


class PhaseEnded(Event, frozen=True):
    """A phase's end was announced; until then its pack was on."""

    due: Instant


class ChangeoverEnded(Event, frozen=True):
    """The changeover's time ran out, and what follows began by itself."""


class Unheard(Event, frozen=True):
    """The call of a switch failed, or no player ever acknowledged it: it is repeated, and nothing begins by itself."""


class Confirmed(Event, frozen=True):
    """A person said that what follows is on."""


class Paused(Event, frozen=True):
    """A person took the pack off for a while, or held a changeover."""


class Resumed(Event, frozen=True):
    """A person put the pack on again."""


class Skipped(Event, frozen=True):
    """A person ended the phase early, or left out the coming one."""


class WentBack(Event, frozen=True):
    """A person wants a phase again."""

    to: int | None = None
    """The phase whose skipping is taken back; None: as the state has it. Rows from before there was this have none."""


class Extended(Event, frozen=True):
    """A person keeps the phase on for longer."""

    by_s: float


class Stopped(Event, frozen=True):
    """A person ended the session."""


class Acknowledged(Event, frozen=True):
    """A person silenced the alarm."""


class AlarmExpired(Event, frozen=True):
    """Nobody answered the end alarm."""


class Why(StrEnum):
    """Why a session was abandoned."""

    OVERDUE = "overdue"
    """Its end was found more than an hour late: how long the pack was on is unknown."""

    UNANSWERED = "unanswered"
    """A changeover, or a pause, waited an hour for a person."""


class Abandoned(Event, frozen=True):
    """Nobody was there for an hour."""

    why: Why


class Rated(Event, frozen=True):
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


class Notice(Struct, frozen=True):
    """Something worth keeping that changes no state."""

    at: Instant
    kind: NoticeKind
    data: dict[str, str | int | float | bool | None]
