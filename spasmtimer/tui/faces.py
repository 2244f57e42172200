"""What the session screen says at a moment: pure, so that every face can be read in a test."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from ..control import Health
from ..guidance.words import PACKS as PACK_WORDS
from ..guidance.words import overran, sentence
from ..schedule.due import Wanted, reminders
from ..schedule.phases import PACKS
from ..schedule.quiet import QuietHours
from ..schedule.reading import Reading, Waiting
from ..schedule.session import OVERDUE_S, State
from .signs import MINUTE_S, Signs, clock_time, count_up, countdown, spoken

DETAIL = re.compile(r"[:;(]")
"""Where a reason goes into more than a line has room for."""


class Tone(StrEnum):
    """How much a remark wants to be seen."""

    WARNING = "warning"
    WISH = "wish"
    """What the user wanted: clear, and nothing to be alarmed at."""

    FACT = "fact"


class Fact(Struct, frozen=True):
    """A remark below the strip."""

    text: str
    tone: Tone = Tone.FACT


class Face(Struct, frozen=True):
    """The texts of the session screen, and the two names that choose its colours."""

    mood: str
    """running, swapping, waiting, paused, alarming or overdue."""

    skin: str
    """heat, cold, rest or move: what is on, or what comes on next."""

    words: tuple[str, ...]
    """The largest word, with its symbol; then what may be drawn instead where that is larger."""

    time: str
    sentence: str
    """What to do right now."""

    follows: str
    """What comes next, and when."""

    follows_short: str
    """The same for a narrow window."""

    title: str
    ends: str
    facts: tuple[Fact, ...]
    """Remarks, the weightiest first."""


def face(reading: Reading, health: Health, signs: Signs, quiet_hours: QuietHours | None = None) -> Face:
    """The face of a live session; `quiet_hours` are the user's."""
    mood = _mood(reading)
    turning_to = reading.coming if reading.state is State.SWAPPING and reading.coming else reading.phase
    wishes = _wishes(reading, health, quiet_hours)
    return Face(
        mood=mood,
        skin=str(turning_to.modality),
        words=_words(reading, mood, signs),
        time=_time(reading, mood),
        sentence=sentence(reading),
        follows=_follows(reading, mood, signs),
        follows_short=_follows_short(reading, signs),
        title=_title(reading, signs),
        ends=_ends(reading),
        facts=(
            *(Fact(text, Tone.WARNING) for text in _warnings(reading, health)),
            *(Fact(text, Tone.WISH) for text in wishes),
            *(Fact(text) for text in _facts(reading, health, explained=bool(wishes))),
        ),
    )


def _mood(reading: Reading) -> str:
    if overran(reading):
        return "overdue"
    if reading.state is State.SWAPPING:
        return "waiting" if reading.waiting_for is Waiting.CONFIRM else "swapping"
    return str(reading.state)


def _words(reading: Reading, mood: str, signs: Signs) -> tuple[str, ...]:
    if mood == "overdue":
        return ("OVERDUE",)
    if reading.state is State.PAUSED:
        return ("PAUSED",)
    if reading.state is State.ALARMING:
        return ("TIME UP" if reading.phase.modality.is_pack else "DONE",)
    if reading.state is State.SWAPPING and reading.coming:
        if reading.coming.modality.is_pack or not reading.phase.modality.is_pack:
            coming = reading.coming.modality
            return (f"SWAP {signs.named(coming)}", f"SWAP {coming.word}")
        return ("TAKE OFF",)
    if reading.count and reading.count[0]:
        return ("{} OF {}".format(*reading.count),)
    return (signs.named(reading.phase.modality), reading.phase.modality.word)


def _time(reading: Reading, mood: str) -> str:
    session = reading.session
    if reading.state is State.RUNNING and mood == "overdue":
        return count_up(reading.overdue_s)
    if reading.state is State.SWAPPING and reading.waiting_for is None:
        return countdown(reading.changeover_left_s)
    if reading.state in (State.SWAPPING, State.ALARMING):
        return count_up(reading.t - session.since)
    return countdown(reading.remaining_s)


def _follows(reading: Reading, mood: str, signs: Signs) -> str:
    coming = signs.named(reading.coming.modality) if reading.coming else ""
    name = f" ({reading.coming.name})" if reading.coming and reading.coming.name else ""
    if reading.state is State.ALARMING:
        return "Press any key to silence it."
    if reading.state is State.PAUSED:
        since = reading.now.wall - timedelta(seconds=reading.t - reading.session.since)
        return f"Paused since {clock_time(since)}{signs.dot}then {coming or 'the end'}{name}"
    if reading.state is State.SWAPPING:
        return _swap_follows(reading, coming + name)
    if reading.overdue_s > OVERDUE_S:
        return f"Then {coming}{name}" if coming else "Then it is over"
    if reading.coming_at:
        return f"Next {coming}{name} at {clock_time(reading.coming_at)}"
    return f"Over at {clock_time(reading.ends_at)}" if reading.ends_at else ""


