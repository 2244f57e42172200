"""The one table of what a person can do in the app: it feeds the keys, the footer, the palette and the help."""

from __future__ import annotations

from collections.abc import Iterator

from textual.binding import Binding

from .entry import Entry as Entry  # with the table
from .entry import Where as Where
from .keys_of_covers import COVERS
from .keys_of_screens import SCREENS

EVERYWHERE: tuple[Entry, ...] = (
    Entry(
        "quit",
        Where.EVERYWHERE,
        ("q", "ctrl+c"),
        "Quit",
        "Leave the app; asks what becomes of a session.",
        shown="q",
        rank=2,
    ),
    Entry(
        "help",
        Where.EVERYWHERE,
        ("question_mark", "f1"),
        "Help",
        "What the keys do.",
        act="show_help",
        shown="?",
        rank=0,
    ),
    Entry(
        "keys-panel",
        Where.EVERYWHERE,
        ("f3",),
        "Keys at the side",
        "What the keys do, beside the time; once more hides it.",
        act="keys_panel",
        footer=False,
    ),
    Entry("show-guide", Where.EVERYWHERE, (), "Guide", "Read about spasms, heat and cold.", act="show_guide"),
    Entry("show-day", Where.EVERYWHERE, (), "Your day", "Look for causes, try small changes.", act="show_day"),
    Entry("theme", Where.EVERYWHERE, (), "Theme", "Other colours: dark, light, high contrast.", act="change_theme"),
)

TABLE = (*SCREENS, *COVERS, *EVERYWHERE)


def entries(*places: Where) -> Iterator[Entry]:
    """What can be done in these places, in the order of the footer."""
    return (entry for entry in TABLE if entry.where in places)


def bindings(where: Where) -> list[Binding]:
    """The keys of a place, for a screen's or the app's BINDINGS."""
    return [_binding(entry, key) for entry in entries(where) for key in entry.keys]


def _binding(entry: Entry, key: str) -> Binding:
    first = key == entry.keys[0]
    return Binding(
        key,
        entry.action.format(key=key),
        entry.label,
        show=entry.footer and first,
        key_display=entry.shown or None,
        tooltip=entry.tooltip,
        id=binding_id(entry, key),
    )


def binding_id(entry: Entry, key: str) -> str:
    """Names one key of an entry, for Textual's keymap."""
    return entry.id if key == entry.keys[0] else f"{entry.id}-{key}"
