"""`spasmtimer sounds`: lists the cues, plays one."""

from __future__ import annotations

import argparse

from .. import paths, settings
from ..hearing import SAMPLE, play_cue, players, remember_player, sound_problems
from ..schedule.cue import Cue
from ..streams import can_ask
from .exits import Exit, Failure, complain

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
    liked = settings.load()
    for problem in (*liked.problems, *sound_problems(liked.settings)):
        complain(problem)
    for cue, meaning in MEANINGS.items():
        print(f"{cue:11} {meaning:45} {liked.settings.sounds.get(cue, folder / f'{cue}.wav')}")
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


def check(options: argparse.Namespace) -> int:
    """Plays through one player after the other until a person hears one, and remembers that one."""
    if not can_ask():
        raise Failure("a sound check asks what you hear: run it in a terminal; 'spasmtimer doctor' needs none")
    for player, installed in players():
        if installed and _hears(player):
            return _remembered(player)
    raise Failure("no player was heard: turn the volume up, choose another output, or ask 'spasmtimer doctor'")


def _hears(player: str) -> bool:
    """Plays the sample, and asks."""
    while True:
        playing = play_cue(SAMPLE, player=player)
        playing.wait()
        if playing.failed:
            print(f"{player}: no sound ({playing.silent.get(player) or playing.failed})")
            return False
        sink = f" to {playing.sink}" if playing.sink else ""
        print(f"{player} has played{sink}." + (f" But {playing.warning}." if playing.warning else ""))
        answer = _answer("Did you hear it? y: yes, n: no, a: again  ")
        if answer in ("y", "n"):
            return answer == "y"


def _answer(question: str) -> str:
    """The first letter of the answer. The end of the input ends the check."""
    try:
        return input(question).strip().lower()[:1]
    except EOFError:
        raise Failure("not finished: nothing was remembered") from None


def _remembered(player: str) -> int:
    liked = settings.load().settings.player
    try:
        remember_player(player)
    except OSError as error:
        raise Failure(f"{player} works, but that could not be remembered: {error.strerror or error}") from error
    print(f"Good. {player} is tried first from now on.")
    now = settings.load().settings.player
    if now != player and now == liked:
        print(f"But config.toml names {now}, and that comes first: change its 'player' to {player}.")
    return Exit.DONE
