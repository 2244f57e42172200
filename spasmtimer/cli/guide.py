"""`spasmtimer guide`: lists the articles, prints one."""

from __future__ import annotations

import argparse
import sys

from .. import paths
from ..guidance.guide import LIMITS, TOPICS, UnknownTopic, find
from .exits import Exit, Failure

WIDEST = 80
"""Columns: longer lines are hard to read."""

HOW = "Read one: spasmtimer guide TOPIC; the beginning of its name will do."


def guide(options: argparse.Namespace) -> int:
    """The article on a topic; without one, what there is to read."""
    if options.topic is None:
        for topic in TOPICS:
            print(f"{topic.id:13} {topic.title}. {topic.summary}")
        print("", HOW, LIMITS, sep="\n")
        return Exit.DONE
    text = _text(options.topic)
    if sys.stdout.isatty():
        text = _for_terminal(text)
    print(text, end="")
    return Exit.DONE


def _text(name: str) -> str:
    try:
        file = paths.texts_dir() / find(name).file
    except UnknownTopic as error:
        raise Failure(str(error), Exit.USAGE) from error
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise Failure(f"cannot read {file}: {why}; install spasmtimer again") from error


def _for_terminal(text: str) -> str:
    """The article laid out for the terminal's width, with its colours unless NO_COLOR is set."""
    from rich.console import Console  # for terminals only: it takes longer to import than all else here
    from rich.markdown import Markdown

    console = Console(file=sys.stdout, highlight=False, emoji=False, markup=False)
    with console.capture() as captured:
        console.print(Markdown(text), width=min(WIDEST, console.width))
    drawn = captured.get()
    return drawn if console.encoding.startswith("utf") else drawn.replace("•", "-")
