"""Plays one WAV with the simpleaudio library, in a process that may crash or hang alone.

`python -P -m spasmtimer.audio.with_simpleaudio FILE` prints `playing` when the device has taken it.
"""

from __future__ import annotations

import sys

# An extra without types: missing here, untyped there.
import simpleaudio  # type: ignore[import-not-found, import-untyped, unused-ignore]  # an extra, without types

if __name__ == "__main__":
    sound = simpleaudio.WaveObject.from_wave_file(sys.argv[1]).play()
    print("playing", flush=True)
    sound.wait_done()
