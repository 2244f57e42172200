"""Random streams of commands and of time, and a witness who keeps books of their own about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from msgspec.structs import replace

from spasmtimer.schedule import events as ev
from spasmtimer.schedule.commands import Command, decide
from spasmtimer.schedule.due import due_at
from spasmtimer.schedule.exposure import excess
from spasmtimer.schedule.phases import Modality, Phase, Schedule
from spasmtimer.schedule.session import State
from spasmtimer.schedule.transitions import apply

from .helpers import COLD, HEAT, MOVE, REST, Story, started

if TYPE_CHECKING:
    from collections.abc import Iterable

LIMIT_S = 1e-3
"""How far sums of floating seconds may be apart."""


@dataclass(frozen=True)
class Wait:
    """Time goes by."""

    seconds: float
    kept: bool = True
    """Whether a timekeeper was awake; one that slept catches up at the end."""

    from_due: bool = False
    """Whether the seconds count from what is due next, where that is not the end of an hour's patience."""


@dataclass(frozen=True)
class Press:
    """A person's command."""

    command: Command
    minutes: float = 5.0
    pain: int = 3


@dataclass(frozen=True)
class Choose:
    """A person's command, the first in this order that is legal now and ends nothing."""

    order: tuple[Command, ...]
    minutes: float = 5.0


Step = Wait | Press | Choose


@dataclass
class Worn:
    """A pack on the skin from `on` to `off`."""

    modality: Modality
    on: float
    off: float

    def before(self, t: float) -> Worn:
        """The same, in the seconds of a session that starts at `t` of this one."""
        return Worn(self.modality, self.on - t, self.off - t)


@dataclass
class Witness(Story):
    """A session watched from outside: what was on, and which boundaries came, known without its stretches."""

    worn: list[Worn] = field(default_factory=list)
    begun: list[int] = field(default_factory=lambda: [0])
    """The phases that began, in order."""

    turn_s: float = 0.0
    """How long the present turn of the phase has run."""

    ran: Modality | None = None
    """The modality that ran last."""

    announced_at: float | None = None
    """When the last end was announced that nobody has answered."""

    disturbed: bool = False
    """A pause, a *back* or a missed switch came, and no person has put a pack on since."""

    surprises: list[str] = field(default_factory=list)
    """Boundaries that came at a wrong time, or by themselves where law 10 wants a person."""

    def sleep(self, until: float) -> Witness:
        """Let time go by: what runs is on."""
        if self.session.state is State.RUNNING and until > self.t:
            self._wear(self.t, until)
        self.t = until
        return self

    def take(self, *events: ev.Event) -> Witness:
        """Let the events happen, and note what they mean."""
        for event in events:
            self._note(event)
            super().take(event)
            if isinstance(event, ev.ChangeoverEnded | ev.Confirmed):
                self._begin(by_itself=isinstance(event, ev.ChangeoverEnded))
        return self

    def step(self, step: Step) -> Witness:
        """Take one step of a stream; a refused command is none."""
        if isinstance(step, Press):
            self._choose((step.command,), step.minutes, step.pain)
        elif isinstance(step, Choose):
            self._choose(step.order, step.minutes)
        else:
            due = due_at(self.session, self.t) if step.from_due else None
            near = self.t if due is None or due - self.t > 3000 else due
            until = max(self.t, near + step.seconds)
            if step.kept:
                self.go(until)
            else:
                self.sleep(until).catch_up()
        return self

    def _choose(self, order: tuple[Command, ...], minutes: float, pain: int = 0) -> None:
        for command in order:
            try:
                events = decide(self.session, command, self.now, minutes=minutes, pain=pain, felt=True)
            except ValueError:
                continue
            self.take(*events)
            if events:
                return

    def worn_s(self, modality: Modality) -> float:
        """Seconds that the witness saw it on."""
        return sum(worn.off - worn.on for worn in self.worn if worn.modality is modality)

    def _wear(self, on: float, off: float) -> None:
        self.ran = self.session.phase.modality
        self.turn_s += off - on
        if self.ran.is_pack:
            self.worn.append(Worn(self.ran, on, off))

    def _begin(self, *, by_itself: bool) -> None:
        phase = self.session.phase
        if by_itself and phase.modality.is_pack and self.session.started.policy is not ev.Policy.NEVER:
            last_pack = next((worn.modality for worn in reversed(self.worn)), None)
            if self.disturbed or self.ran not in (HEAT, COLD):
                self.surprises.append(f"{phase.modality} began by itself at {self.t}")
            if phase.modality is HEAT and last_pack is COLD:
                self.surprises.append(f"heat began by itself on cold skin at {self.t}")
        self.disturbed = self.disturbed and by_itself
        self.begun.append(self.session.index)
        self.turn_s = 0.0

    def _note(self, event: ev.Event) -> None:
        session = self.session
        if isinstance(event, ev.PhaseEnded):
            self._note_end(event)
        elif isinstance(event, ev.ChangeoverEnded):
            late = self.t - session.since - session.changeover_s()
            if not -LIMIT_S <= late <= 5 + LIMIT_S:
                self.surprises.append(f"a changeover ended {late} s late at {self.t}")
        elif isinstance(event, ev.Abandoned) and event.why is ev.Why.OVERDUE:
            if session.phase.modality.is_pack:
                self.worn[-1].off -= self.turn_s - session.phase.planned_s
        elif isinstance(event, ev.Extended) and session.state is State.ALARMING:
            if self.announced_at is not None and self.announced_at < self.t:
                self._wear(self.announced_at, self.t)
        elif isinstance(event, ev.Paused | ev.WentBack):
            self.disturbed = True
        elif isinstance(event, ev.Resumed):
            self.disturbed = False
        elif isinstance(event, ev.Skipped) and session.state is State.SWAPPING:
            self.disturbed |= self.t - session.since - session.changeover_s() > 5 + LIMIT_S
        if isinstance(event, ev.HUMAN):
            self.announced_at = None

    def _note_end(self, event: ev.PhaseEnded) -> None:
        late = self.turn_s - self.session.phase.planned_s
        if not abs(late - event.at.since(event.due)) < LIMIT_S:
            self.surprises.append(f"a phase ended {late} s late at {self.t}")
        self.disturbed |= late > 5
        self.announced_at = self.t


