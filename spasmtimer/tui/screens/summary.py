"""After a session: what was planned, what was, and what to do now."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from ...guidance.words import instruction
from ...schedule.commands import Command, may
from ...schedule.exposure import OFF_S
from ...schedule.phases import Modality
from ...schedule.reading import Reading, read
from ...schedule.session import Session, State
from .. import strips
from ..commands import Where, bindings
from ..signs import MINUTE_S, Signs, clock_time, spoken
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

    def compose(self) -> ComposeResult:
        """From the top: how it ended, the strip, minutes, pain, what to do now, keys."""
        yield Line(classes="title")
        yield Line(id="now", classes="wraps")
        yield Line(id="pain", classes="wraps")
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
        self.query_one("#now", Line).say(Content.assemble((instruction(reading), "bold"), f"\n{next_time(reading)}"))
        self.query_one("#pain", Line).say(pain_lines(session, self.spasm.keymap.named("rate-ten").key_names))
        self.query_one(SessionStrip).show(strips.parts_of(reading), self.signs)
        self.query_one("#minutes", Line).say("\n".join(minute_lines(reading, self.signs)))
        self.query_one("#remark", Line).say(self._remark)

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
        lines.append(f"A pack may have been on for {_length(reading.unconfirmed_s)} more: nobody answered.")
    return lines


def pain_lines(session: Session, ten: str) -> str:
    """Pain before and after, and the keys that give it; `ten` is the one for 10."""
    before, after = session.pain_before, session.pain_after
    known = f"Pain before: {before} of 10. " if before is not None else ""
    if after is None:
        return f"{known}How much does it hurt now? Press 0 to 9, or {ten} for 10."
    return f"{known}Pain now: {after} of 10. Press another number to change it."


def next_time(reading: Reading) -> str:
    """When a pack may go on again."""
    packs = [stretch for stretch in reading.session.stretches if stretch.modality.is_pack]
    if not packs or reading.session.started.rehearsal:
        return ""
    off = max(stretch.off or reading.t for stretch in packs) - reading.t
    earliest = clock_time(reading.now.wall + timedelta(seconds=off + OFF_S))
    return f"Nothing more before {earliest}, and not before the skin looks and feels normal."


def _length(seconds: float) -> str:
    whole = round(seconds)
    if whole < MINUTE_S or whole % MINUTE_S == 0:
        return spoken(whole)
    return f"{whole // MINUTE_S} min {whole % MINUTE_S} s"
