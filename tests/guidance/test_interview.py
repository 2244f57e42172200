"""The flow of the questionnaire: it ends, asks what matters, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from spasmtimer.guidance.interview import Undecided, answers_of, asked, next_question
from spasmtimer.guidance.questions import EMERGENCY, HEALTH, LEG, QUESTIONS, Question
from spasmtimer.guidance.triage import Answers, Kind, Outcome, advise
from tests.guidance.helpers import NONE, anybody, everybody, person

Chosen = dict[str, frozenset[str]]


def all_told(answers: Answers) -> Chosen:
    """Every question answered as this person would, those included that would not be asked."""

    def yes(flag: bool) -> str:
        return "yes" if flag else "no"

    return {
        "emergency": answers.emergency,
        "check": answers.check,
        "leg": frozenset({str(answers.leg)}),
        "alert": frozenset({"drowsy" if answers.drowsy else "awake"}),
        "skin": answers.skin,
        "health": answers.health,
        "began": frozenset({str(answers.began)}),
        "swelling": frozenset({yes(answers.swelling)}),
        "lasting": frozenset({yes(answers.lasting)}),
        "intense": frozenset({yes(answers.intense)}),
        "cycle": frozenset({yes(answers.cycle)}),
    }


def interview(answers: Answers, health_known: frozenset[str] | None = None) -> tuple[Chosen, list[Question]]:
    """A person answers what is asked until nothing is; what was answered, and the questions."""
    would_say, chosen, questions = all_told(answers), Chosen(), list[Question]()
    while (question := next_question(chosen, health_known)) is not None:
        assert question not in questions, "asked twice"
        questions.append(question)
        chosen[question.id] = would_say[question.id]
    return chosen, questions


def ids(questions: list[Question] | tuple[Question, ...]) -> str:
    return " ".join(question.id for question in questions)


WHOLE_LIST = "emergency check leg alert skin health began"


@pytest.mark.parametrize(
    ("answers", "questions"),
    [
        (person(emergency="chest"), "emergency"),
        (person(check="fever"), "emergency check leg"),
        (person(leg="both"), "emergency check leg"),
        (person(drowsy=True), "emergency check leg alert"),
        (person(skin="numb"), "emergency check leg alert skin"),
        (person(health="nerves"), "emergency check leg alert skin health"),
        (person(skin="rub", health="raynaud"), "emergency check leg alert skin health"),
        (person(began="under-48h"), f"{WHOLE_LIST} swelling"),
        (person(began="48h-72h", swelling=True), f"{WHOLE_LIST} swelling"),
        (person(began="48h-72h", intense=True), f"{WHOLE_LIST} swelling intense"),
        (person(began="over-72h", swelling=True), f"{WHOLE_LIST} swelling lasting"),
        (person(intense=False), f"{WHOLE_LIST} swelling lasting intense"),
        (person(intense=True), f"{WHOLE_LIST} swelling lasting intense cycle"),
        (person(leg="one", intense=True), f"{WHOLE_LIST} swelling lasting"),
        (person(health="raynaud", intense=True), f"{WHOLE_LIST} swelling lasting"),
    ],
)
def test_what_is_asked(answers: Answers, questions: str) -> None:
    """The path of each kind of person: the emergency first and at once, and no question that no longer matters."""
    assert ids(interview(answers)[1]) == questions


def but_for_reasons(outcome: Outcome) -> Outcome:
    """The outcome; where both packs are ruled out, without what for."""
    return replace(outcome, bars=(), sources=()) if outcome.row == "B" else outcome


def test_what_is_not_asked_would_change_nothing() -> None:
    """Whoever would have answered the unasked questions, whatever they say, gets what the interview gives them.

    Two exceptions: with both packs ruled out, one reason is enough; and nobody is asked whether a pain of some days has
    lasted for two weeks.
    """
    for answers in everybody():
        chosen, questions = interview(answers)
        if answers.lasting and "lasting" not in ids(questions):
            continue
        assert but_for_reasons(advise(answers)) == but_for_reasons(advise(answers_of(chosen)))


def possible(question: Question) -> list[frozenset[str]]:
    """Answers of each kind: for a list one tick for each way to rule packs out, else every option."""
    options = {str(sorted(option.bars)) if option.bars else option.id: option.id for option in question.options}
    if question.id in ("emergency", "check"):
        options = {"": question.options[0].id}
    ticked = [frozenset({option}) for option in options.values()]
    return [NONE, *ticked] if question.many else ticked


def test_every_question_asked_can_change_the_outcome() -> None:
    """On every path, at every question, two answers can lead to two outcomes: none is asked for nothing."""
    needless = []

    def walk(chosen: Chosen) -> set[Outcome]:
        question = next_question(chosen)
        if question is None:
            return {advise(answers_of(chosen))}
        by_answer = [walk({**chosen, question.id: answer}) for answer in possible(question)]
        if all(each == by_answer[0] for each in by_answer):
            needless.append((question.id, chosen))
        return set().union(*by_answer)

    assert len(walk({})) > len(QUESTIONS)
    assert needless == []


@given(anybody)
def test_it_ends_and_gives_the_same_as_the_table(answers: Answers) -> None:
    """Whatever is answered, no question comes twice, and the outcome's kind is that of all the answers."""
    chosen, questions = interview(answers)
    assert ids(asked(chosen)) == ids(questions)
    decided, full = advise(answers_of(chosen)), advise(answers)
    assert (decided.row, decided.kind, decided.preset) == (full.row, full.kind, full.preset)


