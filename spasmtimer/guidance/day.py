"""*Your day*: questions about the causes that the article lists, and the small changes to try, as data. Pure.

The marks under `sources` are those of texts/sources.md; `article` is the article's own advice, without a trial that we
know of; `ours` is a plain suggestion of ours. None of it promises anything. What was answered is kept by `trying`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from ..schedule.instant import Instant
from .questions import YES_OR_NO, Option, Question
from .trying import Day, Went, ago

MOST_CHANGES = 3
"""More at once are seldom kept. Our own number."""

RARELY, SOMETIMES, MOSTLY = "rarely", "sometimes", "mostly"
WEIGHT = {RARELY: 0, SOMETIMES: 1, MOSTLY: 2}

OPENING = "Habits matter, but back pain is not your fault and often has no single cause."
"""To read before the first question. S72, S73."""

NOTHING = "Nothing here stands out. Moving about and sleep still help most."
"""Where no change is suggested."""

ASKED_AGAIN = "Try what fits; leave what hurts. In a week you are asked how it went."
THANKS = "Noted. What fits is worth keeping; what does not fit may go."


class Change(Struct, frozen=True):
    """A small thing to try."""

    id: str
    words: str
    sources: tuple[str, ...]


class Cause(Struct, frozen=True):
    """A habit that the article names, and what could be tried."""

    question: Question
    changes: tuple[Change, ...]
    """The second one is for whom the first did not suit."""

    line: str
    """What is known of it, and what is not."""


def _how_often(unit: str) -> tuple[Option, ...]:
    return Option(RARELY, "Rarely"), Option(SOMETIMES, f"Some {unit}"), Option(MOSTLY, f"Most {unit}")


DAYS, NIGHTS, WEEKS = _how_often("days"), _how_often("nights"), _how_often("weeks")

CAUSES: tuple[Cause, ...] = (
    Cause(
        Question("sitting", "Do you sit for an hour or more without getting up?", DAYS, sources=("article",)),
        (
            Change("stand-hourly", "Stand up when the hour strikes, and walk a few steps.", ("ours",)),
            Change("stand-calls", "Stand while you are on the telephone.", ("ours",)),
        ),
        "The article names long sitting; any position held for hours grows uncomfortable.",
    ),
    Cause(
        Question("moving", "Do days pass with no walk, stretch or exercise?", WEEKS, sources=("article", "S74")),
        (
            Change("stretch", "Stretch gently for a few minutes, not in the first hour up.", ("article", "S76")),
            Change("walk", "Walk for ten minutes each day.", ("ours", "S74")),
        ),
        "A weak trunk does not tell who gets back pain; being active helps all the same. [S73, S74]",
    ),
    Cause(
        Question("sleep", "Do you sleep less than you need?", NIGHTS, sources=("article",)),
        (
            Change("bed-earlier", "Go to bed half an hour earlier.", ("ours",)),
            Change("screen-off", "Put every screen away an hour before bed.", ("ours",)),
        ),
        "The article names too little sleep; pain at night makes it harder.",
    ),
    Cause(
        Question("stress", "Are you tense or worried for much of the day?", DAYS, sources=("article", "S72", "S73")),
        (
            Change("breathe", "Sit back and breathe slowly for five minutes after work.", ("ours",)),
            Change("calm", "Keep ten minutes a day for what calms you.", ("ours",)),
        ),
        "Tension can make pain stronger, and pain adds to tension. [S72, S73]",
    ),
    Cause(
        Question("workload", "Does more come in a day than fits into it?", DAYS, sources=("article",)),
        (
            Change("earlier", "An hour earlier in, an hour earlier out.", ("article",)),
            Change("wait", "Let one thing a day wait, or share it.", ("ours",)),
        ),
        "The article's author found calm in an earlier working day.",
    ),
    Cause(
        Question("lying", "Do you wake stiff from how you lay?", NIGHTS, sources=("article",)),
        (
            Change("pillow", "On your side, try a pillow between the knees.", ("ours",)),
            Change("turn", "Try another position to fall asleep in.", ("ours",)),
        ),
        "The article names the sleeping position; take whichever lets the back rest.",
    ),
    Cause(
        Question("arm-rests", "Do your elbows hang free while you type?", DAYS, sources=("article",)),
        (
            Change("arm-rests", "Arm rests at desk height, so that the elbows are carried.", ("article",)),
            Change("closer", "Move the keyboard closer, and lay your forearms on the desk.", ("ours",)),
        ),
        "A comfort tip from the article, worth trying. We found no trial of it; the chair may be cheap.",
    ),
    Cause(
        Question("posture", "Do you stay bent or twisted for long?", DAYS, sources=("article", "S73")),
        (
            Change("shift", "Change how you sit whenever you notice it.", ("ours",)),
            Change("face", "Put the screen straight before you.", ("ours",)),
        ),
        "Posture does not tell who gets back pain; a change of position is a comfort. [S73]",
    ),
)
"""In asking order, which is also how much they weigh where the answers weigh the same: ours, moving and rest first."""

QUESTIONS = tuple(cause.question for cause in CAUSES)

WENT = (Option(Went.YES, "I kept it up"), Option(Went.PARTLY, "Partly"), Option(Went.NO, "Not this time"))

AGAIN = Question("again", "Check your day again?", YES_OR_NO)

_CHANGES = {change.id: (cause, change) for cause in CAUSES for change in cause.changes}


def changes(answers: Mapping[str, str], not_kept: Collection[str] = ()) -> tuple[Change, ...]:
    """What to try: at most three, one of a cause, the weightiest first; none where nothing was ticked.

    `answers`: by the id of the question; one that is missing weighs nothing. `not_kept`: ids of changes that did not
    go well; the cause's other one takes their place, until that did not go well either. Raises ValueError for an answer
    that cannot be.
    """
    weighed = [(_weight(cause, answers), cause) for cause in CAUSES]
    heavy = sorted((each for each in weighed if each[0]), key=lambda each: -each[0])
    return tuple(_change(cause, not_kept) for _, cause in heavy[:MOST_CHANGES])


def named(ids: Iterable[str]) -> tuple[Change, ...]:
    """The changes with these ids; one that there no longer is, is left out."""
    return tuple(_CHANGES[each][1] for each in ids if each in _CHANGES)


def line_of(change: Change) -> str:
    """What is known of a change's cause, and what is not."""
    return _CHANGES[change.id][0].line


