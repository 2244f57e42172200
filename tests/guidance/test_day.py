"""*Your day*: what is suggested to try, what is being tried, and when it is asked about."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spasmtimer.guidance import day as texts
from spasmtimer.guidance.day import CAUSES, MOST_CHANGES, QUESTIONS, WEIGHT, changes, due_lines, named, page, review
from spasmtimer.guidance.episode import EpisodeBegan, IllegalFact, Person, replay
from spasmtimer.guidance.questions import YES_OR_NO
from spasmtimer.guidance.trying import WEEK_S, Day, DayChecked, DayReviewed, Went, ago, apply, day_of
from tests.schedule.helpers import at

ALL_CHANGES = [change for cause in CAUSES for change in cause.changes]
SPOKEN = [cause.line for cause in CAUSES] + [change.words for change in ALL_CHANGES]
PROMISE = re.compile(r"\b(cure|heal|fix|will|prevents?|best|never|always|guarantee|treats?)\w*", re.IGNORECASE)
DAY_S = 24 * 3600.0

everybody = st.dictionaries(st.sampled_from([each.id for each in QUESTIONS]), st.sampled_from(sorted(WEIGHT)))
"""Any answers, also only some."""


def cause_of(change_id: str) -> str:
    return next(cause.question.id for cause in CAUSES if change_id in {change.id for change in cause.changes})


def checked(t: float = 0.0, *tried: str) -> DayChecked:
    return DayChecked(at(t), (("sitting", "mostly"),), tried)


def tried(*ids: str) -> Day:
    """These are being tried since the beginning."""
    return day_of([checked(0, *ids)])


def test_every_cause_of_the_article_is_asked_for() -> None:
    """Seven to nine questions, three answers each, the weightless one first, and one or two changes for each."""
    assert {"sitting", "posture", "moving", "stress", "sleep", "arm-rests", "workload"} <= {q.id for q in QUESTIONS}
    assert 7 <= len(QUESTIONS) <= 9
    assert len({question.id for question in QUESTIONS}) == len(QUESTIONS)
    assert len({change.id for change in ALL_CHANGES}) == len(ALL_CHANGES)
    for cause in CAUSES:
        assert [option.id for option in cause.question.options] == list(WEIGHT)
        assert not cause.question.many
        assert 1 <= len(cause.changes) <= 2


def test_the_words_are_short_calm_and_promise_nothing() -> None:
    """Each question fits a narrow screen, and nothing says that a change will do something."""
    for question in QUESTIONS:
        assert len(question.words) <= 60
        assert question.words.endswith("?")
    for words in SPOKEN:
        assert not PROMISE.search(words), words
        assert words.isascii()
        assert "!" not in words
    assert all(len(change.words) <= 64 for change in ALL_CHANGES)


def test_everything_says_what_it_rests_on() -> None:
    """A mark of the list of sources, the article, or ours."""
    sources = [question.sources for question in QUESTIONS] + [change.sources for change in ALL_CHANGES]
    marks = [mark for each in sources for mark in each]
    assert all(sources)
    assert {mark for mark in marks if not re.fullmatch(r"S\d+", mark)} == {"article", "ours"}


@given(everybody, st.frozensets(st.sampled_from(sorted(change.id for change in ALL_CHANGES))))
def test_at_most_three_the_weightiest_first_and_no_cause_twice(
    answers: dict[str, str], not_kept: frozenset[str]
) -> None:
    """Whatever is answered: at most three changes, each of another ticked cause, none passed over for a lighter one."""
    found = changes(answers, not_kept)
    causes = [cause_of(change.id) for change in found]
    weights = [WEIGHT[answers[cause]] for cause in causes]
    left = [WEIGHT[answer] for cause, answer in answers.items() if cause not in causes]

    assert len(found) == min(MOST_CHANGES, sum(WEIGHT[answer] > 0 for answer in answers.values()))
    assert len(set(causes)) == len(causes)
    assert weights == sorted(weights, reverse=True)
    assert all(weight > 0 for weight in weights)
    assert not left or not weights or max(left) <= weights[-1]


def test_nothing_ticked_is_nothing_to_try() -> None:
    """Rarely everywhere, or no answer at all, suggests no change."""
    assert changes({}) == ()
    assert changes({question.id: "rarely" for question in QUESTIONS}) == ()


def test_what_did_not_suit_is_not_suggested_again_at_once() -> None:
    """A change that was not kept gives way to the cause's other one, and comes back once neither suited."""
    first, other = CAUSES[0].changes
    answers = {"sitting": "mostly"}

    assert changes(answers) == (first,)
    assert changes(answers, {first.id}) == (other,)
    assert changes(answers, {first.id, other.id}) == (first,)


def test_an_answer_that_cannot_be_is_refused() -> None:
    """The message names the question and what can be answered."""
    with pytest.raises(ValueError, match="sitting: 'often'; give one of rarely, sometimes, mostly"):
        changes({"sitting": "often"})


