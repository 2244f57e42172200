"""The seven cues, what is only said, and which of them gives way to which."""

from __future__ import annotations

from enum import StrEnum


class Cue(StrEnum):
    """A sound with one meaning. The value is the file name in `sounds/`, without `.wav`."""

    HEAT = "heat"
    """Take off what is on, put the heat on."""

    ICE = "ice"
    """Take off what is on, put the ice on."""

    OFF = "off"
    """Take the pack off; nothing follows it yet."""

    HEADS_UP = "heads-up"
    """A minute to the next switch: fetch what it needs."""

    SKIN_CHECK = "skin-check"
    """Lift the pack and look at the skin."""

    END = "end"
    """The session is over: take the pack off."""

    OVERDUE = "overdue"
    """The pack was on for longer than planned: take it off now."""

    @property
    def rank(self) -> int:
        """How much it matters: a cue ends one of its own or a lower rank, and gives way to a higher one."""
        return RANK[self]


class Spoken(StrEnum):
    """What has words and no tone, and no file of its own."""

    COUNT = "count"
    """A number of a counted exercise, or the name of what begins: it gives way to every cue."""

    @property
    def rank(self) -> int:
        """The lowest."""
        return 0


Sounding = Cue | Spoken
"""All that can be heard."""


def sounding_named(name: str) -> Sounding:
    """The cue, or what is only said, of this name. Raises ValueError."""
    return Spoken.COUNT if name == Spoken.COUNT else Cue(name)


RANK = {
    Cue.OVERDUE: 4,
    Cue.END: 4,
    Cue.HEAT: 3,
    Cue.ICE: 3,
    Cue.OFF: 3,
    Cue.HEADS_UP: 2,
    Cue.SKIN_CHECK: 1,
}
