"""When it is time to get up from the screen: a pure rule over instants, and its words.

The time counts from when the app was opened, from the end of a session, or from the last reminder that was answered.
Nobody looked for a while: the machine slept, and whoever used it was up; the count begins anew.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from ..schedule.instant import Instant
from .words import MINUTE_S, spoken

GAP_S = 300.0
"""A longer time than this between two looks is not spent at the screen. Our own number."""


class Sitting(Struct, frozen=True):
    """How long somebody has been at this screen, as far as is known."""

    after_min: int
    """Minutes after which to be reminded; 0: never."""

    since: Instant
    seen: Instant
    """The last look."""

    told: bool = False
    """Whether the reminder is in sight."""

    def is_due(self, now: Instant) -> bool:
        """Whether it is time to be reminded."""
        return self.after_min > 0 and now.since(self.since) >= self.after_min * MINUTE_S


def begun(after_min: int, now: Instant) -> Sitting:
    """The app was opened, or a reminder was answered."""
    return Sitting(after_min, now, now)


def looked(sitting: Sitting, now: Instant, *, live: bool, in_sight: bool) -> Sitting:
    """After a look. `live`: a session lives, and nobody is asked up; `in_sight`: a reminder would be seen now."""
    if live or not 0 <= now.since(sitting.seen) <= GAP_S:
        return begun(sitting.after_min, now)
    return replace(sitting, seen=now, told=sitting.told or (in_sight and sitting.is_due(now)))


def answered(sitting: Sitting, now: Instant) -> Sitting:
    """A person has pressed a key: whoever was reminded has seen it."""
    return begun(sitting.after_min, now) if sitting.told else sitting


def reminder(sitting: Sitting, now: Instant, width: int) -> str:
    """The line that asks somebody up, in as many words as fit; empty where nobody is."""
    if not sitting.told:
        return ""
    time = spoken(now.since(sitting.since))
    texts = (
        f"{time} at this screen. Stand up, walk to the window.",
        f"{time} at this screen. Stand up.",
        f"{time}: stand up.",
    )
    return next((text for text in texts if len(text) <= width), texts[-1])
