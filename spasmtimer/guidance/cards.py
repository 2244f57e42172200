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

NEVER_WITH = (
    "Ask first with numb, broken or infected skin, poor circulation, nerve damage, heart disease, diabetes, cancer"
    " there, under 18; or for neck, belly or chest."
)
NEVER_HEAT = "No heat: swelling, infection, clot, bleeding, MS, pregnancy, a patch or rub."
NEVER_COLD = "No ice: Raynaud's, cold hives, cryoglobulins, Buerger's, sickle cell, phaeochromocytoma, old frostbite."
IN_SHORT = "Ask first: numb or broken skin, poor circulation, diabetes, heart disease, cancer."
HEAT_IN_SHORT = "No heat: swelling, patch, rub, pregnancy."
COLD_IN_SHORT = "No ice: Raynaud's."
NEVER = "Numb skin, poor circulation, a patch or rub there? Then not."
"""Who should not: the list of `questions`, for a wide window, for a narrow one, and in one line."""


def card(schedule: Schedule) -> tuple[str, ...]:
    """The lines to read before this schedule starts; at most four, each short enough for a small window."""
    packs = [modality for modality in BARRIER if any(phase.modality is modality for phase in schedule)]
    if not packs:
        return (MOVE, FOOTER)
    if len(packs) == BOTH_PACKS:
        return ("A damp cloth around the ice, a towel under the heat.", FEEL, NUMB, FOOTER)
    return (BARRIER[packs[0]], FEEL, AWAKE, FOOTER)


def never_with(schedule: Schedule, *, wide: bool = True) -> tuple[str, ...]:
    """Who should not start this, in two to five lines; nothing where it has no pack."""
    modalities = {phase.modality for phase in schedule}
    if not modalities & set(BARRIER):
        return ()
    heat, cold = (NEVER_HEAT, NEVER_COLD) if wide else (HEAT_IN_SHORT, COLD_IN_SHORT)
    by_pack = {Modality.HEAT: heat, Modality.COLD: cold}
    lines = (NEVER_WITH if wide else IN_SHORT, *(by_pack[pack] for pack in by_pack if pack in modalities))
    return lines if wide else (" ".join(lines),)
