"""`spasmtimer day`: questions about the causes in daily life, small changes to try, and a week later how they went."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from ..control import Control
from ..guidance import day as texts
from ..guidance.days import day_and_time
from ..guidance.questions import YES, Question
from ..guidance.trying import DayChecked, DayReviewed
from ..streams import can_ask
from .advise import ask, wrapped
from .exits import Exit, Failure
from .opening import control

NOTHING_TRIED = "Nothing is being tried. In a terminal, 'spasmtimer day' asks about your day."


def day(options: argparse.Namespace) -> int:
    """Asks what it is time for; without a terminal tells what is being tried."""
    with control() as opened:
        if not can_ask():
            _tell_tried(opened)
        elif opened.day().is_due(opened.clock.now()):
            _review(opened)
            _check_again(opened)
        elif opened.day().changes:
            _tell_tried(opened)
            _check_again(opened)
        else:
            _check(opened)
    return Exit.DONE


def _tell_tried(opened: Control) -> None:
    tried, now = opened.day(), opened.clock.now()
    if tried.since is None:
        print(NOTHING_TRIED)
        return
    _list(tried.changes)
    print(wrapped(texts.since(day_and_time(tried.since.wall, now.wall))))


def _check(opened: Control) -> None:
    print(wrapped(texts.OPENING))
    answers = _asked(texts.QUESTIONS)
    tried = tuple(change.id for change in texts.changes(answers, opened.day().not_kept))
    opened.tell(DayChecked(opened.clock.now(), tuple(answers.items()), tried))
    print()
    _list(tried)
    print(wrapped(texts.ASKED_AGAIN if tried else texts.NOTHING))


def _review(opened: Control) -> None:
    answers = _asked(texts.review(opened.day(), opened.clock.now()))
    opened.tell(DayReviewed(opened.clock.now(), tuple(answers.items())))
    print(f"\n{wrapped(texts.THANKS)}")


def _check_again(opened: Control) -> None:
    try:
        if _asked([texts.AGAIN])[texts.AGAIN.id] == YES:
            _check(opened)
    except Failure as unfinished:  # what was told before that is kept
        raise Failure("not finished: no new check was kept", unfinished.code) from unfinished


def _asked(questions: Iterable[Question]) -> dict[str, str]:
    """The answer to each, by id; `b` goes back to the one before."""
    coming, answers = list(questions), dict[str, str]()
    while len(answers) < len(coming):
        question = coming[len(answers)]
        answer = ask(question, can_go_back=bool(answers))
        if answer is None:
            answers.popitem()
        else:
            (answers[question.id],) = answer
    return answers


def _list(change_ids: Iterable[str]) -> None:
    for change in texts.named(change_ids):
        print(wrapped(change.words, "  - "))
        print(f"{wrapped(texts.line_of(change), '    ')}\n")
