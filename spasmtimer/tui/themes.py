"""The colours. Heat is warm, ice is cool, rest is grey; words and symbols say the same without them."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

from textual.app import App
from textual.theme import Theme

from ..remembered import remember_theme

DARK_COLOURS = {
    "heat": "#f0943f",
    "heat-ink": "#1c0f03",
    "cold": "#5fc2ec",
    "cold-ink": "#04151e",
    "rest": "#93a69b",
    "rest-ink": "#0d1511",
    "move": "#b8a5e0",
    "move-ink": "#150e22",
    "past": "#69727a",
    "quiet": "#98a2aa",
    "swap": "#e6e9eb",
    "swap-ink": "#101315",
    "pause": "#cfc9a4",
    "pause-ink": "#17150a",
    "alarm": "#f4d35e",
    "alarm-ink": "#1b1503",
    "overdue": "#f2695c",
    "overdue-ink": "#1d0503",
}
LIGHT_COLOURS = {
    "heat": "#b8430f",
    "heat-ink": "#ffffff",
    "cold": "#0a629c",
    "cold-ink": "#ffffff",
    "rest": "#56665d",
    "rest-ink": "#ffffff",
    "move": "#6545a0",
    "move-ink": "#ffffff",
    "past": "#83878a",
    "quiet": "#565d62",
    "swap": "#23282b",
    "swap-ink": "#ffffff",
    "pause": "#665f3a",
    "pause-ink": "#ffffff",
    "alarm": "#8a5a00",
    "alarm-ink": "#ffffff",
    "overdue": "#ad1f1f",
    "overdue-ink": "#ffffff",
}
CONTRAST_COLOURS = {
    "heat": "#ffb000",
    "cold": "#00d7ff",
    "rest": "#d0d0d0",
    "move": "#ffa8ff",
    "past": "#a8a8a8",
    "quiet": "#e0e0e0",
    "swap": "#ffffff",
    "pause": "#ffffd0",
    "alarm": "#ffff00",
    "overdue": "#ff7b70",
}
CONTRAST_INKS = {
    f"{name}-ink": "#000000" for name in ("heat", "cold", "rest", "move", "swap", "pause", "alarm", "overdue")
}
ANSI_COLOURS = {
    "heat": "ansi_bright_yellow",
    "cold": "ansi_bright_cyan",
    "rest": "ansi_white",
    "move": "ansi_bright_magenta",
    "past": "ansi_bright_black",
    "quiet": "ansi_default",
    "swap": "ansi_bright_white",
    "pause": "ansi_white",
    "alarm": "ansi_bright_yellow",
    "overdue": "ansi_bright_red",
}
ANSI_OF_TEXTUAL = {
    # Textual 8.2 gives these no default in an `ansi` theme, and its own styles name them
    "ansi-background": "ansi_black",
    "ansi-foreground": "ansi_white",
    "border-blurred": "ansi_bright_black",
    "block-cursor-foreground": "ansi_black",
    "block-cursor-background": "ansi_white",
    "input-cursor-foreground": "ansi_black",
    "input-cursor-background": "ansi_white",
    "input-selection-foreground": "ansi_black",
    "input-selection-background": "ansi_cyan",
    "screen-selection-foreground": "ansi_black",
    "screen-selection-background": "ansi_cyan",
}
ANSI_INKS = dict.fromkeys(CONTRAST_INKS, "ansi_black")

DEFAULT = "spasmtimer-dark"

THEMES = (
    Theme(
        name=DEFAULT,
        primary="#5fc2ec",
        secondary="#93a69b",
        accent="#f0943f",
        warning="#f4d35e",
        error="#f2695c",
        success="#8fbf9f",
        foreground="#d9dfe2",
        background="#14171a",
        surface="#1b2024",
        panel="#232a2f",
        variables=DARK_COLOURS,
    ),
    Theme(
        name="spasmtimer-light",
        primary="#0a629c",
        secondary="#56665d",
        accent="#b8430f",
        warning="#8a5a00",
        error="#ad1f1f",
        success="#2c6e45",
        foreground="#1f2427",
        background="#f7f5f0",
        surface="#efece4",
        panel="#e4e0d6",
        dark=False,
        variables=LIGHT_COLOURS,
    ),
    Theme(
        name="spasmtimer-contrast",
        primary="#00d7ff",
        secondary="#ffffff",
        accent="#ffb000",
        warning="#ffff00",
        error="#ff7b70",
        success="#00ff87",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#1c1c1c",
        variables=CONTRAST_COLOURS | CONTRAST_INKS,
    ),
    Theme(
        name="spasmtimer-ansi",
        ansi=True,
        primary="ansi_cyan",
        secondary="ansi_white",
        accent="ansi_yellow",
        warning="ansi_yellow",
        error="ansi_red",
        success="ansi_green",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        variables=ANSI_OF_TEXTUAL | ANSI_COLOURS | ANSI_INKS,
    ),
)


def dress(app: App[Any], wanted: str | None) -> None:
    """Gives the app the theme of this name, in short or in full; the default where there is none like it.

    Textual's own variable TEXTUAL_THEME goes before.
    """
    for theme in THEMES:
        app.register_theme(theme)
    if "TEXTUAL_THEME" in os.environ:
        return
    # Our default without telling anybody, since nothing is there yet: else all styles are read twice before the first
    # frame.
    app.set_reactive(App.theme, DEFAULT)
    app.stylesheet.set_variables(app.get_css_variables())
    names = (f"spasmtimer-{wanted}", wanted or "")
    app.theme = next((name for name in names if name in app.available_themes), DEFAULT)


def remember(theme: Theme) -> None:
    """Whoever changes the colours wants to find them so the next time; if they cannot be kept, no harm is done."""
    with suppress(OSError):
        remember_theme(theme.name)


def colours(*, dark: bool) -> dict[str, str]:
    """Our colours for a theme that is not ours."""
    return DARK_COLOURS if dark else LIGHT_COLOURS
