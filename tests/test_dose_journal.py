"""The rest rules on real journals: across midnight, changes of the clocks, reboots, and journals of years."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from spasmtimer.clock import SystemClock
from spasmtimer.control import TooSoon
from spasmtimer.journal.history import lately, outcomes
from spasmtimer.journal.store import Journal
from spasmtimer.past import Past
from spasmtimer.schedule import events as ev
from spasmtimer.schedule.dose import too_soon
from spasmtimer.schedule.instant import Instant
from spasmtimer.schedule.notation import parse
from spasmtimer.schedule.trend import Outcome
from tests.journal.living import User, living

if TYPE_CHECKING:
    from spasmtimer.schedule.session import Session

MINUTE, HOUR, DAY = 60.0, 3600.0, 24 * 3600.0
WINTER, SUMMER = timezone(timedelta(hours=1)), timezone(timedelta(hours=2))
COLD_15 = parse("cold 15m")


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[User]:
    """Folders of the test's own."""
    yield from living(tmp_path, monkeypatch)


@pytest.fixture
def journal(user: User) -> Iterator[Journal]:
    with closing(Journal(user.journal)) as journal:
        yield journal


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine's clock hangs in Berlin."""
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@dataclass
class Standing(SystemClock):
    """The system's clock, stopped at a moment."""

    at: Instant

    def now(self) -> Instant:
        return self.at


def moment(wall: datetime, *, boot: str = "boot-1", clock: float | None = None) -> Instant:
    """An instant whose session clock is right, unless it is said otherwise."""
    return Instant(wall, wall.timestamp() - 1.7e9 if clock is None else clock, boot)


def wear(journal: Journal, off: Instant, text: str = "cold 15m", *, session: str = "past", doubt: float = 0.0) -> None:
    """A session whose last pack's end was announced at `off`, and answered so much later."""
    length = sum(phase.planned_s for phase in parse(text))
    events: list[ev.Event] = [ev.Started(off.plus(-length), session, text, "Your own", parse(text))]
    t = -length
    for phase in parse(text):
        t += phase.planned_s
        events += [ev.PhaseEnded(off.plus(t), due=off.plus(t)), ev.Confirmed(off.plus(t))]
    tell(journal, *events[:-1], ev.Acknowledged(off.plus(doubt)))


def tell(journal: Journal, *events: ev.Event) -> None:
    """Write what happened."""
    journal.append(lambda latest: events)


def said(journal: Journal, now: Instant, text: str = "cold 15m") -> str:
    """What a start would be answered at this moment; empty where it may begin."""
    past = Past(journal, cast("SystemClock", Standing(now)))
    try:
        past.refuse_early(parse(text), now, anyway=False)
    except TooSoon as early:
        return str(early)
    return ""


def test_across_midnight(journal: Journal, berlin: None) -> None:
    """The rest goes on through midnight, and the hour that is told is of the day that it is then."""
    off = datetime(2026, 1, 10, 23, 40, tzinfo=WINTER)
    wear(journal, moment(off))

    assert said(journal, moment(off + timedelta(minutes=10))) == (
        "Ice came off 10 min ago. Let the skin rest until tomorrow 01:40."
    )
    assert said(journal, moment(off + timedelta(minutes=25))) == (
        "Ice came off 25 min ago. Let the skin rest until 01:40."
    )
    assert said(journal, moment(off + timedelta(minutes=119)))
    assert said(journal, moment(off + timedelta(minutes=120))) == ""


CHANGES = [
    # the night, before and after it, when ice came off, until when to rest by the clock of that night
    ("spring", datetime(2026, 3, 29, 1, 30, tzinfo=WINTER), SUMMER, "04:30"),
    ("autumn", datetime(2026, 10, 25, 1, 30, tzinfo=SUMMER), WINTER, "02:30"),
]


