"""How long heat or cold was on the skin, and how much longer it may be.

An *application* is all the minutes of one modality with less than ten minutes off between them. Two readings of the
same record are needed. What was *known* to be on is what a session reports, and what lets a planned phase begin, since
a person confirms that beginning. What *may* have been on, up to the first human act, is what caution counts before it
grants anything beyond the plan: an extension, a phase again, another session.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from .events import Carried
from .phases import PACKS, Modality, Schedule

CEILING_S = 20 * 60.0
"""Longest application of heat or of cold. NHS leaflets give 10 to 20 minutes for cold and 10 to 30 for heat;
this is within both (docs/sources.md, S1 to S8)."""

OFF_S = 10 * 60.0
"""Off time that ends an application: ten minutes on, ten off is the best supported interval (docs/sources.md, S11)."""

BUDGET_S = 80 * 60.0
"""Most of one modality within 24 hours: four times 20 minutes. Ours: no source gives a number (docs/sources.md)."""

WORTHWHILE_S = 60.0
"""A phase shorter than this is not worth putting a pack on for."""

TOLERANCE_S = 1e-6
"""Sums of floating seconds may miss a limit by less than this."""


class Stretch(Struct, frozen=True):
    """One unbroken time in which a phase ran, in seconds since the session started."""

    index: int
    """Which phase."""

    modality: Modality
    on: float
    off: float | None = None
    """When its end was announced or commanded; None while it runs."""

    sure_off: float | None = None
    """From when on it is known to be off: a person acted, or the session's books were closed. None until then."""

    def length(self, t: float) -> float:
        """Seconds it ran up to `t`."""
        return max(0.0, (t if self.off is None else self.off) - self.on)


def exposure(stretches: Iterable[Stretch], t: float) -> dict[Modality, float]:
    """Known seconds of each pack up to `t`."""
    total = dict.fromkeys(PACKS, 0.0)
    for stretch in stretches:
        if stretch.modality in total:
            total[stretch.modality] += stretch.length(t)
    return total


def unconfirmed(stretches: Iterable[Stretch], t: float) -> float:
    """Seconds up to `t` in which a pack may have been on unknown to the session; overlaps count once."""
    spans = sorted(
        (stretch.off, t if stretch.sure_off is None else stretch.sure_off)
        for stretch in stretches
        if stretch.modality.is_pack and stretch.off is not None
    )
    total, reached = 0.0, 0.0
    for start, end in spans:
        total += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    return total


class Application(Struct, frozen=True):
    """The latest application of one modality."""

    used_s: float
    """Seconds on."""

    off_s: float
    """Seconds off since; 0 while it is on."""


def application(
    modality: Modality,
    stretches: Sequence[Stretch],
    t: float,
    *,
    carried: Sequence[Carried] = (),
    cautious: bool,
    speed: float = 1.0,
) -> Application:
    """The application that a pack put on at `t` would continue; nothing used once it has been off long enough.

    `cautious` counts the time in which the pack may have been on. In a rehearsal everything is `speed` times shorter.
    """
    used, off = 0.0, float("-inf")
    for earlier in carried:
        if earlier.modality is modality:
            used, off = earlier.used_s / speed, -earlier.off_s / speed
    for stretch in stretches:
        if stretch.modality is not modality:
            continue
        if stretch.on - off >= OFF_S / speed - TOLERANCE_S:
            used = 0.0
        end = _end(stretch, t, cautious=cautious)
        used += max(0.0, end - max(stretch.on, off))
        off = max(off, end)
    since = max(0.0, t - off)
    return Application(0.0, since) if since >= OFF_S / speed - TOLERANCE_S else Application(used, since)


def allowance(used: Application, speed: float = 1.0) -> float:
    """Seconds that a modality may still be on; negative when it was on for longer than it should have been."""
    return CEILING_S / speed - used.used_s


def _end(stretch: Stretch, t: float, *, cautious: bool) -> float:
    if stretch.off is None:
        return t
    if cautious:
        return t if stretch.sure_off is None else stretch.sure_off
    return stretch.off


class Excess(Struct, frozen=True):
    """Where a schedule would keep one modality on for too long."""

    modality: Modality
    total_s: float
    """Seconds that the application would come to."""

    carried: bool
    """Whether an earlier session is part of it."""


def excess(schedule: Schedule, carried: Sequence[Carried] = ()) -> Excess | None:
    """The first application of the schedule beyond the ceiling, or None.

    Only planned phases count as time off: a changeover may be quick.
    """
    for modality in PACKS:
        used, off, inherited = 0.0, float("inf"), False
        for earlier in carried:
            if earlier.modality is modality:
                used, off, inherited = earlier.used_s, earlier.off_s, True
        for phase in schedule:
            if phase.modality is not modality:
                off += phase.planned_s
                continue
            if off >= OFF_S:
                used, inherited = 0.0, False
            used, off = used + phase.planned_s, 0.0
            if used > CEILING_S + TOLERANCE_S:
                return Excess(modality, used, inherited)
    return None


def trimmed(schedule: Schedule, over: Excess) -> Schedule:
    """The schedule with its first phase of that modality shorter by what is too much."""
    number = next(index for index, phase in enumerate(schedule) if phase.modality is over.modality)
    phase = schedule[number]
    shorter = replace(phase, planned_s=max(1.0, phase.planned_s - (over.total_s - CEILING_S)))
    return (*schedule[:number], shorter, *schedule[number + 1 :])