def witness(first: ev.Started) -> Witness:
    """Start a session with someone watching."""
    return Witness(apply(None, first), [first])


def run(first: ev.Started, steps: Iterable[Step]) -> Witness:
    """Run the stream with someone watching, until it or the session ends."""
    told = witness(first)
    for step in steps:
        if told.session.state.is_live:
            told.step(step)
    return told


def longest(worn: Iterable[Worn], modality: Modality) -> float:
    """Seconds of the longest application, times off of less than ten minutes left out."""
    most, used, off = 0.0, 0.0, float("-inf")
    for each in sorted((w for w in worn if w.modality is modality), key=lambda w: w.on):
        used = (used if each.on - off < 600 - LIMIT_S else 0.0) + each.off - each.on
        most, off = max(most, used), each.off
    return most


PHASES = st.builds(
    Phase,
    st.sampled_from([HEAT, COLD, HEAT, COLD, REST, MOVE]),
    st.sampled_from([30.0, 60.0, 300.0, 420.0, 600.0, 900.0, 1200.0]) | st.integers(1, 1200).map(float),
)
SCHEDULES = st.lists(PHASES, min_size=1, max_size=5).map(tuple).filter(lambda schedule: excess(schedule) is None)
SECONDS = st.sampled_from([0.5, 5.0, 9.0, 30.0, 64.0, 300.0, 599.0, 601.0]) | st.integers(0, 700_000).map(
    lambda milliseconds: milliseconds / 1000
)
LATE = st.sampled_from([-30.0, -0.5, 0.0, 0.0, 3.0, 4.9999, 5.0, 5.5, 60.0, 200.0, 3599.0, 3601.0])
MINUTES = st.sampled_from([0.5, 1.0, 2.0, 5.0, 10.0, 15.0]) | st.integers(-1, 61).map(float)

ABOUT_TEN_MINUTES = st.builds(Wait, st.integers(530, 605).map(float))
"""The time off that ends an application, or does not quite."""

KEPT = st.builds(Wait, SECONDS) | st.builds(Wait, LATE.filter(lambda s: s < 3000), from_due=st.just(True))
"""Time with a punctual timekeeper."""

SLEPT = st.builds(Wait, SECONDS, kept=st.just(False)) | st.builds(
    Wait, LATE, kept=st.just(False), from_due=st.just(True)
)
"""Time that nobody keeps."""


def presses(*commands: Command) -> st.SearchStrategy[Press]:
    """Make strategies of commands with their numbers, legal or not."""
    return st.builds(Press, st.sampled_from(commands), MINUTES, st.integers(-1, 11))


GOES_ON = (Command.CONFIRM, Command.RESUME, Command.EXTEND, Command.BACK, Command.SKIP, Command.PAUSE)
LEGAL = st.builds(Choose, st.permutations(GOES_ON).map(tuple), MINUTES)
"""A command that may be given and does not end the session: without these, few streams would go far."""


def first_events(schedules: st.SearchStrategy[Schedule] = SCHEDULES) -> st.SearchStrategy[ev.Started]:
    """Make strategies of session starts, of every policy."""
    return st.builds(
        lambda schedule, policy: replace(started(policy=policy), phases=schedule),
        schedules,
        st.sampled_from([ev.Policy.HEAT_AFTER_COLD, *ev.Policy]),
    )
