"""The user's own presets: each is usable, or a line says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from spasmtimer.presets_file import load, read
from spasmtimer.schedule.notation import MOST_PHASES, parse
from spasmtimer.schedule.presets import PRESETS, find


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "presets.toml"


def test_without_a_file_there_are_the_built_in_ones(file: Path) -> None:
    """No file is no problem for `load`; for `read`, which was asked for that file, it is one."""
    assert load(file).presets == PRESETS
    assert load(file).problems == ()
    assert len(read(file).problems) == 1


def test_both_ways_of_writing_a_schedule_give_the_same(file: Path) -> None:
    """The notation and the list of phases say the same, with title and use or without."""
    file.write_text(
        '[one]\ntitle = "One"\nwhen = "Now."\nschedule = "cold 8m, rest 15m, move 30s (cat)"\n[two]\nphases = [\n'
        '{ modality = "ice", minutes = 8 }, { modality = "rest", minutes = 15 },\n'
        '{ modality = "MOVE", minutes = 0.5, name = "cat" }]\n'
    )
    found = read(file)
    assert found.problems == ()
    one, two = found.presets
    assert one.schedule == two.schedule == parse("cold 8m, rest 15m, move 30s (cat)")
    assert (one.id, one.title, one.when, one.custom) == ("one", "One", "Now.", True)
    assert (two.id, two.title) == ("two", "two")
    assert load(file).presets == (*PRESETS, one, two)


BAD = [
    "mine = 3",
    "[heat]\nschedule = 'heat 5m'",
    "[contrast]\nschedule = 'heat 5m'",
    "[mine]",
    "[mine]\nschedule = 'heat 5m'\nphases = []",
    "[mine]\nschedule = 'heat 5m'\nwhom = 'me'",
    "[mine]\nschedule = 'heat 21m'",
    "[mine]\nschedule = 'heat 5m, cold 5m, x4'",
    "[mine]\nschedule = 'warm 5m'",
    "[mine]\nschedule = ''",
    "[mine]\nschedule = 20",
    "[mine]\nphases = []",
    "[mine]\nphases = 'heat 5m'",
    "[mine]\nphases = ['heat 5m']",
    "[mine]\nphases = [{ modality = 'heat' }]",
    "[mine]\nphases = [{ modality = 'warm', minutes = 3 }]",
    "[mine]\nphases = [{ modality = 'heat', minutes = nan }]",
    "[mine]\nphases = [{ modality = 'heat', minutes = -3 }]",
    "[mine]\nphases = [{ modality = 'heat', minutes = '3' }]",
    "[mine]\nphases = [{ modality = 'heat', minutes = true }]",
    "[mine]\nphases = [{ modality = 'heat', minutes = 3, speed = 2 }]",
    "[mine]\nphases = [{ modality = 'heat', minutes = 3, name = 'cat' }]",
    "[mine]\nphases = [{ modality = 'heat', minutes = 15 }, { modality = 'heat', minutes = 15 }]",
    "[mine]\nphases = [" + "{ modality = 'rest', minutes = 1 }," * (MOST_PHASES + 1) + "]",
]


@pytest.mark.parametrize("text", BAD)
def test_a_bad_preset_is_one_line_and_its_neighbour_is_kept(file: Path, text: str) -> None:
    """What is wrong with a preset is one line that names it, and the other presets of the file still work."""
    file.write_text(f"{text}\n[good]\nschedule = 'heat 5m'\n")
    found = read(file)
    assert [preset.id for preset in found.presets] == ["good"]
    assert len(found.problems) == 1
    assert text.strip("[").replace("]", " ").split()[0] in found.problems[0]
    assert "\n" not in found.problems[0]


@pytest.mark.parametrize("content", [b"[", b"\xff", b"a = " + b"[" * 50_000])
def test_a_file_that_is_no_toml_is_one_problem(file: Path, content: bytes) -> None:
    """Whatever the file holds, nothing is raised."""
    file.write_bytes(content)
    found = load(file)
    assert found.presets == PRESETS
    assert len(found.problems) == 1


@pytest.mark.parametrize("name", ["evening", "Evening", "my back", "a,b", "Übung", "9", "-x", ""])
def test_every_preset_that_is_listed_can_be_named(file: Path, name: str) -> None:
    """A custom preset is found by its id as it is written, or refused when the file is read."""
    file.write_text(f'["{name}"]\nschedule = "heat 5m"\n')
    found = load(file)
    for preset in found.presets:
        assert find(preset.id, found.presets) is preset
    assert (len(found.presets) > len(PRESETS)) != bool(found.problems)
