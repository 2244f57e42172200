"""The safety card of a schedule: what to do before the pack goes on, in three or four lines."""

from __future__ import annotations

from ..schedule.phases import Modality, Schedule

BARRIER = {
    Modality.COLD: "Wrap the ice in a damp cloth: no ice, gel or plastic on bare skin.",
    Modality.HEAT: "Put a towel between you and the heat. Comfortably warm, about 40 C, is enough.",
}
FEEL = "Touch the place. If you cannot feel a light touch there, do not start."
AWAKE = "Rest the pack on you, do not lie on it. Stay awake, and keep this sound near."
NUMB = "Heat never goes on skin that ice has numbed: wait until you feel it again."
MOVE = "Slowly, and only as far as it does not hurt. Stop at any new or sharp pain."
FOOTER = "A timer, not a doctor. Stop at numbness, stinging or odd skin colour."
LID = "Leave the lid open: closed, this machine may fall asleep."
"""For a machine that has one, where there is room."""

BOTH_PACKS = 2


def card(schedule: Schedule) -> tuple[str, ...]:
    """The lines to read before this schedule starts; at most four, each short enough for a small window."""
    packs = [modality for modality in BARRIER if any(phase.modality is modality for phase in schedule)]
    if not packs:
        return (MOVE, FOOTER)
    if len(packs) == BOTH_PACKS:
        return ("A damp cloth around the ice, a towel under the heat.", FEEL, NUMB, FOOTER)
    return (BARRIER[packs[0]], FEEL, AWAKE, FOOTER)
