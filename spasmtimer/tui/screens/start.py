"""Before the start: what to take care of, one key that starts, and one that starts a little later."""

from __future__ import annotations

import math
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from ... import settings
from ...control import Plan
from ...guidance.cards import FOOTER, LID, NEVER, card, never_with
from ...guidance.words import put_on, starts_in
from ...machine import has_lid
from ...schedule.events import Policy
from ...schedule.instant import Instant
from ...schedule.phases import Schedule, length_of
from ...schedule.presets import Preset, Refused, adjusted, check
from ...schedule.session import OVERDUE_S, State
from .. import exercise, strips
from ..commands import Where, bindings
from ..early import Early
from ..signs import MINUTE_S, clock_time, spoken
from ..watch import Watch
from ..widgets.keybar import KeyBar
from ..widgets.line import Line
from ..widgets.strip import SessionStrip
from ..widgets.ticking import Ticking
from .base import View

LEAST_MIN, MOST_MIN = 5, 20
"""Minutes of a pack that can be chosen here."""

STEPS = {"more": 1, "less": -1}

CHANGEOVER_S = 60.0

SOON_S = 30.0
"""For lying down."""

PAST_TICK_S = 0.004
"""The screen is painted just after the second has changed, never just before."""

SLEPT = "the time came while this machine slept"
NOT_STARTED = "Not started, for the reason above. Esc leads back."
RINGING = "the end of another session rings"
"""Starting would silence it, and that takes a person."""

LINES_APART = 18
"""Rows from which on every sentence of the card has a line of its own."""

WIDE, MEDIUM = (76, 24), (56, 20)
"""From how many columns and rows on the list of who should not is there in full, and in short; below, in one line."""

