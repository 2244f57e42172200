"""The keys that work now."""

from __future__ import annotations

from textual.screen import Screen
from textual.widgets import Footer

ROOMY = 76
"""Columns from which on the keys stand apart; app.tcss names the palette from there on."""


class KeyBar(Footer):
    """Textual's footer, also right while the terminal has no focus: someone lying down only looks at it."""

    def on_resize(self) -> None:
        """Closes ranks where there is little room."""
        self.compact = self.app.size.width < ROOMY

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Shows the keys anew."""
        self._bindings_ready = True
        if self.is_attached and screen is self.screen:
            self.call_after_refresh(self.recompose)
