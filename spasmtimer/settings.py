"""What the user likes, read from `config.toml`. A key that is wrong is told, and its default used."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from . import paths


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, with its default."""

    volume: int = 100
    """Percent: how loud the last repeat of an alarm gets; a first call is a little over half of it."""

    player: str | None = None
    """Which player to try first; None leaves the order as it is."""

    skin_check: bool = True
    """Whether to be reminded, every 5 minutes under a pack, to look at the skin."""

    heads_up: bool = True
    """Whether to be called a minute before a switch."""

    confirm: str = "heat-after-cold"
    """Which changeovers wait for a person."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings, and a line for each thing that was wrong in the file."""

    settings: Settings
    problems: tuple[str, ...] = ()


PLAYERS = ("paplay", "pw-play", "simpleaudio", "aplay", "afplay", "winsound")

ALLOWED: dict[str, tuple[str, Any]] = {
    # key: what would be right, and whether a value is
    "volume": ("a whole number from 0 to 100", lambda v: type(v) is int and 0 <= v <= 100),
    "player": (f"one of {', '.join(PLAYERS)}", lambda v: v in PLAYERS),
    "skin_check": ("true or false", lambda v: type(v) is bool),
    "heads_up": ("true or false", lambda v: type(v) is bool),
    "confirm": ("'heat-after-cold' or 'always'", lambda v: v in ("heat-after-cold", "always")),
}


def load(path: Path | None = None) -> Loaded:
    """The settings in `path`, by default the user's. No file means all defaults; nothing is raised."""
    import tomllib

    path = path or paths.config_dir() / "config.toml"
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Loaded(Settings())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        return Loaded(Settings(), (f"{path}: {error}; every setting has its default",))
    settings, problems = Settings(), []
    for key, value in found.items():
        if key not in ALLOWED:
            known = ", ".join(field.name for field in fields(Settings))
            problems.append(f"{path}: there is no setting '{key}'; there are {known}")
        elif ALLOWED[key][1](value):
            settings = replace(settings, **{key: value})
        else:
            problems.append(f"{path}: {key} = {value!r} is not {ALLOWED[key][0]}; its default is used")
    return Loaded(settings, tuple(problems))