LEGIBLE = 10
"""Below so many rows nobody can have read it."""

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
        self._starts_at: Instant | None = None
        self._lid = has_lid()
        self._came = Message()
        """When what a press now answers was shown."""

    def compose(self) -> ComposeResult:
        """The card, the strip, and what to do."""
        self._early = Early(self.spasm.control)
        yield Line(classes="title")
        yield Line(id="card", classes="wraps")
        yield SessionStrip()
        yield Line(id="total", classes="quiet")
        yield Ticking(blocks=self.signs.blocks, id="left")
        yield Line(id="put-on", classes="wraps")
        yield Line(id="refusal", classes="wraps")
        yield KeyBar()

    def paint(self, watch: Watch) -> None:
        """Shows the schedule with the clock times of this moment."""
        total = length_of(self._schedule, CHANGEOVER_S)
        self.query_one(".title", Line).say(f"{self._preset.title}{self.signs.dot}{strips.in_words(self._schedule)}")
        early = self._early.asked(self._schedule) if self._is_at_rest else ""
        lines = self._card(held=bool(early))
        self.set_class(bool(self._never(held=bool(early))), "-listed")
        self.query_one("#card", Line).say(("\n" if self.size.height >= LINES_APART else " ").join(lines))
        self.query_one(SessionStrip).show(strips.planned(self._schedule), self.signs)
        ends = clock_time(watch.now.plus(total).wall)
        more, less = (self.spasm.keymap.named(name).key_names for name in ("more", "less"))
        change = f"{more} and {less} change the minutes" if self._minutes() else ""
        change = change or exercise.keys(self._schedule, self.spasm.keymap)
        change = f"{self.signs.dot}{change}" if change and self._is_at_rest else ""
        self.query_one("#total", Line).say(f"{spoken(total)} in all, until {ends}{change}")
        left = self._left_s(watch)
        self.set_class(left is not None, "-counting")
        if left is not None:
            self.query_one("#left", Ticking).show(f"{math.ceil(left):02d}")
        self.set_class(bool(early), "-early")
        self.set_class(bool(early) and self._early.is_final(self._schedule), "-refused")
        self.query_one("#put-on", Line).say(early or self._asked(left))
        self.query_one("#refusal", Line).say(self._refusal)

    def _card(self, *, held: bool) -> list[str]:
        """The lines to read, once in 30 days with the list of who should not: where it is tight, for the last one."""
        lines, (columns, rows) = list(card(self._schedule)), self.size
        never = self._never(held=held)
        if rows < LINES_APART and never:
            return [*never, *(line for line in lines if line != FOOTER)]
        if self._lid and columns >= LID_COLUMNS and rows >= LID_ROWS + len(never):
            lines.append(LID)
        return [*lines, *([""] if never and rows >= WIDE[1] else []), *never]

    def _never(self, *, held: bool) -> tuple[str, ...]:
        """The list, as long as there is room for; where the start is held back, the words on that come first."""
        columns, rows = self.size
        if not (self._early.list_is_due and never_with(self._schedule)) or (held and LEGIBLE <= rows < WIDE[1]):
            return ()
        if held or columns < MEDIUM[0] or rows < MEDIUM[1]:
            return (NEVER,)
        return never_with(self._schedule, wide=columns >= WIDE[0] and rows >= WIDE[1])

    def _accept(self) -> None:
        """The press that starts says that the list was read, too, if it was there to read."""
        listed = self._never(held=bool(self._early.sentence(self._schedule))) and self.size.height >= LEGIBLE
        if listed and not self.spasm.first_key.is_unread(self._came):
            self._early.list_was_read()

    def _holds_back(self) -> bool:
        """Whether this press starts nothing yet. One that nobody can have meant for what it now says is none."""
        if self._early.insisted and self.spasm.first_key.is_unread(self._came):
            return True
        held = self._early.holds_back(self._schedule)
        if held:
            self._came = Message()
        return held

    def _asked(self, left: float | None) -> str:
        if left is not None:
            return starts_in(math.ceil(left), self._schedule[0])
        return "Starting..." if self._starting else exercise.ends_with(self._schedule) + put_on(self._schedule[0])

    def _left_s(self, watch: Watch) -> float | None:
        """Seconds until the session starts by itself; None where it does not."""
        return None if self._starts_at is None else max(0.0, self._starts_at.since(watch.now))

    def wait_s(self, watch: Watch) -> float:
        """Until the next second."""
        left = self._left_s(watch)
        return math.inf if left is None else left - math.ceil(left) + 1 + PAST_TICK_S

    def let_happen(self, watch: Watch) -> None:
        """Starts the session once it is time. After a sleep nobody knows what is on."""
        late = None if self._starts_at is None else watch.now.since(self._starts_at)
        if late is None or late < 0:
            return
        if late > OVERDUE_S:
            self.refused(SLEPT)
        elif watch.live is not None and watch.live.state is State.ALARMING:
            self.refused(RINGING)
        else:
            self.action_start()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only keys that would do something."""
        at_rest = self._is_at_rest
        if action in ("start", "start_soon") and at_rest and self._early.is_final(self._schedule):
            return False  # no press starts it, and `on_key` says so
        if action in STEPS:
            return at_rest and self._changed(STEPS[action]) is not None
        if action == "other_exercise":
            return at_rest and exercise.with_another(self._schedule) is not None
        if action == "start_soon":
            return at_rest
        if action == "start":
            return not self._starting
        return True

    def action_more(self) -> None:
        """A minute more of each pack; where there is none, one more of the exercise."""
        self._change(self._changed(STEPS["more"]))

    def action_less(self) -> None:
        """A minute less of each pack; where there is none, one less of the exercise."""
        self._change(self._changed(STEPS["less"]))

    def action_other_exercise(self) -> None:
        """The next exercise in the place of this one."""
        self._change(exercise.with_another(self._schedule))

    def action_home(self) -> None:
        """Back, with nothing started."""
        self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        """A key that would start says why it does not. Textual asks here before it looks at bindings."""
        starts = [key for name in ("start", "soon") for key in self.spasm.keymap.named(name).keys]
        if event.key in starts and self._is_at_rest and self._early.is_final(self._schedule):
            self._refusal = NOT_STARTED
            self._again()

    def action_start(self) -> None:
        """Starts the session; where it is too soon, at the second press."""
        self._refusal = ""
        if self._starts_at is not None or not self._holds_back():
            if self._starts_at is None:
                self._accept()
            self._starting, self._starts_at = True, None
            policy, anyway = Policy(settings.load().settings.confirm), self._early.insisted
            self.spasm.start(Plan(self._preset.id, self._preset.title, self._schedule, policy, anyway=anyway))
        self._again()

    def action_start_soon(self) -> None:
        """Starts the session after the time that lying down takes, if this screen is still there."""
        self._refusal = ""
        if not self._holds_back():
            self._accept()
            self._starts_at = self.spasm.watch_.now.plus(SOON_S)
        self._again()
        self.spasm.pump()

    def refused(self, refusal: str) -> None:
        """The start did not succeed."""
        self._starting, self._starts_at, self._refusal = False, None, f"Not started: {refusal}"
        self._early.look_again()
        self._again()

    @property
    def _is_at_rest(self) -> bool:
        """Whether nothing begins yet."""
        return not self._starting and self._starts_at is None

    def _minutes(self) -> int | None:
        """Minutes of the first pack; None where there is no pack."""
        packs = [phase.planned_s for phase in self._schedule if phase.modality.is_pack]
        return int(packs[0] // MINUTE_S) if packs else None

    def _changed(self, by: int) -> Schedule | None:
        """The schedule with so many more minutes, or more of its exercise; None where that cannot be."""
        minutes = self._minutes()
        if minutes is None:
            return exercise.with_more(self._schedule, by)
        if not LEAST_MIN <= minutes + by <= MOST_MIN:
            return None
        try:
            check(changed := adjusted(self._schedule, minutes=minutes + by))
        except Refused:
            return None
        return changed

    def _change(self, schedule: Schedule | None) -> None:
        if schedule is not None:
            self._schedule = schedule
            self._early.insisted = False
            self._again()

    def _again(self) -> None:
        self.show(self.spasm.watch_)
        self.refresh_bindings()
