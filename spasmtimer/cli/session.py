"""`start`, `rehearse`, and the commands of a running session."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from msgspec.structs import replace

from .. import presets_file, settings
from ..control import Control, JournalError, Plan, TooSoon, Unfit
from ..guidance.cards import card, never_with
from ..guidance.episode import IllegalFact, Person, health_is_due
from ..guidance.kept import card_read
from ..guidance.lines import answer_line, clock_line, event_line
from ..guidance.rest import see_somebody
from ..guidance.words import instruction, put_on
from ..schedule.commands import Command, NotFelt
from ..schedule.events import Policy
from ..schedule.notation import render_length
from ..schedule.phases import Modality, Schedule, length_of
from ..schedule.presets import Preset, adjusted, check, find
from ..schedule.reading import read
from ..schedule.routine import EXERCISES, chosen, exercise_named, with_exercise
from ..schedule.session import Session
from ..streams import can_ask, can_show_app
from .app import show
from .exits import Exit, Failure, complain
from .opening import control

OTHERWISE = " An answer was wrong? 'spasmtimer advise' asks again, 'spasmtimer episode corrected' tells it better."


YES = frozenset({"", "y", "yes"})
NO = frozenset({"n", "no", "q", "quit", "\x1b"})


def start(options: argparse.Namespace) -> int:
    """`spasmtimer start`: asks for the safety card, starts the session, and shows it."""
    liked = _settings()
    with control() as open_control:
        preset = _preset(open_control.last_used() if options.preset is None else options.preset)
        first = Modality(options.first) if options.first else None
        schedule = adjusted(preset.schedule, minutes=options.minutes, rounds=options.rounds, first=first)
        schedule = _exercised(schedule, options.exercise, options.count)
        check(schedule)
        policy = Policy(options.confirm or liked.confirm)
        plan = Plan(
            preset.id, preset.title, schedule, policy, pain=options.pain, muted=options.mute, anyway=options.anyway
        )
        with _hinted():
            if not options.yes:
                plan = _accepted(open_control, plan)
            session = open_control.start(plan)
        code = _follow(open_control, session, options)
    return show() if code is None else code


def rehearse(options: argparse.Namespace) -> int:
    """`spasmtimer rehearse`: the same session, faster than life, with no pack on."""
    _settings()
    with control() as open_control:
        preset = _preset(options.preset)
        check(preset.schedule)
        plan = Plan(preset.id, preset.title, preset.schedule, Policy(options.confirm), speed=options.speed)
        code = _follow(open_control, open_control.start(plan), options)
    return show() if code is None else code


def command(options: argparse.Namespace) -> int:
    """One of the verbs that steer a session: does it, and says in one line what is so now."""
    with control() as open_control:
        numbers = {name: getattr(options, name) for name in ("minutes", "pain", "felt") if hasattr(options, name)}
        try:
            session, events = open_control.send(options.command, **numbers)
        except NotFelt as refusal:
            raise Failure(f"{refusal}; to insist, add --felt", Exit.REFUSED) from refusal
        if events:
            print(answer_line(events, session))
        elif options.command is Command.ACK:
            print("Nothing to silence.")
        else:
            print(instruction(read(session, open_control.clock.now())))
        open_control.tend(session, wait=False)
        if options.command is Command.RATE and session.pain_after is not None:
            with suppress(JournalError):  # what was asked for is done
                for line in see_somebody(open_control.past.reasons_to_see_somebody(session)):
                    print(line)
    return Exit.DONE


def mute(options: argparse.Namespace) -> int:
    """`spasmtimer mute [off]`: silences a session that runs, or lets it sound again."""
    with control() as open_control:
        session = open_control.mute(options.turn == "on")
        heard = "Muted: only the end and an overdue pack are heard." if options.turn == "on" else "Sounds again."
        print(clock_line(open_control.clock.now(), heard))
        open_control.tend(session, wait=False)
    return Exit.DONE


def _settings() -> settings.Settings:
    loaded = settings.load()
    for problem in loaded.problems:
        complain(problem)
    return loaded.settings


def _preset(name: str | None) -> Preset:
    found = presets_file.load()
    for problem in found.problems:
        complain(problem)
    if name is None:
        names = ", ".join(preset.id for preset in found.presets)
        raise Failure(f"no session to repeat yet; name a preset: {names}", Exit.USAGE)
    return find(name, found.presets)


def _exercised(schedule: Schedule, name: str | None, count: int | None) -> Schedule:
    """The schedule with the exercise and the number that were asked for. Raises NotationError."""
    if name is None and count is None:
        return schedule
    now = chosen(schedule)
    return with_exercise(schedule, exercise_named(name) if name else now[0] if now else EXERCISES[0], count)


@contextmanager
def _hinted() -> Iterator[None]:
    """A start that is held back says how to have it all the same, where that is possible."""
    try:
        yield
    except (TooSoon, Unfit) as early:
        hint = " To start all the same, add --anyway."
        if early.is_final:
            hint = OTHERWISE if isinstance(early, Unfit) else ""
        raise Failure(f"{early}{hint}", Exit.REFUSED) from early


def _accepted(open_control: Control, plan: Plan) -> Plan:
    """Shows the safety card, and waits for the person to say that the pack is on.

    Where it is too soon, or does not suit them, they first say that they want it all the same, and the plan that is
    returned knows it.
    """
    early = _held_back(open_control, plan)
    if early is not None and (early.is_final or not can_ask()):
        raise early
    if not can_ask():
        raise Failure(
            f"read the safety card first ('spasmtimer presets show {plan.preset}'), then start with --yes", Exit.REFUSED
        )
    print(f"{plan.title}, {render_length(length_of(plan.schedule, 60))}")
    person, now = _person(open_control), open_control.clock.now()
    never = never_with(plan.schedule) if health_is_due(person, now) else ()
    for line in (*card(plan.schedule), *never):
        print(f"  {line}")
    if early is not None:
        _wait_for_yes(f"{early} Press Enter to start all the same, or n for no.")
    _wait_for_yes(put_on(plan.schedule[0]))
    if never and (facts := card_read(person, now)):
        with suppress(IllegalFact, JournalError):  # then the list comes again the next time
            open_control.tell(*facts)
    return replace(plan, anyway=plan.anyway or early is not None)


def _held_back(open_control: Control, plan: Plan) -> TooSoon | Unfit | None:
    try:
        open_control.check(plan)
    except (TooSoon, Unfit) as early:
        return early
    return None


def _person(open_control: Control) -> Person:
    """What was told; nothing, where the journal cannot tell."""
    with suppress(JournalError):
        return open_control.person()
    return Person()


def _wait_for_yes(question: str) -> None:
    """Returns at Enter or y; n, q, Esc and the end of the input start nothing, and all else is asked again."""
    print(question)
    while True:
        try:
            answer = input().strip().lower()
        except EOFError:
            answer = "n"
        if answer in YES:
            return
        if answer in NO:
            raise Failure("not started: the safety card was not accepted", Exit.REFUSED)
        print("Press Enter or y to start, or n for no.")


def _follow(open_control: Control, session: Session, options: argparse.Namespace) -> int | None:
    """Follows what was started as lines, or not at all; None: the app is to show it, once the journal is closed."""
    if options.detach:
        print(event_line(session.started, session))
        print("It runs by itself; 'spasmtimer' joins it, 'spasmtimer stop' ends it.")
        return Exit.DONE
    if options.plain or not can_show_app():
        from .plain import follow

        return follow(open_control, session)
    return None
