"""Before the start: what to take care of, and one key that starts."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from ... import settings
from ...control import Plan
from ...guidance.cards import LID, card
from ...machine import has_lid
from ...schedule.events import Policy
from ...schedule.phases import Schedule, length_of
from ...schedule.presets import Preset, Refused, adjusted, check
from .. import strips
from ..commands import Where, bindings
from ..faces import put_on
from ..signs import MINUTE_S, clock_time, spoken
from ..watch import Watch
from ..widgets.keybar import KeyBar
from ..widgets.line import Line
from ..widgets.strip import SessionStrip
from .base import View

LEAST_MIN, MOST_MIN = 5, 20
"""Minutes of a pack that can be chosen here."""

CHANGEOVER_S = 60.0

LINES_APART = 18
"""Rows from which on every sentence of the card has a line of its own."""

LID_COLUMNS, LID_ROWS = 56, 20
"""From how much room on there is a line for the lid, too."""


class Start(View):
    """The safety card of a preset."""

    WHERE = Where.START
    CSS_PATH = "start.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.START)]

    def __init__(self, preset: Preset) -> None:
        """For this preset, as it is until it is changed here."""
        super().__init__(classes=f"-{preset.schedule[0].modality}")
        self._preset = preset
        self._schedule: Schedule = preset.schedule
        self._starting = False
        self._refusal = ""
        self._lid = has_lid()

    def compose(self) -> ComposeResult:
        """The card, the strip, and what to do."""
        yield Line(classes="title")
        yield Line(id="card", classes="wraps")
        yield SessionStrip()
        yield Line(id="total", classes="quiet")
        yield Line(id="put-on", classes="wraps")
        yield Line(id="refusal", classes="wraps")
        yield KeyBar()

    def paint(self, watch: Watch) -> None:
        """Shows the schedule with the clock times of this moment."""
        total = length_of(self._schedule, CHANGEOVER_S)
        self.query_one(".title", Line).say(f"{self._preset.title}{self.signs.dot}{strips.in_words(self._schedule)}")
        roomy = self.size.height >= LINES_APART
        for_lid = self._lid and self.size.width >= LID_COLUMNS and self.size.height >= LID_ROWS
        lines = (*card(self._schedule), LID) if for_lid else card(self._schedule)
        self.query_one("#card", Line).say(("\n" if roomy else " ").join(lines))
        self.query_one(SessionStrip).show(strips.planned(self._schedule), self.signs)
        ends = clock_time(watch.now.plus(total).wall)
        change = f"{self.signs.dot}+ and - change the minutes" if self._minutes() else ""
        self.query_one("#total", Line).say(f"{spoken(total)} in all, until {ends}{change}")
        asked = "Starting..." if self._starting else put_on(self._schedule[0])
        self.query_one("#put-on", Line).say(asked)
        self.query_one("#refusal", Line).say(self._refusal)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only keys that would do something."""
        minutes = self._minutes()
        if action == "more":
            return minutes is not None and not self._starting and self._fits(minutes + 1)
        if action == "less":
            return minutes is not None and not self._starting and self._fits(minutes - 1)
        if action == "start":
            return not self._starting
        return True

    def action_more(self) -> None:
        """A minute more of each pack."""
        self._change(1)

    def action_less(self) -> None:
        """A minute less of each pack."""
        self._change(-1)

    def action_home(self) -> None:
        """Back, with nothing started."""
        self.dismiss(None)

    def action_start(self) -> None:
        """Starts the session."""
        self._starting, self._refusal = True, ""
        policy = Policy(settings.load().settings.confirm)
        self.spasm.start(Plan(self._preset.id, self._preset.title, self._schedule, policy))
        self._again()

    def refused(self, refusal: str) -> None:
        """The start did not succeed."""
        self._starting, self._refusal = False, f"Not started: {refusal}"
        self._again()

    def _minutes(self) -> int | None:
        """Minutes of the first pack; None where there is no pack."""
        packs = [phase.planned_s for phase in self._schedule if phase.modality.is_pack]
        return int(packs[0] // MINUTE_S) if packs else None

    def _fits(self, minutes: int) -> bool:
        if not LEAST_MIN <= minutes <= MOST_MIN:
            return False
        try:
            check(adjusted(self._schedule, minutes=minutes))
        except Refused:
            return False
        return True

    def _change(self, by: int) -> None:
        minutes = self._minutes()
        if minutes is not None:
            self._schedule = adjusted(self._schedule, minutes=minutes + by)
            self._again()

    def _again(self) -> None:
        self.show(self.spasm.watch_)
        self.refresh_bindings()