def test_nothing_is_tried_before_the_first_check_and_after_the_review() -> None:
    """A check begins to try, its review ends it, and a check without changes tries nothing."""
    begun = tried("walk", "shift")
    done = apply(begun, DayReviewed(at(9), (("walk", "yes"), ("shift", "no"))))

    assert (Day().changes, Day().since) == ((), None)
    assert (begun.changes, begun.since) == (("walk", "shift"), at(0))
    assert (done.changes, done.since) == ((), None)
    assert done.not_kept == {"shift"}
    assert tried().since is None


def test_it_is_asked_about_a_week_after() -> None:
    """Seven times 24 hours by the session clock, whatever the wall clock does; never where nothing is tried."""
    assert not tried("walk").is_due(at(WEEK_S - 1))
    assert not tried("walk").is_due(at(WEEK_S - 1, wall_moved=30 * DAY_S))
    assert tried("walk").is_due(at(WEEK_S))
    assert tried("walk").is_due(at(WEEK_S, wall_moved=-30 * DAY_S))
    assert not tried().is_due(at(9 * WEEK_S))
    assert not Day().is_due(at(0))


def test_a_new_check_begins_a_new_week() -> None:
    """The last check counts, and what did not suit stays known until it is asked about again."""
    day = apply(tried("walk"), DayReviewed(at(WEEK_S), (("walk", "no"),)))
    day = apply(day, checked(WEEK_S + 5, "stretch"))

    assert day.changes == ("stretch",)
    assert day.not_kept == {"walk"}
    assert not day.is_due(at(2 * WEEK_S))
    assert day.is_due(at(2 * WEEK_S + 5))
    day = day_of([checked(0, "walk"), DayReviewed(at(1), (("walk", "no"),)), checked(2, "walk")])
    assert apply(day, DayReviewed(at(3), (("walk", "partly"),))).not_kept == frozenset()


@pytest.mark.parametrize(
    ("before", "kept"),
    [
        ([], (("walk", "yes"),)),
        ([checked(0)], ()),
        ([checked(0, "walk")], (("shift", "yes"),)),
        ([checked(0, "walk", "shift")], (("walk", "yes"),)),
        ([checked(0, "walk"), DayReviewed(at(1), (("walk", "yes"),))], (("walk", "no"),)),
    ],
)
def test_only_what_is_tried_can_be_told_about(before: list[DayChecked | DayReviewed], kept: object) -> None:
    """A review of nothing, of something else, of a part, or a second time is refused with what to do instead."""
    assert isinstance(kept, tuple)
    with pytest.raises(IllegalFact, match="check your day anew"):
        apply(day_of(before), DayReviewed(at(5), kept))


def test_each_ignores_what_is_not_its_own() -> None:
    """The episode's facts and the day's lie in one table, with those of a newer spasmtimer; each reads its own."""
    facts = [None, EpisodeBegan(at(0), at(0)), checked(1, "walk"), DayReviewed(at(2), (("walk", "no"),)), checked(3)]

    assert replay(facts) == replay(facts[1:2]) != Person()
    assert day_of(facts) == day_of(facts[2:])


def test_how_it_went_is_asked_with_the_words_of_each_change() -> None:
    """One question for each change, with when it was; an id that only a newer spasmtimer knows is asked by its name."""
    asked = review(tried("walk", "swim"), at(WEEK_S))

    assert [question.words for question in asked] == ["Walk for ten minutes each day.", "'swim'"]
    assert [option.id for option in asked[0].options] == list(Went)
    assert asked[0].lines == ("A week ago you wanted to try this. How did it go?",)
    assert named(["swim", "walk"]) == named(["walk"])


@pytest.mark.parametrize(("days", "words"), [(7.0, "A week ago"), (7.9, "A week ago"), (8, "8 days ago")])
def test_how_long_ago_is_told_as_it_is(days: float, words: str) -> None:
    """A week only while it is one."""
    assert ago(tried("walk"), at(days * DAY_S)) == words
    assert all(line.startswith(words) for line in due_lines(tried("walk"), at(days * DAY_S), "y")[:2])


def test_the_page_tells_what_is_known_where_there_is_room() -> None:
    """Each change is an item in bold; with room, the honest line of its cause stands beside it."""
    known = texts.line_of(named(["arm-rests"])[0])

    assert known in page(["arm-rests"], "Said.", lines=True)
    assert page(["arm-rests"], "Said.", lines=True).startswith("# Your day\n\n## To try\n\n- **")
    assert page(["arm-rests"], "Said.", lines=False).count("\n- **") == 1
    assert known not in page(["arm-rests"], "Said.", lines=False)
    assert page([], "Said.", lines=True) == "# Your day\n\nSaid."
    assert texts.AGAIN.options == YES_OR_NO