@pytest.mark.parametrize(("night", "off", "zone", "until"), CHANGES)
def test_across_a_change_of_the_clocks(
    journal: Journal, berlin: None, night: str, off: datetime, zone: timezone, until: str
) -> None:
    """Two hours are two hours, also where the clock on the wall shows one or three; and its own hour is told."""
    wear(journal, moment(off))

    assert said(journal, moment(off + timedelta(minutes=5))).endswith(f"rest until {until}.")
    for minutes, rests in ((61, True), (119, True), (120, False), (181, False)):
        now = (off.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(zone)
        for boot in ("boot-1", "boot-2"):
            assert bool(said(journal, moment(now, boot=boot))) is rests, (minutes, boot)


@pytest.mark.parametrize(("night", "off", "zone", "until"), CHANGES)
def test_a_day_is_24_hours_also_when_the_clocks_change(
    journal: Journal, berlin: None, night: str, off: datetime, zone: timezone, until: str
) -> None:
    """Contrast may begin again 24 hours after it began: by the wall an hour earlier or later than the day before."""
    begun = off - timedelta(hours=20)
    wear(journal, moment(begun + timedelta(minutes=20)), "heat 10m, cold 10m")
    may = (begun.astimezone(UTC) + timedelta(hours=24)).astimezone(zone)

    assert f"until {may:%H:%M}." in said(journal, moment(may - timedelta(minutes=30)), "heat 10m, cold 10m")
    assert said(journal, moment(may), "heat 10m, cold 10m") == ""


def test_across_a_reboot(journal: Journal) -> None:
    """After a reboot the session clock begins anew and the wall clock tells how long it was."""
    off = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
    wear(journal, moment(off, clock=90000.0))

    for minutes, rests in ((119, True), (120, False)):
        now = moment(off + timedelta(minutes=minutes), boot="boot-2", clock=33.0)
        assert bool(said(journal, now)) is rests


def test_a_wall_clock_that_was_set_neither_shortens_nor_lengthens_a_rest(journal: Journal) -> None:
    """Within a boot the session clock counts, however far the wall clock was moved."""
    off = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
    wear(journal, moment(off, clock=1000.0))

    for moved in (timedelta(days=-400), timedelta(hours=-3), timedelta(hours=3), timedelta(days=400)):
        assert said(journal, moment(off + moved, clock=1000.0 + 7199))
        assert said(journal, moment(off + moved, clock=1000.0 + 7200)) == ""


def test_unconfirmed_minutes_lengthen_the_rest(journal: Journal, berlin: None) -> None:
    """The rest begins when a person answered, and the sentence does not say that it came off then."""
    off = datetime(2026, 1, 10, 12, 0, tzinfo=WINTER)
    wear(journal, moment(off), doubt=20 * MINUTE)

    assert said(journal, moment(off + timedelta(minutes=45)), "heat 20m") == (
        "Ice may have been on until 25 min ago. Let the skin rest until 14:20."
    )


def test_a_false_start_hides_nothing(journal: Journal) -> None:
    """However many false starts came after it, the real session is found and bars the next."""
    off = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
    wear(journal, moment(off), "heat 20m")
    for number in range(60):
        at = moment(off + timedelta(minutes=20, seconds=30 * number))
        first = ev.Started(at, f"f{number}", "cold 15m", "Your own", COLD_15)
        tell(journal, first, ev.Stopped(at.plus(5)))

    assert said(journal, moment(off + timedelta(minutes=60)), "cold 5m").startswith("Heat came off 1 h ago.")


def test_what_is_left_out_is_never_missed(journal: Journal) -> None:
    """The few sessions that are read give the same answer as all of them, at every hour and across boots."""
    begun = datetime(2026, 10, 22, 4, 0, tzinfo=SUMMER)
    texts = ("cold 15m", "heat 20m", "heat 20m, cold 20m, x3", "cold 5m", "heat 10m, rest 10m, heat 10m")
    for number in range(40):
        off = begun + timedelta(hours=3.7 * number)
        boot = f"boot-{number // 7}"
        wear(journal, moment(off, boot=boot), texts[number % 5], session=f"s{number}", doubt=400.0 * (number % 3))
    everything = _everything(journal)
    for number in range(40 * 4):
        wall = (begun + timedelta(hours=0.9 * number)).astimezone(WINTER)
        now = moment(wall, boot=f"boot-{number // 28}")
        known = [each for each in everything if now.since(each.started.at) >= 0]
        few = [each for each in lately(journal, now) if now.since(each.started.at) >= 0]
        for text in texts:
            assert too_soon(parse(text), few, now) == too_soon(parse(text), known, now)


def test_only_the_last_day_is_read(journal: Journal) -> None:
    """Of a journal of years only what still counts is replayed: rehearsals and older sessions are not."""
    off = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
    for number in range(30):
        wear(journal, moment(off - timedelta(hours=6 * (30 - number))), session=f"s{number}")
    first = ev.Started(moment(off), "r", "cold 15m", "Your own", COLD_15, rehearsal=True)
    tell(journal, first, ev.Stopped(moment(off)))

    assert [session.id for session in lately(journal, moment(off))] == ["s26", "s27", "s28", "s29"]


def test_outcomes_are_of_one_preset_and_rated_twice(journal: Journal) -> None:
    """What a preset did to the pain: only its own sessions, and only those whose two numbers are known."""
    off = moment(datetime(2026, 11, 22, 15, 0, tzinfo=UTC))
    pains = {"both": (6, 4), "one": (6, None), "none": (None, None)}
    for preset in ("recurring", "new-injury"):
        for name, (before, after) in pains.items():
            first = ev.Started(off, f"{preset}-{name}", preset, "Title", COLD_15, pain=before)
            rated = [] if after is None else [ev.Rated(off.plus(200), after, after=True)]
            tell(journal, first, ev.Stopped(off.plus(100)), *rated)

    assert outcomes(journal, "recurring") == [Outcome(off, 6, 4)]


def _everything(journal: Journal) -> list[Session]:
    found = [journal.replayed(journal.entries(session)) for session in journal.sessions()]
    return [session for session in found if session is not None]
