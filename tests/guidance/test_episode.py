"""What a person has told, and where the pain stands by it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spasmtimer.guidance.days import coming_time
from spasmtimer.guidance.episode import (
    HEALTH_LASTS_S,
    HOUR_S,
    Advised,
    Episode,
    EpisodeBegan,
    EpisodeCorrected,
    EpisodeEnded,
    EpisodeReopened,
    Fact,
    HealthConfirmed,
    IllegalFact,
    Onset,
    Person,
    apply,
    began_at,
    health_is_due,
    of_last_episode,
    replay,
)
from spasmtimer.guidance.standing import Standing, in_short, in_words, standing, where_now
from spasmtimer.schedule.instant import Instant
from spasmtimer.schedule.phases import Modality
from tests.schedule.helpers import at

HEAT, COLD = Modality.HEAT, Modality.COLD
PROPERTY = settings(derandomize=True, deadline=None, database=None)


def hour(h: float, wall_moved: float = 0.0) -> Instant:
    """The instant so many hours after Sunday, 22 November 2026, 15:00."""
    return at(h * HOUR_S, wall_moved=wall_moved)


def began(**answers: bool) -> EpisodeBegan:
    return EpisodeBegan(hour(0), hour(0), **answers)


def after(h: float, **answers: bool) -> Standing:
    """Where an episode with these answers stands so many hours after it began."""
    return but((), h, **answers)


def but(barred: Collection[Modality], h: float, **answers: bool) -> Standing:
    """The same where something is barred."""
    return standing(Episode(began(**answers)), hour(h), frozenset(barred))


def line(h: float, **answers: bool) -> str:
    return in_words(after(h, **answers), hour(h).wall)


@pytest.mark.parametrize(
    ("answers", "hours", "modality", "preset"),
    [
        ("", 0, COLD, "new-injury"),
        ("", 47.9, COLD, "new-injury"),
        ("", 48, HEAT, "recurring"),
        ("", 500, HEAT, "recurring"),
        ("intense", 47.9, COLD, "new-injury"),
        ("intense", 48, HEAT, "recurring"),
        ("intense", 71.9, HEAT, "recurring"),
        ("intense", 72, HEAT, "contrast"),
        ("swollen", 0, COLD, "new-injury"),
        ("swollen", 60, COLD, "new-injury"),
        ("swollen", 100, COLD, "new-injury"),
        ("swollen intense", 100, COLD, "new-injury"),
        ("recurring", 0, HEAT, "recurring"),
        ("recurring intense", 0, HEAT, "contrast"),
        ("recurring swollen", 0, COLD, "new-injury"),
        ("intense leg", 100, HEAT, "recurring"),
        ("recurring intense leg", 0, HEAT, "recurring"),
    ],
)
def test_the_rows_of_the_table(answers: str, hours: float, modality: Modality, preset: str) -> None:
    """Ice for 48 hours and while it is swollen, then warmth; contrast from 72 hours on if intense and in no leg."""
    found = after(hours, **dict.fromkeys(answers.split(), True))

    assert (found.modality, found.preset) == (modality, preset)


@pytest.mark.parametrize(
    ("answers", "hours", "barred", "preset"),
    [
        ("", 10, (COLD,), "recurring"),
        ("swollen", 10, (COLD,), None),
        ("swollen", 60, (COLD,), None),
        ("swollen", 100, (COLD,), None),
        ("", 60, (HEAT,), "new-injury"),
        ("intense", 100, (HEAT,), "new-injury"),
        ("intense", 100, (COLD,), "recurring"),
        ("", 60, (HEAT, COLD), None),
        ("", 10, (HEAT, COLD), None),
    ],
)
def test_what_is_barred_is_never_suggested(
    answers: str, hours: float, barred: tuple[Modality, ...], preset: str | None
) -> None:
    """The other pack stands in, never warmth on a swelling; contrast needs both; with neither there is no preset."""
    found = but(barred, hours, **dict.fromkeys(answers.split(), True))

    assert found.preset == preset
    assert found.modality not in barred
    assert HEAT not in barred or found.warm_at is None


@pytest.mark.parametrize(
    ("answers", "hours", "words", "short"),
    [
        ("", 0.5, "Just begun: ice. Warmth from Tuesday 15:00.", "0 h: ice. Warmth Tuesday 15:00."),
        ("", 1, "1 hour in: ice. Warmth from Tuesday 15:00.", "1 h: ice. Warmth Tuesday 15:00."),
        ("", 31, "31 hours in: ice. Warmth from Tuesday 15:00.", "31 h: ice. Warmth Tuesday 15:00."),
        ("", 40, "40 hours in: ice. Warmth from 15:00.", "40 h: ice. Warmth 15:00."),
        ("", 50, "50 hours in: warmth.", "50 h: warmth."),
        ("intense", 50, "50 hours in: warmth. Contrast from Wednesday 15:00.", "50 h: warmth."),
        ("intense", 80, "3 days in: contrast, or warmth alone.", "3 days: contrast."),
        (
            "swollen",
            31,
            "31 hours in: ice. Warmth once the swelling has gone, from Tuesday 15:00.",
            "31 h: ice while swollen.",
        ),
        ("swollen", 50, "50 hours in: ice. Warmth once the swelling has gone.", "50 h: ice while swollen."),
        (
            "swollen",
            80,
            "3 days in: ice. Still swollen? See a professional.",
            "3 days: ice. Get it checked.",
        ),
        ("", 15 * 24, "15 days in: warmth. No better? See a professional.", "15 days: warmth. Get it checked."),
        ("recurring", 5, "Recurring pain: warmth.", "Recurring: warmth."),
    ],
)
def test_the_words(answers: str, hours: float, words: str, short: str) -> None:
    """The line says how long it has been, what now, and what next from when; the short one fits in 38 columns."""
    given_answers = dict.fromkeys(answers.split(), True)

    assert line(hours, **given_answers) == words
    assert in_short(after(hours, **given_answers), hour(hours).wall) == short


@PROPERTY
@given(
    st.floats(0, 9000), st.booleans(), st.booleans(), st.booleans(), st.booleans(), st.sets(st.sampled_from(Modality))
)
@example(9000, False, True, True, False, set())
@example(47, True, True, False, False, set())
@example(47, False, False, False, False, {HEAT, COLD})
def test_every_standing_has_words_that_fit(
    h: float, swollen: bool, intense: bool, recurring: bool, leg: bool, barred: set[Modality]
) -> None:
    """Whatever was told, the long line fits in 78 columns and the short one in 38."""
    found = but(barred, h, swollen=swollen, intense=intense, recurring=recurring, leg=leg)
    now = hour(h).wall

    assert len(in_words(found, now)) <= 78
    assert len(in_short(found, now)) <= 38
    assert in_words(found, now).endswith(".")


@PROPERTY
@given(
    st.floats(0, 2000),
    st.floats(0, 2000),
    st.booleans(),
    st.booleans(),
    st.sets(st.sampled_from([HEAT, COLD]), max_size=1),
)
def test_once_warm_never_ice_again(a: float, b: float, intense: bool, recurring: bool, barred: set[Modality]) -> None:
    """Without new facts an episode goes from ice to warmth and never back; with a swelling it stays with ice."""
    earlier, later = sorted((a, b))
    before = but(barred, earlier, intense=intense, recurring=recurring)
    then = but(barred, later, intense=intense, recurring=recurring)

    assert not (before.modality is HEAT and then.modality is COLD)
    assert (before.preset == "contrast") <= (then.preset == "contrast")
    assert after(later, swollen=True, intense=intense, recurring=recurring).modality is COLD


@PROPERTY
@given(st.floats(0, 47.9))
def test_warmth_is_possible_when_it_was_said_to_be(h: float) -> None:
    """The moment that is named for warmth is the moment from which it is suggested, wherever it was asked from."""
    found = after(h)
    assert found.warm_at is not None
    seconds = (found.warm_at - hour(0).wall).total_seconds()

    assert seconds == pytest.approx(48 * HOUR_S, abs=0.01)
    assert after(seconds / HOUR_S + 0.001).modality is HEAT
    assert after(seconds / HOUR_S - 0.001).modality is COLD


def test_a_clock_that_was_moved_moves_nothing() -> None:
    """Within one boot a wall clock put forward or back by a day changes neither the hours nor the pack."""
    for moved in (-86400.0, 86400.0):
        found = standing(Episode(began()), hour(31, wall_moved=moved))
        assert (found.hours, found.modality) == (31, COLD)


def test_a_reboot_goes_by_the_wall_clock() -> None:
    """After a reboot the wall clock tells the hours; where it went back, no time has passed: the cautious end."""
    later = Instant(hour(50).wall, 7.0, "boot-2")
    assert standing(Episode(began()), later).hours == 50

    earlier = Instant(hour(-5).wall, 7.0, "boot-2")
    assert standing(Episode(began()), earlier).hours == 0
    assert standing(Episode(began()), earlier).modality is COLD


def test_the_night_of_a_clock_change_has_its_real_hours() -> None:
    """Across the end of summer time 25 hours are 25, and the time named for warmth is that of the clock on the wall."""
    summer, winter = timezone(timedelta(hours=2)), timezone(timedelta(hours=1))
    start = datetime(2026, 10, 24, 12, 0, tzinfo=summer)
    end = datetime(2026, 10, 25, 12, 0, tzinfo=winter)  # by the wall a day later
    told = EpisodeBegan(Instant(start, 1.0, "a"), Instant(start, 1.0, "a"))
    found = standing(Episode(told), Instant(end, 5.0, "b"))

    assert found.hours == 25
    assert in_words(found, end) == "25 hours in: ice. Warmth from Monday 11:00."


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (timedelta(hours=8), "23:00"),
        (timedelta(hours=9), "Monday 00:00"),
        (timedelta(days=2), "Tuesday 15:00"),
        (timedelta(days=6), "Saturday 15:00"),
        (timedelta(days=7), "2026-11-29"),
    ],
)
def test_a_coming_day_is_named(later: timedelta, words: str) -> None:
    """Today needs no name, the next days have theirs, and a week on it is the date."""
    now = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)

    assert coming_time(now + later, now) == words
    assert coming_time((now + later).astimezone(timezone(timedelta(hours=5))), now) == words


@pytest.mark.parametrize(
    ("onset", "hours_ago", "wanted"),
    [
        (Onset.FRESH, None, 0),
        (Onset.DAYS, None, 48),
        (Onset.OLD, None, 72),
        (Onset.RECURRING, None, 0),
        (Onset.FRESH, 30.5, 30.5),
        (Onset.DAYS, 60, 60),
        (Onset.OLD, 200, 200),
        (Onset.RECURRING, 5, 5),
    ],
)
def test_the_start_is_the_latest_that_fits(onset: Onset, hours_ago: float | None, wanted: float) -> None:
    """Without a number of hours the pain began as late as the answer allows; with one it began then."""
    assert hour(300).since(began_at(onset, hour(300), hours_ago)) == wanted * HOUR_S


@pytest.mark.parametrize(
    ("onset", "hours_ago"),
    [
        (Onset.FRESH, 49),
        (Onset.FRESH, -1),
        (Onset.DAYS, 47),
        (Onset.DAYS, 73),
        (Onset.OLD, 71),
        (Onset.OLD, float("nan")),
    ],
)
def test_hours_that_contradict_the_answer_are_refused(onset: Onset, hours_ago: float) -> None:
    """A number that the answer excludes is an error, not a start."""
    with pytest.raises(ValueError, match="is not"):
        began_at(onset, hour(300), hours_ago)


def test_an_episode_is_ended_reopened_and_corrected() -> None:
    """Each fact changes what it names and no more."""
    person = replay([began(swollen=True), EpisodeEnded(hour(5))])
    assert person.episode is None
    assert person.last == Episode(began(swollen=True), ended=hour(5))

    person = apply(person, EpisodeReopened(hour(6)))
    assert person.episode == Episode(began(swollen=True))

    better = EpisodeCorrected(hour(7), hour(-3), intense=True)
    person = apply(person, better)
    assert person.episode == Episode(better)
    assert where_now(person, hour(7)) == standing(Episode(better), hour(7))


ILLEGAL: list[tuple[list[Fact], Fact]] = [
    ([], EpisodeEnded(hour(1))),
    ([], EpisodeReopened(hour(1))),
    ([], EpisodeCorrected(hour(1), hour(0))),
    ([began()], began()),
    ([began()], EpisodeReopened(hour(1))),
    ([began(), EpisodeEnded(hour(1))], EpisodeEnded(hour(2))),
    ([began(), EpisodeEnded(hour(1))], EpisodeCorrected(hour(2), hour(0))),
    ([], EpisodeBegan(hour(1), hour(2))),
    ([began()], EpisodeCorrected(hour(1), hour(2))),
]


@pytest.mark.parametrize(("told", "fact"), ILLEGAL)
def test_what_cannot_be_is_refused(told: list[Fact], fact: Fact) -> None:
    """An illegal fact raises, and what was told before stands."""
    person = replay(told)
    with pytest.raises(IllegalFact):
        apply(person, fact)
    assert replay(told) == person


def test_health_holds_for_thirty_days() -> None:
    """The list about health is due before it was ever answered, and again 30 days after; and if time went backwards."""
    person = replay([HealthConfirmed(hour(0))])

    assert health_is_due(Person(), hour(0))
    assert not health_is_due(person, at(HEALTH_LASTS_S - 1))
    assert health_is_due(person, at(HEALTH_LASTS_S))
    assert health_is_due(person, Instant(hour(-1).wall, 1.0, "boot-2"))


def test_a_stop_keeps_home_from_suggesting_a_preset() -> None:
    """After an outcome that sends to a professional nothing is suggested, until the questions come to another one."""
    person = replay([began(), Advised(hour(1), "U")])
    found = where_now(person, hour(2))
    assert found is not None
    assert found.preset is None
    assert "ask a professional" in in_words(found, hour(2).wall)
    assert "ask a professional" in in_short(found, hour(2).wall)

    found = where_now(apply(person, Advised(hour(3), "2", "new-injury")), hour(3))
    assert found is not None
    assert found.preset == "new-injury"


def test_advice_ends_with_its_episode() -> None:
    """A stop that was for an earlier bout says nothing of a new one; one from before a bout was told of does."""
    past: list[Fact] = [began(), Advised(hour(1), "U"), EpisodeEnded(hour(2))]
    again = EpisodeBegan(hour(100), hour(99))

    assert replay([*past, again]).advice is None
    assert replay([*past, EpisodeReopened(hour(3))]).advice == past[1]
    assert replay([*past, Advised(hour(50), "E"), again]).barred == frozenset(Modality)
    assert replay([Advised(hour(50), "E"), again]).barred == frozenset(Modality)


def test_the_answers_about_health_count_for_the_suggestion() -> None:
    """What the last list bars is not suggested; an older list no longer counts."""
    person = replay([began(), HealthConfirmed(hour(1), ("raynaud",), (COLD,))])
    found = where_now(person, hour(2))
    assert found is not None
    assert found.preset == "recurring"

    found = where_now(apply(person, HealthConfirmed(hour(3))), hour(3))
    assert found is not None
    assert found.preset == "new-injury"


def test_only_the_last_episode_is_forgotten_with_it() -> None:
    """The last episode's facts and the advice in it go; earlier episodes, health and what is not ours to read stay."""
    facts: list[Fact | None] = [
        began(),
        EpisodeEnded(hour(1)),
        HealthConfirmed(hour(2)),
        began(),
        None,
        HealthConfirmed(hour(3)),
        Advised(hour(3), "2", "new-injury"),
        EpisodeEnded(hour(4)),
    ]

    assert of_last_episode(facts) == {3, 6, 7}
    assert of_last_episode(facts[2:3]) == set()


def test_a_refusal_outlives_its_episode() -> None:
    """An answer that ended the questions holds for its day, whatever episode is ended or begun meanwhile."""
    past = [EpisodeBegan(hour(0), hour(-5)), Advised(hour(1), "E"), EpisodeEnded(hour(2))]

    advice = replay([*past, EpisodeBegan(hour(3), hour(2))]).advice
    assert advice is not None
    assert advice.row == "E"
    assert replay([*past, EpisodeBegan(hour(26), hour(25))]).advice is None
