"""What is heard for a cue: its tone, its words or the user's own sound, and in which order."""

from __future__ import annotations

from pathlib import Path

from ..paths import sounds_dir
from ..schedule.cue import Spoken
from .mix import Part, length_s
from .order import Order
from .wav import LONGEST_S, BadWav, Sound, load

SAME_AGAIN_S = 0.35
"""Between words and the same words again."""

NEXT_S = 0.2
"""Between a tone and words, and between those and the round."""

LEADS = {"tones": ("own", "tone", "words"), "both": ("own", "tone", "words"), "speech": ("own", "words", "tone")}
"""What a cue begins with in each voice: the first of these that is there and good."""

WAKING_S = 0.3
"""Silence before words that are said once, with nothing before them: a sound card that wakes up may swallow it."""

HIGHEST_ROUND = 9
"""There are no words for a later one, and it is not said."""


class Composition:
    """The `parts` of a cue, and in `warnings` what of it could not be had.

    Words with nothing before them are said twice: a sound card that wakes up may swallow their beginning. The round
    follows in every voice but `tones`. Words that the order names are said in the place of the cue's own, and after
    the built-in tone in every voice, since a tone cannot name a stretch. Raises BadWav when no sound of the cue is any
    good.
    """

    def __init__(self, order: Order) -> None:
        self.warnings: list[str] = []
        try:
            folder = sounds_dir()
        except FileNotFoundError as error:
            raise BadWav(str(error)) from error
        words = [folder / "speech" / f"{name}.wav" for name in order.words or (order.cue,)]
        if order.cue is Spoken.COUNT:
            self.parts: list[Part] = [WAKING_S, *map(Sound, words)]
            return
        if order.words and not all(path.is_file() for path in words):
            words = []  # nobody has recorded what the user calls this
        files = {"own": [order.own_wav] if order.own_wav else [], "tone": [folder / f"{order.cue}.wav"], "words": words}
        kind, self.parts = self._lead([(kind, files[kind]) for kind in LEADS[order.voice] if files[kind]])
        if kind == "words":
            self._say(SAME_AGAIN_S, *words)
        elif words and (order.voice == "both" or (order.words and kind == "tone")):
            self._say(NEXT_S, *words)
        if order.voice != "tones" and order.round:
            self._say_round(folder / "speech", *order.round)

    def _lead(self, choices: list[tuple[str, list[Path]]]) -> tuple[str, list[Part]]:
        """The first good one of some sounds, and its kind; words may be several files, each too short by itself."""
        faults: list[str] = []
        for kind, paths in choices:
            try:
                sounds: list[Part] = [load(paths[0])] if len(paths) == 1 else [*map(Sound, paths)]
            except BadWav as error:
                faults.append(str(error))
                continue
            self.warnings += [f"{fault}; heard instead: the built-in {kind}" for fault in faults]
            return kind, sounds
        raise BadWav("; ".join(faults))

    def _say_round(self, folder: Path, number: int, count: int) -> None:
        if 1 <= number <= count <= HIGHEST_ROUND and count > 1:
            self._say(NEXT_S, folder / f"round-{number}.wav", folder / f"of-{count}.wav")

    def _say(self, pause_s: float, *words: Path) -> None:
        """Let words follow after a pause: all of them, or none and a warning."""
        try:
            more: list[Part] = [pause_s, *map(Sound, words)]
        except BadWav as error:
            self.warnings.append(f"not said: {error}")
            return
        if length_s(self.parts + more) > LONGEST_S:
            names = ", ".join(path.stem for path in words)
            self.warnings.append(f"not said, since a cue lasts {LONGEST_S:.0f} s at most: {names}")
            return
        self.parts += more
