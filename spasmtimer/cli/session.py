"""`start`, `rehearse`, and the commands of a running session."""

from __future__ import annotations

import argparse

from .. import presets_file, settings
from ..control import Control, Plan
from ..guidance.cards import card
from ..guidance.lines import answer_line, clock_line, event_line
from ..guidance.words import instruction
from ..schedule.commands import Command
from ..schedule.events import Policy
from ..schedule.notation import render_length
from ..schedule.phases import Modality, Schedule, length_of
from ..schedule.presets import Preset, adjusted, check, find
from ..schedule.reading import read
from ..schedule.session import Session
from ..terminal import can_ask, can_show_app
from .app import show
from .exits import Exit, Failure, complain
from .opening import control


def start(options: argparse.Namespace) -> int:
    """`spasmtimer start`: asks for the safety card, starts the session, and shows it."""
    liked = _settings()
    with control() as open_control:
        preset = _preset(open_control.last_used() if options.preset is None else options.preset)
        first = Modality(options.first) if options.first else None
        schedule = adjusted(preset.schedule, minutes=options.minutes, rounds=options.rounds, first=first)
        check(schedule)
        policy = Policy(options.confirm or liked.confirm)
        plan = Plan(preset.id, preset.title, schedule, policy, pain=options.pain, muted=options.mute)
        if not options.yes:
            open_control.check(plan)
            _accept(preset, schedule)
        code = _follow(open_control, open_control.start(plan), options)
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
        numbers = {name: getattr(options, name) for name in ("minutes", "pain") if hasattr(options, name)}
        session, events = open_control.send(options.command, **numbers)
        if events:
            print(answer_line(events, session))
        elif options.command is Command.ACK:
            print("Nothing to silence.")
        else:
            print(instruction(read(session, open_control.clock.now())))
        open_control.tend(session, wait=False)
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


def _accept(preset: Preset, schedule: Schedule) -> None:
    """Shows the safety card, and waits for the person to say that the pack is on."""
    if not can_ask():
        raise Failure(
            f"read the safety card first ('spasmtimer presets show {preset.id}'), then start with --yes", Exit.REFUSED
        )
    print(f"{preset.title}, {render_length(length_of(schedule, 60))}")
    for line in card(schedule):
        print(f"  {line}")
    first = schedule[0]
    pack = first.modality.word.lower()
    print(f"Put the {pack} on. Press Enter when it is on." if first.modality.is_pack else "Press Enter to begin.")
    try:
        input()
    except EOFError:
        raise Failure("not started: the safety card was not accepted", Exit.REFUSED) from None


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
