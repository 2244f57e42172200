"""Whether there is a person at the other end of the standard streams. Asked before anything else is imported."""

from __future__ import annotations

import os
import sys


def can_show_app() -> bool:
    """Whether the app can be drawn and typed into. Textual draws on standard error."""
    return sys.stdin.isatty() and sys.stderr.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def can_ask() -> bool:
    """Whether a person can read a question here and answer it."""
    return sys.stdin.isatty() and sys.stdout.isatty()
