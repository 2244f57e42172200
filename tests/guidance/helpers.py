"""Answers for tests: one person with nothing wrong but a back that keeps hurting, and what makes them another."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from spasmtimer.guidance.questions import CHECK, EMERGENCY, HEALTH, SKIN, Began, Leg, Question
from spasmtimer.guidance.triage import Answers

NONE: frozenset[str] = frozenset()

CALM: dict[str, Any] = {
    "emergency": NONE,
    "check": NONE,
    "leg": Leg.NONE,
    "drowsy": False,
    "skin": NONE,
    "health": NONE,
    "began": Began.RECURRING,
    "swelling": False,
    "lasting": False,
    "intense": False,
    "cycle": False,
}


def person(**changes: Any) -> Answers:
    """Recurring pain and nothing else, but for these answers; a set may be given as words."""
    words = {key: frozenset(value.split()) for key, value in changes.items() if isinstance(CALM[key], frozenset)}
    return Answers(**{**CALM, **changes, **words})


def subsets(question: Question) -> st.SearchStrategy[frozenset[str]]:
    """Anything that can be ticked; often nothing."""
    return st.just(NONE) | st.frozensets(st.sampled_from(sorted(question.ids)))


anybody = st.builds(
    Answers,
    emergency=subsets(EMERGENCY),
    check=subsets(CHECK),
    leg=st.sampled_from(Leg),
    drowsy=st.booleans(),
    skin=subsets(SKIN),
    health=subsets(HEALTH),
    began=st.sampled_from(Began),
    swelling=st.booleans(),
    lasting=st.booleans(),
    intense=st.booleans(),
    cycle=st.booleans(),
)
"""Every combination of answers there is."""

LISTS = ("", "raynaud", "pregnant", "raynaud pregnant", "nerves")
"""Under `health`: nothing, cold ruled out, heat ruled out, each by something else, both by one thing."""


def everybody() -> Iterator[Answers]:
    """Every combination of answers, with one sign for any sign, and one reason for each way to rule a pack out."""
    flags = [(False, True)] * 5
    for emergency, check, leg, skin, health, began, *five in itertools.product(
        ("", "chest"), ("", "fever"), Leg, ("", "rub", "numb"), LISTS, Began, *flags
    ):
        drowsy, swelling, lasting, intense, cycle = five
        yield person(
            emergency=emergency,
            check=check,
            leg=leg,
            skin=skin,
            health=health,
            began=began,
            drowsy=drowsy,
            swelling=swelling,
            lasting=lasting,
            intense=intense,
            cycle=cycle,
        )
