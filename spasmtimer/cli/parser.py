"""The grammar of the command line. Each verb's module is imported only when the verb runs."""

from __future__ import annotations

import argparse
import importlib
import math
import sys
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any, NoReturn

from ..schedule.commands import Command
from ..schedule.cue import Cue
from ..schedule.routine import EXERCISES
from .exits import Exit, complain

CONFIRM = ("heat-after-cold", "always")
COMMAND_HELP = {
    Command.PAUSE: "the pack is off for a while",
    Command.RESUME: "the pack is on again",
    Command.CONFIRM: "what was asked for is on",
    Command.SKIP: "end this phase now, or leave out the coming one",
    Command.BACK: "this phase again, or the one before it",
    Command.EXTEND: "keep it on longer, within 20 minutes",
    Command.STOP: "end the session",
    Command.ACK: "silence the alarm",
    Command.RATE: "tell your pain",
}
EPISODE_HELP = {
    "show": "where it stands",
    "began": "tell when it began",
    "corrected": "tell it better",
    "ended": "the pain has gone",
    "reopened": "it had not gone",
    "forget": "delete the last one for good",
}
ANSWER_HELP = {
    "swollen": "swelling, bruise, redness or heat there, or a blow or a fall",
    "intense": "strong spasms",
    "recurring": "it keeps coming back, or has lasted for weeks",
    "leg": "the pain runs into one leg",
}


