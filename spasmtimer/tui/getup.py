"""The reminder to get up, in the app: when it is in sight, and the one bell that goes with it."""

from __future__ import annotations

from ..guidance import getup
from ..nudge import BELL
from ..schedule.instant import Instant
from ..settings import Settings
from .watch import Watch


class GetUp:
    """How long somebody has been at this screen."""

    def __init__(self, liked: Settings, now: Instant) -> None:
        """The app was opened now."""
        self._quiet_hours = liked.quiet_hours
        self._sitting = getup.begun(liked.get_up, now)

    def look(self, watch: Watch, *, in_sight: bool) -> str:
        """What to write to the terminal now: the bell, once for each reminder and not in the quiet hours; or nothing.

        `in_sight`: whether the line would be seen now, with no question over it.
        """
        now, before = watch.now, self._sitting
        self._sitting = getup.looked(before, now, live=watch.live is not None, in_sight=in_sight)
        quiet = self._quiet_hours is not None and self._quiet_hours.cover(now.wall)
        return BELL if self._sitting.told and not before.told and not quiet else ""

    def answered(self, now: Instant) -> bool:
        """A key was pressed; returns whether that has answered a reminder."""
        before, self._sitting = self._sitting, getup.answered(self._sitting, now)
        return before is not self._sitting

    def line(self, now: Instant, width: int) -> str:
        """The line for home; empty where nobody is reminded."""
        return getup.reminder(self._sitting, now, width)
