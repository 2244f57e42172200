"""The session: what is on, how long still, what comes next. To be read from the floor."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content

from ... import settings
from ...guidance.lines import MUTED
from ...schedule.commands import CeilingExceeded, Command, decide, may
from ...schedule.phases import Modality
from ...schedule.reading import Reading
from ...schedule.session import Session, State
from .. import strips
from ..commands import Where, bindings
from ..faces import Face, Tone, face
from ..signs import Signs, ends_of
from ..watch import Watch
from ..widgets.big import Big
from ..widgets.keybar import KeyBar
from ..widgets.line import Line
from ..widgets.strip import SessionStrip
from ..widgets.ticking import Ticking
from .ask import AskPain, AskRestart, AskStop, WarningSigns
from .base import View

REMARK_S = 10.0
"""How long a refusal, or what a key did, stays on the screen."""

STILL_NUMB = (
    "Then wait, with nothing on. You are asked again in 5 minutes, and may stop here.",
    "Wait, with nothing on; asked again in 5 minutes.",
    "Wait, with nothing on.",
)
"""What to say to whose skin has not come back, as long as there is room for."""

FEEL_FIRST = (
    "Touch where the ice was. Do you feel a light touch there? y / n",
    "Light touch felt? y / n",
)
"""What to say to Enter, Space or a click where heat would follow ice, as long as there is room for."""

MOODS = ("running", "swapping", "waiting", "paused", "alarming", "overdue")
SKINS = tuple(Modality)

TONES = {Tone.WARNING: "bold $alarm", Tone.WISH: "bold $foreground", Tone.FACT: ""}
"""How a remark is written."""


class SessionScreen(View):
    """Follows the live session."""

    WHERE = Where.SESSION
    CSS_PATH = "session.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Where.SESSION)]

    def __init__(self) -> None:
        """Shows the session as soon as it is mounted."""
        super().__init__()
        self._remark: tuple[str, ...] = ()
        self._remark_until = 0.0
        self._allowed: frozenset[str] = frozenset()
        self._quiet_hours = settings.load().settings.quiet_hours

    def compose(self) -> ComposeResult:
        """From the top: where we are, the word, the time, what to do, what follows, the strip, remarks, keys."""
        blocks = self.signs.blocks
        yield Line(classes="title")
        yield Big(blocks=blocks, id="word")
        yield Ticking(blocks=blocks, id="time")
        yield Line(id="sentence", classes="wraps")
        yield Line(id="follows")
        yield SessionStrip()
        yield Line(id="facts", classes="quiet")
        yield KeyBar()

    def paint(self, watch: Watch) -> None:
        """Shows the session at this moment."""
        reading = watch.reading()
        if reading is None or not reading.state.is_live:
            return
        health = watch.look.health
        now = face(reading, health, self.signs, self._quiet_hours)
        self._dress(now)
        self._say(now, reading, watch.trouble)
        self.query_one(SessionStrip).show(strips.parts_of(reading), self.signs)
        possible = (str(command) for command in Command if may(reading.session, command, reading.now))
        allowed = frozenset((*possible, str(reading.state), "unmute" if health.muted else "mute"))
        if allowed != self._allowed:
            self._allowed = allowed
            self.refresh_bindings()

    def _dress(self, now: Face) -> None:
        for name in MOODS:
            self.set_class(name == now.mood, f"-{name}")
        for skin in SKINS:
            self.set_class(str(skin) == now.skin, f"-{skin}")

    def _say(self, now: Face, reading: Reading, trouble: str) -> None:
        width = self.size.width
        word = spaced(now.words[0])
        if self.query_one("#time").size.height < 1 or not self.query_one("#time").display:
            word = f"{now.words[0]} {now.time}"
        self.query_one("#word", Big).show(*now.words, plain=word if len(word) <= width else now.words[0])
        self.query_one("#time", Big).show(now.time)
        self.query_one(".title", Line).say(ends_of(now.title, now.ends, width - 2))
        self.set_class(len(now.sentence) > width - 2, "-long")
        self.query_one("#sentence", Line).say(now.sentence)
        self.query_one("#follows", Line).say(now.follows if len(now.follows) <= width - 2 else now.follows_short)
        remark = Content.styled(trouble or self._remark_at(reading.t, width - 2), "bold $alarm")
        self.query_one("#facts", Line).say(remark or facts(now, width - 2, self.signs))

    def _remark_at(self, t: float, width: int) -> str:
        if t >= self._remark_until or not self._remark:
            return ""
        return next((text for text in self._remark if len(text) <= width), self._remark[-1])

    def remark(self, *texts: str) -> None:
        """Says something for a while: the first of the texts that there is room for."""
        reading = self.spasm.watch_.reading()
        self._remark, self._remark_until = texts, (reading.t if reading else 0.0) + REMARK_S
        self.show(self.spasm.watch_)

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only keys that would do something now."""
        session = self.spasm.watch_.live
        if session is None or session.state is State.ALARMING:
            return False  # the first key only silences, and the app sees to that
        if action in ("felt", "still_numb"):
            return session.heat_after_ice
        if action == "confirm_lightly":
            return session.state is State.SWAPPING and not session.heat_after_ice
        if action == "give":
            if parameters[0] == Command.CONFIRM and session.heat_after_ice:
                return False  # a question in words takes an answer of its own
            command = Command(str(parameters[0]))
            held = session.state is State.SWAPPING and session.must_confirm and session.silenced
            if (command is Command.BACK and self._takes_back(session)) or (command is Command.PAUSE and held):
                return False
            return may(session, command, self.spasm.watch_.now)
        if action == "undo_skip":
            return may(session, Command.BACK, self.spasm.watch_.now) and self._takes_back(session)
        if action == "mute":
            return self.spasm.watch_.look.health.muted is not parameters[0]
        return True

    def _takes_back(self, session: Session) -> bool:
        """Whether *back* means a skip that was made just now."""
        return session.takes_back(session.t_at(self.spasm.watch_.now)) is not None

    def action_undo_skip(self) -> None:
        """Takes the skip back. No time is lost, so it does not ask."""
        self._give(Command.BACK)

    def action_give(self, name: str) -> None:
        """Gives the session a command. What would end it all, or lose the time that a phase has had, asks first."""
        command, before = Command(name), self.spasm.watch_.live
        if command is Command.SKIP and before is not None and before.skip_is_the_end:
            self.action_ask_stop()
        elif command is Command.BACK and before is not None and before.state in (State.RUNNING, State.PAUSED):
            self.app.push_screen(AskRestart(), partial(self._restart_answered, before))
        else:
            self._give(command)

    def _restart_answered(self, asked: Session, restart: bool | None) -> None:
        """Begins the phase again that was asked about, and no other one."""
        now = self.spasm.watch_.live
        if restart and now is not None and (now.id, now.index, now.state) == (asked.id, asked.index, asked.state):
            self._give(Command.BACK)
        elif restart:
            self.remark("Not restarted: the session has gone on meanwhile.")

    def _give(self, command: Command) -> None:
        """Gives the session a command, and says why if it will not have it."""
        refusal = self.spasm.give(command)
        session = self.spasm.watch_.live
        if refusal:
            self.remark(*refused(refusal))
        elif command is Command.SKIP and session is not None and session.state is State.SWAPPING:
            self.remark(f"Skipped. Press {self.spasm.keymap.named('undo-skip').key_names} to take it back.")
        elif self._remark:
            self.remark()

    def action_confirm_lightly(self) -> None:
        """Space, or a click anywhere: what follows is on. Heat after ice takes more than what may be an accident."""
        session = self.spasm.watch_.live
        if session is not None and session.heat_after_ice:
            self.remark(*FEEL_FIRST)
        else:
            self.action_give(Command.CONFIRM)

    def action_felt(self) -> None:
        """The skin feels again, and the heat is on."""
        self._give(Command.CONFIRM)

    def action_mute(self, on: bool) -> None:
        """Mutes this session, or has it sound again."""
        refusal = self.spasm.mute(on)
        self.remark(*(refused(refusal) if refusal else [MUTED[on]]))

    def action_show_signs(self) -> None:
        """Shows what to take the pack off for. It is on until somebody says otherwise; in a switch nothing begins."""
        session = self.spasm.watch_.live
        if session is None:
            return
        begins = session.state is State.SWAPPING and not session.must_confirm
        refusal = self.spasm.give(Command.PAUSE) if begins else ""
        if refusal:
            self.remark(*refused(refusal))
            return
        coming = session.phases[session.coming] if session.coming is not None else session.phase
        modality = (coming if coming.modality.is_pack else session.phase).modality
        is_on = session.state is State.RUNNING
        self.app.push_screen(WarningSigns(modality, is_on=is_on), self._signs_read)

    def _signs_read(self, answer: str | None) -> None:
        if answer:
            refusal = self.spasm.give(Command(answer))
            self.remark(*(refused(refusal) if refusal else ()))

    def action_still_numb(self) -> None:
        """Heat waits; the question comes again by itself."""
        session = self.spasm.watch_.live
        refusal = "" if session is None or session.silenced else self.spasm.give(Command.ACK)
        self.remark(*(refused(refusal) if refusal else STILL_NUMB))

    def action_ask_stop(self) -> None:
        """Asks before ending the session."""
        self.app.push_screen(AskStop(), self._stop_answered)

    def action_ask_pain(self) -> None:
        """Asks how much it hurts."""
        self.app.push_screen(AskPain(), self._pain_answered)

    def _stop_answered(self, stop: bool | None) -> None:
        if stop:
            self.spasm.give(Command.STOP)

    def _pain_answered(self, pain: int | None) -> None:
        if pain is not None and pain >= 0:
            refusal = self.spasm.give(Command.RATE, pain=pain)
            self.remark(*(refused(refusal) if refusal else [f"Pain {pain} of 10 noted."]))

    def on_key(self, event: events.Key) -> None:
        """A key that does nothing now: silences a switch that waits, or says why it is refused.

        Textual asks here before it looks at bindings.
        """
        session = self.spasm.watch_.live
        if session is None or event.key in self.active_bindings:
            return
        if session.heat_after_ice and event.key in self._confirming():
            self.remark(*FEEL_FIRST)
            return
        if session.state is State.SWAPPING and not session.silenced:
            self.action_give(Command.ACK)
            return
        for entry in self.spasm.keymap.entries(self.WHERE):
            if event.key in entry.keys and entry.command and self._is_too_long(session, entry.command):
                self.action_give(entry.command)  # which is refused, and says why

    def _confirming(self) -> set[str]:
        """The keys that say, everywhere but here, that what follows is on."""
        return {key for name in ("confirm", "confirm-space") for key in self.spasm.keymap.named(name).keys}

    def _is_too_long(self, session: Session, command: Command) -> bool:
        """Whether it is the ceiling that refuses it: what the state does not know needs no words."""
        try:
            decide(session, command, self.spasm.watch_.now)
        except CeilingExceeded:
            return True
        except ValueError:
            pass
        return False

    def on_click(self, event: events.Click) -> None:
        """Anywhere but on the keys: what follows is on."""
        if event.widget is not None and any(isinstance(node, KeyBar) for node in event.widget.ancestors_with_self):
            return
        session = self.spasm.watch_.live
        if session is not None and session.state is State.SWAPPING:
            self.action_confirm_lightly()


def refused(refusal: str) -> list[str]:
    """What to say of a refusal: all of it, or what there is room for, the reason last of all."""
    reason = refusal.rpartition(": ")[2]
    return [f"Not now: {refusal}", refusal, reason, reason.partition(";")[0]]


def spaced(word: str) -> str:
    """A word that cannot be drawn large is at least spread: `H E A T`. Numbers stay together."""
    return word if any(map(str.isdigit, word)) else " ".join(word)


def facts(now: Face, width: int, signs: Signs) -> Content:
    """The quiet remarks that fit on a line, warnings first and not quiet."""
    found: list[tuple[str, str]] = []
    length = 0
    for fact in now.facts:
        dot = signs.dot if found else ""
        length += len(dot) + len(fact.text)
        if length > width:
            break
        found += [(dot, ""), (fact.text, TONES[fact.tone])]
    return Content.assemble(*(part for part in found if part[0]))
