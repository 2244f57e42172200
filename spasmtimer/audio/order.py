"""What the child is asked to do: its command line, understood. `wish` writes it."""

from __future__ import annotations

from pathlib import Path

from ..schedule.cue import sounding_named
from .rungs import Rung, ladder

VOICES = ("tones", "speech", "both")
"""What a cue may be: its tone, its words, or the tone and then the words."""

PATIENCE_S = 8.0
"""No cue starts later than this after it was due: by then the views have long rung their bells."""

VALUES = ("--gain", "--player", "--device", "--voice", "--round", "--words", "--wav", "--patience")
FLAGS = ("--only", "--armed")

USAGE = f"usage: spasmtimer.audio CUE [{' X] ['.join(VALUES)} X] [{'] ['.join(FLAGS)}]"


class Order:
    """A cue and how to play it. Raises ValueError, with the reason, when it makes no sense.

    What only says how to play it better never keeps it from being played: it is left out, and told in `warnings`.
    """

    def __init__(self, arguments: list[str]) -> None:
        given = dict.fromkeys(VALUES, "")
        words = iter(arguments)
        flags, names = set(), []
        for word in words:
            if word in FLAGS:
                flags.add(word)
            elif word in given:
                given[word] = next(words, "")
            else:
                names.append(word)
        if len(names) != 1:
            raise ValueError(USAGE)
        self.warnings: list[str] = []
        self.armed = "--armed" in flags
        self.cue = sounding_named(names[0])
        self.gain = float(given["--gain"] or 1)
        if not 0 <= self.gain <= 1:
            raise ValueError(f"--gain {self.gain}: wanted 0.0 to 1.0")
        self.patience_s = float(given["--patience"] or PATIENCE_S)
        self.device = given["--device"] or None
        self.rungs = self._ladder(given["--player"] or None, "--only" in flags)
        self.voice = self._voice(given["--voice"] or "tones")
        self.round = self._round(given["--round"])
        self.words = tuple(filter(None, given["--words"].split(",")))
        self.own_wav = Path(given["--wav"]) if given["--wav"] else None

    def _ladder(self, player: str | None, only: bool) -> tuple[Rung, ...]:
        try:
            return ladder(player, self.device, only)
        except ValueError as error:
            if only:
                raise
            self.warnings.append(str(error))
            return ladder(None, self.device)

    def _voice(self, name: str) -> str:
        if name in VOICES:
            return name
        self.warnings.append(f"no voice {name!r}; there are {', '.join(VOICES)}")
        return "tones"

    def _round(self, text: str) -> tuple[int, int] | None:
        """`2/3` is the second of three."""
        number, _, of = text.partition("/")
        if number.isdecimal() and of.isdecimal():
            return int(number), int(of)
        if text:
            self.warnings.append(f"no round {text!r}; wanted for example 2/3")
        return None
