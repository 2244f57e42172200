"""Instants, and sessions told step by step. `t` is seconds since the session started, as in the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from spasmtimer.schedule import events as ev
from spasmtimer.schedule.commands import Command, decide
from spasmtimer.schedule.due import due_at, owed
from spasmtimer.schedule.instant import Instant
from spasmtimer.schedule.notation import parse
from spasmtimer.schedule.phases import Modality, Schedule
from spasmtimer.schedule.reading import Reading, read
from spasmtimer.schedule.transitions import apply

if TYPE_CHECKING:
    from spasmtimer.schedule.session import Session

START_WALL = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
START_CLOCK = 5000.0

HEAT, COLD, REST, MOVE = Modality.HEAT, Modality.COLD, Modality.REST, Modality.MOVE

CONTRAST = "heat 20m, cold 20m, x3"


def at(t: float, *, boot: str | None = "boot-1", wall_moved: float = 0.0, clock_moved: float = 0.0) -> Instant:
    """Make the instant `t` seconds after the start, on a machine whose clocks may have been moved."""
    return Instant(START_WALL + timedelta(seconds=t + wall_moved), START_CLOCK + clock_moved + t, boot)


def schedule_of(text: str, speed: float = 1.0) -> Schedule:
    """Read the schedule in `text`, `speed` times faster."""
    return tuple(replace(phase, planned_s=phase.planned_s / speed) for phase in parse(text))


def started(
    text: str = CONTRAST,
    *,
    policy: ev.Policy = ev.Policy.HEAT_AFTER_COLD,
    speed: float = 1.0,
    carried: tuple[ev.Carried, ...] = (),
    pain: int | None = None,
) -> ev.Started:
    """Make the first event of a session; faster than life, or with nothing to wait for, it is a rehearsal."""
    return ev.Started(
        at(0),
        session="s1",
        preset="contrast",
        title="Intense spasms",
        phases=schedule_of(text, speed),
        policy=policy,
        changeover_s=60.0 / speed,
        speed=speed,
        rehearsal=speed != 1 or policy is ev.Policy.NEVER,
        pain=pain,
        carried=carried,
    )


@dataclass
class Story:
    """A session, the moment it has come to, and all that happened."""

    session: Session = field(repr=False)
    events: list[ev.Event] = field(repr=False)
    t: float = 0.0
    happened: list[tuple[float, str]] = field(default_factory=list)
    """When each event after the start was applied, and its name."""

    @property
    def now(self) -> Instant:
        """The present moment."""
        return at(self.t)

    @property
    def reading(self) -> Reading:
        """The session as it is shown now."""
        return read(self.session, self.now)

    def take(self, *events: ev.Event) -> Story:
        """Let the events happen."""
        for event in events:
            self.session = apply(self.session, event)
            self.events.append(event)
            self.happened.append((round(self.t, 6), type(event).__name__))
        return self

    def do(self, command: Command, *, minutes: float = 5.0, pain: int = 0, felt: bool = True) -> Story:
        """Obey a person now, who has felt their skin unless told otherwise."""
        return self.take(*decide(self.session, command, self.now, minutes=minutes, pain=pain, felt=felt))

    def sleep(self, until: float) -> Story:
        """Let time go by while nobody keeps it."""
        self.t = until
        return self

    def catch_up(self) -> Story:
        """Let happen what is owed now, as a timekeeper does that has just woken."""
        while (event := owed(self.session, self.now)) is not None:
            self.take(event)
        return self

    def go(self, until: float) -> Story:
        """Let time go by with a punctual timekeeper."""
        while (due := due_at(self.session, self.t)) is not None and due <= until:
            self.sleep(max(self.t, due))
            event = owed(self.session, self.now)
            assert event is not None, f"due at {due}, and nothing is owed in {self.session.state}"
            self.take(event)
        return self.sleep(max(self.t, until))


def story(text: str = CONTRAST, **kwargs: object) -> Story:
    """Start a session; the keywords are those of `started`."""
    first = started(text, **kwargs)  # type: ignore[arg-type]
    return Story(apply(None, first), [first])
