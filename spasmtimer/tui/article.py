"""An article of the guide, drawn for so many columns. Pure.

It knows what the articles use: headings, paragraphs, lists, bold words, commands, and the marks of sources. Textual's
own Markdown and rich's would do more, and take 40 ms to import for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from textual.content import Content

ITEM, HEADING = "- ", "#"
TITLE = "# "

INLINE = re.compile(r"(\*\*.+?\*\*|`.+?`|\[S\d[^]]*\])")
"""Bold words, commands, the marks of sources."""


def drawn(text: str, width: int) -> Content:
    """The article without its title, each line at most `width` columns."""
    return Content("\n").join([line for block in _blocks(text) for line in _lines(block, width)])


def _blocks(text: str) -> Iterator[str]:
    """Each heading, paragraph and item but the title, unwrapped; an empty one where a line stays free."""
    parts = [part for part in re.split(r"\n\n+", text.strip()) if not part.startswith(TITLE)]
    for number, part in enumerate(parts):
        if number:
            yield ""
        for block in re.split(r"\n(?=- )", part):
            yield " ".join(block.split())


def _lines(block: str, width: int) -> list[Content]:
    if block.startswith(HEADING):
        return Content.styled(block.lstrip("# "), "bold $accent").wrap(width)
    if not block.startswith(ITEM):
        return _styled(block).wrap(width) if block else [Content()]
    first, *others = _styled(block.removeprefix(ITEM)).wrap(max(1, width - len(ITEM)))
    return [Content(ITEM) + first, *(Content(" " * len(ITEM)) + line for line in others)]


def _styled(text: str) -> Content:
    return Content.assemble(*(_span(part) for part in INLINE.split(text) if part))


def _span(part: str) -> str | tuple[str, str]:
    if part.startswith("**"):
        return part.strip("*"), "bold"
    if part.startswith("`"):
        return part.strip("`"), "$accent"
    return (part, "$quiet") if INLINE.fullmatch(part) else part
