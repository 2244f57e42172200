"""A call in writing: what a notification says where a cue sounds."""

from __future__ import annotations

from ..schedule.cue import Cue
from ..schedule.reading import Reading
from ..schedule.session import State
from .words import instruction

TITLES = {
    Cue.HEAT: "Put the heat on",
    Cue.ICE: "Put the ice on",
    Cue.OFF: "Take the pack off",
    Cue.HEADS_UP: "One minute left",
    Cue.SKIN_CHECK: "Check your skin",
    Cue.END: "Time is up",
    Cue.OVERDUE: "Overdue",
}

LOOK = "Lift the pack and look. White, grey, blue, bright red or numb: take it off."


def in_writing(cue: Cue, reading: Reading) -> tuple[str, str]:
    """A title and a sentence for this call, in a session as it is after it."""
    title = TITLES[cue]
    if cue is Cue.HEADS_UP and reading.state is not State.RUNNING:
        title = "Still waiting" if reading.waiting_for else "Next"
    if reading.session.started.rehearsal:
        title = f"Rehearsal: {title[0].lower()}{title[1:]}"
    return title, LOOK if cue is Cue.SKIN_CHECK else _sentence(cue, reading)


def _sentence(cue: Cue, reading: Reading) -> str:
    if cue is Cue.HEADS_UP and reading.state is State.RUNNING and reading.coming is not None:
        return f"{reading.coming.modality.word} comes next."
    return instruction(reading)
