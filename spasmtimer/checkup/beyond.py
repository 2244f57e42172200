"""What helps a cue beyond its sound: a machine that stays awake, notifications, hooks, the terminal."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from .. import machine
from ..settings import Settings
from ..terminal import here
from ..timekeeper.children import ask
from .finding import Finding, bad, note, ok

LIMIT_S = 8.0
"""How long a child may take that asks the desktop; each gives up by itself before."""


def check_awake() -> Iterator[Finding]:
    """Whether the machine would let itself be kept awake."""
    answer = ask("hold", "--probe", limit_s=LIMIT_S)
    if answer["ok"]:
        yield ok("awake", "keep awake", f"works, through {answer['how']}")
    else:
        remedy = "turn automatic sleep off in the system's settings while a pack is on"
        yield note("awake", "keep awake", f"the machine may fall asleep by itself: {answer['why']}", remedy)
    if machine.has_lid():
        says = "a closed lid puts most machines to sleep, whatever a program asks for"
        yield note("awake", "lid", says, "leave it open during a session")


def check_notifications(settings: Settings) -> Iterator[Finding]:
    """Whether the desktop would show a notification."""
    if not settings.notifications:
        yield note("notifications", "desktop", "turned off in config.toml")
        return
    answer = ask("notify", "--probe", limit_s=LIMIT_S)
    if answer["ok"]:
        yield ok("notifications", "desktop", f"shown by {answer.get('server') or 'the desktop'}")
    else:
        remedy = "where the terminal can show one, the app asks it to"
        yield note("notifications", "desktop", f"none: {answer['why']}", remedy)


def check_hooks(settings: Settings) -> Iterator[Finding]:
    """Whether each hook's program is there; it is not run."""
    for name, argv in settings.hooks.items():
        program = os.path.expanduser(argv[0])
        if shutil.which(program, path=_path()):
            yield ok("hooks", name, " ".join(argv))
        else:
            why = "is not executable" if Path(program).exists() else "is not there"
            yield bad("hooks", name, f"{argv[0]} {why}", "name a program that can be run, with its whole path")


def _path() -> str:
    return os.environ.get("PATH", os.defpath)


def check_terminal(settings: Settings) -> Iterator[Finding]:
    """What the terminal can show, and where the sound comes out."""
    size, encoding = shutil.get_terminal_size((0, 0)), sys.stdout.encoding or "unknown"
    window = f"{size.columns} x {size.lines}" if size.columns else "no window"
    colour = "no colour" if os.environ.get("NO_COLOR") else os.environ.get("COLORTERM") or "as its name says"
    says = f"{os.environ.get('TERM') or 'no name'}, {window}, {encoding}, colour: {colour}"
    if encoding.lower().replace("-", "") == "utf8":
        yield ok("terminal", "window", says)
    else:
        yield note(
            "terminal", "window", f"{says}; signs are drawn in ASCII", "a UTF-8 locale, like LANG=C.UTF-8, shows all"
        )
    terminal = here(settings.terminal_notifications)
    shows = f"shows notifications ({terminal.notes})" if terminal.notes else "is not known to show notifications"
    yield ok("terminal", "calls", f"rings its bell; {shows}")
    if terminal.remote:
        says = f"the sound comes out of {terminal.host}, not out of the machine before you"
        yield note(
            "terminal", "ssh", says, "this terminal's bell rings at every call: hear that it does, with: printf '\\a'"
        )
