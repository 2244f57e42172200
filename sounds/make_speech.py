#!/usr/bin/env python3
"""Makes the spoken cues: `flite` says each phrase once, and arithmetic makes it as loud as the tones.

    python sounds/make_speech.py            write speech/*.wav and speech/SHA256SUMS beside this script
    python sounds/make_speech.py --check    exit 1 if a file there is not what this script makes

Needs the program `flite` (Debian: `apt install flite`), which is in no user's way: the files are in the repository.
The same version of it makes the same bytes at every run on a machine, and on another one the same to some roundings;
without it `--check` looks at the checksums alone. What is
done to its voice: the silence around it is cut off, its 16 kHz become 44.1, its level becomes near that of the tones,
and the few peaks that are then too high are bent down (by 5 dB in two phrases, by less than 4 in all others).
"""

from __future__ import annotations

import hashlib
import math
import shutil
import subprocess
import sys
import tempfile
import wave
from array import array
from collections import deque
from itertools import accumulate
from operator import mul, sub
from pathlib import Path

from make_cues import LEVEL_DB, PEAK_DB, RATE, swell, wav

ROUNDING = 33
"""Of 32767: 60 dB below full scale, where nobody hears a difference."""

FLITE = ("flite", "-voice", "slt", "--setf", "duration_stretch=1.1")
"""A woman's voice, clearer than the others that flite brings; a tenth slower than it would speak by itself."""

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

MORE_NUMBERS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
"""As far as an exercise is counted."""

MOVES = (
    *("pelvic tilt", "knees to chest", "left knee to chest", "right knee to chest"),
    *("knees to the left", "knees to the right", "cat and camel", "back on the heels"),
    *("sit-ups", "curl-ups", "bird dogs", "side bridges on the left", "side bridges on the right"),
)
"""The stretches and exercises that a session can name."""

SAID = {"thirteen": "thir teen", "fifteen": "fif teen", "knees to chest": "both knees to chest"}
"""What is said instead, where the voice's own peaks would have to be bent by more than `BENT_DB`."""


def sentence(words: str) -> str:
    """The words, or what is said instead of them, as a sentence."""
    return f"{SAID.get(words, words).capitalize()}."


PHRASES = {
    "heat": "Switch to heat.",
    "ice": "Switch to ice.",
    "off": "Take the pack off.",
    "heads-up": "One minute left.",
    "skin-check": "Check your skin.",
    "end": "Session over.",
    "overdue": "Overdue. Take the pack off now.",
    **{f"round-{number}": f"Round {word}," for number, word in enumerate(NUMBERS, 1)},
    **{f"of-{number}": f"of {word}." for number, word in enumerate(NUMBERS, 1) if number > 1},
    **{f"count-{number}": sentence(word) for number, word in enumerate(NUMBERS + MORE_NUMBERS, 1)},
    **{f"move-{name.replace(' ', '-')}": sentence(name) for name in MOVES},
}
"""What is said in each file: the cues, the two halves of `round two of three`, numbers to count by, and stretches."""

QUIET = 0.005
"""The voice has begun where a sample passes this part of its peak."""

EDGE_S = 0.025
"""So much is left around the voice, and swells in it from nothing and back."""

TAPS = 32
"""The resampling filter looks at so many samples of the voice to either side."""

PASS = 0.95
"""How much of what a sampling rate can carry the resampling filter lets through."""

BLOCK_S = 0.05
"""Loudness is measured in blocks of this length."""

GATE_DB = 10.0
"""Blocks so much quieter than the loudest are pauses, and do not count."""

SPEECH_DB = LEVEL_DB - 1.8
"""A-weighted RMS of a phrase: most then stay as they are; as loud as a tone, some would lose 10 dB of their peaks."""

A_GAIN = 10 ** (2.0 / 20)
"""Makes the A curve 1 at 1000 Hz."""

LOWEST_HZ = 350.0
"""The voice gives way below: a laptop carries nothing there, and without it the rest can be as loud as a tone."""

