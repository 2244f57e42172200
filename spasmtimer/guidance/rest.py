"""When a pack may go on again, and when somebody else should look at the back: the sentences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from ..schedule.dose import HEAT, RULES, Advice, Kind, Reason, packs_of, worn_in
from ..schedule.exposure import BUDGET_S, CEILING_S
from ..schedule.phases import PACKS, Modality
from ..schedule.session import Session
from ..schedule.trend import Reason as See
from ..schedule.trend import is_worse
from .words import PACKS as NAMES
from .words import spoken

SKIN = "Leave the skin alone until it looks and feels normal."

NO_BETTER = "No better after a week or two? See a professional. More sessions are unlikely to be the answer."

SEE = {
    See.WORSE: "Pain went up by 2 or more. Skip this preset today; if it happens again, see a professional.",
    See.NO_GAIN: NO_BETTER,
    See.LONG: NO_BETTER,
}
"""Why somebody else should look at it."""

SPACED = "recurring"
"""The preset that is the first half of contrast the gentler way (docs/sources.md, S6)."""


def early(advice: Advice, until: datetime, now: datetime) -> str:
    """Why a session should not begin yet, and until when to wait; `until` as the clock will show it then."""
    return f"{_why(advice.reason)} {resting(until, now)}"


def resting(until: datetime, now: datetime) -> str:
    """Until when to wait, while nothing else is to be said."""
    return f"Let the skin rest until {later_time(until, now)}."


def afterwards(session: Session, until: datetime | None, now: datetime) -> list[str]:
    """After this session, a line for each: when a pack may go on again, and how to go on. Nothing where none was on."""
    if session.started.rehearsal or not worn_in(session, session.at):
        return []
    return [line for line in (nothing_before(until, now), gentler(session, until, now)) if line]


def nothing_before(until: datetime | None, now: datetime) -> str:
    """What to do after a session."""
    if until is None:
        return SKIN
    return f"Nothing more before {later_time(until, now)}, and not before the skin looks and feels normal."


def gentler(session: Session, until: datetime | None, now: datetime) -> str:
    """After heat alone: how to go on to contrast the gentler way, hours later. Else nothing, as after more pain."""
    is_half = session.started.preset == SPACED and packs_of(worn_in(session, session.at)) == HEAT
    if until is None or not is_half or is_worse(session.pain_before, session.pain_after):
        return ""
    return f"Contrast, the gentler way: ice for 15 minutes, not before {later_time(until, now)}."


def see_somebody(found: Iterable[See]) -> list[str]:
    """A line for each reason, none twice."""
    return list(dict.fromkeys(SEE[reason] for reason in found))


def later_time(at: datetime, now: datetime) -> str:
    """A coming moment, not a second too early: `15:10`, `tomorrow 09:15`; further off, with its date."""
    shown = at if at.second == at.microsecond == 0 else at.replace(second=0, microsecond=0) + timedelta(minutes=1)
    days = (shown.date() - now.date()).days
    day = ("", "tomorrow ")[days] if days in (0, 1) else f"{shown:%Y-%m-%d} "
    return f"{day}{shown:%H:%M}"


def _why(reason: Reason) -> str:
    packs = _named(reason.packs)
    when = f"{spoken(reason.off_s)} ago" if reason.off_s >= 1 else "a moment ago"
    if reason.kind is Kind.REST:
        doubt = f"{packs} may have been on until {when}." if reason.off_s >= 1 else f"{packs} may still be on."
        return f"{packs} came off {when}." if reason.sure else doubt
    if reason.kind is Kind.CEILING:
        return f"{packs} came off {when}, and {spoken(CEILING_S)} in one go is the most."
    if reason.kind is Kind.CAP:
        most = next(rule.most for rule in RULES if rule.packs == reason.packs)
        sessions = "One session" if most == 1 else f"{most} sessions"
        return f"{sessions} of {packs.lower()} within 24 hours {'is' if most == 1 else 'are'} enough."
    comes = "may come" if reason.kind is Kind.DOUBT else "comes"
    total, budget = spoken(reason.total_s), spoken(BUDGET_S)
    return f"With this session {packs.lower()} {comes} to {total} within 24 hours; {budget} is the most."


def _named(packs: frozenset[Modality]) -> str:
    return " and ".join(NAMES[pack] for pack in PACKS if pack in packs).capitalize()
