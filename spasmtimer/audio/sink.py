"""Questions to the sound server about the output a cue has just started on: is anybody going to hear it?

They are asked beside the running cue, each in a process of its own: a server may take its time to answer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from .rungs import Rung, find_tool

Answer = Callable[[str], str | None]
"""From a line of the reply to a warning, or None where all is well."""

NO_DEVICE = "no sound device: the sound goes nowhere (auto_null, Dummy Output)"


def no_device(sink: str | None) -> str | None:
    """The warning for the output that servers make up when there is none."""
    return NO_DEVICE if sink and sink.strip().startswith("auto_null") else None


def elsewhere(wished: str | None, told: str | None, sink: str | None) -> str | None:
    """The warning for a cue on another output than the one wished for.

    `told` is the device that the player was told to use, `sink` the output that it named, where it named one.
    """
    if wished is None or (told and (sink in (None, wished) or not _is_name(wished))):
        return None
    return f"no output device {wished!r}: the default output is used{f', {sink}' if sink else ''}"


def _is_name(device: str) -> bool:
    """Not a number, nor a word like @DEFAULT_SINK@: those are never called what they were asked for as."""
    return not device.isdecimal() and not device.startswith("@")


def _unknown(device: str) -> Answer:
    return lambda line: elsewhere(device, None, None) if "unknown global" in line else None


def _muted(line: str) -> str | None:
    return "the sound output is muted" if line == "Mute: yes" else None


def _turned_down(line: str) -> str | None:
    levels = [word for word in line.split() if word.endswith("%")]
    return "the volume of the sound output is 0" if levels and set(levels) == {"0%"} else None


def questions(rung: Rung, sink: str | None) -> list[tuple[list[str], Answer]]:
    """Commands to run, and how to read each one's reply. `sink` is None where the player did not name it."""
    if not sys.platform.startswith("linux") or (rung.device and not rung.sinks):
        return []
    asked: list[tuple[list[str], Answer]] = []
    if pactl := find_tool("pactl"):
        name = sink or rung.device or "@DEFAULT_SINK@"
        asked += [([pactl, "get-sink-mute", name], _muted), ([pactl, "get-sink-volume", name], _turned_down)]
        if name == "@DEFAULT_SINK@":
            asked.append(([pactl, "get-default-sink"], no_device))
    if rung.device and not sink and _is_name(rung.device) and (pw_cli := find_tool("pw-cli")):
        asked.append(([pw_cli, "info", rung.device], _unknown(rung.device)))
    return asked
