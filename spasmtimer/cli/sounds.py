"""`spasmtimer sounds`: lists the cues, plays one."""

from __future__ import annotations

import argparse

from .. import paths
from ..hearing import play_cue
from ..schedule.cue import Cue
from .exits import Exit, Failure

MEANINGS = {
    Cue.HEAT: "put the heat on (rises)",
    Cue.ICE: "put the ice on (falls)",
    Cue.OFF: "take the pack off",
    Cue.HEADS_UP: "a minute to the next switch",
    Cue.SKIN_CHECK: "lift the pack and look at the skin",
    Cue.END: "the session is over",
    Cue.OVERDUE: "the pack was on too long: take it off now",
}


def list_all(options: argparse.Namespace) -> int:
    """Each cue, what it means, and its file."""
    try:
        folder = paths.sounds_dir()
    except FileNotFoundError as error:
        raise Failure(str(error)) from error
    for cue, meaning in MEANINGS.items():
        print(f"{cue:11} {meaning:45} {folder / f'{cue}.wav'}")
    return Exit.DONE


def play(options: argparse.Namespace) -> int:
    """Plays a cue to its end, and says through which player."""
    playing = play_cue(Cue(options.cue))
    playing.wait()
    if playing.failed:
        raise Failure(f"no sound: {playing.failed}")
    sink = f" to {playing.sink}" if playing.sink else ""
    print(f"{options.cue}: played by {playing.player}{sink}")
    if playing.warning:
        print(f"but {playing.warning}")
    return Exit.DONE
