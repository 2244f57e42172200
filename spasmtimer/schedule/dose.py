"""When the skin has rested enough for another session: rests, and how often and how long within 24 hours.

All is measured back from now, in seconds, and nothing knows of days: midnight and a change to summer time mean nothing
here. What *may* have been on counts as on. A rule gives a time to wait; the longest of them is the answer, so that
whoever waits for it is asked nothing more.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct

from .carry import FALSE_START_S, carried
from .due import owed
from .exposure import BUDGET_S, CEILING_S, OFF_S, TOLERANCE_S, Stretch, excess
from .instant import Instant
from .phases import PACKS, Modality, Schedule
from .session import Session
from .transitions import apply

DAY_S = 24 * 3600.0
"""How far back anything counts. It rolls: no day begins or ends."""

HOUR_S = 3600.0

SLACK_S = 60.0
"""Sessions that just fill the budget may pass it by this much: each switch is announced a little late."""


class Rule(Struct, frozen=True):
    """What a session with these packs asks for afterwards."""

    packs: frozenset[Modality]
    rest_s: float
    """From when the last pack came off until another session of whatever kind."""

    most: int
    """Sessions with all these packs that may begin within 24 hours."""

    source: str


COLD, HEAT = frozenset({Modality.COLD}), frozenset({Modality.HEAT})

RULES = (
    Rule(COLD, 2 * HOUR_S, 4, "every 2 to 3 hours: S2, S3, S4; four sessions are our own limit"),
    Rule(HEAT, 2 * HOUR_S, 3, "every 2 to 3 hours: S4; up to three times a day: S5"),
    Rule(COLD | HEAT, 4 * HOUR_S, 1, "our own, at the cautious end: no guideline knows of such a session"),
)
"""By what was really on the skin, not by the preset's name: a schedule of one's own is under the same rules."""


class Kind(StrEnum):
    """Which rule a session would break."""

    REST = "rest"
    CAP = "cap"
    DOUBT = "doubt"
    """The budget, if a pack was on for as long as it may have been."""

    BUDGET = "budget"
    """The budget, by the minutes that are known."""

    CEILING = "ceiling"
    """One application would be too long."""

    @property
    def is_final(self) -> bool:
        """Whether no person can override it. In doubt a person knows more than we do."""
        return self in (Kind.BUDGET, Kind.CEILING)


class Reason(Struct, frozen=True):
    """A rule that a session would break if it began now."""

    kind: Kind
    wait_s: float
    """How long until this rule allows it."""

    packs: frozenset[Modality]
    """REST: the pack that came off last. Else: what there was too much of."""

    off_s: float = 0.0
    """REST: how long ago it came off, or may have."""

    sure: bool = True
    """REST: whether it is known to have come off then."""

    total_s: float = 0.0
    """DOUBT and BUDGET: what it would come to within 24 hours, at the worst moment of the session."""


class Advice(Struct, frozen=True):
    """Why a session should not begin now, and when all rules would let it."""

    reason: Reason
    """The weightiest: one that is final, else the one that lasts longest."""

    wait_s: float
    """Until every rule allows it."""

    @property
    def is_final(self) -> bool:
        """Whether a person cannot override it."""
        return self.reason.kind.is_final


class Span(Struct, frozen=True):
    """An unbroken time with a pack on, in seconds from now: never above 0."""

    pack: Modality
    on: float
    off: float
    """When its end was announced or commanded."""

    sure_off: float
    """When it was off for sure; now, as long as nobody knows."""

    sure: bool
    """Whether it is known to have come off when it should."""


Worn = tuple[Span, ...]
"""What one session put on the skin, in order."""


def too_soon(schedule: Schedule, past: Iterable[Session], now: Instant) -> Advice | None:
    """Why this schedule should not begin now; None where nothing speaks against it.

    `past`: the sessions of at least the last 24 hours, in any order. A schedule without packs is never too soon.
    """
    planned = frozenset(phase.modality for phase in schedule if phase.modality.is_pack)
    if not planned:
        return None
    sessions = _real(past, now)
    worn = [worn_in(session, now) for session in sessions]
    found = [*_rests(worn), *_caps(planned, worn), *_budgets(schedule, worn), *_ceiling(schedule, sessions, now)]
    reasons = [reason for reason in found if reason.wait_s > TOLERANCE_S]
    if not reasons:
        return None
    weightiest = max(reasons, key=lambda reason: (reason.kind.is_final, reason.wait_s))
    return Advice(weightiest, max(reason.wait_s for reason in reasons))


def rest_s(past: Iterable[Session], now: Instant) -> float:
    """Seconds that the skin should still rest, whatever comes next; 0 where it has."""
    return max([0.0, *(reason.wait_s for reason in _rests([worn_in(each, now) for each in _real(past, now)]))])


def worn_in(session: Session, now: Instant) -> Worn:
    """When this session had which pack on, seen from `now`."""
    t = session.t_at(now)
    return tuple(_span(stretch, t) for stretch in session.stretches if stretch.modality.is_pack)


def _span(stretch: Stretch, t: float) -> Span:
    off = t if stretch.off is None else stretch.off
    sure_off = t if stretch.sure_off is None else stretch.sure_off
    sure = stretch.sure_off is not None and sure_off - off < FALSE_START_S
    return Span(stretch.modality, stretch.on - t, off - t, sure_off - t, sure)


def packs_of(worn: Worn) -> frozenset[Modality]:
    """The packs that were on for longer than a false start, or may have been."""
    return frozenset(pack for pack in PACKS if _total(_merged(worn, pack, cautious=True)) >= FALSE_START_S)


def _real(past: Iterable[Session], now: Instant) -> list[Session]:
    """Without rehearsals, and without what a clock that was far ahead once dated days into the future."""
    real = [session for session in past if not session.started.rehearsal]
    return [_settled(session, now) for session in real if now.since(session.started.at) > -DAY_S]


def _settled(session: Session, now: Instant) -> Session:
    """With what time owes it: where nobody has written yet that it was given up, its night is not known, either."""
    while (event := owed(session, now)) is not None:
        session = apply(session, event)
    return session


def _rests(past: Iterable[Worn]) -> Iterator[Reason]:
    for worn in past:
        packs = packs_of(worn)
        for rule in RULES:
            if rule.packs != packs:
                continue
            last = max(worn, key=lambda span: span.sure_off)
            wait_s = last.sure_off + rule.rest_s
            yield Reason(Kind.REST, wait_s, frozenset({last.pack}), off_s=-last.sure_off, sure=last.sure)


def _caps(planned: frozenset[Modality], past: Iterable[Worn]) -> Iterator[Reason]:
    begun = [(packs_of(worn), worn[0].on) for worn in past if worn]
    for rule in RULES:
        if not rule.packs <= planned:
            continue
        latest = sorted((on for packs, on in begun if rule.packs <= packs), reverse=True)
        if len(latest) >= rule.most:
            yield Reason(Kind.CAP, latest[rule.most - 1] + DAY_S, rule.packs)


def _budgets(schedule: Schedule, past: Iterable[Worn]) -> Iterator[Reason]:
    """At no moment of the session may the 24 hours before it hold more than the budget.

    As the session goes on, what was on a day ago falls out: the same session at the same hour every day is no more on
    any day than on the first.
    """
    spans = [span for worn in past for span in worn]
    for pack in PACKS:
        for kind in (Kind.BUDGET, Kind.DOUBT):
            merged = _merged(spans, pack, cautious=kind is Kind.DOUBT)
            if not merged:
                continue
            uses = list(_uses(schedule, pack))
            waits = [_since(merged, BUDGET_S + SLACK_S - used) - end + DAY_S for end, used in uses]
            totals = [_total(_after(merged, end - DAY_S)) + used for end, used in uses]
            worst = max(totals, default=0.0)
            yield Reason(kind, max(waits, default=-math.inf), frozenset({pack}), total_s=worst)


def _uses(schedule: Schedule, pack: Modality) -> Iterator[tuple[float, float]]:
    """When each phase with this pack ends, in seconds after the start, and for how long it was on by then."""
    end, used = 0.0, 0.0
    for phase in schedule:
        end += phase.planned_s
        if phase.modality is pack:
            used += phase.planned_s
            yield end, used


def _ceiling(schedule: Schedule, past: Iterable[Session], now: Instant) -> Iterator[Reason]:
    left = carried(past, now)
    over = excess(schedule, left)
    if over is not None and over.carried and over.total_s - CEILING_S > FALSE_START_S:
        off = next(earlier.off_s for earlier in left if earlier.modality is over.modality)
        yield Reason(Kind.CEILING, OFF_S - off, frozenset({over.modality}), off_s=off)


def _merged(spans: Iterable[Span], pack: Modality, *, cautious: bool) -> list[tuple[float, float]]:
    """When this pack was on, oldest first; what overlaps counts once."""
    merged: list[tuple[float, float]] = []
    for span in sorted((span for span in spans if span.pack is pack), key=lambda span: span.on):
        off = span.sure_off if cautious else span.off
        if merged and span.on <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], off))
        else:
            merged.append((span.on, off))
    return merged


def _total(spans: Iterable[tuple[float, float]]) -> float:
    return sum(off - on for on, off in spans)


def _after(spans: Iterable[tuple[float, float]], begin: float) -> Iterator[tuple[float, float]]:
    return ((max(on, begin), off) for on, off in spans if off > begin)


def _since(spans: list[tuple[float, float]], seconds: float) -> float:
    """Since when the pack was on for just so many seconds, counted back from now; minus infinity: never so many."""
    left = max(0.0, seconds)
    for on, off in reversed(spans):
        if off - on > left + TOLERANCE_S:
            return off - left
        left -= off - on
    return -math.inf