def _follows_short(reading: Reading, signs: Signs) -> str:
    if reading.state is State.ALARMING:
        return "Any key: silence"
    if reading.state is State.PAUSED:
        return "Enter: on again"
    if reading.state is State.SWAPPING:
        return "y: I feel it" if reading.session.heat_after_ice else "Enter: done"
    if reading.coming and reading.coming_at:
        return f"{signs.named(reading.coming.modality)} at {clock_time(reading.coming_at)}"
    return f"until {clock_time(reading.ends_at)}" if reading.ends_at else ""


def _asked_again(reading: Reading) -> datetime:
    """When a switch that was silenced is called again."""
    coming = (each.t for each in reminders(reading.session, Wanted()) if each.t > reading.t)
    return reading.now.wall + timedelta(seconds=next(coming) - reading.t)


def _swap_follows(reading: Reading, coming: str) -> str:
    if reading.blocked_s > 0:
        return f"{coming} may go on again at {clock_time(reading.now.wall + timedelta(seconds=reading.blocked_s))}"
    if reading.coming_at:
        return f"{coming} begins by itself at {reading.coming_at:%H:%M:%S}"
    if reading.session.heat_after_ice and reading.session.silenced:
        return f"Heat waits. You are asked again at {clock_time(_asked_again(reading))}"
    if reading.session.heat_after_ice:
        return "Heat waits for your answer; n: you are asked again in 5 minutes"
    quiet = "" if reading.session.silenced else "; any other key silences"
    return f"Waiting for you: Enter or a click when it is done{quiet}"


def _title(reading: Reading, signs: Signs) -> str:
    session, phase = reading.session, reading.phase
    parts = [session.started.title]
    if session.started.rehearsal:
        parts.insert(0, f"REHEARSAL x{session.started.speed:g}")
    if reading.rounds > 1:
        parts.append(f"Round {phase.round} of {reading.rounds}")
    elif len(session.phases) > 1:
        parts.append(f"Part {session.index + 1} of {len(session.phases)}")
    return signs.dot.join(parts)


def _ends(reading: Reading) -> str:
    if reading.state is State.ALARMING:
        return ""
    left = f"{spoken(reading.total_remaining_s)} left"
    return f"{left}, ends {clock_time(reading.ends_at)}" if reading.ends_at else left


def _warnings(reading: Reading, health: Health) -> list[str]:
    found = []
    if not health.alive:
        found.append("NOBODY KEEPS THE TIME: restarting")
    if health.sound_ok is False:
        found.append("NO SOUND")
    elif health.doubt:
        found.append(DETAIL.split(health.doubt)[0].upper())
    if not health.saved:
        found.append("NOT SAVED")
    if _doubt(reading) and reading.waiting_for is not None:
        found.append(_doubt(reading))
    return found


def _doubt(reading: Reading) -> str:
    """How long a pack may have been on without anybody saying so."""
    if reading.unconfirmed_s < 1 or reading.session.started.rehearsal:
        return ""
    return f"unconfirmed {spoken(reading.unconfirmed_s)}"


def _wishes(reading: Reading, health: Health, quiet_hours: QuietHours | None) -> list[str]:
    """Why less is to be heard, as the user wanted it."""
    found = ["MUTED"] if health.muted else []
    if quiet_hours and quiet_hours.cover(reading.now.wall):
        found.append(f"QUIET HOURS until {quiet_hours.end:%H:%M}")
    return found


def _facts(reading: Reading, health: Health, *, explained: bool) -> list[str]:
    """`explained`: whether it is said already why the last call was silent."""
    known = reading.exposure_s
    used = [f"{PACK_WORDS[pack]} {spoken(known[pack])}" for pack in PACKS if known[pack] >= MINUTE_S]
    if _doubt(reading) and reading.waiting_for is None:
        used.append(_doubt(reading))
    found = [f"On so far: {', '.join(used)}"] if used else []
    if health.hushed and not explained:
        found.append(f"last call silent: {health.hushed}")
    if health.trouble:
        found.append(f"hook {health.trouble}")
    if health.sound_ok is None:
        found.append("sound not tried yet")
    elif health.sound_ok and not health.doubt:
        found.append("sound ok")
    if health.awake is not None:
        found.append("keeps awake" if health.awake else "may fall asleep")
    if health.saved:
        found.append("saved")
    return found
