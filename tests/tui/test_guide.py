"""The guide in the app: its topics, its articles, and what goes on below it."""

from __future__ import annotations

from typing import cast

import pytest

from spasmtimer import paths
from spasmtimer.clock import SystemClock
from spasmtimer.control import Control
from spasmtimer.guidance.guide import LIMITS, TOPICS, Topic
from spasmtimer.schedule.session import State
from spasmtimer.tui import article
from spasmtimer.tui.app import SpasmApp
from spasmtimer.tui.commands import Where, entries
from spasmtimer.tui.firstkey import FirstKey
from spasmtimer.tui.screens.guide import Guide
from spasmtimer.tui.screens.home import Home as HomeScreen
from spasmtimer.tui.screens.summary import Summary
from tests.schedule.helpers import Story
from tests.support.home import Home
from tests.tui.helpers import Stage, alarming, press, running, screen_text, settle, shows, until, waiting
from tests.tui.test_goldens import Sizes, at_sizes, check, check_sizes, shown
from tests.tui.test_soon import FastClock

every_topic = pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.id)


def text_of(topic: Topic) -> str:
    return (paths.texts_dir() / topic.file).read_text(encoding="utf-8")


def article_of(text: str) -> str:
    """What of an article is to be seen, without its title, markup and line breaks."""
    return " ".join(text.replace("**", "").replace("`", "").replace("## ", "").split("\n", 1)[1].split())


@pytest.mark.parametrize(("name", "keys"), [("guide", ["g", "down"]), ("guide-article", ["g", "3"])])
@at_sizes
async def test_at_every_size(stage: Stage, name: str, keys: list[str], sizes: Sizes) -> None:
    """The topics with their summaries where there is room; an article in lines that can be read."""
    async with stage.app().run_test() as pilot:
        await press(pilot, *keys)
        await check_sizes(name, pilot, sizes)


@pytest.mark.parametrize(("name", "keys"), [("guide-ascii", ["g"]), ("guide-article-ascii", ["g", "3"])])
async def test_plain_signs(stage: Stage, name: str, keys: list[str]) -> None:
    """Where the terminal is not UTF-8, all of it is ASCII."""
    async with stage.app(encoding="ascii").run_test(size=(60, 20)) as pilot:
        await press(pilot, *keys)
        await check(name, (60, 20), pilot)

        text = await shown(pilot)
        assert text.isascii()
        assert ("For intense spasms the article" if "3" in keys else TOPICS[-1].summary) in text


@pytest.mark.parametrize("width", [1, 17, 37, 80])
def test_an_article_is_drawn_whole(width: int) -> None:
    """At any width every word is there, in its order, and no line is wider."""
    for topic in TOPICS:
        _is_drawn_whole(topic, width)


def _is_drawn_whole(topic: Topic, width: int) -> None:
    drawn = article.drawn(text_of(topic), width).plain
    lines = drawn.split("\n")

    assert max(map(len, lines)) <= max(width, len(article.ITEM) + 1)
    if width >= 37:
        seen = " ".join(drawn.split())
        assert seen.replace(" ", "") == article_of(text_of(topic)).replace(" ", "")
    assert "".join(drawn.split()) == "".join(article_of(text_of(topic)).split())
    assert lines[0]


def test_an_article_shows_what_matters() -> None:
    """Headings and bold words are bold, the marks of sources are quiet, and what follows an item is indented."""
    drawn = article.drawn(
        "# Title\n\n## Part\n\nSome **bold** word [S1, S2].\n\n- an item that\n  goes on\n- `other`\n", 12
    )

    assert drawn.plain == "Part\n\nSome bold\nword [S1,\nS2].\n\n- an item\n  that goes\n  on\n- other"
    styles = {drawn.plain[span.start : span.end]: str(span.style) for span in drawn.spans}
    assert styles["Part"] == "bold $accent"
    assert styles["bold"] == "bold"
    assert styles["S2]"] == "$quiet"
    assert styles["other"] == "$accent"


@pytest.mark.parametrize(
    "topic",
    [TOPICS[0], *(pytest.param(topic, marks=pytest.mark.slow) for topic in TOPICS[1:-1]), TOPICS[-1]],
    ids=lambda topic: topic.id,
)
async def test_every_article_can_be_read_to_its_end(stage: Stage, topic: Topic) -> None:
    """By the keys alone, each article opens at its top, and a page at a time its last words come into sight."""
    last = article_of(text_of(topic)).split()[-1]
    async with stage.app().run_test(size=(60, 20)) as pilot:
        await press(pilot, "g", str(TOPICS.index(topic) + 1))
        await shows(pilot, topic.title)
        first = screen_text(pilot.app)
        for _ in range(20):
            await press(pilot, "space")
        await shows(pilot, last)
        assert screen_text(pilot.app) != first

        await press(pilot, "escape", "enter")
        await until(pilot, lambda: screen_text(pilot.app) == first, "the same article, at its top")


async def test_keys_scroll_an_article(stage: Stage) -> None:
    """Down, page down and end go down, and up, page up and home back up, step by step."""
    async with stage.app().run_test(size=(60, 20)) as pilot:
        await press(pilot, "g", "3")
        await settle(pilot)
        pages = [screen_text(pilot.app)]
        for key in ("down", "pagedown", "end"):
            await press(pilot, key)
            await settle(pilot)
            pages.append(screen_text(pilot.app))
        assert len(set(pages)) == len(pages)

        for keys in (["home"], ["down", "up"], ["pagedown", "pageup"], ["j", "k"], ["space", "b"]):
            await press(pilot, *keys)
            await settle(pilot)
            assert screen_text(pilot.app) == pages[0], keys


