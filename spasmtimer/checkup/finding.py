"""One thing that was looked at, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum

from msgspec import Struct


class Verdict(StrEnum):
    """How it stands."""

    OK = "ok"
    NOTE = "note"
    """Works otherwise than one might think, or is not there and not needed."""

    BAD = "bad"
    """Something that a session may need does not work."""


class Finding(Struct, frozen=True):
    """What was found in one place."""

    part: str
    """Which part of the program it belongs to: sound, files, …"""

    name: str
    verdict: Verdict
    says: str
    """One line: what is so."""

    remedy: str | None = None
    """One line: what would mend it."""


Check = Callable[[], Iterator[Finding]]


def ok(part: str, name: str, says: str) -> Finding:
    """All is well there."""
    return Finding(part, name, Verdict.OK, says)


def note(part: str, name: str, says: str, remedy: str | None = None) -> Finding:
    """Worth knowing."""
    return Finding(part, name, Verdict.NOTE, says, remedy)


def bad(part: str, name: str, says: str, remedy: str | None = None) -> Finding:
    """To be mended."""
    return Finding(part, name, Verdict.BAD, says, remedy)
