"""Plays one WAV with Windows' own sound function, in a process that may hang alone. Never run by its author.

`python -P -m spasmtimer.audio.with_winsound FILE` prints `playing` when Windows has taken it.
"""

from __future__ import annotations

import sys
import time
import wave

if __name__ == "__main__" and sys.platform == "win32":
    import winsound

    with wave.open(sys.argv[1]) as reader:
        seconds = reader.getnframes() / reader.getframerate()
    winsound.PlaySound(sys.argv[1], winsound.SND_FILENAME | winsound.SND_NODEFAULT | winsound.SND_ASYNC)
    print("playing", flush=True)
    time.sleep(seconds + 0.1)  # the sound ends with its process, and winsound tells nobody when it is over
