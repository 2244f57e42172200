"""The hours in which the user wants no sound; what keeps skin from harm is heard all the same."""

from __future__ import annotations

import re
from datetime import datetime, time

from msgspec import Struct

from .cue import Cue

NEVER_HUSHED = (Cue.OVERDUE, Cue.END)
"""No quiet hours and no mute silence these: somebody may have fallen asleep on a heat pad."""

_HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*-\s*([01]?\d|2[0-3]):([0-5]\d)")


class QuietHours(Struct, frozen=True):
    """From one time of day to another; over midnight where the second is the earlier one."""

    start: time
    end: time

    @classmethod
    def parse(cls, text: str) -> QuietHours:
        """`22:00-07:00`. Raises ValueError for anything else, and where both are the same."""
        match = _HOURS.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"'{text}' is not like 22:00-07:00")
        hours, minutes, until_hours, until_minutes = map(int, match.groups())
        start, end = time(hours, minutes), time(until_hours, until_minutes)
        if start == end:
            raise ValueError(f"'{text}' begins when it ends")
        return cls(start, end)

    def cover(self, wall: datetime) -> bool:
        """Whether this local time of day is among them; the end is not."""
        now = wall.time()
        if self.start < self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"
