"""What the answers of the questionnaire lead to: a table of rows, the first that matches wins.

Rows E, U, A and B end it with a text and no session, and nothing overrides them. The others offer presets, the first of
them by preference. What the list of the person rules out falls away; where nothing is left, it is no session, too. The
rows' letters and numbers, and what each rests on, are in docs/sources.md. Words and rules only: nothing here diagnoses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum

from msgspec import Struct

from ..schedule.phases import Modality
from ..schedule.presets import PRESETS
from .questions import BOTH, HEALTH, HEAT, SKIN, Began, Leg, Question

Answer = frozenset[str]
"""The options ticked of a question that takes many."""


class Kind(StrEnum):
    """What an outcome asks of the person."""

    EMERGENCY = "emergency"
    CHECK = "check"
    """To be seen by a professional before any pack."""

    NOT_TODAY = "not-today"
    BARRED = "barred"
    """Heat and cold are ruled out, or that one which would have fitted."""

    SUGGEST = "suggest"


class Answers(Struct, frozen=True, kw_only=True):
    """What was answered. Without defaults, so that nothing is suggested on half an interview."""

    emergency: Answer
    check: Answer
    leg: Leg
    drowsy: bool
    skin: Answer
    health: Answer
    began: Began
    swelling: bool
    lasting: bool
    """Two weeks without getting better; also for seven days of one preset without gain."""

    intense: bool
    cycle: bool
    """Whether the article's cycle is wanted by a person who has read what is known of it."""


class Bar(Struct, frozen=True):
    """What is ruled out, and why."""

    modalities: frozenset[Modality]
    why: str
    sources: tuple[str, ...]


class Outcome(Struct, frozen=True):
    """What the questionnaire ends with."""

    row: str
    kind: Kind
    preset: str | None
    """The preset to try; None for every kind but `SUGGEST`."""

    alternatives: tuple[str, ...]
    """Presets that would do instead."""

    texts: tuple[str, ...]
    """Ids in `texts.TEXTS`, in reading order."""

    bars: tuple[Bar, ...]
    sources: tuple[str, ...]

    @property
    def barred(self) -> frozenset[Modality]:
        """All that is ruled out."""
        return _modalities(self.bars)


class Row(Struct, frozen=True):
    """A row of the table."""

    id: str
    applies: Callable[[Answers], bool]
    sources: tuple[str, ...]
    texts: tuple[str, ...]
    stop: Kind | None = None
    """How it ends without a session; None: with one of `offers`."""

    offers: tuple[str, ...] = ()
    """Presets, the preferred one first."""

    choice: tuple[str, ...] = ()
    """Texts for whoever may take any of the offers."""

    instead: tuple[str, ...] = ("T-X3",)
    """Texts to add where the preferred one is ruled out."""

    no_heat: str = ""
    """Why this row itself rules heat out."""

    refused: tuple[str, ...] = ()
    """Texts in place of all others where nothing is left of the offers."""


def advise(answers: Answers) -> Outcome:
    """The one outcome of these answers."""
    row = next(row for row in ROWS if row.applies(answers))
    if row.stop is not None:
        bars = bars_of(answers) if row.stop is Kind.BARRED else ()
        return Outcome(row.id, row.stop, None, (), row.texts, bars, _together(row.sources, bars))
    return _offered(row, answers)


def bars_of(answers: Answers) -> tuple[Bar, ...]:
    """What the list rules out, an entry for each thing ticked. Raises ValueError for an option that there is not."""
    return (*_ticked(SKIN, answers.skin), *_ticked(HEALTH, answers.health))


def ruled_out(bar: Bar) -> str:
    """What is ruled out, and why, in words."""
    names = [modality.word for modality in Modality if modality in bar.modalities]
    return f"Ruled out: {' and '.join(names)}. {bar.why}."


def rules_out_both(answers: Answers) -> bool:
    """Whether neither heat nor cold is left by the list."""
    return _modalities(bars_of(answers)) == BOTH


def is_fresh(answers: Answers) -> bool:
    """Whether it began less than 72 hours ago."""
    return answers.began in (Began.UNDER_48_H, Began.TO_72_H)


def may_take_turns(answers: Answers) -> bool:
    """Whether heat and ice in turn could come into question: both allowed, no swelling, not in a leg, not new."""
    return not (
        answers.swelling or answers.leg is not Leg.NONE or answers.began is Began.UNDER_48_H or bars_of(answers)
    )


def _ticked(question: Question, chosen: Answer) -> tuple[Bar, ...]:
    if unknown := chosen - question.ids:
        raise ValueError(f"{question.id} has no option {', '.join(sorted(unknown))}")
    ticked = [option for option in question.options if option.id in chosen]
    return tuple(Bar(option.bars, option.words, option.sources or question.sources) for option in ticked)


