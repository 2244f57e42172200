"""A moment that survives sleep, clock changes and reboots."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct


class Instant(Struct, frozen=True):
    """One moment, told by two clocks, so that the length between two of them can be trusted."""

    wall: datetime
    """The time of day with its UTC offset: for people, and for the time across a reboot."""

    clock: float
    """The session clock in seconds: counts while the machine sleeps, and ignores changes of the wall clock."""

    boot: str | None
    """Which boot the session clock belongs to; None where the system has no boot id."""

    def since(self, earlier: Instant) -> float:
        """Seconds from `earlier` to this instant: by the session clock within one boot, else by the wall clock.

        Without boot ids a session clock that went backwards is another boot. May be negative where the wall clock is.
        """
        same_boot = self.boot == earlier.boot and (self.boot is not None or self.clock >= earlier.clock)
        if same_boot:
            return self.clock - earlier.clock
        return (self.wall - earlier.wall).total_seconds()

    def plus(self, seconds: float) -> Instant:
        """The instant `seconds` later (or earlier, when negative) on the same boot."""
        return Instant(self.wall + timedelta(seconds=seconds), self.clock + seconds, self.boot)
