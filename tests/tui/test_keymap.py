"""The user's own keys: what they ask for works and is shown, and what cannot be is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from spasmtimer import paths
from spasmtimer.tui.commands import TABLE, Entry
from spasmtimer.tui.keymap import KEPT, keymap
from tests.tui.helpers import Stage, paused, press, running, screen_text, settle, shows, swapping


def write(text: str) -> None:
    folder = paths.config_dir()
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(f"[keys]\n{text}\n")


def test_nothing_asked_for_changes_nothing() -> None:
    """Without own keys, the table is the table, and Textual is told nothing."""
    assert keymap({}).table == TABLE
    assert keymap({}).bindings == {}


@pytest.mark.parametrize(
    ("name", "text", "keys"),
    [
        ("pause", "f2", ("f2",)),
        ("pause", "F2 , P", ("f2", "P")),
        ("help", "i", ("i",)),
        ("quit", "f10", ("f10", "ctrl+c")),
        ("confirm", "v", ("v", "enter")),
        ("home", "left", ("left", "escape")),
        ("stop", "ctrl+x, !", ("ctrl+x", "exclamation_mark")),
        ("rate-ten", "x", ("x",)),
    ],
)
def test_keys_take_the_place_of_the_tables(name: str, text: str, keys: tuple[str, ...]) -> None:
    """What is given takes the place of what was; Enter, Escape and Ctrl+C stay beside it."""
    found = keymap({name: text})

    assert found.problems == ()
    assert found.named(name).keys == keys


def test_the_docs_name_every_command() -> None:
    """docs/reference.md names what can have other keys, place by place, and nothing else."""
    text = (Path(__file__).parents[2] / "docs" / "reference.md").read_text(encoding="utf-8")
    table = text.partition("The names under `[keys]`:")[2].partition("What you give")[0]
    named = re.findall(r"`([a-z-]+)`", table)

    assert sorted(named) == sorted(entry.id for entry in TABLE if entry.keys and "{key}" not in entry.action)


@pytest.mark.parametrize("entry", [entry for entry in TABLE if set(entry.keys) & set(KEPT)], ids=lambda entry: entry.id)
def test_no_way_out_is_lost(entry: Entry) -> None:
    """Whatever else a command is given, Enter, Escape and Ctrl+C go on doing what they did."""
    assert set(entry.keys) & set(KEPT) <= set(keymap({entry.id: "f9"}).named(entry.id).keys)


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("zzz", "z", "docs/reference.md"),
        ("puase", "z", "is it 'pause'?"),
        ("pick", "z", "no command"),
        ("theme", "z", "no command"),
        ("pause", "s", "'Skip'"),
        ("pause", "enter", "'Done'"),
        ("stop", "ctrl+c", "'Quit'"),
        ("stop", "q", "'Quit'"),
        ("help", "e", "'+5 min'"),
        ("pause", "ctrl+p", "palette"),
        ("pause", "f99", "no key"),
        ("pause", "strg+x", "no key"),
        ("pause", "f2,,f3", "commas"),
        ("pause", ",", "commas"),
    ],
)
def test_what_cannot_be_is_one_line_and_left_out(name: str, text: str, word: str) -> None:
    """An unknown command, an unknown key, or one that something else has there: one line, and all stays as it was."""
    found = keymap({name: text})

    assert len(found.problems) == 1
    assert name in found.problems[0]
    assert word in found.problems[0]
    assert "\n" not in found.problems[0]
    assert found.table == TABLE


def test_keys_can_be_swapped() -> None:
    """A key that its command gives up is free; where it is not given up after all, neither is it taken."""
    swapped = keymap({"pause": "s", "skip": "p", "resume": "f2"})
    assert swapped.problems == ()
    assert (swapped.named("pause").keys, swapped.named("skip").keys) == (("s",), ("p",))

    held = keymap({"pause": "s", "skip": "q"})
    assert len(held.problems) == 2
    assert (held.named("pause").keys, held.named("skip").keys) == (("p",), ("s",))


def test_opposites_may_share() -> None:
    """To pause and to go on can be one key, since never both are possible."""
    assert keymap({"pause": "f2", "resume": "f2"}).problems == ()


async def test_the_key_works_and_is_shown(stage: Stage) -> None:
    """The new key does it, the old one does nothing, and the footer and the help show the one that works."""
    write('pause = "f2"\nskip = "k, v"')
    stage.tell(running())
    with stage.kept():
        async with stage.app().run_test(size=(120, 40)) as pilot:
            await settle(pilot)
            footer = screen_text(pilot.app).splitlines()[-1]
            assert "F2 Pause  k Skip  x Stop" in footer
            assert "q Quit  ? Help" in footer
            await press(pilot, "p", "s")
            assert stage.events()[-1] != "Paused"

            await press(pilot, "question_mark")
            await settle(pilot)
            await shows(pilot, "F2  Pause: I take the pack off for a while.")
            await press(pilot, "escape", "f2")
            assert stage.events()[-1] == "Paused"
            await press(pilot, "p")
            assert stage.events()[-1] == "Resumed"
            await press(pilot, "v")
            assert stage.events()[-1] == "Skipped"


@pytest.mark.parametrize(("tell", "event"), [(swapping, "Confirmed"), (paused, "Resumed")])
async def test_enter_still_confirms(stage: Stage, tell: object, event: str) -> None:
    """With keys of one's own, Enter goes on confirming, and so does the key beside it."""
    assert callable(tell)
    write('confirm = "f3"\nresume = "f4"')
    stage.tell(tell())
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            await press(pilot, "enter")

            assert stage.events()[-1] == event


async def test_a_question_shows_its_keys(stage: Stage) -> None:
    """A question shows the key that answers it, which does so."""
    write('stop-yes = "f8"')
    stage.tell(running())
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await press(pilot, "x")
            await settle(pilot)
            await shows(pilot, "F8  Stop it")
            await press(pilot, "y", "f8")

            assert stage.events()[-1] == "Stopped"


async def test_a_mistake_is_told_at_home(stage: Stage) -> None:
    """What is wrong with the keys is a line at home, in the file's name."""
    write('pause = "s"')
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await settle(pilot)

        await shows(pilot, "config.toml: [keys] pause = 's': s is 'Skip' during a session; it is left out")


def test_every_id_is_known_to_its_screen() -> None:
    """Each entry that has keys of its own can be given another, wherever it is."""
    for entry in TABLE:
        if entry.keys and "{key}" not in entry.action:
            assert keymap({entry.id: "f12"}).named(entry.id).keys[0] == "f12"