BENT_DB = 6.0
"""No peak is lowered by more: the voice would sound squeezed."""

BEND_S = 0.01
"""How early a gain begins to sink before a peak that is too high, and how slowly it comes back."""


def spoken(text: str) -> tuple[list[float], int]:
    """What flite makes of a text, of full scale 1, and its rate. Raises CalledProcessError when it fails."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        subprocess.run([*FLITE, "-t", text, "-o", str(path)], check=True, stdin=subprocess.DEVNULL)
        with wave.open(str(path)) as reader:
            samples = array("h", reader.readframes(reader.getnframes()))
            return [value / 32768 for value in samples], reader.getframerate()


def trimmed(samples: list[float], rate: int) -> list[float]:
    """Without the silence before and after."""
    least = QUIET * max(map(abs, samples))
    voice = [index for index, value in enumerate(samples) if abs(value) > least]
    edge = round(EDGE_S * rate)
    return samples[max(0, voice[0] - edge) : voice[-1] + edge]


def resampled(samples: list[float], rate: int) -> list[float]:
    """The same sound at `RATE`, by a windowed sinc: nothing audible is added, not even mirrored hiss."""
    up = RATE // math.gcd(RATE, rate)
    down = rate // math.gcd(RATE, rate)
    kernels = [_kernel(phase / up) for phase in range(up)]
    padded = [0.0] * TAPS + samples + [0.0] * TAPS
    places = (divmod(number * down, up) for number in range(len(samples) * up // down))
    return [sum(map(mul, padded[place + 1 : place + 1 + 2 * TAPS], kernels[phase])) for place, phase in places]


def _kernel(shift: float) -> list[float]:
    """The weights of the samples around a place that lies `shift` after one of them."""
    weights = []
    for tap in range(1 - TAPS, TAPS + 1):
        x = tap - shift
        window = 0.42 + 0.5 * math.cos(math.pi * x / TAPS) + 0.08 * math.cos(2 * math.pi * x / TAPS)
        weights.append(window * (math.sin(math.pi * PASS * x) / (math.pi * x) if x else PASS))
    return [weight / sum(weights) for weight in weights]


def a_weighted(samples: list[float]) -> list[float]:
    """The samples as the ear counts them: the A curve of IEC 61672-1 as six filters of the first order."""
    for hertz in (20.6, 20.6, 107.7, 737.9):
        samples = high_passed(samples, hertz)
    for hertz in (12194.0, 12194.0):
        samples = [value - high for value, high in zip(samples, high_passed(samples, hertz), strict=True)]
    return [value * A_GAIN for value in samples]


def high_passed(samples: list[float], hertz: float) -> list[float]:
    """What is left when everything below a frequency is lowered, by 6 dB for each octave."""
    k = math.tan(math.pi * hertz / RATE)
    out, last, passed = [], 0.0, 0.0
    for value in samples:
        passed = (value - last + (1 - k) * passed) / (1 + k)
        last = value
        out.append(passed)
    return out


def level_db(samples: list[float]) -> float:
    """A-weighted RMS of what is voice and no pause, in dB of full scale."""
    heard, block = a_weighted(samples), round(BLOCK_S * RATE)
    powers = [sum(map(mul, part, part)) / len(part) for part in _blocks(heard, block)]
    voice = [power for power in powers if power > max(powers) / 10 ** (GATE_DB / 10)]
    return 10 * math.log10(sum(voice) / len(voice))


def _blocks(samples: list[float], size: int) -> list[list[float]]:
    return [samples[start : start + size] for start in range(0, len(samples), size)]


def levelled(samples: list[float]) -> list[float]:
    """As loud as a tone, and no peak above `PEAK_DB`; what the peaks lose, the rest makes up for.

    Raises ValueError where that would bend the peaks by more than `BENT_DB`.
    """
    top_db = 20 * math.log10(max(map(abs, samples)))
    gain_db = SPEECH_DB - level_db(samples)
    while top_db + gain_db < PEAK_DB + BENT_DB:
        made = bent([value * 10 ** (gain_db / 20) for value in samples])
        missing_db = SPEECH_DB - level_db(made)
        if abs(missing_db) < 0.05:
            return made
        gain_db += missing_db
    raise ValueError(f"peaks would be bent by more than {BENT_DB} dB: lower SPEECH_DB")


def bent(samples: list[float]) -> list[float]:
    """Peaks lowered to `PEAK_DB`, each by a gain that sinks and rises slowly enough not to be heard as a click."""
    top, reach = 10 ** (PEAK_DB / 20), round(BEND_S * RATE)
    wanted = [min(1.0, top / abs(value)) if value else 1.0 for value in samples]
    lowest = _lowest([1.0] * 2 * reach + wanted + [1.0] * 2 * reach, 2 * reach + 1)
    sums = [0.0, *accumulate(lowest)]
    means = [(sums[i + 2 * reach + 1] - sums[i]) / (2 * reach + 1) for i in range(len(samples))]
    return [value * mean for value, mean in zip(samples, means, strict=True)]


def _lowest(values: list[float], size: int) -> list[float]:
    """The least of every `size` neighbours."""
    found, waiting = [], deque[int]()
    for index, value in enumerate(values):
        while waiting and values[waiting[-1]] >= value:
            waiting.pop()
        waiting.append(index)
        if waiting[0] <= index - size:
            waiting.popleft()
        if index >= size - 1:
            found.append(values[waiting[0]])
    return found


def eased(samples: list[float]) -> list[float]:
    """A soft start and a soft end, in the silence that `trimmed` left."""
    edge, last = EDGE_S * RATE, len(samples) - 1
    return [value * swell(min(i, last - i) / edge) for i, value in enumerate(samples)]


def pcm(text: str) -> array[int]:
    """A phrase as 16-bit samples, as loud as a tone."""
    said, rate = spoken(text)
    voice = resampled(trimmed(said, rate), rate)
    samples = eased(levelled(high_passed(high_passed(voice, LOWEST_HZ), LOWEST_HZ)))
    return array("h", (round(value * 32767) for value in samples))


def checksums(folder: Path) -> str:
    """What `sha256sum *.wav` says there."""
    files = sorted(folder.glob("*.wav"))
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


def check(folder: Path) -> list[str]:
    """What is wrong in the folder, a line for each."""
    sums = folder / "SHA256SUMS"
    wrong = [] if sums.is_file() and sums.read_text() == checksums(folder) else [f"{sums.name}: does not fit the files"]
    if shutil.which(FLITE[0]) is None:
        print(f"{FLITE[0]} is not installed (apt install flite): only the checksums were compared")
        return wrong
    for name, text in PHRASES.items():
        path = folder / f"{name}.wav"
        if not path.is_file() or not alike(path, pcm(text)):
            wrong.append(f"{path.name}: not what {Path(__file__).name} makes")
    return wrong


def alike(path: Path, made: array[int]) -> bool:
    """Whether the file holds these samples, but for what another processor rounds otherwise."""
    if path.read_bytes() == wav(made):
        return True
    with wave.open(str(path)) as file:
        found = array("h", file.readframes(file.getnframes()))
    return len(found) == len(made) and max(map(abs, map(sub, found, made))) <= ROUNDING


def main(arguments: list[str]) -> int:
    """Write or check every phrase; 0 when all is as it should be, 1 when a file differs, 2 on bad usage."""
    if arguments not in ([], ["--check"]):
        print(f"usage: {Path(__file__).name} [--check]", file=sys.stderr)
        return 2
    folder = Path(__file__).resolve().parent / "speech"
    if arguments:
        wrong = check(folder)
        print(*wrong, sep="\n", end="\n" if wrong else "", file=sys.stderr)
        return 1 if wrong else 0
    folder.mkdir(exist_ok=True)
    for name, text in PHRASES.items():
        (folder / f"{name}.wav").write_bytes(wav(pcm(text)))
    (folder / "SHA256SUMS").write_text(checksums(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
