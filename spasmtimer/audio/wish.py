"""How one cue is to be played. For whoever starts the child; the child itself reads `arguments`."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from ..schedule.cue import Sounding
from .order import PATIENCE_S


class Wish(Struct, frozen=True):
    """A cue, how loud, through what, and in which voice."""

    cue: Sounding

    gain: float = 1.0
    """0 to 1, linear, applied to the samples; 0 is a silent try of everything but the ear."""

    player: str | None = None
    """The rung that goes to the top of the ladder."""

    only: bool = False
    """That player alone: the others are not tried, and a fault of it is the cue's. For sound checks."""

    device: str | None = None
    """The output device, in the player's own words: a sink of PulseAudio or PipeWire, a PCM of ALSA."""

    voice: str = "tones"
    """`tones`, `speech` (the words, twice), or `both` (the tone, then the words)."""

    round: tuple[int, int] | None = None
    """Which round of how many, to be said after the words: 1 of 2 to 9 of 9. Nothing is said of others."""

    words: tuple[str, ...] = ()
    """What is said, after the tone in every voice, in place of the cue's own words: recordings in `speech/`, by name.
    Where one of them is not there, the tone is all."""

    wav: Path | None = None
    """The user's own sound for this cue: in place of the tone, and in the voice `speech` of the words."""

    patience_s: float = PATIENCE_S
    """For how many seconds players are tried."""

    def arguments(self) -> list[str]:
        """The child's command line, after its name."""
        words = [str(self.cue), "--gain", f"{self.gain:.4f}", "--patience", str(self.patience_s)]
        words += ["--player", self.player] if self.player else []
        words += ["--only"] if self.only else []
        words += ["--device", self.device] if self.device else []
        words += ["--voice", self.voice] if self.voice != "tones" else []
        words += ["--round", "{}/{}".format(*self.round)] if self.round else []
        words += ["--words", ",".join(self.words)] if self.words else []
        words += ["--wav", str(self.wav.absolute())] if self.wav else []
        return words
