"""Questions to the sound server about the output a cue has just started on: is anybody going to hear it?

They are asked beside the running cue, each in a process of its own: a server may take its time to answer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from .rungs import find_tool

Answer = Callable[[str], str | None]
"""From a line of the reply to a warning, or None where all is well."""

NO_DEVICE = "no sound device: the sound goes nowhere (auto_null, Dummy Output)"


def no_device(sink: str | None) -> str | None:
    """The warning for the output that servers make up when there is none."""
    return NO_DEVICE if sink and sink.strip().startswith("auto_null") else None


def _muted(line: str) -> str | None:
    return "the sound output is muted" if line == "Mute: yes" else None


def _turned_down(line: str) -> str | None:
    levels = [word for word in line.split() if word.endswith("%")]
    return "the volume of the sound output is 0" if levels and set(levels) == {"0%"} else None


def questions(sink: str | None) -> list[tuple[list[str], Answer]]:
    """Commands to run, and how to read each one's reply. `sink` is None where the player did not name it."""
    pactl = find_tool("pactl") if sys.platform.startswith("linux") else None
    if pactl is None:
        return []
    name = sink or "@DEFAULT_SINK@"
    asked: list[tuple[list[str], Answer]] = [
        ([pactl, "get-sink-mute", name], _muted),
        ([pactl, "get-sink-volume", name], _turned_down),
    ]
    return asked if sink else [*asked, ([pactl, "get-default-sink"], no_device)]
