"""What one session leaves on the skin for the next."""

from __future__ import annotations

import math
from collections.abc import Iterable

from msgspec.structs import replace

from .commands import CeilingExceeded
from .events import Carried, Started
from .exposure import CEILING_S, OFF_S, Excess, excess, trimmed
from .instant import Instant
from .notation import render_length
from .phases import PACKS
from .session import Session

FALSE_START_S = 60.0
"""A session stopped this soon does not bar the next one: the next is shorter by as much."""


def carried(sessions: Iterable[Session], now: Instant) -> tuple[Carried, ...]:
    """What these sessions left at `now`, each itself knowing what came before it: the most of each pack."""
    found: dict[str, Carried] = {}
    for session in sessions:
        t = session.t_at(now)
        for modality in PACKS:
            left = session.application(modality, t, cautious=True)
            known = found.get(modality)
            if left.used_s and (known is None or left.used_s > known.used_s):
                found[modality] = Carried(modality, left.used_s, left.off_s)
    return tuple(found.values())


def fitted(started: Started, left: tuple[Carried, ...]) -> Started:
    """The start of a session that the skin has room for; a little shorter where only a false start stands in the way.

    Raises CeilingExceeded, with how long to wait.
    """
    over = excess(started.phases, left)
    if over is not None and over.total_s - CEILING_S <= FALSE_START_S:
        started = replace(started, phases=trimmed(started.phases, over))
        over = excess(started.phases, left)
    if over is not None:
        raise CeilingExceeded(_refusal(over, left))
    return replace(started, carried=left)


def _refusal(over: Excess, left: tuple[Carried, ...]) -> str:
    earlier = next(carried for carried in left if carried.modality is over.modality)
    off = render_length(max(1, round(earlier.off_s)))
    wait = render_length(60 * math.ceil((OFF_S - earlier.off_s) / 60))
    spare = int((CEILING_S - earlier.used_s) / 60)
    shorter = f", or choose --minutes {spare}" if spare >= 1 else ""
    return (
        f"{over.modality.word} came off {off} ago, and with this session it would be on for {over.total_s / 60:.0f}"
        f" minutes in one go; 20 at most: wait {wait}{shorter}"
    )
