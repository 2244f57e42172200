"""Hear it first: a cue played for a person, the walk down the ladder, and the player that they heard.

What sounds in a session is the timekeeper's; here a person listens, and is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .remembered import heard_player as heard_player
from .remembered import remember_player as remember_player
from .schedule.cue import Cue
from .settings import Settings, load

if TYPE_CHECKING:
    from .audio.launcher import Playing as Playing

SAMPLE = Cue.HEAT
"""What a sound check plays."""


def play_cue(cue: Cue, *, player: str | None = None, gain: float | None = None) -> Playing:
    """Sounds a cue as a session would; returns at once. Faults of the sound arrive in what is returned.

    `player`: through this one alone. `gain`: 0 to 1, by default the user's volume.
    """
    from .audio.launcher import Wish, play  # 40 ms of imports that only sound needs

    liked = load().settings
    wish = Wish(
        cue,
        gain=liked.volume / 100 if gain is None else gain,
        player=player or liked.player,
        only=player is not None,
        device=liked.device,
        voice=liked.cues,
        wav=liked.sounds.get(cue),
    )
    return play(wish)


def players() -> list[tuple[str, bool]]:
    """The players of this system in the order they are tried, and whether each is installed."""
    from .audio.rungs import ladder

    first = load().settings.player
    names = [rung.name for rung in ladder()]
    rungs = ladder(first if first in names else None)
    return [(rung.name, rung.command("") is not None) for rung in rungs]


def sound_problems(settings: Settings) -> list[str]:
    """A line for each of the user's own sounds that is no good: the built-in one is played in its place."""
    from .audio.wav import BadWav, check_wav

    problems = []
    for cue, wav in settings.sounds.items():
        try:
            check_wav(wav)
        except BadWav as error:
            problems.append(f"[sounds] {cue}: {error}; the built-in sound is used")
    return problems
