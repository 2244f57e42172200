"""Pictures of the app for the README and docs/: `python -m tests.pictures` makes them from the real screens.

The clock stands still, so the same screens make the same bytes; test_pictures.py holds docs/pictures to them.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from textual.pilot import Pilot

from spasmtimer import machine
from spasmtimer.schedule.commands import Command
from tests.schedule.helpers import Story, story
from tests.tui.helpers import Stage, alarming, press, running, settle, waiting

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
SIZE = (80, 24)
TITLE = "spasmtimer"

STILL = 5
"""So many pictures alike are a screen that has stopped changing."""

NUMBERED = re.compile(r"terminal-\d+")
"""Rich names every style of a picture after a checksum of all of it; one short name does, and ends the repetition."""

FETCHED = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
"""The fonts that a viewer would fetch from the network: nobody who reads a README is to be told to a third party."""

VARIABLES = ("NO_COLOR", "TEXTUAL_THEME", "COLUMNS", "LINES")
"""What a user's environment may say of colours and sizes."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is to be seen, and how to get there."""

    name: str
    told: Callable[[], Story] | None = None
    """What happened before; None: nothing."""

    keys: tuple[str, ...] = ()
    then: Callable[[Story], Story] | None = None
    """What happens while the app is open."""


def _ended(told: Story) -> Story:
    return told.do(Command.ACK).do(Command.RATE, pain=3)


PICTURES = (
    Picture("home"),
    Picture("start", keys=("3",)),
    Picture("heat", running),
    Picture("waiting", waiting),
    Picture("alarm", alarming),
    Picture("summary", lambda: story("heat 20m", pain=6).go(1212), then=_ended),
)


async def make(picture: Picture) -> str:
    """The picture, as an SVG. The folders of `SPASMTIMER_HOME` must be empty."""
    stage = Stage()
    told = picture.told() if picture.told else None
    try:
        if told:
            stage.tell(told)
            stage.all_is_well()
        with stage.kept():
            async with stage.app().run_test(size=SIZE) as pilot:
                await settle(pilot)
                if told and picture.then:
                    stage.tell(picture.then(told))
                await press(pilot, *picture.keys)
                return await _still(pilot)
    finally:
        stage.control.close()


async def _still(pilot: Pilot[None]) -> str:
    """The screen once it has stopped changing."""
    seen: list[str] = []
    while len(seen) < STILL or seen[-STILL:] != [seen[-1]] * STILL:
        await settle(pilot)
        seen.append(tidy(pilot.app.export_screenshot(title=TITLE)))
    return seen[-1]


def tidy(svg: str) -> str:
    """Without fonts from elsewhere, with short names, and without blanks at the ends of lines."""
    svg = NUMBERED.sub("t", FETCHED.sub("", svg))
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"


@contextmanager
def a_home_of_their_own() -> Iterator[None]:
    """Empty folders, a machine without a lid, and nothing of the user's environment that would show."""
    kept = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, kept, clear=True):
        os.environ["SPASMTIMER_HOME"] = folder
        nowhere = Path(folder) / "nowhere"
        with patch.object(machine, "LIDS", nowhere), patch.object(machine, "INPUTS", nowhere):
            yield


def made(picture: Picture) -> str:
    """The picture, made in folders of its own."""
    with a_home_of_their_own():
        return asyncio.run(make(picture))


def main() -> None:
    """Writes all pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for picture in PICTURES:
        path = FOLDER / f"{picture.name}.svg"
        path.write_text(made(picture), encoding="utf-8")
        print(f"{path.relative_to(FOLDER.parents[1])}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