def _offered(row: Row, answers: Answers) -> Outcome:
    own = (Bar(HEAT, row.no_heat, row.sources),) if row.no_heat else ()
    bars = (*bars_of(answers), *own)
    left = tuple(offer for offer in row.offers if not MODALITIES[offer] & _modalities(bars))
    if not left:
        texts = row.refused
    elif left[0] != row.offers[0]:
        texts = row.texts + row.instead
    else:
        texts = row.texts + (row.choice if left == row.offers else ())
    before, after = _added(answers, suggests=bool(left))
    return Outcome(
        row.id,
        Kind.SUGGEST if left else Kind.BARRED,
        left[0] if left else None,
        left[1:],
        (*before, *texts, *after),
        bars,
        _together((*row.sources, *_added_sources(answers)), bars),
    )


def _added(answers: Answers, *, suggests: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Rows L and Y, which add to whatever is offered: the texts before, and those after."""
    before = (("T-L", "T-L2") if suggests else ("T-L",)) if answers.leg is Leg.ONE else ()
    return before, ("T-W",) if answers.lasting else ()


def _added_sources(answers: Answers) -> tuple[str, ...]:
    leg = ("article", "S34") if answers.leg is Leg.ONE else ()
    return (*leg, "S25", "S26") if answers.lasting else leg


def _modalities(bars: Iterable[Bar]) -> frozenset[Modality]:
    return frozenset(modality for bar in bars for modality in bar.modalities)


def _together(sources: tuple[str, ...], bars: Iterable[Bar]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*sources, *(source for bar in bars for source in bar.sources))))


MODALITIES = {preset.id: frozenset(phase.modality for phase in preset.schedule) for preset in PRESETS}
"""What each preset puts on the skin."""

ICE, WARMTH, TURNS = "new-injury", "recurring", "contrast"

FRESH = "A fresh injury, with swelling, a bruise or a blow"
SWOLLEN = "A swelling or bruise that has not gone"

ROWS = (
    Row(
        "E",
        lambda a: bool(a.emergency) or a.leg is Leg.BOTH,
        ("S27", "S28", "S29", "S30", "S31"),
        ("T-E",),
        stop=Kind.EMERGENCY,
    ),
    Row("U", lambda a: bool(a.check), ("S27", "S28", "S32", "S33"), ("T-U",), stop=Kind.CHECK),
    Row("A", lambda a: a.drowsy, ("S62",), ("T-A",), stop=Kind.NOT_TODAY),
    Row("B", rules_out_both, ("S1", "S5", "S7", "S35"), ("T-N",), stop=Kind.BARRED),
    Row(
        "1",
        lambda a: a.began is Began.UNDER_48_H and a.swelling,
        ("article", "S2", "S6", "S16", "S17", "S18", "S22"),
        ("T-R1",),
        offers=(ICE,),
        no_heat=FRESH,
        refused=("T-X", "T-X2"),
    ),
    Row(
        "2",
        lambda a: a.began is Began.UNDER_48_H,
        ("article", "S22", "S45", "S46"),
        ("T-R2",),
        offers=(ICE, WARMTH),
        choice=("T-H",),
    ),
    Row(
        "3",
        lambda a: a.began is Began.TO_72_H and a.swelling,
        ("S6", "S18"),
        ("T-R3",),
        offers=(ICE,),
        no_heat=FRESH,
        refused=("T-X", "T-X2"),
    ),
    Row(
        "7",
        lambda a: a.swelling,
        ("S6", "S18", "ours"),
        ("T-S", "T-R7"),
        offers=(ICE,),
        no_heat=SWOLLEN,
        refused=("T-X", "T-X4"),
    ),
    Row(
        "6",
        lambda a: may_take_turns(a) and a.intense and is_fresh(a),
        ("article", "S45", "S46", "ours"),
        ("T-R6",),
        offers=(WARMTH, ICE),
    ),
    Row(
        "5",
        lambda a: may_take_turns(a) and a.intense and a.cycle,
        ("article", "S6", "S10", "S13", "S14", "S15", "S36", "S52", "S53", "S54", "S71", "ours"),
        ("T-R5", "T-C1", "T-C2", "T-C3"),
        offers=(TURNS, WARMTH),
    ),
    Row(
        "5-gentler",
        lambda a: may_take_turns(a) and a.intense,
        ("S6", "S45", "S46", "ours"),
        ("T-R8", "T-C3"),
        offers=(WARMTH,),
    ),
    Row("4", lambda _: True, ("article", "S45", "S46"), ("T-R4",), offers=(WARMTH, ICE)),
)
"""In the order in which they are tried; what a row says of the answers holds beside that no row above it applies.

Row 4 also takes intense spasms for which heat and ice in turn are out: with one of them ruled out, or pain into a leg.
"""
