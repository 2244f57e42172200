"""Letters and digits on a grid of points, to be drawn at any size."""

from __future__ import annotations

ROWS = 5
GAP = 1
"""Points between two letters."""

_SHAPES = {
    "0": "### #.# #.# #.# ###",
    "1": ".#. ##. .#. .#. ###",
    "2": "### ..# ### #.. ###",
    "3": "### ..# .## ..# ###",
    "4": "#.# #.# ### ..# ..#",
    "5": "### #.. ### ..# ###",
    "6": "### #.. ### #.# ###",
    "7": "### ..# ..# .#. .#.",
    "8": "### #.# ### #.# ###",
    "9": "### #.# ### ..# ###",
    ":": ". # . # .",
    "+": "... .#. ### .#. ...",
    " ": ". . . . .",
    "A": "### #.# ### #.# #.#",
    "C": "### #.. #.. #.. ###",
    "D": "##. #.# #.# #.# ##.",
    "E": "### #.. ##. #.. ###",
    "F": "### #.. ##. #.. #..",
    "H": "#.# #.# ### #.# #.#",
    "I": "### .#. .#. .#. ###",
    "K": "#.# #.# ##. #.# #.#",
    "M": "#...# ##.## #.#.# #...# #...#",
    "N": "#..# ##.# #.## #..# #..#",
    "O": "### #.# #.# #.# ###",
    "P": "### #.# ### #.. #..",
    "R": "##. #.# ##. #.# #.#",
    "S": "### #.. ### ..# ###",
    "T": "### .#. .#. .#. .#.",
    "U": "#.# #.# #.# #.# ###",
    "V": "#.# #.# #.# #.# .#.",
    "W": "#...# #...# #.#.# ##.## #...#",
    "▲": "..... ..#.. .###. ##### .....",
    "▼": "..... ##### .###. ..#.. .....",
    "○": ".###. #...# #...# #...# .###.",
    "◆": "..#.. .###. ##### .###. ..#..",
}
GLYPHS = {letter: shape.split() for letter, shape in _SHAPES.items()}


def can_draw(text: str) -> bool:
    """Whether there is a shape for every letter."""
    return bool(text) and all(letter in GLYPHS for letter in text)


def points(text: str) -> list[list[bool]]:
    """The text as rows of points; all rows are equally long."""
    rows = []
    for row in range(ROWS):
        line = ("." * GAP).join(GLYPHS[letter][row] for letter in text)
        rows.append([point == "#" for point in line])
    return rows


def offsets(text: str) -> list[tuple[int, int]]:
    """Where each letter begins, and how wide it is, in points."""
    found, at = [], 0
    for letter in text:
        width = len(GLYPHS[letter][0])
        found.append((at, width))
        at += width + GAP
    return found


def width_of(text: str) -> int:
    """How many points wide the text is."""
    return sum(len(GLYPHS[letter][0]) + GAP for letter in text) - GAP