class Parser(argparse.ArgumentParser):
    """No abbreviated options, since a later one would change their meaning; errors in one line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, **(options | {"formatter_class": _formatter}))

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """What is none of the choices gets the nearest of them, or all."""
        if action.choices is None or value in action.choices:
            return
        names = [str(choice) for choice in action.choices]
        near = get_close_matches(str(value), names, 1)
        right = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(names)}"
        raise argparse.ArgumentError(action, f"there is no '{value}'; {right}")

    def error(self, message: str) -> NoReturn:
        """One line and exit 2."""
        complain(f"{message} (see '{self.prog} --help')")
        sys.exit(Exit.USAGE)


def build() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = Parser(
        prog="spasmtimer",
        description="Calls out heat and ice for a back in spasm. Alone, it opens the app, or the running session.",
    )
    parser.add_argument("--version", action="store_true", help="print the version")
    parser.set_defaults(run=_later("app", "open_app"))
    verbs = _subparsers(parser, title="verbs", metavar="VERB")
    _add_start(verbs)
    _add_rehearse(verbs)
    for command, text in COMMAND_HELP.items():
        _add_command(verbs, command, text)
    _add_mute(verbs)
    _add_status(verbs)
    _add_advise(verbs)
    _add_presets(verbs)
    _add_sounds(verbs)
    _add_guide(verbs)
    _add_doctor(verbs)
    _add_episode(verbs)
    _add_day(verbs)
    _add_forget(verbs)
    return parser


def _formatter(prog: str) -> argparse.HelpFormatter:
    from rich_argparse import RichHelpFormatter  # only help needs it

    return RichHelpFormatter(prog)


def _subparsers(parser: argparse.ArgumentParser, **options: Any) -> Any:
    """Named outright: argparse would ask a formatter for the name, and with it rich, at every start."""
    return parser.add_subparsers(prog=parser.prog, **options)


def _later(module: str, function: str) -> Callable[[argparse.Namespace], int]:
    def run(options: argparse.Namespace) -> int:
        return int(getattr(importlib.import_module(f"spasmtimer.cli.{module}"), function)(options))

    return run


def _add_start(verbs: Any) -> None:
    start = verbs.add_parser("start", help="start a session", description="Starts a session: the first pack is on.")
    start.add_argument("preset", nargs="?", metavar="PRESET", help="a preset or a schedule; else the last one again")
    _add_how(start)
    start.add_argument("--minutes", type=minutes, metavar="N", help="for every heat and ice phase")
    start.add_argument("--rounds", type=whole, metavar="N", help="how often the pattern repeats")
    start.add_argument("--first", choices=("heat", "cold"), help="which pack begins")
    start.add_argument("--exercise", choices=[exercise.id for exercise in EXERCISES], help="in place of the sit-ups")
    start.add_argument("--count", type=whole, metavar="N", help="how many of the exercise")
    start.add_argument("--confirm", choices=CONFIRM, help="which changeovers wait for you")
    start.add_argument("--pain", type=pain, metavar="0-10", help="your pain now")
    start.add_argument("--mute", action="store_true", help="hear nothing but the end, and an overdue pack")
    start.add_argument("--yes", action="store_true", help="I have read the safety card")
    start.add_argument("--anyway", action="store_true", help="although the skin should rest longer")
    start.set_defaults(run=_later("session", "start"))


def _add_rehearse(verbs: Any) -> None:
    rehearse = verbs.add_parser(
        "rehearse", help="hear a session, faster than life", description="Runs a session fast, with no pack on."
    )
    rehearse.add_argument("preset", metavar="PRESET", help="a preset or a schedule")
    _add_how(rehearse)
    rehearse.add_argument("--speed", type=speed, default=60.0, metavar="N", help="how many times faster (60)")
    rehearse.add_argument(
        "--confirm", choices=(*CONFIRM, "never"), default="never", help="which changeovers wait (never)"
    )
    rehearse.set_defaults(run=_later("session", "rehearse"))


def _add_how(parser: argparse.ArgumentParser) -> None:
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--plain", action="store_true", help="follow it as lines of text")
    how.add_argument("--detach", action="store_true", help="return at once; it runs by itself")


def _add_command(verbs: Any, command: Command, text: str) -> None:
    verb = verbs.add_parser(str(command), help=text, description=text[0].upper() + text[1:] + ".")
    if command is Command.EXTEND:
        verb.add_argument("minutes", nargs="?", type=minutes, default=5.0, metavar="MINUTES", help="5 if not given")
    if command is Command.RATE:
        verb.add_argument("pain", type=pain, metavar="0-10", help="0: none, 10: the worst you can imagine")
    if command is Command.CONFIRM:
        verb.add_argument("--felt", action="store_true", help="the skin was touched, and feels: heat may go on at once")
    verb.set_defaults(run=_later("session", "command"), command=command)


def _add_mute(verbs: Any) -> None:
    mute = verbs.add_parser(
        "mute", help="silence this session", description="Silences all of this session but its end and an overdue pack."
    )
    mute.add_argument("turn", nargs="?", choices=("on", "off"), default="on", help="on if not given")
    mute.set_defaults(run=_later("session", "mute"))


def _add_doctor(verbs: Any) -> None:
    doctor = verbs.add_parser(
        "doctor", help="what works here", description="Looks at all that a session needs, and says what would mend it."
    )
    doctor.add_argument("--json", action="store_true", help="for programs")
    doctor.set_defaults(run=_later("doctor", "doctor"))


def _add_status(verbs: Any) -> None:
    status = verbs.add_parser("status", help="what runs now", description="Tells what runs now.")
    form = status.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="everything, for programs")
    form.add_argument("--format", metavar="TEMPLATE", help="for example '{word} {remaining} {next}'")
    form.add_argument("--waybar", action="store_true", help="JSON for a waybar module")
    status.add_argument("--follow", action="store_true", help="again whenever it changes, until Ctrl+C")
    status.set_defaults(run=_later("status", "status"))


def _add_advise(verbs: Any) -> None:
    advise = verbs.add_parser(
        "advise",
        help="help me choose",
        description="Asks a few questions, and says what the article suggests, or that no session fits (exit 4).",
    )
    advise.set_defaults(run=_later("advise", "ask_and_tell"))


def _add_presets(verbs: Any) -> None:
    presets = verbs.add_parser("presets", help="list, show or check presets", description="The presets.")
    presets.add_argument("--json", action="store_true", help="for programs")
    presets.set_defaults(run=_later("presets", "list_all"))
    what = _subparsers(presets, metavar="list | show ID | check FILE")
    listing = what.add_parser("list", help="all of them")
    show = what.add_parser("show", help="one of them")
    show.add_argument("preset", metavar="ID")
    check = what.add_parser("check", help="say what is wrong in a presets.toml")
    check.add_argument("file", metavar="FILE")
    for verb, function in ((listing, "list_all"), (show, "show"), (check, "check")):
        verb.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="for programs")
        verb.set_defaults(run=_later("presets", function))


def _add_sounds(verbs: Any) -> None:
    sounds = verbs.add_parser("sounds", help="list or hear the cues", description="The cues.")
    sounds.set_defaults(run=_later("sounds", "list_all"))
    what = _subparsers(sounds, metavar="list | play CUE | check")
    listing = what.add_parser("list", help="all of them")
    listing.set_defaults(run=_later("sounds", "list_all"))
    play = what.add_parser("play", help="hear one")
    play.add_argument("cue", metavar="CUE", choices=[str(cue) for cue in Cue], help=", ".join(Cue))
    play.set_defaults(run=_later("sounds", "play"))
    check = what.add_parser("check", help="find the player that you hear, and remember it")
    check.set_defaults(run=_later("sounds", "check"))


def _add_guide(verbs: Any) -> None:
    guide = verbs.add_parser(
        "guide", help="read about spasms, heat and cold", description="Short articles on spasms, heat and cold."
    )
    guide.add_argument("topic", nargs="?", metavar="TOPIC", help="which to read; without one, what there is")
    guide.set_defaults(run=_later("guide", "guide"))


def _add_episode(verbs: Any) -> None:
    episode = verbs.add_parser(
        "episode", help="when the pain began, and what it is time for", description="One bout of pain, from its start."
    )
    episode.set_defaults(run=_later("episode", "show"))
    what = _subparsers(episode, metavar="show | began WHEN | corrected [WHEN] | ended | reopened | forget")
    for name, text in EPISODE_HELP.items():
        verb = what.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        if name in ("began", "corrected"):
            number = "+" if name == "began" else "*"
            verb.add_argument("when", nargs=number, metavar="WHEN", help="hours ago, or 'yesterday 21:40', or a date")
            for answer, meaning in ANSWER_HELP.items():
                either = verb.add_mutually_exclusive_group()
                either.add_argument(f"--{answer}", action="store_const", const=True, help=meaning)
                either.add_argument(f"--not-{answer}", dest=answer, action="store_const", const=False, help="not so")
        verb.set_defaults(run=_later("episode", name))


def _add_day(verbs: Any) -> None:
    day = verbs.add_parser(
        "day",
        help="look for causes, try small changes",
        description="Asks about the causes that the article lists, and names at most three small changes to try.",
    )
    day.set_defaults(run=_later("day", "day"))


def _add_forget(verbs: Any) -> None:
    forget = verbs.add_parser(
        "forget",
        help="what you told: see it, delete it",
        description="Shows what you told, which only this machine knows, and deletes it after a yes.",
    )
    forget.add_argument("--sessions", action="store_true", help="the sessions and their numbers, too")
    forget.add_argument("--yes", action="store_true", help="delete without asking")
    forget.set_defaults(run=_later("forget", "forget"))


def minutes(text: str) -> float:
    """A number of minutes: more than 0, at most 60."""
    return _number(text, 0, 60, "minutes", above=True)


def speed(text: str) -> float:
    """How many times faster than life: 1 to 1000."""
    return _number(text, 1, 1000, "a speed")


def pain(text: str) -> int:
    """Pain: a whole number from 0 to 10."""
    return whole(text, 0, 10, "pain")


def whole(text: str, low: int = 1, high: int = 99, what: str = "a number") -> int:
    """A whole number within bounds."""
    if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
        raise argparse.ArgumentTypeError(f"'{text}' is not {what} from {low} to {high}")
    return int(text)


def _number(text: str, low: float, high: float, what: str, *, above: bool = False) -> float:
    plain = text.isascii() and text.replace(".", "", 1).isdigit()
    number = float(text) if plain else math.nan
    if not (low < number if above else low <= number) or not number <= high:
        bounds = f"more than {low:g} and at most {high:g}" if above else f"{low:g} to {high:g}"
        raise argparse.ArgumentTypeError(f"'{text}' is not {what}: {bounds}")
    return number
