"""What to do right now, in one plain sentence; and a length of time in words."""

from __future__ import annotations

from ..schedule.cue import Cue
from ..schedule.phases import Modality, Phase
from ..schedule.reading import Reading, Waiting
from ..schedule.session import OVERDUE_S, State
from .moves import described

PACKS = {Modality.HEAT: "heat", Modality.COLD: "ice"}

ONCE_FELT = "Do you feel a light touch there? Heat on, and y. If not: n."
"""After ice, whose numb skin cannot warn of a burn (texts/sources.md, S36; the gate is ours)."""

ALL_THE_SAME = "Press Enter again to start all the same."
"""Where it is too soon, and a person has pressed once: not beside a word about putting it on."""

MINUTE_S, HOUR_S = 60, 3600


def spoken(seconds: float) -> str:
    """A length of time in words: `35 s`, `12 min`, `2 h 5 min`."""
    if seconds < MINUTE_S:
        return f"{int(seconds)} s"
    if seconds < HOUR_S:
        return f"{int(seconds // MINUTE_S)} min"
    hours, minutes = divmod(int(seconds // MINUTE_S), MINUTE_S)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def put_on(first: Phase) -> str:
    """What is asked for before the session starts."""
    if first.modality.is_pack:
        return f"Put the {PACKS[first.modality]} on. Press Enter when it is on."
    return "Press Enter to begin."


def starts_in(seconds: int, first: Phase) -> str:
    """The same while the session is about to start by itself."""
    doing = f" Lie down; put the {PACKS[first.modality]} on." if first.modality.is_pack else " Get ready."
    return f"Starts in {seconds} s.{doing}"


def overran(reading: Reading) -> bool:
    """Whether a pack was, or is, on for longer than planned because nobody called in time."""
    if reading.state is State.RUNNING:
        return reading.overdue_s > OVERDUE_S
    return reading.session.announced is Cue.OVERDUE and reading.state in (State.SWAPPING, State.ALARMING)


def sentence(reading: Reading) -> str:
    """The instruction; where nobody called in time, also for how long the pack was on, and how much too long."""
    doing = instruction(reading)
    if not overran(reading) or not reading.phase.modality.is_pack:
        return doing
    pack, late = PACKS[reading.phase.modality], spoken(reading.overdue_s)
    if reading.state is State.RUNNING:
        return f"Nobody called: the {pack} is on {late} too long. Take it off now."
    return f"The {pack} was on {spoken(reading.elapsed_s)}, {late} too long. {doing.removeprefix('Time is up. ')}"


def instruction(reading: Reading) -> str:
    """The sentence for this moment."""
    if reading.state is State.RUNNING:
        return _while_on(reading.phase)
    if reading.state is State.SWAPPING and reading.coming is not None:
        swap = swap_sentence(reading.phase, reading.coming)
        if reading.blocked_s > 0:
            return f"{swap.split('.')[0]}. It has had its 20 minutes: let the skin rest, or skip this."
        if reading.waiting_for is not Waiting.CONFIRM:
            return swap
        if reading.session.heat_after_ice:
            return f"{_off(reading.phase)} {ONCE_FELT}" if reading.phase.modality.is_pack else ONCE_FELT
        return f"{swap} Press Enter when it is done."
    if reading.state is State.PAUSED:
        return "Paused: the pack is off. Resume when it is on again."
    if reading.state is State.ALARMING:
        if _came_off_before(reading):
            return "That was the last one. Let the skin rest."
        return f"Time is up. {_off(reading.phase)}" if reading.phase.modality.is_pack else "Well done. That was all."
    return {
        State.OVER: "The session is over. Let the skin rest.",
        State.STOPPED: "The session was stopped. Let the skin rest.",
        State.ABANDONED: "Nobody answered for an hour. Look at your skin; how long the pack was on is unknown.",
    }[reading.state]


def swap_sentence(ended: Phase, coming: Phase) -> str:
    """How to get from one phase to the next."""
    off = _off(ended) + " " if ended.modality.is_pack and ended.modality is not coming.modality else ""
    if coming.modality.is_pack:
        return f"{off}Put the {PACKS[coming.modality]} on."
    if coming.modality is Modality.REST:
        return f"{off}Let the skin rest."
    return _ended(f"{off}Next: {described(coming) or 'move'}")


def _came_off_before(reading: Reading) -> bool:
    """Whether the last pack was off already when the end was announced: after a pause, or a skipped phase."""
    last = reading.session.stretches[-1]
    return last.modality.is_pack and last.off is not None and last.off < reading.session.since


def _off(phase: Phase) -> str:
    return f"Take the {PACKS[phase.modality]} off."


def _while_on(phase: Phase) -> str:
    if phase.modality is Modality.HEAT:
        return "Heat on. It should soothe; if it stings, take it off."
    if phase.modality is Modality.COLD:
        return "Ice on. Gone numb? Then you are done: take it off."
    if phase.modality is Modality.REST:
        return "Rest. Nothing on the skin."
    doing = described(phase)
    return doing[:1].upper() + doing[1:] if doing else "Move gently."


def _ended(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
