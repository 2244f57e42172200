"""A line of text that is painted only when it changes."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class Line(Static):
    """Text in a box of fixed height; one line, unless it `wraps`."""

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
        self.update(content, layout=False)
