"""What to take a pack off for, and what to do then: the warning signs, by what is on."""

from __future__ import annotations

from ..schedule.phases import Modality
from .texts import text

SIGNS = {
    Modality.COLD: ("T-D1", "T-D2", "T-D3", "T-D6", "T-F7"),
    Modality.HEAT: ("T-D1", "T-D2", "T-D4", "T-D6", "T-F8"),
}
"""Which texts: how the skin looks, how it feels, how the person feels, and first aid."""


def warning_signs(modality: Modality) -> tuple[str, ...]:
    """A sentence or three for each sign; for a stretch, or a rest, what is about the person alone."""
    return tuple(text(name) for name in SIGNS.get(modality, ("T-D6",)))
