"""The screens that the app opens, each imported when it is first wanted: the first frame waits for none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...control import Health

if TYPE_CHECKING:
    from .ask import AskQuit
    from .base import View
    from .day import YourDay
    from .guide import Guide


def home() -> View:
    """Where everything starts."""
    from .home import Home

    return Home()


def session() -> View:
    """The live session."""
    from .session import SessionScreen

    return SessionScreen()


def summary() -> View:
    """The session that has ended."""
    from .summary import Summary

    return Summary()


def ask_quit(health: Health) -> AskQuit:
    """What becomes of the session."""
    from .ask import AskQuit

    return AskQuit(health)


def choose() -> View:
    """The questions that help to choose."""
    from .choose import Choose

    return Choose()


def guide() -> Guide:
    """The articles."""
    from .guide import Guide

    return Guide()


def day() -> YourDay:
    """The questions about daily life."""
    from .day import YourDay

    return YourDay()