async def test_the_way_in_and_out(stage: Stage) -> None:
    """`g` opens the list, Enter the marked topic; Escape goes back to the list at the same topic, and then home."""
    async with stage.app().run_test() as pilot:
        await press(pilot, "g", "down", "down", "up", "enter")
        await shows(pilot, "The article's rule.")
        await press(pilot, "escape")
        await shows(pilot, f"> 2  {TOPICS[1].title}")
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen), "home")


@pytest.mark.parametrize("tell", [None, running, waiting])
async def test_the_palette_offers_it_everywhere(stage: Stage, tell: object) -> None:
    """Wherever the palette opens, the guide is in it, once, and opens."""
    if callable(tell):
        stage.tell(tell())
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            app = pilot.app
            offered = [each for each in app.get_system_commands(app.screen) if each.title == "Guide"]
            assert len(offered) == 1

            app.call_later(offered[0].callback)
            await shows(pilot, LIMITS)
            assert isinstance(app.screen, Guide)


async def test_a_live_session_is_told_above_the_text(stage: Stage) -> None:
    """What is on, and until when, stands beside the title; a switch that waits is told there as soon as it does."""
    told = waiting()
    stage.tell(Story(told.session, told.events[:1]))
    stage.clock.t = 60.0
    with stage.kept():
        async with stage.app().run_test() as pilot:
            cast(SpasmApp, pilot.app).action_show_guide()
            await shows(pilot, "HEAT until")
            await press(pilot, "2")
            await shows(pilot, TOPICS[1].title)
            assert "HEAT until" in screen_text(pilot.app)

            stage.tell(told)
            await shows(pilot, "waits for the switch")
            assert isinstance(pilot.app.screen, Guide)


@pytest.mark.parametrize(
    "key", ["space", pytest.param("escape", marks=pytest.mark.slow), pytest.param("2", marks=pytest.mark.slow)]
)
async def test_the_alarm_is_silenced_first(stage: Stage, key: str) -> None:
    """While it rings a key turns no page: it silences, and the summary follows as it would have without the guide."""
    told = alarming()
    stage.tell(Story(told.session, told.events[:1]))
    with stage.kept():
        async with stage.app().run_test() as pilot:
            cast(SpasmApp, pilot.app).action_show_guide()
            await press(pilot, "1")
            await shows(pilot, TOPICS[0].title)
            stage.tell(told)
            await shows(pilot, "time is up")
            assert isinstance(pilot.app.screen, Guide)

            before = stage.events()
            await press(pilot, key)
            await until(pilot, lambda: isinstance(pilot.app.screen, Summary), "the summary")
            assert [*before, "Acknowledged"] == stage.events()


@pytest.mark.parametrize("keys", [["2"], pytest.param([], marks=pytest.mark.slow)])
async def test_a_start_below_it_goes_on(home: Home, keys: list[str]) -> None:
    """A session that was to start in 30 seconds starts on time below the guide, and comes into sight."""
    clock = FastClock()
    control = Control()
    control.clock = cast("SystemClock", clock)
    async with SpasmApp(control, first_key=FirstKey(0, 0)).run_test() as pilot:
        await press(pilot, "1", "d")
        cast(SpasmApp, pilot.app).action_show_guide()
        await press(pilot, *keys)
        await until(pilot, lambda: isinstance(pilot.app.screen, Guide), "the guide")
        clock.ahead_s = 30.5
        await settle(pilot)
        await until(pilot, lambda: "Ice on." in screen_text(pilot.app), "the session screen")
        session = control.session()

        assert session
        assert session.state is State.RUNNING
    control.close()


@pytest.mark.parametrize("keys", [["g", "9"], pytest.param(["g"], marks=pytest.mark.slow)])
async def test_any_size(stage: Stage, keys: list[str]) -> None:
    """No size makes it fail, and after any of them it is as it was."""
    async with stage.app().run_test(size=(60, 20)) as pilot:
        await press(pilot, *keys)
        before = await shown(pilot)
        for size in ((1, 1), (3, 2), (8, 3), (20, 1), (22, 4), (200, 8), (30, 60), (300, 100), (60, 20)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
        await until(pilot, lambda: screen_text(pilot.app).rstrip() == before, "the same screen")


async def test_a_text_that_is_gone_is_told(stage: Stage, tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken installation says so in place of the article, and the app goes on."""
    monkeypatch.setattr(paths, "texts_dir", lambda: tmp_path)
    async with stage.app().run_test() as pilot:
        await press(pilot, "g", "1")
        await shows(pilot, "This text cannot be read: No such file or directory.")
        await press(pilot, "escape")
        await shows(pilot, LIMITS)


async def test_every_key_of_the_guide_can_be_the_users(stage: Stage) -> None:
    """Own keys for the guide work there."""
    folder = paths.config_dir()
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('[keys]\nguide = "w"\nguide-back = "x"\n')
    async with stage.app().run_test() as pilot:
        await press(pilot, "w")
        await shows(pilot, LIMITS)
        await press(pilot, "x")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen), "home")
    assert {"guide-back", "guide-read"} <= {entry.id for entry in entries(Where.GUIDE)}
