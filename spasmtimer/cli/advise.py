"""`spasmtimer advise`: the questionnaire in a terminal, one question at a time, what it leads to, and the way there.

What was answered is kept once it is decided; nothing starts before the safety card.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import textwrap
from contextlib import closing

from ..control import Control, JournalError
from ..guidance.episode import IllegalFact
from ..guidance.interview import Chosen, answers_of, asked, next_question
from ..guidance.kept import facts_of, known_health
from ..guidance.questions import OPENING, Question
from ..guidance.texts import text
from ..guidance.triage import Outcome, advise, ruled_out
from ..schedule.notation import render
from ..schedule.presets import find
from ..schedule.text import printable
from ..streams import can_ask
from .exits import Exit, Failure

WIDTH = 78
BACK, NONE = "b", "0"
HOW = "Answer with a number, or with several, such as 1 3. Nothing starts by itself."
KEPT = "Kept on this machine; 'spasmtimer forget' deletes it."
OFFER = "Press Enter to see the safety card, or Ctrl+C to leave."


class Unreadable(ValueError):
    """What was typed is no answer to the question; the message says what would be one."""


def ask_and_tell(options: argparse.Namespace) -> int:
    """Asks, tells and keeps what comes of it, and offers to start it; exit 4 where that is no session."""
    _want_terminal()
    known = _known_health()
    chosen = interviewed(known)
    outcome = advise(answers_of(chosen, known))
    for group in told(outcome):
        print()
        for paragraph in group:
            print(wrapped(paragraph))
    print()
    print(wrapped(_keep(chosen, known)))
    if outcome.preset is None:
        return Exit.REFUSED
    return _offered(outcome.preset) if can_ask() else Exit.DONE


def interviewed(health_known: frozenset[str] | None = None) -> Chosen:
    """Asks a person at the terminal until it is decided; for `health_known` see `interview.next_question`.

    Raises Failure at the end of the input.
    """
    for line in (*OPENING, HOW):
        print(wrapped(line))
    chosen: dict[str, frozenset[str]] = {}
    while (question := next_question(chosen, health_known)) is not None:
        before = asked(chosen, health_known)
        answer = ask(question, can_go_back=bool(before))
        if answer is not None:
            chosen[question.id] = answer
        else:
            del chosen[before[-1].id]
    return chosen


def told(outcome: Outcome) -> list[list[str]]:
    """The outcome in groups of paragraphs: the texts, what is ruled out, how to start what is suggested, for whom."""
    groups = [[text(id_) for id_ in outcome.texts], [ruled_out(bar) for bar in outcome.bars]]
    if outcome.preset is not None:
        instead = [f"Or instead:     {_to_start(preset)}" for preset in outcome.alternatives]
        groups += [[f"You could try:  {_to_start(outcome.preset)}", *instead], [text("T-WHO"), text("T-0")]]
    return [group for group in groups if group]


def read_answer(typed: str, question: Question) -> frozenset[str]:
    """The options meant by the numbers typed. Raises Unreadable."""
    numbered = {str(number): option.id for number, option in enumerate(question.options, start=1)}
    words = typed.replace(",", " ").split()
    wrong = next((word for word in words if word not in numbered), None)
    count = len(question.options)
    wanted = f"numbers from 1 to {count}, or {NONE} for none" if question.many else f"one number from 1 to {count}"
    if question.many and words == [NONE]:
        return frozenset()
    if wrong is not None:
        raise Unreadable(f"'{printable(wrong)}' is not among the answers: give {wanted}.")
    if not words or not (question.many or len(set(words)) == 1):
        raise Unreadable(f"Give {wanted}.")
    return frozenset(numbered[word] for word in words)


def _want_terminal() -> None:
    if not sys.stdin.isatty():
        raise Failure(
            "it asks questions, and wants a terminal; 'spasmtimer guide' and 'spasmtimer presets' can be read without",
            Exit.USAGE,
        )


def _known_health() -> frozenset[str] | None:
    """The answers about health that still hold; None where they are to be asked for."""
    try:
        with closing(Control()) as opened:
            return known_health(opened.person(), opened.clock.now())
    except JournalError:
        return None


def _keep(chosen: Chosen, known: frozenset[str] | None) -> str:
    """Keeps the answers, and says so; where that cannot be, why."""
    try:
        with closing(Control()) as opened:
            opened.tell(*facts_of(chosen, known, opened.person(), opened.clock.now()))
    except (IllegalFact, JournalError) as error:
        return f"Not kept: {error}"
    return KEPT


def _offered(preset: str) -> int:
    """Goes on as `spasmtimer start` does, if the person likes."""
    from . import parser, session  # only who goes on needs them

    print()
    print(wrapped(OFFER))
    try:
        input()
    except (EOFError, KeyboardInterrupt):
        print()
        return Exit.DONE
    return session.start(parser.build().parse_args(["start", preset]))


def ask(question: Question, *, can_go_back: bool) -> frozenset[str] | None:
    """The options chosen by a person at the terminal; None to go back. Raises Failure at the end of the input."""
    while True:
        _show(question)
        typed = _typed(_prompt(question, can_go_back=can_go_back))
        if typed.lower() == BACK and can_go_back:
            return None
        try:
            return read_answer(typed, question)
        except Unreadable as error:
            print(error)


def _show(question: Question) -> None:
    print()
    for line in (*question.lines, question.words):
        print(wrapped(line))
    for number, option in enumerate(question.options, start=1):
        print(wrapped(option.words, f"{number:3}  "))


def _prompt(question: Question, *, can_go_back: bool) -> str:
    wanted = f"Numbers, or {NONE} for none" if question.many else "One number"
    return f"{wanted}{f'; {BACK}: back' if can_go_back else ''} > "


def _typed(prompt: str) -> str:
    """A line, without the spaces around it. Bytes that are no text are no answer; the end of the input ends it all."""
    try:
        print(prompt, end="", flush=True)  # not by input(), which may write it to standard error
        return input().strip()
    except UnicodeDecodeError:
        return "?"
    except EOFError:
        print()
        raise Failure("not finished: nothing was decided, and nothing was kept") from None
    except KeyboardInterrupt:
        print()
        raise


def _to_start(preset: str) -> str:
    found = find(preset)
    return f"spasmtimer start {preset}  ({render(found.schedule)})"


def wrapped(paragraph: str, before: str = "") -> str:
    """The paragraph within the terminal's width, its lines beside what stands before the first of them."""
    width = min(WIDTH, shutil.get_terminal_size().columns)
    return textwrap.fill(paragraph, width, initial_indent=before, subsequent_indent=" " * len(before))
