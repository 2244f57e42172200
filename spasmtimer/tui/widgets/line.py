"""A line of text that is painted only when it changes."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class Line(Static):
    """Text on one line, unless it `wraps`; a new text is laid out anew only where the height follows from it."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    Line { height: 1; width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
    Line.wraps { text-wrap: wrap; }
    """

    def say(self, text: Content | str) -> None:
        """Shows the text, as it is: no markup."""
        content = Content(text) if isinstance(text, str) else text
        shown = self.content
        if isinstance(shown, Content) and shown.plain == content.plain and shown.spans == content.spans:
            return
        height = self.styles.height
        self.update(content, layout=height is not None and height.is_auto)
