"""The flow of the questionnaire: which question comes next, and when it is decided. Pure; every view asks by it.

A question is asked only while its answer can still change the outcome. So an emergency ends it at once; after a sign to
have checked one more is asked, whether the pain runs into both legs, since that would make it an emergency.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from . import questions as q
from .triage import Answers, may_take_turns, rules_out_both

Chosen = Mapping[str, frozenset[str]]
"""The options chosen so far, by the question's id. A question that is not in it has not been answered."""

CALM: Chosen = {
    **{question.id: frozenset() for question in q.QUESTIONS if question.many},
    q.LEG.id: frozenset({q.Leg.NONE}),
    q.ALERT.id: frozenset({q.AWAKE}),
    q.BEGAN.id: frozenset({q.Began.RECURRING}),
    **{question.id: frozenset({q.NO}) for question in (q.SWELLING, q.LASTING, q.INTENSE, q.CYCLE)},
}
"""What stands in for a question that is not asked because its answer would change nothing."""


class Undecided(ValueError):
    """The interview is not over; the message names the question that comes next."""


def next_question(chosen: Chosen, health_known: frozenset[str] | None = None) -> q.Question | None:
    """The question to ask now; None once the outcome is decided.

    `health_known` is what was ticked under `health` less than 30 days ago, None if that was longer ago or never: it is
    then asked again, as it is if there is an option in it that the question no longer has. Raises ValueError for
    answers that cannot be.
    """
    return _walk(chosen, health_known)[1]


def asked(chosen: Chosen, health_known: frozenset[str] | None = None) -> tuple[q.Question, ...]:
    """The questions answered so far, in asking order: to go back is to take the last of them out of `chosen`."""
    known = _known(health_known)
    return tuple(question for question in _walk(chosen, health_known)[0] if question.id not in known)


def answers_of(chosen: Chosen, health_known: frozenset[str] | None = None) -> Answers:
    """The answers of a decided interview. Raises Undecided, and ValueError for answers that cannot be.

    Answers to questions that are not asked, left from before somebody went back, do not count.
    """
    answered, coming = _walk(chosen, health_known)
    if coming is not None:
        raise Undecided(f"not decided yet; next: {coming.id}")
    given = {**chosen, **_known(health_known)}
    return _answers({question.id: given[question.id] for question in answered})


def _walk(chosen: Chosen, health_known: frozenset[str] | None) -> tuple[list[q.Question], q.Question | None]:
    """The questions that count and are answered, and the one that is to be asked."""
    given = {**chosen, **_known(health_known)}
    counted: dict[str, frozenset[str]] = {}
    answered: list[q.Question] = []
    for question in q.QUESTIONS:
        if not MATTERS[question.id](_answers(counted)):
            continue
        if question.id not in given:
            return answered, question
        counted[question.id] = _checked(question, given[question.id])
        answered.append(question)
    return answered, None


def _known(health: frozenset[str] | None) -> Chosen:
    return {q.HEALTH.id: health} if health is not None and health <= q.HEALTH.ids else {}


def _checked(question: q.Question, options: frozenset[str]) -> frozenset[str]:
    if not options <= question.ids or not (question.many or len(options) == 1):
        wanted = "any" if question.many else "one"
        raise ValueError(f"{question.id}: {sorted(options)}; give {wanted} of {', '.join(sorted(question.ids))}")
    return options


def _answers(chosen: Chosen) -> Answers:
    """The answers, with calm ones for what is not in `chosen`."""
    full = {**CALM, **chosen}

    def one(question: q.Question) -> str:
        return next(iter(full[question.id]))

    return Answers(
        emergency=full[q.EMERGENCY.id],
        check=full[q.CHECK.id],
        leg=q.Leg(one(q.LEG)),
        drowsy=one(q.ALERT) == q.DROWSY,
        skin=full[q.SKIN.id],
        health=full[q.HEALTH.id],
        began=q.Began(one(q.BEGAN)),
        swelling=one(q.SWELLING) == q.YES,
        lasting=one(q.LASTING) == q.YES,
        intense=one(q.INTENSE) == q.YES,
        cycle=one(q.CYCLE) == q.YES,
    )


def _no_emergency(so_far: Answers) -> bool:
    return not so_far.emergency


def _goes_on(so_far: Answers) -> bool:
    return not (so_far.emergency or so_far.check or so_far.leg is q.Leg.BOTH or so_far.drowsy)


def _some_pack_is_left(so_far: Answers) -> bool:
    return _goes_on(so_far) and not rules_out_both(so_far)


def _is_old(so_far: Answers) -> bool:
    return _some_pack_is_left(so_far) and so_far.began in (q.Began.OVER_72_H, q.Began.RECURRING)


def _turns_are_left(so_far: Answers) -> bool:
    return _some_pack_is_left(so_far) and may_take_turns(so_far)


MATTERS: Mapping[str, Callable[[Answers], bool]] = {
    q.EMERGENCY.id: lambda _: True,
    q.CHECK.id: _no_emergency,
    q.LEG.id: _no_emergency,
    q.ALERT.id: _goes_on,
    q.SKIN.id: _goes_on,
    q.HEALTH.id: _some_pack_is_left,
    q.BEGAN.id: _some_pack_is_left,
    q.SWELLING.id: _some_pack_is_left,
    q.LASTING.id: _is_old,
    q.INTENSE.id: _turns_are_left,
    q.CYCLE.id: lambda so_far: _is_old(so_far) and so_far.intense,
}
"""Whether the answer can still change the outcome, by the answers to the questions before it."""
