"""When the skin has rested enough: rests, caps and budgets, measured back from now."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from spasmtimer.schedule import events as ev
from spasmtimer.schedule.dose import COLD, HEAT, RULES, SLACK_S, Advice, Kind, packs_of, rest_s, too_soon, worn_in
from spasmtimer.schedule.exposure import BUDGET_S
from spasmtimer.schedule.instant import Instant
from spasmtimer.schedule.notation import parse
from spasmtimer.schedule.phases import PACKS, Modality, Schedule
from spasmtimer.schedule.presets import PRESETS, Refused, check
from spasmtimer.schedule.session import Session, State
from spasmtimer.schedule.transitions import apply, replay

from .helpers import CONTRAST, at, started, story

MINUTE, HOUR, DAY = 60.0, 3600.0, 24 * 3600.0
COLD_15, HEAT_20 = parse("cold 15m"), parse("heat 20m")


def wore(text: str, begun: float, *, unanswered: float = 0.0) -> Session:
    """A session that ran through its phases, each swap confirmed at once; its end answered so much later."""
    session, t = replay([_first(text, begun)]), begun
    for phase in parse(text):
        t += phase.planned_s
        session = apply(session, ev.PhaseEnded(at(t), due=at(t)))
        if session.state is State.SWAPPING:
            session = apply(session, ev.Confirmed(at(t)))
    return apply(session, ev.Acknowledged(at(t + unanswered)))


def stopped(text: str, begun: float, on_s: float) -> Session:
    """A session that was stopped after so many seconds."""
    return replay([_first(text, begun), ev.Stopped(at(begun + on_s))])


def _first(text: str, begun: float) -> ev.Started:
    return replace(started(text), at=at(begun))


def advice(text: str, past: list[Session], t: float) -> Advice:
    found = too_soon(parse(text), past, at(t))
    assert found
    return found


RESTS = [
    # what was on, when it came off (minutes), rest after it (hours)
    ("cold 15m", 15, 2),
    ("heat 20m", 20, 2),
    ("cold 10m, rest 10m, cold 10m", 30, 2),
    ("heat 5m, rest 10m, heat 5m", 20, 2),
    ("heat 20m, cold 15m", 35, 4),
    (CONTRAST, 120, 4),
]


@pytest.mark.parametrize("wanted", ["cold 5m", "heat 5m"])
@pytest.mark.parametrize(("text", "off", "hours"), RESTS)
def test_the_skin_rests_by_what_was_on_it(text: str, off: float, hours: float, wanted: str) -> None:
    """Two hours after ice or heat, four after both, from when the pack came off; whatever comes next, has to wait."""
    past, over = [wore(text, 0)], off * MINUTE
    early = advice(wanted, past, over + 25 * MINUTE)

    assert early.reason.kind is Kind.REST
    assert early.wait_s == pytest.approx(hours * HOUR - 25 * MINUTE)
    assert early.reason.off_s == pytest.approx(25 * MINUTE)
    assert not early.is_final
    assert too_soon(parse(wanted), past, at(over + hours * HOUR - 1))
    assert too_soon(parse(wanted), past, at(over + hours * HOUR)) is None


def test_contrast_that_was_stopped_after_its_heat_was_heat() -> None:
    """What was planned does not count, only what was on the skin."""
    past = [stopped(CONTRAST, 0, 15 * MINUTE)]

    assert packs_of(worn_in(past[0], at(DAY))) == HEAT
    assert advice("cold 15m", past, 20 * MINUTE).wait_s == pytest.approx(2 * HOUR - 5 * MINUTE)


def test_a_pack_that_was_hardly_on_is_none() -> None:
    """Ten seconds of ice after twenty minutes of heat make no session of both; but the rest begins after them."""
    told = story("heat 20m, cold 20m").go(1200)
    told.take(ev.Confirmed(told.now)).sleep(1210).take(ev.Stopped(told.now))

    assert packs_of(worn_in(told.session, told.now)) == HEAT
    assert advice("heat 5m", [told.session], 1210).wait_s == pytest.approx(2 * HOUR)


@pytest.mark.parametrize(("on_s", "rests"), [(8, False), (59, False), (61, True)])
def test_a_false_start_asks_for_no_rest(on_s: float, rests: bool) -> None:
    """A session stopped within its first minute neither bars the next nor counts as one of four; its seconds count."""
    past = [stopped("cold 15m", number * 100.0, on_s) for number in range(6)]

    assert (rest_s(past, at(700)) > 0) is rests
    found = too_soon(COLD_15, past, at(8 * HOUR))
    assert (found.reason.kind if found else None) == (Kind.CAP if rests else None)


@pytest.mark.parametrize(
    ("text", "most", "apart"), [("cold 15m", 4, 2.5), ("heat 10m", 3, 2.5), ("heat 10m, cold 10m", 1, 5)]
)
def test_so_many_sessions_may_begin_within_24_hours(text: str, most: int, apart: float) -> None:
    """Four of ice, three of heat, one of both; the next may begin 24 hours after the oldest of them began."""
    past = [wore(text, number * apart * HOUR) for number in range(most)]
    then = most * apart * HOUR + HOUR
    assert too_soon(parse(text), past[1:], at(then)) is None
    early = advice(text, past, then)

    assert early.reason.kind is Kind.CAP
    assert early.wait_s == pytest.approx(DAY - then)
    assert not early.is_final
    assert too_soon(parse(text), past, at(DAY)) is None


def test_both_in_turn_counts_as_each() -> None:
    """A session of both is one of heat and one of ice, too."""
    past = [wore("heat 5m, cold 5m", 0), wore("heat 5m", 5 * HOUR), wore("heat 5m", 8 * HOUR)]

    assert advice("heat 5m", past, 11 * HOUR).reason.kind is Kind.CAP
    assert too_soon(parse("cold 5m"), past, at(11 * HOUR)) is None


def test_the_budget_is_80_minutes_and_final() -> None:
    """A session that would bring a modality above 80 minutes in 24 hours is refused until enough of them are past."""
    past = [wore(CONTRAST, 0)]
    assert too_soon(HEAT_20, past, at(7 * HOUR)) is None
    past.append(wore("heat 20m", 7 * HOUR))
    early = advice("heat 20m", past, 10 * HOUR)

    assert (early.reason.kind, early.is_final) == (Kind.BUDGET, True)
    assert early.reason.packs == HEAT
    assert early.reason.total_s == pytest.approx(100 * MINUTE)
    assert early.wait_s == pytest.approx(DAY - 10 * HOUR - SLACK_S), "the old minutes go as the new ones come"
    assert too_soon(COLD_15, past, at(10 * HOUR)) is None, "ice has its own"


def test_announcements_that_come_late_do_not_pass_the_budget() -> None:
    """Four times twenty minutes, each a second longer because its end was announced late, are within the budget."""
    past = [stopped("cold 20m", number * 3 * HOUR, 20 * MINUTE + 1) for number in range(3)]

    assert too_soon(parse("cold 20m"), past, at(9 * HOUR)) is None
    assert advice("cold 20m, rest 10m, cold 3m", past, 9 * HOUR).reason.kind is Kind.BUDGET


def test_the_same_every_day_is_never_more_than_the_first_day() -> None:
    """What was on a day ago falls out of the budget as the session goes on: the same hour every day is allowed."""
    assert too_soon(parse(CONTRAST), [wore(CONTRAST, 0)], at(DAY)) is None
    assert advice(CONTRAST, [wore(CONTRAST, 0)], DAY - HOUR).reason.kind is Kind.BUDGET


def test_unconfirmed_minutes_count() -> None:
    """Rest and budget begin with the first human act; but a pack that may have been on is no refusal."""
    past = [wore("cold 20m", 0, unanswered=50 * MINUTE)]
    early = advice("cold 15m", past, 80 * MINUTE)
    assert early.wait_s > rest_s(past, at(80 * MINUTE))
    assert rest_s(past, at(80 * MINUTE)) == pytest.approx(2 * HOUR - 10 * MINUTE)

    later = advice("cold 15m", past, 4 * HOUR)
    assert (later.reason.kind, later.is_final) == (Kind.DOUBT, False)
    assert later.reason.total_s == pytest.approx(85 * MINUTE)
    assert too_soon(parse("cold 10m"), past, at(4 * HOUR)) is None


def test_a_night_that_nobody_knows_of_is_asked_about() -> None:
    """Slept through, ice may have been on for nine hours: rest begins in the morning, and a person may know better."""
    told = story("cold 15m").sleep(9 * HOUR).catch_up()
    assert told.session.state == "abandoned"
    early = advice("cold 15m", [told.session], 9 * HOUR + 15 * MINUTE)

    assert early.reason.kind is Kind.DOUBT
    assert not early.is_final
    assert early.wait_s > 15 * HOUR


def test_a_night_that_nobody_has_written_down_yet_is_the_same() -> None:
    """A session that time has long ended, and no timekeeper, is as unknown as one that was given up in writing."""
    slept = story("cold 15m").sleep(9 * HOUR)
    assert slept.session.state == "running"
    before = too_soon(parse("rest 10m, cold 15m"), [slept.session], slept.now)

    assert before
    assert before.reason.kind is Kind.DOUBT
    assert before == too_soon(parse("rest 10m, cold 15m"), [slept.catch_up().session], slept.now)


def test_an_alarm_that_still_rings_has_its_pack_on() -> None:
    """Until somebody answers, the rest has not begun."""
    told = story("cold 15m").go(900 + 300)

    assert rest_s([told.session], told.now) == pytest.approx(2 * HOUR)


def test_the_ceiling_is_final() -> None:
    """Where twenty minutes in one go would be passed no person can override it; the wait is that of all rules."""
    early = advice("cold 15m", [wore("cold 15m", 0)], 16 * MINUTE)

    assert (early.reason.kind, early.is_final) == (Kind.CEILING, True)
    assert early.wait_s == pytest.approx(2 * HOUR - MINUTE)
    assert advice("heat 15m", [wore("cold 15m", 0)], 16 * MINUTE).reason.kind is Kind.REST


def test_a_schedule_without_packs_is_never_too_soon() -> None:
    """Stretching is no dose."""
    assert too_soon(parse("move 10m, rest 5m"), [wore(CONTRAST, 0)], at(2 * HOUR)) is None


def test_a_rehearsal_is_no_dose() -> None:
    """What was rehearsed was never on the skin."""
    told = story("cold 15m", speed=60.0).go(30)

    assert too_soon(COLD_15, [told.session], told.now) is None


def test_no_preset_is_above_its_own_budget() -> None:
    """Each preset fits into an empty day; a schedule above 80 minutes of one modality is refused by itself."""
    for preset in PRESETS:
        check(preset.schedule)
        assert too_soon(preset.schedule, [], at(0)) is None
    check(parse("cold 20m, rest 10m, x4"))
    with pytest.raises(Refused, match="100 minutes in all; 80 in 24 hours"):
        check(parse("cold 20m, rest 10m, x5"))


def test_another_boot_and_a_wall_clock_that_was_set_change_nothing() -> None:
    """Within a boot the session clock counts, across boots the wall clock; offsets of the wall clock mean nothing."""
    past = [wore("cold 15m", 0)]
    for t in (HOUR, 2 * HOUR + 900, 3 * HOUR):
        here = too_soon(COLD_15, past, at(t))
        set_wall = too_soon(COLD_15, past, at(t, wall_moved=-5 * DAY))
        rebooted = too_soon(COLD_15, past, at(t, boot="boot-2", clock_moved=-4000))
        assert (here is None) == (set_wall is None) == (rebooted is None)
        assert here is None or here.wait_s == pytest.approx(rebooted.wait_s if rebooted else -1)


def test_a_clock_that_was_days_ahead_bars_nothing_for_days() -> None:
    """A session that another boot dated a week ahead is left out: else its rest would last until then."""
    ahead = [wore("cold 15m", 7 * DAY)]

    assert too_soon(COLD_15, ahead, at(0, boot="boot-2")) is None


# Laws for every past

TEXTS = ("cold 15m", "heat 20m", "cold 10m, rest 10m, cold 10m", "heat 20m, cold 20m", CONTRAST, "cold 5m", "heat 30s")
pasts = st.lists(
    st.builds(
        lambda text, begun, unanswered: wore(text, begun, unanswered=unanswered),
        st.sampled_from(TEXTS),
        st.integers(0, int(2 * DAY)),
        st.sampled_from((0.0, 20.0, 1800.0)),
    ),
    max_size=6,
)
NOW = at(2 * DAY + 3 * HOUR)
wanted = st.sampled_from(TEXTS).map(parse)


@given(pasts, st.integers(0, 6), wanted)
def test_a_longer_past_never_allows_earlier(past: list[Session], some: int, schedule: Schedule) -> None:
    """Whatever else there was before, one may not begin sooner for it, and what is final stays so."""
    less, more = too_soon(schedule, past[:some], NOW), too_soon(schedule, past, NOW)
    if less is not None:
        assert more
        assert more.wait_s >= less.wait_s - 1e-3
        assert more.is_final or not less.is_final


@given(pasts, wanted)
def test_who_waits_is_asked_nothing_more(past: list[Session], schedule: Schedule) -> None:
    """At the time that was told all rules allow it, and just before not all of them did."""
    early = too_soon(schedule, past, NOW)
    if early is not None:
        assert too_soon(schedule, past, NOW.plus(early.wait_s + 0.01)) is None
        assert too_soon(schedule, past, NOW.plus(early.wait_s - 0.01))


@given(pasts, wanted)
def test_after_a_day_everything_is_allowed(past: list[Session], schedule: Schedule) -> None:
    """Nothing that ended more than 24 hours ago speaks against anything."""
    last = min((NOW.since(session.at) for session in past), default=DAY)

    assert too_soon(schedule, past, NOW.plus(max(0.0, DAY - last) + 0.01)) is None


@given(pasts, wanted)
def test_what_is_not_final_keeps_the_known_budget(past: list[Session], schedule: Schedule) -> None:
    """Wherever a person may go on all the same, no 24 hours come to more than 80 known minutes of a modality."""
    early = too_soon(schedule, past, NOW)
    if early is None or not early.is_final:
        for pack in PACKS:
            planned = sum(phase.planned_s for phase in schedule if phase.modality is pack)
            assert planned == 0 or _most_in_a_day(past, schedule, pack, NOW) <= BUDGET_S + SLACK_S + 1


def _most_in_a_day(past: list[Session], schedule: Schedule, pack: Modality, now: Instant) -> float:
    """Brute force: known seconds in the 24 hours before each end of a planned phase of this pack, overlaps once."""
    spans = [(span.on, span.off) for session in past for span in worn_in(session, now) if span.pack is pack]
    worst, begin = 0.0, 0.0
    for phase in schedule:
        end = begin + phase.planned_s
        if phase.modality is pack:
            spans.append((begin, end))
            cut = [(max(on, end - DAY), off) for on, off in spans if off > end - DAY]
            worst = max(worst, _covered(cut))
        begin = end
    return worst


def _covered(spans: list[tuple[float, float]]) -> float:
    total, reached = 0.0, float("-inf")
    for on, off in sorted(spans):
        total += max(0.0, off - max(on, reached))
        reached = max(reached, off)
    return total


def test_every_rule_has_its_source() -> None:
    """Each kind of session has one rule, and each says what it rests on."""
    assert [rule.packs for rule in RULES] == [COLD, HEAT, COLD | HEAT]
    assert all(rule.source for rule in RULES)
