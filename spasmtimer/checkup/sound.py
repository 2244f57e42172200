"""Whether a cue would be heard: every rung of the ladder tried for real, in silence, and what the settings add."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..audio.launcher import Playing, Wish, play
from ..audio.rungs import Rung, ladder
from ..audio.wav import BadWav, check_wav
from ..paths import sounds_dir
from ..remembered import heard_player
from ..schedule.cue import Cue
from ..settings import Settings
from .finding import Finding, bad, note, ok

PART = "sound"
TRY_S = 2.5
"""How long a player may take to acknowledge; the slowest rung is given up for the next after 1 s in a session."""

PACKAGES = {
    "paplay": "apt install pulseaudio-utils",
    "pw-play": "apt install pipewire-bin",
    "aplay": "apt install alsa-utils",
    "simpleaudio": "pip install 'spasmtimer[simpleaudio]' (needs a C compiler and the ALSA headers)",
}
"""What brings a player, on Debian and its kin."""

START_SERVER = "start the sound server: 'systemctl --user start pipewire-pulse', or 'pulseaudio --start'"


def check_players(settings: Settings) -> Iterator[Finding]:
    """Each rung alone, all at once; then whether any of them works."""
    rungs = ladder()
    tried = {rung.name: _try(rung.name) for rung in rungs if rung.command("") is not None}
    yield from (_player(rung, tried.get(rung.name)) for rung in rungs)
    working = [name for name, playing in tried.items() if _works(playing)]
    if working:
        heard = heard_player()
        was_heard = f"; {heard} was heard in a sound check" if heard else ""
        yield ok(PART, "players", f"a session would sound through {_first(working, settings)}{was_heard}")
    else:
        why = "no player works: no cue would be heard"
        yield bad(PART, "players", why, START_SERVER if tried else "install one of the players above; then look again")


def works(findings: list[Finding]) -> bool:
    """Whether any player works."""
    return any(each.part == PART and each.name == "players" and each.verdict == "ok" for each in findings)


def check_wishes(settings: Settings) -> Iterator[Finding]:
    """What the user's settings do to the sound."""
    if settings.volume == 0:
        yield bad(PART, "volume", "0: nothing at all will be heard", "set volume = 1 to 100 in config.toml")
    else:
        yield ok(PART, "volume", f"{settings.volume} of 100, speaking in {settings.cues}")
    if settings.quiet_hours:
        yield note(PART, "quiet hours", f"{settings.quiet_hours}: only the end and an overdue pack are heard then")
    if settings.device:
        yield from _device(settings.device)


def check_files(settings: Settings) -> Iterator[Finding]:
    """Every cue's file, the user's own ones too."""
    try:
        folder = sounds_dir()
    except FileNotFoundError as error:
        yield bad(PART, "files", str(error), "install spasmtimer again")
        return
    broken = [why for cue in Cue if (why := _fault(folder / f"{cue}.wav"))]
    if broken:
        yield bad(PART, "files", "; ".join(broken), "install spasmtimer again")
    else:
        yield ok(PART, "files", f"{len(Cue)} cues in {folder}")
    for cue, wav in settings.sounds.items():
        why = _fault(wav)
        if why:
            yield bad(PART, f"own {cue}", f"{why}; the built-in sound is used", "name another file under [sounds]")
        else:
            yield ok(PART, f"own {cue}", str(wav))


def _try(player: str, device: str | None = None, *, only: bool = True) -> Playing:
    return play(Wish(Cue.HEADS_UP, gain=0, player=player, only=only, device=device, patience_s=TRY_S))


def _works(playing: Playing) -> bool:
    """Whether the player took the cue and somebody could hear it; waits for its answer."""
    playing.wait(2 * TRY_S)
    return playing.acknowledged and not playing.doubt


def _player(rung: Rung, playing: Playing | None) -> Finding:
    if playing is None:
        return note(PART, rung.name, "not installed", PACKAGES.get(rung.name))
    works = _works(playing)
    if works:
        sink = f" to {playing.sink}" if playing.sink else ""
        return ok(PART, rung.name, f"plays{sink}")
    if playing.acknowledged:
        return bad(PART, rung.name, f"plays, but {playing.doubt}", "turn the output up, or choose another one")
    why = playing.silent.get(rung.name) or playing.failed or "gave no answer"
    return note(PART, rung.name, f"does not play: {why}")


def _first(working: list[str], settings: Settings) -> str:
    return settings.player if settings.player in working else working[0]


def _device(device: str) -> Iterator[Finding]:
    playing = play(Wish(Cue.HEADS_UP, gain=0, device=device, patience_s=TRY_S))
    playing.wait(2 * TRY_S)
    if playing.acknowledged and not playing.warning:
        yield ok(PART, "device", f"{device}, through {playing.player}")
    else:
        why = playing.warning or playing.failed or "no player answered"
        yield bad(PART, "device", f"{device}: {why}", "'pactl list short sinks' names the outputs that there are")


def _fault(wav: Path) -> str:
    try:
        check_wav(wav)
    except BadWav as error:
        return str(error)
    return ""
