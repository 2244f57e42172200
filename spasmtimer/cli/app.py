"""`spasmtimer` alone: the app, or without a terminal what it would show."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from .. import __version__
from ..streams import can_ask, can_show_app
from .exits import Exit
from .parent import stand_by

if TYPE_CHECKING:
    import argparse


def open_app(options: argparse.Namespace | None = None) -> int:
    """Opens the app; else follows as lines, or without a terminal says what runs."""
    if options is not None and options.version:
        print(f"spasmtimer {__version__}")
        return Exit.DONE
    if not can_show_app():
        return _follow_or_print()
    return show()


def show() -> int:
    """Shows the app, in a process of its own, below one that gives the terminal back whatever happens to it."""
    code = stand_by(_is_live)
    if code is not None:
        return code
    gc.disable()  # until the first frame: looking for garbage among imports takes a tenth of the time to it
    from ..tui.app import run  # like all that is large, in the child alone
    from .opening import control

    with control() as open_control:
        return run(open_control)


def _is_live() -> bool:
    from .opening import control

    with control() as open_control:
        session = open_control.session()
        return session is not None and session.state.is_live


def _follow_or_print() -> int:
    from .opening import control
    from .presets import print_list
    from .status import print_line

    with control() as open_control:
        session = open_control.session()
        if can_ask() and session is not None and session.state.is_live:
            from .plain import follow

            return follow(open_control, session)
        print_line(open_control)
    print_list()
    print("Start one with 'spasmtimer start PRESET --yes'; 'spasmtimer --help' tells the rest.")
    return Exit.DONE
