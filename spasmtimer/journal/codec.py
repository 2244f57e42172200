"""Events and notices as rows: a kind, an instant in three columns, and the rest as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ..schedule import events as ev
from ..schedule.instant import Instant
from ..schedule.phases import Modality, Phase
from ..schedule.text import printable

Row = tuple[str, str, float, str | None, str]
"""kind, wall (ISO 8601 with offset), session clock (seconds), boot id, data (JSON object)."""

KINDS: dict[str, type[ev.Event]] = {
    "started": ev.Started,
    "phase_ended": ev.PhaseEnded,
    "changeover_ended": ev.ChangeoverEnded,
    "unheard": ev.Unheard,
    "confirmed": ev.Confirmed,
    "paused": ev.Paused,
    "resumed": ev.Resumed,
    "skipped": ev.Skipped,
    "went_back": ev.WentBack,
    "extended": ev.Extended,
    "stopped": ev.Stopped,
    "acknowledged": ev.Acknowledged,
    "alarm_expired": ev.AlarmExpired,
    "abandoned": ev.Abandoned,
    "rated": ev.Rated,
}
NAMES = {kind: name for name, kind in KINDS.items()}


NEEDED = {
    ev.NoticeKind.AWAKE: ("ok",),
    ev.NoticeKind.MUTE: ("on",),
    ev.NoticeKind.REMINDER: ("cue",),
    ev.NoticeKind.HOOK_FAILED: ("hook", "why"),
}
"""What a notice must say to be of any use to its readers."""

LATER = frozenset({"to"})
"""Fields that came later: where they say nothing they are not written, so that an older program reads on."""


def to_row(event: ev.Event) -> Row:
    """The event as the columns of its row."""
    fields = {name: getattr(event, name) for name in event.__struct_fields__}
    told = {name: value for name, value in fields.items() if not (name in LATER and value is None)}
    return row_of(NAMES[type(event)], event.at, told)


def row_of(kind: str, at: Instant, fields: Mapping[str, object]) -> Row:
    """A row of this kind; `at` among the fields is left out, since it has columns of its own."""
    data = {name: _plain(value) for name, value in fields.items() if name != "at"}
    return (kind, *_instant_columns(at), json.dumps(data, separators=(",", ":")))


def notice_row(notice: ev.Notice) -> Row:
    """The notice as the columns of its row."""
    return (str(notice.kind), *_instant_columns(notice.at), json.dumps(notice.data, separators=(",", ":")))


def from_row(row: Row) -> ev.Event | ev.Notice:
    """What a row tells. Raises KeyError, TypeError or ValueError for a row that no version of ours wrote."""
    kind, wall, clock, boot, text = row
    at = instant_of((wall, clock, boot))
    data = json.loads(text)
    if not isinstance(data, dict):
        raise ValueError(f"no object: {text!r}")
    if kind not in KINDS:
        missing = [name for name in NEEDED.get(ev.NoticeKind(kind), ()) if name not in data]
        if missing:
            raise ValueError(f"{kind} does not say {missing[0]}")
        return ev.Notice(at, ev.NoticeKind(kind), _seen(data))
    revive = REVIVE.get(kind)
    return KINDS[kind](at, **(revive(data) if revive else data))


def instant_of(columns: Sequence[Any]) -> Instant:
    """The instant that three columns, or a list in JSON, tell."""
    wall, clock, boot = columns
    at = datetime.fromisoformat(wall)
    if at.tzinfo is None or not (boot is None or isinstance(boot, str)):
        raise ValueError(f"no instant: {wall!r}, {boot!r}")
    return Instant(at, float(clock), boot)


def _seen(data: dict[str, Any]) -> dict[str, Any]:
    """The same with nothing that could steer a terminal: it is shown, logged and sent on in many places."""
    return {name: printable(value) if isinstance(value, str) else value for name, value in data.items()}


def _instant_columns(at: Instant) -> tuple[str, float, str | None]:
    return at.wall.isoformat(), at.clock, at.boot


def _plain(value: object) -> Any:
    """JSON of a field: instants as their columns, phases by position."""
    if isinstance(value, Instant):
        return _instant_columns(value)
    if isinstance(value, Phase):
        return [value.modality, value.planned_s, value.round, value.name]
    if isinstance(value, ev.Carried):
        return [value.modality, value.used_s, value.off_s]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _started(data: dict[str, Any]) -> dict[str, Any]:
    if not str(data["session"]).isprintable():
        raise ValueError("the name of the session is no text of ours")
    return _seen(data) | {
        "phases": tuple(
            Phase(Modality(m), planned, rounds, printable(name)) for m, planned, rounds, name in data["phases"]
        ),
        "policy": ev.Policy(data["policy"]),
        "carried": tuple(ev.Carried(Modality(m), used, off) for m, used, off in data["carried"]),
    }


def _phase_ended(data: dict[str, Any]) -> dict[str, Any]:
    return {"due": instant_of(data["due"])}


def _abandoned(data: dict[str, Any]) -> dict[str, Any]:
    return {"why": ev.Why(data["why"])}


REVIVE = {"started": _started, "phase_ended": _phase_ended, "abandoned": _abandoned}
