"""The table of the questionnaire: every row, and what holds for every combination of answers."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given

from spasmtimer.guidance.questions import CHECK, EMERGENCY, HEALTH, SKIN, Began, Leg
from spasmtimer.guidance.texts import TEXTS
from spasmtimer.guidance.triage import ROWS, Answers, Kind, Outcome, advise
from spasmtimer.schedule.phases import Modality
from spasmtimer.schedule.presets import PRESETS
from tests.guidance.helpers import anybody, everybody, person

HEAT, COLD = Modality.HEAT, Modality.COLD
NEW, DAYS, OLD, AGAIN = Began.UNDER_48_H, Began.TO_72_H, Began.OVER_72_H, Began.RECURRING

Expected = tuple[str, Kind, str | None, tuple[str, ...], str]
"""The row, the kind, the preset, the alternatives, and the ids of the texts."""


def suggests(row: str, preset: str, *alternatives: str, texts: str) -> Expected:
    return row, Kind.SUGGEST, preset, alternatives, texts


def stops(row: str, kind: Kind, texts: str) -> Expected:
    return row, kind, None, (), texts


TABLE: list[tuple[dict[str, Any], Expected]] = [
    # E, U, A, B: no session
    ({"emergency": "saddle"}, stops("E", Kind.EMERGENCY, "T-E")),
    ({"emergency": "accident chest"}, stops("E", Kind.EMERGENCY, "T-E")),
    ({"leg": Leg.BOTH}, stops("E", Kind.EMERGENCY, "T-E")),
    ({"leg": Leg.BOTH, "check": "fever", "drowsy": True}, stops("E", Kind.EMERGENCY, "T-E")),
    ({"check": "weak-leg"}, stops("U", Kind.CHECK, "T-U")),
    ({"check": "cancer", "drowsy": True, "skin": "numb"}, stops("U", Kind.CHECK, "T-U")),
    ({"drowsy": True}, stops("A", Kind.NOT_TODAY, "T-A")),
    ({"drowsy": True, "skin": "numb"}, stops("A", Kind.NOT_TODAY, "T-A")),
    ({"skin": "numb"}, stops("B", Kind.BARRED, "T-N")),
    ({"health": "child"}, stops("B", Kind.BARRED, "T-N")),
    ({"health": "heart-diabetes", "leg": Leg.ONE}, stops("B", Kind.BARRED, "T-N")),
    ({"health": "raynaud pregnant"}, stops("B", Kind.BARRED, "T-N")),
    ({"health": "sickle", "skin": "rub"}, stops("B", Kind.BARRED, "T-N")),
    # 1: new, with swelling or a blow: ice and nothing else
    ({"began": NEW, "swelling": True}, suggests("1", "new-injury", texts="T-R1")),
    ({"began": NEW, "swelling": True, "intense": True, "cycle": True}, suggests("1", "new-injury", texts="T-R1")),
    ({"began": NEW, "swelling": True, "health": "ms"}, suggests("1", "new-injury", texts="T-R1")),
    # 2: new, without swelling: ice, or heat
    ({"began": NEW}, suggests("2", "new-injury", "recurring", texts="T-R2 T-H")),
    ({"began": NEW, "intense": True, "cycle": True}, suggests("2", "new-injury", "recurring", texts="T-R2 T-H")),
    ({"began": NEW, "health": "bleeding"}, suggests("2", "new-injury", texts="T-R2")),
    ({"began": NEW, "health": "buerger"}, suggests("2", "recurring", texts="T-R2 T-X3")),
    # 3: two to three days, with swelling: still ice
    ({"began": DAYS, "swelling": True}, suggests("3", "new-injury", texts="T-R3")),
    ({"began": DAYS, "swelling": True, "intense": True}, suggests("3", "new-injury", texts="T-R3")),
    # 4: over 48 hours, without swelling: heat
    ({"began": DAYS}, suggests("4", "recurring", "new-injury", texts="T-R4")),
    ({"began": OLD}, suggests("4", "recurring", "new-injury", texts="T-R4")),
    ({"began": AGAIN}, suggests("4", "recurring", "new-injury", texts="T-R4")),
    ({"began": AGAIN, "cycle": True}, suggests("4", "recurring", "new-injury", texts="T-R4")),
    # 5: the article's cycle, for whoever wants it
    (
        {"began": OLD, "intense": True, "cycle": True},
        suggests("5", "contrast", "recurring", texts="T-R5 T-C1 T-C2 T-C3"),
    ),
    (
        {"began": AGAIN, "intense": True, "cycle": True},
        suggests("5", "contrast", "recurring", texts="T-R5 T-C1 T-C2 T-C3"),
    ),
    ({"began": AGAIN, "intense": True}, suggests("5-gentler", "recurring", texts="T-R8 T-C3")),
    # 6: intense, but not three days old: heat
    ({"began": DAYS, "intense": True}, suggests("6", "recurring", "new-injury", texts="T-R6")),
    ({"began": DAYS, "intense": True, "cycle": True}, suggests("6", "recurring", "new-injury", texts="T-R6")),
    # 7: a swelling that has not gone: ice, and somebody should look
    ({"began": OLD, "swelling": True}, suggests("7", "new-injury", texts="T-S T-R7")),
    ({"began": AGAIN, "swelling": True, "intense": True}, suggests("7", "new-injury", texts="T-S T-R7")),
    # L: into one leg: no contrast
    ({"leg": Leg.ONE}, suggests("4", "recurring", "new-injury", texts="T-L T-L2 T-R4")),
    (
        {"leg": Leg.ONE, "intense": True, "cycle": True},
        suggests("4", "recurring", "new-injury", texts="T-L T-L2 T-R4"),
    ),
    (
        {"leg": Leg.ONE, "began": NEW, "swelling": True},
        suggests("1", "new-injury", texts="T-L T-L2 T-R1"),
    ),
    # X: the other one, where that may be; never heat for a fresh or swollen injury
    ({"health": "pregnant"}, suggests("4", "new-injury", texts="T-R4 T-X3")),
    ({"health": "raynaud"}, suggests("4", "recurring", texts="T-R4")),
    ({"health": "raynaud", "intense": True, "cycle": True}, suggests("4", "recurring", texts="T-R4")),
    ({"skin": "patch", "intense": True, "cycle": True}, suggests("4", "new-injury", texts="T-R4 T-X3")),
    ({"began": DAYS, "health": "ms", "intense": True}, suggests("4", "new-injury", texts="T-R4 T-X3")),
    ({"began": NEW, "swelling": True, "health": "raynaud"}, stops("1", Kind.BARRED, "T-X T-X2")),
    ({"began": DAYS, "swelling": True, "health": "frostbite"}, stops("3", Kind.BARRED, "T-X T-X2")),
    ({"began": OLD, "swelling": True, "health": "phaeo"}, stops("7", Kind.BARRED, "T-X T-X4")),
    (
        {"began": NEW, "swelling": True, "health": "raynaud", "leg": Leg.ONE},
        stops("1", Kind.BARRED, "T-L T-X T-X2"),
    ),
    # Y: two weeks and no better
    ({"lasting": True}, suggests("4", "recurring", "new-injury", texts="T-R4 T-W")),
    (
        {"began": AGAIN, "intense": True, "cycle": True, "lasting": True},
        suggests("5", "contrast", "recurring", texts="T-R5 T-C1 T-C2 T-C3 T-W"),
    ),
    (
        {"began": OLD, "swelling": True, "health": "raynaud", "lasting": True},
        stops("7", Kind.BARRED, "T-X T-X4 T-W"),
    ),
]


def told(answers: Answers) -> Expected:
    outcome = advise(answers)
    return outcome.row, outcome.kind, outcome.preset, outcome.alternatives, " ".join(outcome.texts)


@pytest.mark.parametrize(("changes", "expected"), TABLE)
def test_the_table(changes: dict[str, Any], expected: Expected) -> None:
    """Each row of the table, with what one leg, the list and a long time make of it."""
    assert told(person(**changes)) == expected


def test_the_table_covers_every_row() -> None:
    """There is no row without an example above."""
    assert {row.id for row in ROWS} == {expected[0] for _, expected in TABLE}


@pytest.mark.parametrize("sign", sorted(EMERGENCY.ids))
def test_each_sign_of_an_emergency_is_enough(sign: str) -> None:
    """Any one of them ends it, whatever else was said."""
    assert told(person(emergency=sign, check="fever", drowsy=True, skin="numb"))[:2] == ("E", Kind.EMERGENCY)


@pytest.mark.parametrize("sign", sorted(CHECK.ids))
def test_each_sign_to_have_checked_is_enough(sign: str) -> None:
    """Any one of them ends it, and nothing overrides it."""
    assert told(person(check=sign))[:2] == ("U", Kind.CHECK)


RULED_OUT = {
    "numb broken alone elsewhere child circulation nerves cancer-there heart-diabetes": {HEAT, COLD},
    "raynaud cold-hives cold-blood buerger sickle phaeo frostbite": {COLD},
    "infection clot patch rub bleeding heat-reaction ms pregnant": {HEAT},
}
"""The list: what each thing on it rules out."""


@pytest.mark.parametrize(("ids", "modalities"), RULED_OUT.items())
def test_each_thing_on_the_list_rules_out_its_packs(ids: str, modalities: set[Modality]) -> None:
    """Heat, cold or both, with its own words as the reason; and what is ruled out is not suggested."""
    for id_ in ids.split():
        question = SKIN if id_ in SKIN.ids else HEALTH
        words = next(option.words for option in question.options if option.id == id_)
        outcome = advise(person(**{question.id: id_}))
        assert outcome.barred == modalities
        assert [bar.why for bar in outcome.bars] == [words]
        assert not on_the_skin(outcome) & modalities
        assert (outcome.kind is Kind.BARRED) == (modalities == {HEAT, COLD})


def test_the_whole_list_is_tried() -> None:
    """There is nothing on the list without an example above."""
    assert SKIN.ids | HEALTH.ids == set(" ".join(RULED_OUT).split())


def test_what_the_list_does_not_have_is_an_error() -> None:
    """An unknown entry is never taken for nothing."""
    with pytest.raises(ValueError, match="health has no option gout"):
        advise(person(health="gout"))


def on_the_skin(outcome: Outcome) -> set[Modality]:
    """What the presets of an outcome put on the skin, the alternatives' included."""
    named = (outcome.preset, *outcome.alternatives)
    return {phase.modality for preset in PRESETS if preset.id in named for phase in preset.schedule}


