"""How well a session is looked after, read from what the timekeeper wrote beside it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from .journal import hello
from .journal.store import Entry, Journal
from .schedule import events as ev
from .schedule.events import Notice, NoticeKind
from .schedule.session import Session, State

HELD_AWAKE = (State.RUNNING, State.SWAPPING, State.ALARMING)
"""Where the timekeeper asks the machine not to sleep."""


class Health(Struct, frozen=True):
    """Whether the session is being looked after. None: not known yet."""

    alive: bool
    pid: int | None
    player: str | None
    sound_ok: bool | None
    awake: bool | None
    saved: bool
    doubt: str | None = None
    """Why the last cue may not have been heard although a player took it: a muted output, no device."""

    hushed: str | None = None
    """Why the last cue was not to sound: muted, or the quiet hours."""

    muted: bool = False
    """Whether this session is muted."""

    trouble: str | None = None
    """The last hook of this session that failed, and why."""


class Look(Struct, frozen=True):
    """The latest session, all that is written about it, and its health, at one moment."""

    session: Session | None
    health: Health
    entries: list[Entry]


def health_of(journal: Journal, entries: Sequence[Entry], session: Session | None, *, saved: bool) -> Health:
    """The health of the latest session, whose entries these are."""
    said = hello.living(journal.path)
    alive = said is not None
    holds_awake = alive and session is not None and session.state in HELD_AWAKE
    cue = _last(entries, NoticeKind.CUE_SOUNDED, NoticeKind.CUE_FAILED)
    outcome = _last(
        entries, NoticeKind.CUE_SOUNDED, NoticeKind.CUE_FAILED, NoticeKind.CUE_DOUBTED, NoticeKind.CUE_HUSHED
    )
    awake = _last(entries, NoticeKind.AWAKE)
    hook = _last(entries, NoticeKind.HOOK_FAILED)
    return Health(
        alive=alive,
        pid=said.pid if said else None,
        player=_text(cue, "player"),
        sound_ok=cue.kind is NoticeKind.CUE_SOUNDED if cue else None,
        awake=bool(awake.data["ok"]) if awake and holds_awake else None,
        saved=saved,
        doubt=_text(outcome, "why") if outcome and outcome.kind is NoticeKind.CUE_DOUBTED else None,
        hushed=_text(outcome, "why") if outcome and outcome.kind is NoticeKind.CUE_HUSHED else None,
        muted=is_muted(entries),
        trouble=f"{hook.data['hook']}: {hook.data['why']}" if hook else None,
    )


def is_muted(entries: Sequence[Entry]) -> bool:
    """Whether the user has muted the session that these entries are about."""
    wish = _last(entries, NoticeKind.MUTE)
    return wish is not None and bool(wish.data["on"])


def _last(entries: Sequence[Entry], *kinds: NoticeKind) -> Notice | None:
    notices = (entry.what for entry in reversed(entries) if isinstance(entry.what, ev.Notice))
    return next((notice for notice in notices if notice.kind in kinds), None)


def _text(notice: Notice | None, key: str) -> str | None:
    found = notice.data.get(key) if notice else None
    return None if found is None else str(found)