def review(day: Day, now: Instant) -> tuple[Question, ...]:
    """Asks how each change went that is being tried."""
    lead = f"{ago(day, now)} you wanted to try this. How did it go?"
    words = {change.id: change.words for change in named(day.changes)}
    return tuple(Question(each, words.get(each, f"'{each}'"), WENT, lines=(lead,)) for each in day.changes)


def since(when: str) -> str:
    """The sentence on what is being tried. `when`: `today 07:05`, as `days` writes it."""
    return f"Since {when}. A week after, you are asked how it went."


def due_lines(day: Day, now: Instant, key: str) -> tuple[str, ...]:
    """That it is time to tell how it went, the longest words first; `key` asks."""
    first = next((change.words for change in named(day.changes)), "something.")
    begun = f"{ago(day, now)} you wanted to try"
    tells = f"{key} tells how it went."
    return f"{begun}: {first} {tells}", f"{begun} something. {tells}", f"{key} tells how your week went."


def page(change_ids: Iterable[str], said: str, *, lines: bool) -> str:
    """What to try, in the guide's Markdown; with `lines` also what is known of each. `said`: the last sentence."""
    items = [
        f"- **{change.words}**{f' {line_of(change)}' if lines else ''}"  # the article's drawing wraps it
        for change in named(change_ids)
    ]
    heading = ["## To try"] if items and lines else []
    return "\n\n".join(["# Your day", *heading, *(["\n".join(items)] if items else []), said])


def _weight(cause: Cause, answers: Mapping[str, str]) -> int:
    answer = answers.get(cause.question.id, RARELY)
    if answer not in WEIGHT:
        raise ValueError(f"{cause.question.id}: '{answer}'; give one of {', '.join(WEIGHT)}")
    return WEIGHT[answer]


def _change(cause: Cause, not_kept: Collection[str]) -> Change:
    return next((change for change in cause.changes if change.id not in not_kept), cause.changes[0])
