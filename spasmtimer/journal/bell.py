"""Whether the last announcement was heard, as far as its players told."""

from __future__ import annotations

from ..schedule import events as ev
from ..schedule.instant import Instant
from ..schedule.transitions import ANNOUNCING
from .store import Entry

BELL_AFTER_S = 0.35
"""How long a player may take to acknowledge before the views ring their bells; the slowest healthy one took 60 ms."""

HEARD = (ev.NoticeKind.CUE_SOUNDED, ev.NoticeKind.CUE_HUSHED)
"""What leaves nothing to ring for: it sounded, or nobody wanted it to."""

ANSWERS = (*HEARD, ev.NoticeKind.CUE_FAILED, ev.NoticeKind.CUE_DOUBTED, ev.NoticeKind.CUE_DROPPED)


def unheard(entries: list[Entry], now: Instant) -> int | None:
    """The number of the last announcement if no player has acknowledged its cue in time: a view rings its bell."""
    told: dict[object, ev.NoticeKind] = {}
    for entry in reversed(entries):
        if isinstance(entry.what, ev.Notice):
            if entry.what.kind in ANSWERS:
                told.setdefault(entry.what.data.get("for"), entry.what.kind)
        elif isinstance(entry.what, ANNOUNCING):
            answer = told.get(entry.seq)
            late = now.since(entry.what.at) > BELL_AFTER_S or answer in (
                ev.NoticeKind.CUE_FAILED,
                ev.NoticeKind.CUE_DOUBTED,
            )
            return entry.seq if late and answer not in HEARD else None
    return None
