"""A session as its events left it."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from . import events as ev
from .cue import Cue
from .exposure import Application, Stretch, allowance, application
from .instant import Instant
from .phases import Modality, Phase, Schedule, changeover_between, rounds_of


class State(StrEnum):
    """Where a session stands."""

    RUNNING = "running"
    SWAPPING = "swapping"
    PAUSED = "paused"
    ALARMING = "alarming"
    OVER = "over"
    STOPPED = "stopped"
    ABANDONED = "abandoned"

    @property
    def is_live(self) -> bool:
        """Whether something may still be on the skin, or sound."""
        return self in LIVE


LIVE = (State.RUNNING, State.SWAPPING, State.PAUSED, State.ALARMING)

OVERDUE_S = 5.0
"""A due instant found later than this was missed: the machine slept, or nobody kept the time."""

AGAIN_S = 10.0
"""Further than this into a phase, *back* means this phase again; before, the one before it."""

TAKE_BACK_S = 10.0
"""For so long after a skip *back* takes it back: the phase goes on where it was."""


class Session(Struct, frozen=True):
    """A session as its events left it. `reading.read` says what that means at a given moment."""

    started: ev.Started
    state: State
    at: Instant
    """When the last event happened."""

    t: float
    """The same, in seconds since the session started."""

    phases: Schedule
    """As planned, extensions and shortened phases included."""

    index: int
    """The phase that runs; while swapping, the one that ended."""

    since: float
    """When the present state began (t)."""

    stretches: tuple[Stretch, ...]
    run: int = 0
    """The first of the stretches that belong to the present turn of the phase: `back` begins another."""

    coming: int | None = None
    """While swapping: the phase that follows."""

    must_confirm: bool = False
    """While swapping: what follows waits for a person."""

    held: bool = False
    """While swapping: a pause, an overdue switch or a *back* came before, so that no pack may start by itself."""

    again: bool = False
    """While swapping: what follows is a phase again, granted only as far as caution allows."""

    skipped: int | None = None
    """While swapping: the phase whose skipping brought it here, which for a while can be taken back."""

    continues: bool = False
    """While swapping: the skip was taken back, and the phase that follows goes on where it was."""

    silenced: bool = False
    """A person silenced the repeats of this changeover."""

    answered: float = 0.0
    """When a person last acted (t)."""

    announced: Cue | None = None
    """The cue of the last announcement."""

    pain_before: int | None = None
    pain_after: int | None = None

    @property
    def id(self) -> str:
        """The session's id."""
        return self.started.session

    @property
    def phase(self) -> Phase:
        """The phase that runs, or that ended last."""
        return self.phases[self.index]

    @property
    def new_round(self) -> tuple[int, int] | None:
        """While swapping into another round: which, of how many; None where there is nothing to say of rounds."""
        if self.coming is None or self.phases[self.coming].round == self.phase.round:
            return None
        return self.phases[self.coming].round, rounds_of(self.phases)

    def t_at(self, now: Instant) -> float:
        """`now` in seconds since the start; never before the last event."""
        return self.t + max(0.0, now.since(self.at))

    def elapsed(self, t: float) -> float:
        """Seconds this turn of the phase has run up to `t`."""
        return sum(stretch.length(t) for stretch in self.stretches[self.run :])

    @property
    def heat_after_ice(self) -> bool:
        """While swapping: whether heat follows on skin that ice was the last to cool, which may be numb."""
        if self.coming is None or self.phases[self.coming].modality is not Modality.HEAT:
            return False
        packs = [stretch.modality for stretch in self.stretches if stretch.modality.is_pack]
        return packs[-1:] == [Modality.COLD]

    @property
    def skip_is_the_end(self) -> bool:
        """Whether nothing would follow a skip."""
        return (self.index if self.coming is None else self.coming) == len(self.phases) - 1

    @property
    def left_of_coming(self) -> float:
        """While swapping: seconds planned for what follows; only the rest of it where a skip was taken back."""
        assert self.coming is not None
        done = self.elapsed(self.t) if self.continues else 0.0
        return max(0.0, self.phases[self.coming].planned_s - done)

    def takes_back(self, t: float) -> int | None:
        """The phase whose skipping *back* takes back at `t`; None where it means a phase again."""
        return self.skipped if t - self.since <= TAKE_BACK_S else None

    def again_from(self, t: float) -> int:
        """The phase that *back* has begin again: the ended one while swapping, else this one, or early on the last."""
        if self.state is State.SWAPPING or self.elapsed(t) > AGAIN_S:
            return self.index
        return max(0, self.index - 1)

    def changeover_s(self) -> float:
        """Seconds planned for the present changeover."""
        assert self.coming is not None
        return changeover_between(self.phase, self.phases[self.coming], self.started.changeover_s)

    def allowance(self, modality: Modality, t: float, *, cautious: bool) -> float:
        """Seconds of `modality` left before the ceiling at `t`."""
        return allowance(self.application(modality, t, cautious=cautious), self.started.speed)

    def application(self, modality: Modality, t: float, *, cautious: bool) -> Application:
        """The application of `modality` that a pack put on at `t` would continue."""
        started = self.started
        return application(modality, self.stretches, t, carried=started.carried, cautious=cautious, speed=started.speed)
