"""What the home screen remarks before a session: what is wrong, and where the sound is to be expected. Pure."""

from __future__ import annotations

from ..control import Health, Look
from ..guidance.lines import OVER_SSH
from ..settings import Settings
from ..terminal import Terminal

VOLUME_0 = "The volume is 0: no cue will be heard"
NO_SOUND = "The last session had no sound: press {key} to test it"
DOUBTED = "The last call was perhaps not heard: {doubt}; {key} tests the sound"
UNSURE = "Not sure? Press {key} to be asked."
OFFER = "Will you hear it? Press {key} to test the sound."


def of_settings(liked: Settings) -> list[str]:
    """What the user's settings make of the sound."""
    return [VOLUME_0] if liked.volume == 0 else []


def of_sound(look: Look, key: str) -> list[str]:
    """What was wrong with the sound of the last session, once it has ended; while it runs, its own screen says so.

    `key` tests the sound.
    """
    if look.session is None or look.session.state.is_live:
        return []
    health: Health = look.health
    if health.sound_ok is False:
        return [NO_SOUND.format(key=key)]
    return [DOUBTED.format(doubt=health.doubt, key=key)] if health.doubt else []


def hint(terminal: Terminal, keys: tuple[str, str], width: int, *, checked: bool, failed: bool) -> str:
    """A quiet line of what fits. `keys`: for the help in choosing, and for the sound check.

    `checked`: somebody has heard a sound check; `failed`: it is said already that sound failed.
    """
    helps, test = keys
    sound = OVER_SSH.format(host=terminal.host) if terminal.remote else OFFER.format(key=test)
    sound = "" if not terminal.remote and (checked or failed) else sound
    unsure = UNSURE.format(key=helps)
    texts = (f"{unsure} {sound}".strip(), sound or unsure, f"{sound.split(';')[0]}.")
    return next((text for text in texts if len(text) <= width), texts[-1])
