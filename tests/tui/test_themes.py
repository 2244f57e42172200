"""The colours: readable in every theme, chosen once, and never needed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from spasmtimer import paths, remembered
from spasmtimer.tui import themes
from tests.support.home import PROGRAM, Home
from tests.support.pulse import wait_until
from tests.support.terminal import Terminal
from tests.tui.helpers import Stage, settle, until

READABLE = 4.5
"""Contrast of text, level AA: www.w3.org/TR/WCAG22, 1.4.3."""

VISIBLE = 3.0
"""Contrast of what is no text: the same, 1.4.11."""

TRUE_COLOURS = re.compile(rb"[34]8;2;(\d+);(\d+);(\d+)")

OWN = [theme for theme in themes.THEMES if not theme.ansi]
INKS = ("heat", "cold", "rest", "move", "swap", "pause", "alarm", "overdue")


def settings(text: str) -> None:
    folder = paths.config_dir()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text(text)


def contrast(one: str, other: str) -> float:
    """How far apart two colours are, 1 to 21, as WCAG has it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [part / 255 for part in Color.parse(colour).rgb]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
def test_text_is_readable(theme: Theme) -> None:
    """Every text of ours stands out from what it is written on, what was from what is drawn on."""
    found = theme.variables
    assert theme.background
    assert theme.foreground
    assert theme.panel

    for name in INKS:
        assert contrast(found[name], found[f"{name}-ink"]) >= READABLE, name
        assert contrast(found[name], theme.background) >= VISIBLE, name
    assert contrast(found["quiet"], theme.background) >= READABLE
    assert contrast(found["past"], theme.background) >= VISIBLE
    for surface in (theme.background, theme.panel):
        assert contrast(theme.foreground, surface) >= READABLE


@pytest.mark.parametrize(
    ("wanted", "named"),
    [("light", "spasmtimer-light"), ("ansi", "spasmtimer-ansi"), ("contrast", "spasmtimer-contrast")],
)
async def test_a_theme_of_ones_own(stage: Stage, wanted: str, named: str) -> None:
    """The setting chooses the theme."""
    settings(f'theme = "{wanted}"')
    async with stage.app().run_test() as pilot:
        assert pilot.app.theme == named


async def test_what_was_chosen_is_remembered(stage: Stage) -> None:
    """A theme chosen in the palette, one of Textual's too, is there the next time, beside the player that was heard."""
    remembered.remember_player("aplay")
    async with stage.app().run_test() as pilot:
        pilot.app.theme = "gruvbox"
        await until(pilot, lambda: remembered.chosen_theme() == "gruvbox", "the theme to be remembered")

    async with stage.app().run_test() as pilot:
        assert pilot.app.theme == "gruvbox"
    assert remembered.heard_player() == "aplay"


@pytest.mark.parametrize("kept", ["no such theme", "", "[]"])
async def test_a_theme_that_there_is_not(stage: Stage, kept: str) -> None:
    """What was remembered of a theme that is gone means the default."""
    remembered.remember_theme(kept)
    async with stage.app().run_test() as pilot:
        assert pilot.app.theme == themes.DEFAULT


@pytest.mark.parametrize(("text", "level"), [("reduced_motion = true", "none"), ("", "full")])
async def test_reduced_motion(stage: Stage, text: str, level: str) -> None:
    """With the setting nothing slides or fades."""
    settings(text)
    async with stage.app().run_test() as pilot:
        await settle(pilot)
        assert pilot.app.animation_level == level


@pytest.fixture
def at_home(tmp_path: Path) -> Home:
    """A home in which nothing runs."""
    return Home(tmp_path / "home")


def painted(home: Home, **env: str) -> bytes:
    """All that the app writes to a terminal that can show every colour."""
    with Terminal(PROGRAM, {**home.env, "COLORTERM": "truecolor", **env}) as terminal:
        terminal.wait_for("Recurring pain")
        terminal.send("2")
        terminal.wait_for("Press Enter when it is on")
        terminal.send("q")
        terminal.wait_exit()
        wait_until(lambda: b"1049l" in terminal.output, 5, "the terminal to be given back")
        return bytes(terminal.output)


def test_the_terminal_s_own_colours(at_home: Home) -> None:
    """With `ansi` the terminal is asked for its own sixteen colours and no other."""
    (at_home.folder / "config").mkdir(parents=True)
    (at_home.folder / "config" / "config.toml").write_text('theme = "ansi"')

    assert not TRUE_COLOURS.findall(painted(at_home))


def test_colour_is_ours_otherwise(at_home: Home) -> None:
    """The test above can fail: other themes have colours of their own."""
    assert TRUE_COLOURS.findall(painted(at_home))


def test_no_color(at_home: Home) -> None:
    """With NO_COLOR every colour is a grey."""
    assert all(len(set(colour)) == 1 for colour in TRUE_COLOURS.findall(painted(at_home, NO_COLOR="1")))


def test_textual_animations(at_home: Home) -> None:
    """TEXTUAL_ANIMATIONS=none is taken, and the app works as ever."""
    assert b"heat" in painted(at_home, TEXTUAL_ANIMATIONS="none")


def test_textual_s_own_variable_goes_before(at_home: Home) -> None:
    """TEXTUAL_THEME is obeyed, whatever the settings say: the ground is the one of that theme."""
    ground = tuple(str(part).encode() for part in Color.parse(BUILTIN_THEMES["nord"].background or "").rgb)
    (at_home.folder / "config").mkdir(parents=True)
    (at_home.folder / "config" / "config.toml").write_text('theme = "light"')

    assert ground in TRUE_COLOURS.findall(painted(at_home, TEXTUAL_THEME="nord"))
    assert ground not in TRUE_COLOURS.findall(painted(at_home))
