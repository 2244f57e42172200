"""What is heard for a cue: its tone, its words or the user's own sound, and in which order."""

from __future__ import annotations

from pathlib import Path

from ..paths import sounds_dir
from .mix import Part, length_s
from .order import Order
from .wav import LONGEST_S, BadWav, Sound, load

SAME_AGAIN_S = 0.35
"""Between words and the same words again."""

NEXT_S = 0.2
"""Between a tone and words, and between those and the round."""

LEADS = {"tones": ("own", "tone", "words"), "both": ("own", "tone", "words"), "speech": ("own", "words", "tone")}
"""What a cue begins with in each voice: the first of these that is there and good."""

HIGHEST_ROUND = 9
"""There are no words for a later one, and it is not said."""


class Composition:
    """The `parts` of a cue, and in `warnings` what of it could not be had.

    Words with nothing before them are said twice: a sound card that wakes up may swallow their beginning. The round
    follows in every voice but `tones`. Raises BadWav when no sound of the cue is any good.
    """

    def __init__(self, order: Order) -> None:
        self.warnings: list[str] = []
        try:
            folder = sounds_dir()
        except FileNotFoundError as error:
            raise BadWav(str(error)) from error
        tone, words = folder / f"{order.cue}.wav", folder / "speech" / f"{order.cue}.wav"
        files = {"own": order.own_wav, "tone": tone, "words": words}
        kind, sound = self._lead([(kind, path) for kind in LEADS[order.voice] if (path := files[kind])])
        self.parts: list[Part] = [sound]
        if kind == "words":
            self._say(SAME_AGAIN_S, words)
        elif order.voice == "both":
            self._say(NEXT_S, words)
        if order.voice != "tones" and order.round:
            self._say_round(folder / "speech", *order.round)

    def _lead(self, choices: list[tuple[str, Path]]) -> tuple[str, Sound]:
        """The first good one of some sounds, and its kind."""
        faults: list[str] = []
        for kind, path in choices:
            try:
                sound = load(path)
            except BadWav as error:
                faults.append(str(error))
                continue
            self.warnings += [f"{fault}; heard instead: the built-in {kind}" for fault in faults]
            return kind, sound
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
