"""The user's own TOML files: read whole, or why not; whatever is in them, what is said of it is short and harmless."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .schedule.text import printable

MOST_BYTES = 1024 * 1024
"""Of a file; thousands of presets have room in it."""

MOST_SHOWN = 60
"""Characters of a value, or of a name, that a problem quotes."""

FEW = 5
"""Problems of one file that are told each."""


class Unreadable(ValueError):
    """The file says nothing; the message says why."""


def tables(path: Path) -> dict[str, Any]:
    """What the file says. Raises FileNotFoundError, and Unreadable for what is no TOML file that can be read."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise Unreadable("it is no file")  # a pipe would be waited for, for ever
        if found.st_size > MOST_BYTES:
            raise Unreadable("it has more than a megabyte; that is no file of settings or presets")
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise
    except UnicodeDecodeError:
        raise Unreadable("it is no text in UTF-8") from None
    except OSError as error:
        raise Unreadable(error.strerror or str(error)) from error
    import tomllib  # for who has such a file

    try:
        return tomllib.loads(text)
    except RecursionError:
        raise Unreadable("its lists and tables are too deep") from None
    except ValueError as error:  # beside what is no TOML: a number of thousands of digits
        raise Unreadable(quoted(str(error), 2 * MOST_SHOWN)) from error


def shown(value: object) -> str:
    """A value as a problem quotes it."""
    try:
        return quoted(repr(value))
    except (ValueError, RecursionError):
        return "a number beyond all bounds"


def quoted(text: str, most: int = MOST_SHOWN) -> str:
    """A text of the file, on one line and not too long."""
    return printable(text if len(text) <= most else f"{text[: most - 1]}…")


def few(path: Path, problems: Sequence[str]) -> tuple[str, ...]:
    """The first problems, and how many more there are."""
    more = len(problems) - FEW
    return (*problems[:FEW], f"{path}: and {more} more like these") if more > 1 else tuple(problems)
