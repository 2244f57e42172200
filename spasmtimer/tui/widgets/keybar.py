"""The keys that work now."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from ..commands import TABLE

ROOMY = 76
"""Columns from which on the keys stand apart; app.tcss names the palette from there on."""

AIR, CLOSE_AIR = 3, 2
"""Columns around a key and its label where they stand apart, and where they do not."""

PALETTE = 12
"""Columns of the palette's key, at the right end from ROOMY on."""

ENTRIES = {entry.action: (number, entry) for number, entry in enumerate(TABLE)}


class KeyBar(Footer):
    """Textual's footer, also right while the terminal has no focus: someone lying down only looks at it."""

    _shown: list[tuple[str, str, str, bool]] | None = None
    """The keys that were composed last."""

    def compose(self) -> ComposeResult:
        """The keys that there is room for."""
        self._shown = self._now() if self._bindings_ready else None
        widgets = list(super().compose())
        self._fit(widget for widget in widgets if isinstance(widget, FooterKey))
        yield from widgets

    def on_resize(self) -> None:
        """Closes ranks where there is little room."""
        self.compact = self.app.size.width < ROOMY
        self._fit(self.query(FooterKey))

    def _fit(self, keys: Iterable[FooterKey]) -> None:
        """Shows what the moment needs most, each whole; the palette's key is the styles' own."""
        width = self.app.size.width
        air = AIR if width >= ROOMY else CLOSE_AIR
        left = width - PALETTE if width >= ROOMY else width + 1  # nothing stands behind the last one
        known = [(*ENTRIES[key.action], key) for key in keys if key.action in ENTRIES]
        for _, entry, key in sorted(known, key=lambda each: (each[1].rank, each[0])):
            wide = len(key.key_display) + len(key.description) + air
            key.display = wide <= left and width >= entry.room
            left -= wide if key.display else 0

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Shows other keys where there are others."""
        self._bindings_ready = True
        if self.is_attached and screen is self.screen:
            self.call_after_refresh(self._compose_others)

    async def _compose_others(self) -> None:
        """Composing the keys is the dearest thing that a key press does: it is left out where nothing would change."""
        if self.is_attached and self._now() != self._shown:
            await self.recompose()

    def _now(self) -> list[tuple[str, str, str, bool]]:
        """The keys that work now, as far as they are to be seen."""
        active = self.screen.active_bindings.values()
        return [(each.action, each.key, each.description, enabled) for _, each, enabled, _ in active if each.show]