@given(anybody)
def test_undecided_is_never_answers(answers: Answers) -> None:
    """At no point before its end does an interview give answers; the message names what comes next."""
    chosen, questions = interview(answers)
    for number, question in enumerate(questions):
        partly = dict(list(chosen.items())[:number])
        with pytest.raises(Undecided, match=question.id):
            answers_of(partly)


@given(anybody, st.data())
def test_going_back_and_answering_otherwise_leaves_nothing_behind(answers: Answers, data: st.DataObject) -> None:
    """What was answered on a path that was left does not count."""
    old = interview(data.draw(anybody))[0]
    new, questions = interview(answers)
    mixed: Mapping[str, frozenset[str]] = {**old, **new}
    assert next_question(mixed) is None
    assert answers_of(mixed) == answers_of(new)
    assert ids(asked(mixed)) == ids(questions)


def test_the_health_list_is_skipped_when_it_is_known() -> None:
    """What was ticked lately counts without being asked; the skin is asked about all the same."""
    known = frozenset({"raynaud"})
    chosen, questions = interview(person(), known)
    assert HEALTH not in questions
    assert "skin" in ids(questions)
    assert answers_of(chosen, known).health == known
    assert HEALTH.id not in ids(asked(chosen, known))


def test_known_health_that_rules_both_out_decides_it() -> None:
    """A remembered bar is as good as one just ticked."""
    chosen, questions = interview(person(), frozenset({"child"}))
    assert ids(questions) == "emergency check leg alert skin"
    assert advise(answers_of(chosen, frozenset({"child"}))).kind is Kind.BARRED


@pytest.mark.parametrize("known", [None, frozenset({"raynaud", "gout"})])
def test_the_health_list_is_asked_when_it_is_not_known(known: frozenset[str] | None) -> None:
    """Never confirmed, too long ago, or with an entry that there no longer is: it is asked."""
    assert HEALTH in interview(person(), known)[1]


def test_a_health_list_of_nothing_is_known() -> None:
    """Confirmed that nothing applies is confirmed."""
    assert HEALTH not in interview(person(), NONE)[1]


@pytest.mark.parametrize(
    ("question", "options"),
    [(EMERGENCY, {"toe"}), (LEG, set[str]()), (LEG, {"none", "one"}), (LEG, {"three"})],
)
def test_answers_that_cannot_be_are_an_error(question: Question, options: set[str]) -> None:
    """An option that there is not, none or two where it must be one: ValueError names the question and its options."""
    chosen = {**all_told(person()), question.id: frozenset(options)}
    with pytest.raises(ValueError, match=f"{question.id}: .*{question.options[0].id}"):
        next_question(chosen)
