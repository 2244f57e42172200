"""`spasmtimer status`: what runs now, for people, programs and status bars."""

from __future__ import annotations

import argparse
import json
import string
import time
from collections.abc import Callable
from datetime import datetime

from ..control import Control, Health, Look
from ..guidance.rest import resting
from ..guidance.words import instruction
from ..schedule.phases import Modality, Phase
from ..schedule.reading import Reading, read
from ..schedule.session import State
from .exits import Exit, Failure
from .opening import control

EVERY_S = 1.0
"""Between two lines of --follow: what is shown counts seconds."""

Renderer = Callable[[Look, Reading | None], str]


def status(options: argparse.Namespace) -> int:
    """Prints what runs now, once or whenever it changes."""
    render = _renderer(options)
    with control() as open_control:
        last = None
        while True:
            line = _render(open_control, render)
            if line != last:
                print(line, flush=True)
            last = line
            if not options.follow:
                return Exit.DONE
            time.sleep(EVERY_S)  # a view that counts seconds; nothing else is to be waited for


def print_line(open_control: Control) -> None:
    """One human line."""
    print(_render(open_control, _as_line))


def _render(open_control: Control, render: Renderer) -> str:
    look = open_control.look()
    open_control.tend(look.session, wait=False)
    live = look.session is not None and look.session.state.is_live
    now = open_control.clock.now()
    line = render(look, read(look.session, now) if look.session and live else None)
    return line if live or render is not _as_line else f"{line} {_resting(open_control)}".rstrip()


def _resting(open_control: Control) -> str:
    """Until when the skin should rest; empty where it has."""
    past = open_control.past
    until = past.rests_until(past.last_day())
    return resting(until, open_control.clock.now().wall) if until else ""


def _renderer(options: argparse.Namespace) -> Renderer:
    if options.json:
        return lambda look, reading: json.dumps(as_json(look.health, reading))
    if options.waybar:
        return _as_waybar
    if options.format is not None:
        template: str = options.format
        _check(template)
        return lambda look, reading: _filled(template, reading)
    return _as_line


def as_json(health: Health, reading: Reading | None) -> dict[str, object]:
    """Everything, in the shape that programs rely on."""
    return {
        **(_session_json(reading) if reading else IDLE),
        "timekeeper": {"alive": health.alive, "pid": health.pid},
        "sound": {"player": health.player, "ok": health.sound_ok, "doubt": health.doubt, "muted": health.muted},
        "awake": health.awake,
        "saved": health.saved,
    }


IDLE: dict[str, object] = {
    "state": "idle",
    "preset": None,
    "rehearsal": False,
    "phase": None,
    "next": None,
    "waiting_for": None,
    "session": None,
    "exposure_s": {"heat": 0.0, "cold": 0.0},
    "unconfirmed_s": 0.0,
}


def _session_json(reading: Reading) -> dict[str, object]:
    session = reading.session
    return {
        "state": reading.state,
        "preset": session.started.preset,
        "rehearsal": session.started.rehearsal,
        "phase": {
            "index": session.index + 1,
            "count": len(session.phases),
            "round": reading.phase.round,
            "rounds": reading.rounds,
            "modality": reading.phase.modality,
            "planned_s": _tidy(reading.phase.planned_s),
            "elapsed_s": _tidy(reading.elapsed_s),
            "remaining_s": _tidy(reading.remaining_s),
            "overdue_s": _tidy(reading.overdue_s),
        },
        "next": reading.coming and {"modality": reading.coming.modality, "at": _iso(reading.coming_at)},
        "waiting_for": reading.waiting_for,
        "session": {
            "id": session.id,
            "started_at": _iso(session.started.at.wall),
            "ends_at": _iso(reading.ends_at),
            "remaining_s": _tidy(reading.total_remaining_s),
            "pain_before": session.pain_before,
        },
        "exposure_s": {str(modality): _tidy(seconds) for modality, seconds in reading.exposure_s.items()},
        "unconfirmed_s": _tidy(reading.unconfirmed_s),
    }


def _tidy(seconds: float) -> float:
    return round(seconds, 3)


def _iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _as_line(look: Look, reading: Reading | None) -> str:
    if reading is None:
        return "Nothing runs."
    fields = _fields(reading)
    rehearsal = "Rehearsal: " if reading.session.started.rehearsal else ""
    parts = [f"{rehearsal}{fields['symbol']} {fields['word']}", fields["remaining"], instruction(reading)]
    if reading.coming and reading.coming_at:
        parts.append(f"Next: {fields['next']} at {fields['next_at']}.")
    if not look.health.alive:
        parts.append("Nobody keeps the time; starting a timekeeper.")
    return "  ".join(part for part in parts if part)


def _as_waybar(look: Look, reading: Reading | None) -> str:
    if reading is None:
        return json.dumps({"text": "", "tooltip": "", "class": "idle", "percentage": 0})
    fields = _fields(reading)
    rehearsal = ["rehearsal"] if reading.session.started.rehearsal else []
    share = reading.elapsed_s / reading.phase.planned_s if reading.phase.planned_s else 1.0
    return json.dumps(
        {
            "text": f"{fields['symbol']} {fields['word']} {fields['remaining']}".strip(),
            "tooltip": instruction(reading),
            "class": [fields["state"], fields["modality"], *rehearsal],
            "percentage": min(100, round(100 * share)),
        }
    )


def _filled(template: str, reading: Reading | None) -> str:
    return template.format_map(_fields(reading) if reading else dict.fromkeys(FIELDS, "") | {"state": "idle"})


def _check(template: str) -> None:
    """Fields by their plain names, and nothing else that Python's templates could do."""
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError as error:
        right = "a field stands between { and }, and a brace itself is written twice: {{ or }}"
        raise Failure(f"--format {template!r}: {right}", Exit.USAGE) from error
    for _, field, width, conversion in parts:
        if field is not None and (field not in FIELDS or width or conversion):
            raise Failure(f"--format: {field!r} is no field; there are {', '.join(FIELDS)}", Exit.USAGE)


FIELDS = (
    "state",
    "word",
    "symbol",
    "modality",
    "remaining",
    "elapsed",
    "next",
    "next_at",
    "round",
    "rounds",
    "preset",
    "title",
    "left",
    "ends_at",
)


def _fields(reading: Reading) -> dict[str, str]:
    """What a template can name; each is text, empty where there is nothing to say."""
    session = reading.session
    values = (
        reading.state,
        _word(reading),
        reading.phase.modality.symbol,
        reading.phase.modality,
        clock(reading.remaining_s) if reading.state in (State.RUNNING, State.PAUSED) else "",
        clock(reading.elapsed_s),
        _called(reading.coming),
        f"{reading.coming_at:%H:%M}" if reading.coming_at else "",
        reading.phase.round,
        reading.rounds,
        session.started.preset,
        session.started.title,
        clock(reading.total_remaining_s),
        f"{reading.ends_at:%H:%M}" if reading.ends_at else "",
    )
    return {name: str(value) for name, value in zip(FIELDS, values, strict=True)}


def _word(reading: Reading) -> str:
    words = {State.SWAPPING: "SWAP", State.PAUSED: "PAUSED", State.ALARMING: "TIME IS UP"}
    return words.get(reading.state, reading.phase.modality.word)


def _called(phase: Phase | None) -> str:
    if phase is None:
        return ""
    return phase.name if phase.modality is Modality.MOVE and phase.name else phase.modality.word


def clock(seconds: float) -> str:
    """`19:57`, or `1:04:57` from an hour on; a started second still counts."""
    whole = -(-int(seconds * 1000) // 1000)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
