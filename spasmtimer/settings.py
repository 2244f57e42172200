"""What the user likes, read from `config.toml`. A key that is wrong is told, and its default used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from . import paths
from .own_file import Unreadable, few, quoted, shown, tables
from .remembered import chosen_theme, heard_player
from .schedule.cue import Cue
from .schedule.quiet import QuietHours

PLAYERS = ("paplay", "pw-play", "simpleaudio", "aplay", "afplay", "winsound")
VOICES = ("tones", "speech", "both")
TERMINALS = ("auto", "osc9", "osc99", "off")
THEMES = ("dark", "light", "contrast", "ansi")
CONFIRMS = ("heat-after-cold", "always")
GET_UP_LEAST, GET_UP_MOST = 20, 180
HOOKS = ("on_start", "on_switch", "on_heads_up", "on_skin_check", "on_pause", "on_end", "on_overdue")


class Settings(Struct, frozen=True):
    """Every setting, with its default."""

    volume: int = 100
    """Percent: how loud the last repeat of an alarm gets; a first call is a little over half of it."""

    cues: str = "tones"
    """Whether cues are tones, speech, or both."""

    player: str | None = None
    """Which player to try first; None: the one heard in a sound check, else as the ladder has it."""

    device: str | None = None
    """The output device, as the player names it; None: the default one."""

    quiet_hours: QuietHours | None = None
    """When only the end and an overdue pack are heard."""

    skin_check: bool = True
    """Whether to be reminded, every 5 minutes under a pack, to look at the skin."""

    heads_up: bool = True
    """Whether to be called a minute before a switch."""

    confirm: str = "heat-after-cold"
    """Which changeovers wait for a person."""

    notifications: bool = True
    """Whether each call is a notification on the desktop as well."""

    terminal_notifications: str = "auto"
    """How the terminal is asked to show one, where the desktop does not: by what it is known to understand."""

    get_up: int = 0
    """Minutes at the app's screen after which it asks you up; 0: never."""

    theme: str | None = None
    """The app's colours, by the last word of the theme's name; None: the one chosen last, else dark."""

    reduced_motion: bool = False
    """Whether nothing in the app slides or fades, as with TEXTUAL_ANIMATIONS=none."""

    sounds: Mapping[Cue, Path] = field(default_factory=dict)
    """The user's own WAV for a cue, in place of its tone."""

    hooks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Which program to run when; each is an argument list, and no shell reads it."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """Which keys, with commas between them, a command of the app has; the app knows what is a command and a key."""


class Loaded(Struct, frozen=True):
    """Settings, and a line for each thing that was wrong in the file."""

    settings: Settings
    problems: tuple[str, ...] = ()


class Wrong(ValueError):
    """A value that will not do; the message says what would be right."""


Read = Callable[[Any, Path], Any]
"""From a value in the file, and the file's folder, to the setting. Raises Wrong."""


def _that(right: str, is_right: Callable[[Any], bool]) -> Read:
    def read(value: Any, folder: Path) -> Any:
        if not is_right(value):
            raise Wrong(right)
        return value

    return read


def _one_of(*names: str) -> Read:
    return _that(f"one of {', '.join(names)}", lambda value: value in names)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(value) and value.isprintable() and value == value.strip()


_TRUTH = _that("true or false", lambda value: type(value) is bool)


def _quiet_hours(value: Any, folder: Path) -> QuietHours:
    try:
        return QuietHours.parse(value)
    except (ValueError, AttributeError):
        raise Wrong("two times of day like '22:00-07:00'") from None


def _sound(value: Any, folder: Path) -> Path:
    if not (isinstance(value, str) and value and "\0" not in value):
        raise Wrong("the name of a WAV file, in the folder of config.toml or with its whole path")
    try:
        return folder / Path(value).expanduser()
    except RuntimeError:  # ~somebody who has no home here
        raise Wrong("a file whose folder can be found") from None


def _hook(value: Any, folder: Path) -> tuple[str, ...]:
    whole = isinstance(value, list) and value and all(isinstance(word, str) and "\0" not in word for word in value)
    if not (whole and value[0]):
        raise Wrong("a list of a program and its arguments, like ['notify-me', '--loud']")
    return tuple(value)


SINGLE: dict[str, Read] = {
    "volume": _that("a whole number from 0 to 100", lambda value: type(value) is int and 0 <= value <= 100),
    "cues": _one_of(*VOICES),
    "player": _one_of(*PLAYERS),
    "device": _that("the name of an output device", _is_name),
    "quiet_hours": _quiet_hours,
    "skin_check": _TRUTH,
    "heads_up": _TRUTH,
    "confirm": _one_of(*CONFIRMS),
    "notifications": _TRUTH,
    "terminal_notifications": _one_of(*TERMINALS),
    "get_up": _that(
        f"0 for never, or a whole number of minutes from {GET_UP_LEAST} to {GET_UP_MOST}",
        lambda value: type(value) is int and (value == 0 or GET_UP_LEAST <= value <= GET_UP_MOST),
    ),
    "theme": _one_of(*THEMES),
    "reduced_motion": _TRUTH,
}
"""How each key at the top of the file is read."""

ANY = "*"
"""In a table: a key whose name is for somebody else to judge."""

TABLES: dict[str, dict[str, Read]] = {
    "sounds": {str(cue): _sound for cue in Cue},
    "hooks": dict.fromkeys(HOOKS, _hook),
    "keys": {ANY: _that("a key, or several with commas between them, like 'f2'", _is_name)},
}
"""How each key of each table is read; one that is wrong leaves the others in force."""


def load(path: Path | None = None) -> Loaded:
    """The settings in `path`, by default the user's. No file means all defaults; nothing is raised."""
    path = path or paths.config_dir() / "config.toml"
    found, problems = _parsed(path)
    values: dict[str, Any] = {}
    for key, value in found.items():
        if key in TABLES and isinstance(value, dict):
            values[key] = _table(key, value, path, problems)
        elif key in TABLES:
            problems.append(f"{path}: {key} = {shown(value)} is not a table; write [{key}] above its lines")
        elif key in SINGLE:
            _take(values, key, SINGLE[key], value, path, "", problems)
        else:
            known = ", ".join(Settings.__struct_fields__)
            problems.append(f"{path}: there is no setting '{quoted(key)}'; there are {known}")
    if "sounds" in values:
        values["sounds"] = {Cue(name): wav for name, wav in values["sounds"].items()}
    values.setdefault("player", _heard())
    values.setdefault("theme", chosen_theme())
    return Loaded(replace(Settings(), **values), few(path, problems))


def _parsed(path: Path) -> tuple[dict[str, Any], list[str]]:
    try:
        return tables(path), []
    except FileNotFoundError:
        return {}, []
    except Unreadable as error:
        return {}, [f"{path}: {error}; every setting has its default"]


def _table(name: str, table: dict[str, Any], path: Path, problems: list[str]) -> dict[str, Any]:
    readers, values = TABLES[name], dict[str, Any]()
    for key, value in table.items():
        if read := readers.get(key) or readers.get(ANY):
            _take(values, key, read, value, path, f"[{name}] ", problems)
        else:
            problems.append(f"{path}: [{name}] has no '{quoted(key)}'; there are {', '.join(readers)}")
    return values


def _take(
    values: dict[str, Any], key: str, read: Read, value: Any, path: Path, table: str, problems: list[str]
) -> None:
    try:
        values[key] = read(value, path.parent)
    except Wrong as right:
        problems.append(f"{path}: {table}{quoted(key)} = {shown(value)} is not {right}; its default is used")


def _heard() -> str | None:
    player = heard_player()
    return player if player in PLAYERS else None
