"""Text that others wrote: what a person typed, what a file or another program says."""

from __future__ import annotations


def printable(text: str) -> str:
    """The text with `?` for all that could steer a terminal, break a line or stand for half a character."""
    return "".join(character if character.isprintable() else "?" for character in text)
