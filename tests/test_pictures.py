"""The pictures in docs/ are what the app looks like now."""

from __future__ import annotations

import re

import pytest

from tests.pictures import FOLDER, PICTURES, Picture, made

MOST_BYTES = 60_000


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_picture_is_what_the_app_shows(picture: Picture) -> None:
    """Byte for byte what `python -m tests.pictures` makes; run it after a screen has changed, and look at them."""
    assert (FOLDER / f"{picture.name}.svg").read_text(encoding="utf-8") == made(picture)


def test_no_other_pictures_are_there() -> None:
    """What the script does not make is not kept."""
    assert {path.name for path in FOLDER.iterdir()} == {f"{picture.name}.svg" for picture in PICTURES}


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_picture_is_small_and_fetches_nothing(picture: Picture) -> None:
    """No picture is larger than 60 kB, and none has a viewer ask another server for anything."""
    svg = (FOLDER / f"{picture.name}.svg").read_text(encoding="utf-8")

    assert len(svg.encode()) < MOST_BYTES
    assert not re.search(r"url\((?!#)|href=|@import", svg)
