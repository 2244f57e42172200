"""The user's own presets, read from `presets.toml`.

Each table is a preset; its schedule is written in the notation or as a list of phases:

    [evening]
    title = "Evening"
    when = "Before bed."
    schedule = "heat 15m"

    [two-turns]
    phases = [{ modality = "cold", minutes = 8 }, { modality = "rest", minutes = 15 }]
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from msgspec import Struct

from . import paths
from .own_file import Unreadable, few, quoted, shown, tables
from .schedule.notation import MOST_PHASES, WORDS, NotationError, parse
from .schedule.phases import Modality, Phase, Schedule
from .schedule.presets import PRESETS, Preset, Refused, check

NAME = re.compile(r"[a-z][a-z0-9-]*")
"""What can be typed as a preset's name, whatever else the notation means by spaces and commas."""

MOST_SAID = 240
"""Characters of a problem: it may quote a whole schedule."""

KEYS = ("title", "when", "schedule", "phases")
PHASE_KEYS = ("modality", "minutes", "name")


class Found(Struct, frozen=True):
    """Presets, and a line for each that could not be used."""

    presets: tuple[Preset, ...]
    problems: tuple[str, ...] = ()
    is_absent: bool = False
    """Whether there is no such file."""


def load(path: Path | None = None) -> Found:
    """The built-in presets and those in `path`, by default the user's. No file is no problem; nothing is raised."""
    path = path or paths.config_dir() / "presets.toml"
    own = read(path)
    if own.is_absent:
        return Found(PRESETS)
    return Found((*PRESETS, *own.presets), own.problems)


def read(path: Path) -> Found:
    """The presets written in `path`. Nothing is raised: what is wrong, the file's absence included, is a problem."""
    try:
        written = tables(path)
    except FileNotFoundError:
        return Found((), (f"{path}: there is no such file",), is_absent=True)
    except Unreadable as error:
        return Found((), (f"{path}: {error}",))
    presets, problems = [], []
    for name, table in written.items():
        try:
            presets.append(_preset(name, table))
        except (NotationError, Refused) as error:
            problems.append(f"{path}: {quoted(name)}: {quoted(str(error), MOST_SAID)}")
    return Found(tuple(presets), few(path, problems))


def _preset(name: str, table: Any) -> Preset:
    if not isinstance(table, dict):
        raise NotationError(f'is no table; write [{name}] and below it schedule = "heat 15m"')
    if not NAME.fullmatch(name):
        raise NotationError("a name has small letters, digits and hyphens, and begins with a letter")
    if any(name in (preset.id, preset.alias) for preset in PRESETS):
        raise NotationError("is the name of a built-in preset; choose another")
    if unknown := [key for key in table if key not in KEYS]:
        raise NotationError(f"there is no key '{quoted(unknown[0])}'; there are {', '.join(KEYS)}")
    if ("schedule" in table) == ("phases" in table):
        raise NotationError('needs either schedule = "heat 15m" or a list of phases')
    written = table.get("schedule", "")
    if not isinstance(written, str):
        raise NotationError(f'schedule = {shown(written)} is no text; write schedule = "heat 15m"')
    schedule = parse(written) if "schedule" in table else _phases(table["phases"])
    check(schedule)
    title, when = table.get("title", name), table.get("when", "Your own.")
    if not all(isinstance(each, str) and each.isprintable() for each in (title, when)):
        raise NotationError("title and when are each one line of text")
    return Preset(name, title, when, schedule, custom=True)


def _phases(tables: Any) -> Schedule:
    if not isinstance(tables, list) or not tables:
        raise NotationError('phases is no list; write phases = [{ modality = "heat", minutes = 15 }]')
    if len(tables) > MOST_PHASES:
        raise NotationError(f"{len(tables)} phases; a session has at most {MOST_PHASES}")
    return tuple(_phase(table) for table in tables)


def _phase(table: Any) -> Phase:
    if not isinstance(table, dict) or not {"modality", "minutes"} <= set(table) <= set(PHASE_KEYS):
        raise NotationError('a phase is written { modality = "heat", minutes = 15 }, with a name for move')
    word, minutes = table["modality"], table["minutes"]
    modality = WORDS.get(word.lower()) if isinstance(word, str) else None
    if modality is None:
        raise NotationError(f"{shown(word)} is not heat, cold, rest or move")
    if type(minutes) not in (int, float) or not 1 / 60 <= minutes <= 24 * 60:
        raise NotationError(f"minutes = {shown(minutes)} is no length")
    name = table.get("name", "")
    if not isinstance(name, str):
        raise NotationError(f"name = {shown(name)} is no text")
    if name and (modality is not Modality.MOVE or not name.isprintable()):
        raise NotationError("only a move phase has a name, of one line")
    return Phase(modality, float(minutes) * 60, name=name)