def keeps_the_laws(answers: Answers) -> Outcome:
    """The outcome of the answers, after every law of the questionnaire was held against it."""
    outcome = advise(answers)
    packs = on_the_skin(outcome)
    both_legs = answers.leg is Leg.BOTH

    assert (outcome.kind is Kind.EMERGENCY) == (bool(answers.emergency) or both_legs), "emergency beats all"
    if answers.check and outcome.kind is not Kind.EMERGENCY:
        assert outcome.kind is Kind.CHECK, "and a sign to have checked all the rest"
    if answers.drowsy:
        assert packs == set(), "nothing on somebody drowsy"
    if answers.swelling and answers.began in (NEW, DAYS):
        assert HEAT not in packs, "never heat on a fresh swollen injury"
        assert HEAT in outcome.barred or outcome.kind in (Kind.EMERGENCY, Kind.CHECK, Kind.NOT_TODAY)
    for id_ in answers.skin | answers.health:
        modalities = next(modalities for ids, modalities in RULED_OUT.items() if id_ in ids.split())
        assert not packs & modalities, "nothing on numb skin, and nothing else that the list rules out"
    if HEAT in packs and COLD in packs and "contrast" in (outcome.preset, *outcome.alternatives):
        assert answers.intense
        assert answers.cycle, "heat and ice in turn only for whoever wants it"
        assert answers.leg is Leg.NONE
        assert answers.began in (OLD, AGAIN)
        assert not answers.swelling

    if outcome.kind is Kind.SUGGEST:
        assert outcome.preset in {preset.id for preset in PRESETS}
        assert packs
        assert not packs & outcome.barred
        assert outcome.preset not in outcome.alternatives
        assert ("T-W" in outcome.texts) == answers.lasting
        assert ("T-L" in outcome.texts) == (answers.leg is Leg.ONE)
    else:
        assert outcome.preset is None
        assert outcome.alternatives == ()
    assert outcome.texts
    assert set(outcome.texts) <= set(TEXTS)
    assert max(Counter(outcome.texts).values()) == 1
    assert outcome.sources
    return outcome


@given(anybody)
def test_whatever_is_answered_has_one_outcome_that_keeps_the_laws(answers: Answers) -> None:
    """Any set of ticks, any choice: exactly one outcome, the same each time, within every law above."""
    assert keeps_the_laws(answers) == advise(answers)


def test_every_combination_of_answers_keeps_the_laws() -> None:
    """All of them, one tick standing for others of its kind; and between them they reach every row."""
    reached = {keeps_the_laws(answers).row for answers in everybody()}
    assert reached == {row.id for row in ROWS}
