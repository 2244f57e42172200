"""Holding a start back while the skin should rest: the sentence, and the second press that goes on all the same."""

from __future__ import annotations

from ..control import Control, JournalError
from ..guidance.words import all_the_same
from ..schedule.dose import Advice, too_soon
from ..schedule.phases import Schedule
from ..schedule.session import Session

FIRMLY = "This cannot be overridden."


class Early:
    """What earlier sessions ask for before this one, and whether a person wants it all the same."""

    def __init__(self, control: Control) -> None:
        """Asks the journal at once; one in use is asked by the start itself."""
        self._control = control
        self._past: tuple[Session, ...] = ()
        self.insisted = False
        """Whether a person has pressed once, and knows."""
        self.look_again()

    def look_again(self) -> None:
        """Asks the journal what was on within the last day."""
        try:
            self._past = self._control.past.last_day()
        except JournalError:
            return

    def advice(self, schedule: Schedule) -> Advice | None:
        """Why this schedule should not begin now; None where nothing speaks against it."""
        return too_soon(schedule, self._past, self._control.clock.now())

    def sentence(self, schedule: Schedule) -> str:
        """The same in words; empty where nothing speaks against it."""
        advice = self.advice(schedule)
        return self._control.past.early(advice) if advice is not None else ""

    def asked(self, schedule: Schedule) -> str:
        """What to do now, where it is too soon: wait; after a first press, what a second one does."""
        advice = self.advice(schedule)
        if advice is None or not self.insisted:
            return self.sentence(schedule)
        return f"{self.sentence(schedule)} {FIRMLY}" if advice.is_final else all_the_same(schedule[0])

    def still(self, schedule: Schedule) -> str:
        """Why, once more, beside what a second press does."""
        advice = self.advice(schedule)
        return self.sentence(schedule) if self.insisted and advice is not None and not advice.is_final else ""

    def holds_back(self, schedule: Schedule) -> bool:
        """Whether a press starts nothing yet: the first one where it is too soon, each where nobody can override."""
        advice = self.advice(schedule)
        knew, self.insisted = self.insisted, advice is not None
        return advice is not None and (advice.is_final or not knew)
