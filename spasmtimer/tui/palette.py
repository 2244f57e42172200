"""What the command palette offers: all that can be done now, from the one table."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.actions import parse
from textual.app import SystemCommand
from textual.command import Command, CommandList, CommandPalette
from textual.screen import Screen
from textual.widgets import Input

from .commands import Where
from .screens.base import View

if TYPE_CHECKING:
    from .app import SpasmApp


PALETTE_ID = "--command-palette"
"""By which Textual knows whether it is open."""


class Palette(CommandPalette):
    """Textual's palette, with nothing marked before a person has typed or moved: Enter alone runs nothing."""

    def _refresh_command_list(self, command_list: CommandList, commands: list[Command], clear_current: bool) -> None:
        super()._refresh_command_list(command_list, commands, clear_current)
        if not self.query_one(Input).value:
            command_list.highlighted = None


def offers(app: SpasmApp, screen: Screen[object]) -> Iterator[SystemCommand]:
    """What can be done on this screen; what it has itself is offered once."""
    places = (screen.WHERE, Where.EVERYWHERE) if isinstance(screen, View) else (Where.EVERYWHERE,)
    labels = set[str]()
    for entry in app.keymap.entries(*places):
        if "{key}" in entry.action or entry.label in labels:
            continue
        target = app if entry.where is Where.EVERYWHERE else screen
        _, name, parameters = parse(entry.action)
        if target.check_action(name, parameters):
            labels.add(entry.label)
            yield SystemCommand(entry.label, entry.tooltip, partial(app.run_action, entry.action, target))
