"""`spasmtimer presets`: lists them, shows one, checks a file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from .. import presets_file
from ..guidance.cards import card, never_with
from ..schedule.notation import render, render_length
from ..schedule.phases import length_of
from ..schedule.presets import Preset, find
from .exits import Exit, Failure, complain
from .opening import told

CHANGEOVER_S = 60


def list_all(options: argparse.Namespace) -> int:
    """Every preset, the user's own included."""
    if options.json:
        print(json.dumps([_as_json(preset) for preset in _load()], indent=2))
    else:
        print_list()
    return Exit.DONE


def print_list() -> None:
    """A line or two for each preset."""
    for preset in _load():
        alias = f" ({preset.alias})" if preset.alias else ""
        print(f"{preset.id + alias:22} {render_length(length_of(preset.schedule, CHANGEOVER_S)):>8}  {preset.when}")


def show(options: argparse.Namespace) -> int:
    """One preset, its safety card and what its minutes rest on."""
    with told():
        preset = find(options.preset, _load())
    if options.json:
        print(json.dumps(_as_json(preset), indent=2))
        return Exit.DONE
    print(f"{preset.title} ({preset.id})", preset.when, render(preset.schedule), sep="\n")
    print(f"{render_length(length_of(preset.schedule, CHANGEOVER_S))} in all, changeovers of a minute included")
    print(*(f"  {line}" for line in (*card(preset.schedule), *never_with(preset.schedule))), sep="\n")
    if preset.source:
        print(preset.source)
    return Exit.DONE


def check(options: argparse.Namespace) -> int:
    """Whether every preset in a file can be used."""
    found = presets_file.read(Path(options.file))
    if options.json:
        print(json.dumps({"presets": [_as_json(preset) for preset in found.presets], "problems": found.problems}))
    for problem in found.problems:
        complain(problem)
    if found.problems:
        return Exit.USAGE
    if not options.json:
        print(f"{len(found.presets)} preset{'' if len(found.presets) == 1 else 's'}, all good")
    return Exit.DONE


def _load() -> tuple[Preset, ...]:
    found = presets_file.load()
    for problem in found.problems:
        complain(problem)
    if not found.presets:
        raise Failure("there are no presets")
    return found.presets


def _as_json(preset: Preset) -> dict[str, object]:
    return {
        "id": preset.id,
        "alias": preset.alias or None,
        "title": preset.title,
        "when": preset.when,
        "schedule": render(preset.schedule),
        "total_s": length_of(preset.schedule, CHANGEOVER_S),
        "phases": [
            {"modality": p.modality, "planned_s": p.planned_s, "round": p.round, "name": p.name or None}
            for p in preset.schedule
        ],
        "custom": preset.custom,
        "source": preset.source or None,
    }
