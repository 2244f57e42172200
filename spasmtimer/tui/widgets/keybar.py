"""The keys that work now."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from ..commands import TABLE

ROOMY = 76
"""Columns from which on the keys stand apart; app.tcss names the palette from there on."""

ROOM = {entry.action: entry.room for entry in TABLE if entry.room}
"""What has to wait for more room, and for how many columns."""


class KeyBar(Footer):
    """Textual's footer, also right while the terminal has no focus: someone lying down only looks at it."""

    def compose(self) -> ComposeResult:
        """The keys, without those that there is no room for."""
        for key in super().compose():
            self._fit(key)
            yield key

    def on_resize(self) -> None:
        """Closes ranks where there is little room."""
        self.compact = self.app.size.width < ROOMY
        for key in self.query(FooterKey):
            self._fit(key)

    def _fit(self, key: Widget) -> None:
        """Shows the key if there is room; one that always has a place is the styles' own."""
        if isinstance(key, FooterKey) and key.action in ROOM:
            key.display = self.app.size.width >= ROOM[key.action]

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Shows the keys anew."""
        self._bindings_ready = True
        if self.is_attached and screen is self.screen:
            self.call_after_refresh(self.recompose)
