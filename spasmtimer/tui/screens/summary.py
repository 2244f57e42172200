"""After a session: what was planned, what was, and what to do now."""

from __future__ import annotations

from contextlib import suppress
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from ...control import JournalError
from ...guidance.rest import afterwards, see_somebody
from ...guidance.words import instruction
from ...schedule.commands import Command, may
from ...schedule.phases import Modality
from ...schedule.reading import Reading, read
from ...schedule.session import Session, State
from .. import strips
from ..commands import Where, bindings
from ..signs import MINUTE_S, Signs, spoken
from ..watch import Watch
from ..widgets.keybar import KeyBar
from ..widgets.line import Line
from ..widgets.strip import SessionStrip
from .base import View

ENDS = {State.OVER: "Over", State.STOPPED: "Stopped", State.ABANDONED: "Abandoned"}


class Summary(View):
    """The session that ended last."""

    WHERE = Where.SUMMARY
    CSS_PATH = "summary.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.SUMMARY)]

    def __init__(self) -> None:
        """Shows the session as soon as it is mounted."""
        super().__init__()
        self._remark = ""
        self._past: tuple[Session, ...] = ()
        self._see: list[str] = []

    def compose(self) -> ComposeResult:
        """From the top: how it ended, the strip, minutes, pain, what to do now, keys."""
        yield Line(classes="title")
        yield Line(id="now", classes="wraps")
        yield Line(id="pain", classes="wraps")
        yield Line(id="see", classes="wraps")
        yield SessionStrip()
        yield Line(id="minutes", classes="wraps")
        yield Line(id="remark", classes="wraps")
        yield KeyBar()

    def paint(self, watch: Watch) -> None:
        """Shows the session as it ended."""
        session = watch.session
        if session is None or session.state.is_live:
            return
        reading = read(session, session.at)
        rehearsal = "Rehearsal" + self.signs.dot if session.started.rehearsal else ""
        ended = ENDS[session.state]
        self.query_one(".title", Line).say(f"{rehearsal}{session.started.title}{self.signs.dot}{ended}")
        self.query_one("#now", Line).say(Content.assemble((instruction(reading), "bold"), *self._next(session)))
        self.query_one("#pain", Line).say(pain_lines(session, self.spasm.keymap.named("rate-ten").key_names))
        self.query_one("#see", Line).say("\n".join(self._see))
        self.query_one("#see", Line).display = bool(self._see)
        self.query_one(SessionStrip).show(strips.parts_of(reading), self.signs)
        self.query_one("#minutes", Line).say("\n".join(minute_lines(reading, self.signs)))
        self.query_one("#remark", Line).say(self._remark)

    def _next(self, session: Session) -> list[str]:
        """When a pack may go on again, by the rules that the next start goes by; empty where none was on."""
        past = self.spasm.control.past
        lines = afterwards(session, past.rests_until(self._past), self.spasm.watch_.now.wall)
        return [f"\n{line}" for line in lines]

    def on_mount(self) -> None:
        """The session has just ended: it is among the earlier ones now."""
        self._look_back()
        super().on_mount()

    def _look_back(self) -> None:
        """Asks what was on within the last day, and what the numbers say; a journal in use is asked no further."""
        past, session = self.spasm.control.past, self.spasm.watch_.session
        with suppress(JournalError):
            self._past = past.last_day()
            self._see = see_somebody(past.reasons_to_see_somebody(session)) if session is not None else []

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Pain can be given for a day."""
        session = self.spasm.watch_.session
        if action == "rate":
            return session is not None and may(session, Command.RATE, self.spasm.watch_.now)
        return True

    def action_rate(self, pain: int) -> None:
        """Notes the pain after the session."""
        refusal = self.spasm.give(Command.RATE, pain=pain)
        self._remark = f"Not now: {refusal}" if refusal else ""
        self._look_back()
        self.show(self.spasm.watch_)

    def action_done(self) -> None:
        """Back to the presets."""
        self.dismiss(None)


def minute_lines(reading: Reading, signs: Signs) -> list[str]:
    """Planned and real minutes of each modality, and the time that nobody confirmed."""
    session = reading.session
    lines = []
    for modality in Modality:
        plan = sum(phase.planned_s for phase in session.started.phases if phase.modality is modality)
        real = sum(stretch.length(reading.t) for stretch in session.stretches if stretch.modality is modality)
        if plan or real:
            lines.append(f"{signs.named(modality):<8}{_length(real):>10} of {_length(plan)} planned")
    if reading.unconfirmed_s >= 1:
        lines.append(f"A pack may have been on for {_length(reading.unconfirmed_s)} more: nobody said it was off.")
    return lines


def pain_lines(session: Session, ten: str) -> str:
    """Pain before and after, and the keys that give it; `ten` is the one for 10."""
    before, after = session.pain_before, session.pain_after
    known = f"Pain before: {before} of 10. " if before is not None else ""
    if after is None:
        return f"{known}How much does it hurt now? Press 0 to 9, or {ten} for 10."
    return f"{known}Pain now: {after} of 10. Press another number to change it."


def _length(seconds: float) -> str:
    whole = round(seconds)
    if whole < MINUTE_S or whole % MINUTE_S == 0:
        return spoken(whole)
    return f"{whole // MINUTE_S} min {whole % MINUTE_S} s"
