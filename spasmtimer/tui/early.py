"""Holding a start back while the skin should rest, or what was told speaks against it; and the second press."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from msgspec import Struct

from ..control import Control, JournalError
from ..guidance.episode import IllegalFact, Person, health_is_due
from ..guidance.kept import card_read
from ..guidance.suited import unsuited
from ..guidance.words import ALL_THE_SAME
from ..schedule.dose import too_soon
from ..schedule.phases import Schedule
from ..schedule.session import Session

FIRMLY = "This cannot be overridden."
OTHERWISE = "Was an answer wrong? Help me choose asks again."


class Reason(Struct, frozen=True):
    """Why not now."""

    words: str
    firmly: str = ""
    """What is said where no press helps."""


class Early:
    """What earlier sessions and answers ask for before this one, and whether a person wants it all the same."""

    def __init__(self, control: Control) -> None:
        """Asks the journal at once; one in use is asked by the start itself."""
        self._control = control
        self._past: tuple[Session, ...] = ()
        self._person = Person()
        self.insisted = False
        """Whether a person has pressed once, and knows."""
        self.look_again()

    def look_again(self) -> None:
        """Asks the journal what was on within the last day, and what the person has told."""
        with suppress(JournalError):
            self._past = self._control.past.last_day()
        with suppress(JournalError):
            self._person = self._control.person()

    def sentence(self, schedule: Schedule) -> str:
        """Why this schedule should not begin now; empty where nothing speaks against it."""
        return " ".join(reason.words for reason in self._reasons(schedule))

    def is_final(self, schedule: Schedule) -> bool:
        """Whether no press starts it."""
        return any(reason.firmly for reason in self._reasons(schedule))

    def asked(self, schedule: Schedule) -> str:
        """What to do now, where something speaks against it: wait; after a first press, what a second one does."""
        reasons = list(self._reasons(schedule))
        firmly = [reason.firmly for reason in reasons if reason.firmly]
        if firmly:
            return f"{self.sentence(schedule)} {firmly[0]}"
        again = f" {ALL_THE_SAME}" if reasons and self.insisted else ""
        return self.sentence(schedule) + again

    def holds_back(self, schedule: Schedule) -> bool:
        """Whether a press starts nothing yet: the first where something speaks against it, each where it is final."""
        reasons = list(self._reasons(schedule))
        knew, self.insisted = self.insisted, bool(reasons)
        return bool(reasons) and (self.is_final(schedule) or not knew)

    @property
    def list_is_due(self) -> bool:
        """Whether the list of who should not has to be read again."""
        return health_is_due(self._person, self._control.clock.now())

    def list_was_read(self) -> None:
        """Keeps that it was; where that cannot be written, it is due again the next time."""
        if facts := card_read(self._person, self._control.clock.now()):
            with suppress(IllegalFact, JournalError):
                self._person = self._control.tell(*facts)

    def _reasons(self, schedule: Schedule) -> Iterator[Reason]:
        now = self._control.clock.now()
        if found := unsuited(schedule, self._person, now):
            yield Reason(found.words, OTHERWISE if found.is_final else "")
        if advice := too_soon(schedule, self._past, now):
            yield Reason(self._control.past.early(advice), FIRMLY if advice.is_final else "")
