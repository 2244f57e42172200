"""Help me choose in the app: its questions, its keys, what it comes to, and what is kept of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from textual.pilot import Pilot

from spasmtimer.guidance.episode import HOUR_S, Advised, EpisodeBegan, HealthConfirmed
from spasmtimer.guidance.kept import CARD
from spasmtimer.guidance.questions import HEALTH, QUESTIONS
from spasmtimer.guidance.texts import text
from spasmtimer.guidance.triage import ROWS
from spasmtimer.schedule.commands import Command
from spasmtimer.schedule.phases import Modality
from spasmtimer.schedule.session import State
from spasmtimer.tui.firstkey import FirstKey
from spasmtimer.tui.screens.choose import Answers, Choose
from spasmtimer.tui.screens.home import Home
from spasmtimer.tui.screens.start import Start
from tests.schedule.helpers import at, story
from tests.tui.helpers import Stage, alarming, click, press, running, screen_text, settle, shows
from tests.tui.test_goldens import Sizes, at_sizes, check, check_sizes, shown

HEALTHY = ("h", "0", "0", "1", "1", "0", "0")
"""From home: no sign of anything, in no leg, awake, nothing on the list; next is when it began."""

OUTCOMES = {
    "choose-outcome": (*HEALTHY, "4", "2", "2", "1", "1"),
    "choose-barred": ("h", "0", "0", "2", "1", "8", "enter", "6", "enter"),
}


def begin_fresh(stage: Stage, **like: bool) -> None:
    """An episode of two hours."""
    now = stage.clock.now()
    stage.control.tell(EpisodeBegan(now, now.plus(-2 * HOUR_S), **like))


def words(pilot: Pilot[None]) -> str:
    """The screen in one line."""
    return " ".join(screen_text(pilot.app).split())


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("choose-first", ("h",)),
        ("choose-tick", (*HEALTHY[:-1], "2", "down", "down", "space")),
        ("choose-article", (*HEALTHY, "4", "2", "2", "1")),
        ("choose-emergency", ("h", "2", "enter")),
        *OUTCOMES.items(),
    ],
)
@at_sizes
async def test_at_every_size(stage: Stage, name: str, keys: tuple[str, ...], sizes: Sizes) -> None:
    """The question and its answers first, all else where there is room; an outcome by itself."""
    async with stage.app().run_test() as pilot:
        await press(pilot, *keys)
        await check_sizes(name, pilot, sizes)


async def test_plain_signs(stage: Stage) -> None:
    """Where the terminal is not UTF-8, all of it is ASCII."""
    async with stage.app(encoding="ascii").run_test(size=(60, 20)) as pilot:
        await press(pilot, "h", "2")
        await check("choose-ascii", (60, 20), pilot)

        assert (await shown(pilot)).isascii()


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_nothing_is_scrolled_to_in_a_usual_window(stage: Stage, size: tuple[int, int]) -> None:
    """Every answer of every question is in sight at once."""
    async with stage.app().run_test(size=size) as pilot:
        await press(pilot, "h")
        screen = pilot.app.screen
        assert isinstance(screen, Choose)
        for question in QUESTIONS:
            screen._question = question
            screen._turn()
            await settle(pilot)

            for option in question.options:
                assert option.words.rsplit(maxsplit=1)[-1] in screen_text(pilot.app), (question.id, option.words)
        assert screen.query_one(Answers).max_scroll_y == 0


@pytest.mark.parametrize("size", [(20, 5), (1, 1)])
async def test_the_marked_answer_is_always_in_sight(stage: Stage, size: tuple[int, int]) -> None:
    """In the smallest window one goes through the longest list, and it scrolls; none makes it fail."""
    async with stage.app().run_test(size=size) as pilot:
        await press(pilot, *HEALTHY[:-1], "down")
        for number in range(len(HEALTH.options)):
            await settle(pilot)
            if size[1] >= 5:
                line = next(line for line in screen_text(pilot.app).splitlines() if line.startswith(">"))
                assert HEALTH.options[number].words.split()[0][:8] in line
            await press(pilot, "down")


async def test_ticks_and_none(stage: Stage) -> None:
    """Digits and Space tick and take it off; the hint says what Enter does; Enter goes on."""
    async with stage.app().run_test() as pilot:
        await press(pilot, "h")
        assert "0: none of these." in words(pilot)
        await press(pilot, "3", "down", "space")
        assert "[x] Hard to pass or feel urine" in words(pilot)
        assert "[x] Sexual numbness" in words(pilot)
        assert "Enter: go on with 2 ticked." in words(pilot)
        await press(pilot, "0")
        assert "[x] Sexual numbness" in words(pilot), "what is ticked is not taken for none"
        await press(pilot, "3", "down", "space")
        assert "[x]" not in words(pilot)
        await press(pilot, "0")
        assert "Does any of these apply?" in words(pilot)


async def test_enter_alone_answers_nothing(stage: Stage) -> None:
    """No answer is chosen beforehand: Enter all the way stays at the first question, and says what to press."""
    async with stage.app().run_test() as pilot:
        await press(pilot, "h", *["enter"] * 11)
        assert "Is any of these new?" in words(pilot)
        assert "Nothing is chosen yet. 0: none of these." in words(pilot)
        await press(pilot, "0", "0", "enter", "enter")
        assert "Nothing is chosen yet. A number answers; or mark an answer, and press Enter." in words(pilot)
        assert ">" not in screen_text(pilot.app)
        await press(pilot, "down", "enter")
        assert "How awake are you?" in words(pilot)
    assert stage.control.person().advice is None


async def test_answers_past_the_ninth_are_ticked_with_the_arrows(stage: Stage) -> None:
    """The sixteenth answer about health is reached and ticked, and is what is kept."""
    async with stage.app().run_test() as pilot:
        await press(pilot, *HEALTHY[:-1], "up", "space")
        assert "[x] Pregnant" in words(pilot)
        await press(pilot, "enter", "4", "2", "2")
        assert "Ruled out: HEAT. Pregnant." in words(pilot)
        health = stage.control.person().health
        assert health is not None
        assert (health.items, health.barred) == (("pregnant",), (Modality.HEAT,))


async def test_everything_by_mouse(stage: Stage) -> None:
    """A click ticks, a click answers, and a click goes to the safety card."""
    async with stage.app().run_test(size=(80, 30)) as pilot:

        async def click_on(what: str) -> None:
            await settle(pilot)
            lines = screen_text(pilot.app).splitlines()
            await click(pilot, 12, next(y for y, line in enumerate(lines) if what in line))
            await settle(pilot)

        await press(pilot, "h", "0")
        await click_on("Fever, or feeling ill")
        assert "[x] Fever" in words(pilot)
        await click_on("Fever, or feeling ill")
        await press(pilot, "0")
        for option in ("1  No", "Wide awake"):
            await click_on(option)
        await press(pilot, "0", "0")
        for option in ("Less than 48 hours", "1  Yes", "The article suggests: New injury"):
            await click_on(option)
        assert isinstance(pilot.app.screen, Start)


async def test_back_with_what_was_answered(stage: Stage) -> None:
    """Esc, Left and Backspace go one question back, with its ticks; from the first one home, and nothing is kept."""
    async with stage.app().run_test() as pilot:
        await press(pilot, "h", "0", "0", "2", "1", "8", "enter")
        for key, question in (("escape", "[x] A rub on it"), ("left", "How awake"), ("backspace", "below the butt")):
            await press(pilot, key)
            assert question in words(pilot)
        assert "> 2 Into one leg" in words(pilot)
        await press(pilot, "escape", "escape")
        assert "Is any of these new?" in words(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Home)
        assert stage.control.person().advice is None


async def test_a_double_press_answers_one_question(stage: Stage) -> None:
    """A 0 that comes before anybody can have read the next question is not its answer, and no digit is."""
    async with stage.app(first_key=FirstKey(0, 0, 3600)).run_test() as pilot:
        await press(pilot, "h", "0", "0")
        assert "Is any of these new?" in words(pilot)
    async with stage.app().run_test() as pilot:
        await press(pilot, "h", "0", "0")
        pilot.app.first_key = FirstKey(0, 0, 3600)  # type: ignore[attr-defined]
        await press(pilot, "1", "enter")
        assert "below the buttock" in words(pilot)


async def test_a_late_enter_counts(stage: Stage) -> None:
    """Four tenths of a second later it is an answer: judged by when it was pressed, not by when it was seen."""
    first_key = FirstKey(0, 0)
    async with stage.app(first_key=first_key).run_test() as pilot:
        await press(pilot, "h")
        came = pilot.app.screen._came  # type: ignore[attr-defined]
        for after, is_unread in ((0.39, True), (0.41, False)):
            first_key._pressed = came.time + after
            assert first_key.is_unread(came) is is_unread


@pytest.mark.parametrize(
    ("answers", "title"),
    [
        (("1", "1"), "New injury"),
        (("4", "2", "2", "2"), "Recurring pain"),
        (("4", "2", "2", "1", "1"), "Intense spasms"),
    ],
)
async def test_the_three_situations(stage: Stage, answers: tuple[str, ...], title: str) -> None:
    """Enter at the outcome is the safety card of what the article suggests, and nothing speaks against it there."""
    async with stage.app().run_test() as pilot:
        await press(pilot, *HEALTHY, *answers)
        assert f"The article suggests: {title}" in words(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Start)
        assert title in words(pilot)
        assert "Press Enter when it is on." in words(pilot)
        assert "Ask first with" not in words(pilot), "the list was answered just now"
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Home)
        marked = next(line for line in screen_text(pilot.app).splitlines() if line.startswith(">"))
        assert f"{title} · suggested" in marked


async def test_an_alternative_by_its_number(stage: Stage) -> None:
    """Without swelling warmth is the other choice, and the outcome says which is whose."""
    async with stage.app().run_test() as pilot:
        await press(pilot, *HEALTHY, "1", "2")
        assert "Or instead: Recurring pain, heat 20 min" in words(pilot)
        await press(pilot, "2")
        assert "Put the heat on." in words(pilot)


async def test_what_the_article_does_not_suggest_is_not_said_to_be(stage: Stage) -> None:
    """Where the list leaves only the other pack, one could try it."""
    async with stage.app().run_test() as pilot:
        await press(pilot, *HEALTHY[:-2], "8", "enter", "0", "4", "2", "2")
        assert text("T-X3").split(",")[0] in words(pilot)
        assert "You could try: New injury, ice 15 min" in words(pilot)
        assert "The article suggests:" not in words(pilot)


@pytest.mark.parametrize(
    ("keys", "id_", "row"),
    [
        (("h", "5", "enter"), "T-E", "E"),
        (("h", "0", "0", "3"), "T-E", "E"),
        (("h", "0", "1", "enter", "1"), "T-U", "U"),
        (("h", "0", "0", "1", "2"), "T-A", "A"),
        (("h", "0", "0", "1", "1", "1", "enter"), "T-N", "B"),
    ],
)
async def test_no_way_to_a_timer(stage: Stage, keys: tuple[str, ...], id_: str, row: str) -> None:
    """An emergency, a sign to check, a drink and a list that leaves nothing end it: no key but home does anything."""
    async with stage.app().run_test() as pilot:
        await press(pilot, *keys)
        assert text(id_) in words(pilot)
        assert stage.control.person().advice == Advised(at(0), row)
        await press(pilot, *"123456789d", "space", "up", "down", "pagedown")
        assert text(id_) in words(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Home)
        assert "suggested" not in words(pilot)
        assert (text("T-E").split(". ")[0] in words(pilot) or "mean an emergency" in words(pilot)) is (row == "E")
        await press(pilot, "1")
        assert ("It is on" in words(pilot)) is (row == "A"), "what cannot start does not look like a start"
        await press(pilot, "d", "d")
        if row == "A":
            assert "Starts in" in words(pilot), "a drink wears off, and a second press says so"
        else:
            await press(pilot, "enter", "enter")
            assert text(id_) in words(pilot)
            assert "Help me choose asks again" in words(pilot)
            assert "Not started, for the reason above." in words(pilot)
        assert stage.events() == []


def test_every_stop_has_its_test() -> None:
    """The rows that end it without a session are those above."""
    assert {row.id for row in ROWS if row.stop is not None} == {"E", "U", "A", "B"}


async def test_health_is_not_asked_twice_in_thirty_days(stage: Stage) -> None:
    """What was answered about health lately is not asked again; a press at the card is no answer to it."""
    for item, asked in (((), False), ((CARD,), True)):
        stage.control.tell(HealthConfirmed(at(0), item))
        async with stage.app().run_test() as pilot:
            await press(pilot, *HEALTHY[:-1])
            assert ("about your health?" in words(pilot)) is asked


async def test_what_cannot_be_kept_stops_nothing(stage: Stage) -> None:
    """While another program holds the journal the outcome comes all the same, with one calm line."""
    async with stage.app().run_test(size=(120, 30)) as pilot:
        await press(pilot, *HEALTHY, "1")
        with closing(sqlite3.connect(stage.journal_path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            stage.control.journal._db.execute("PRAGMA busy_timeout=0")
            await press(pilot, "1")
        assert "The article suggests: New injury" in words(pilot)
        assert "Not kept: " in words(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Start)


async def test_a_live_session_goes_on(stage: Stage) -> None:
    """The title says what runs meanwhile; the safety card then refuses a second one."""
    stage.tell(running())
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            pilot.app.go_home()  # type: ignore[attr-defined]
            await settle(pilot)
            await press(pilot, "h", "0")
            assert "HEAT until 16:01" in screen_text(pilot.app).splitlines()[0]
            assert stage.events().count("Stopped") == 0


async def test_the_first_key_of_an_alarm_only_silences(stage: Stage) -> None:
    """Whatever is pressed while the end rings is no answer."""
    async with stage.app().run_test() as pilot:
        await press(pilot, "h")
        stage.tell(alarming())
        with stage.kept():
            await settle(pilot)
            await press(pilot, "enter")
            session = stage.control.session()
            assert session is not None
            assert session.state is State.OVER
            assert "Is any of these new?" in words(pilot)
            await press(pilot, "0")
            assert "Does any of these apply?" in words(pilot)


async def test_the_palette_has_it(stage: Stage) -> None:
    """Who does not know the key finds it by its name."""
    async with stage.app().run_test() as pilot:
        await settle(pilot)
        command = next(
            each for each in pilot.app.get_system_commands(pilot.app.screen) if each.title == "Help me choose"
        )
        await command.callback()
        await shows(pilot, "Is any of these new?")


# The safety card


@pytest.mark.parametrize(
    ("key", "size", "is_leg"),
    [
        # each preset with and without reasons, each size, and the smallest with all of them
        *(("1", (40, 12), False), ("2", (40, 12), True), ("3", (40, 12), True), ("1", (45, 16), True)),
        *(("2", (40, 24), False), ("3", (56, 18), False), ("1", (60, 20), True), ("2", (76, 22), True)),
        *(("3", (80, 24), True), ("1", (120, 40), False)),
    ],
)
async def test_what_to_press_is_always_in_sight(stage: Stage, key: str, size: tuple[int, int], is_leg: bool) -> None:
    """With the list on the card, and with reasons not to start, Enter's line is there in every window."""
    if is_leg:
        stage.tell(story("cold 15m").go(900).do(Command.ACK).go(900 + 25 * 60))
        begin_fresh(stage, leg=True)
    async with stage.app().run_test(size=size) as pilot:
        await press(pilot, key)
        await settle(pilot)
        if is_leg:
            assert "Let the skin rest until" in words(pilot)
            await press(pilot, "enter")
            await settle(pilot)
        assert "Press Enter" in words(pilot)


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_the_press_that_starts_accepts_the_list(stage: Stage, size: tuple[int, int]) -> None:
    """The card carries the list once in 30 days; `d`, as Enter, says that it was read."""
    async with stage.app().run_test(size=size) as pilot:
        await press(pilot, "2")
        assert "poor circulation" in words(pilot)
        assert "Raynaud" not in words(pilot), "that is for ice"
        await press(pilot, "d")
        assert stage.control.person().health == HealthConfirmed(at(0), (CARD,))
        await press(pilot, "escape", "2")
        assert "poor circulation" not in words(pilot)


async def test_a_list_that_cannot_be_read_is_not_accepted(stage: Stage) -> None:
    """In five rows nobody has read it, and it comes again."""
    async with stage.app().run_test(size=(20, 5)) as pilot:
        await press(pilot, "2", "d")
        assert stage.control.person().health is None


async def test_no_pack_no_list(stage: Stage) -> None:
    """Stretching asks nothing about packs."""
    async with stage.app().run_test() as pilot:
        await press(pilot, "5", "d")
        assert "poor circulation" not in words(pilot)
        assert stage.control.person().health is None


async def test_what_does_not_suit_takes_a_second_press(stage: Stage) -> None:
    """The sentence is there before anything is pressed, and both reasons fall with one second press."""
    begin_fresh(stage)
    async with stage.app().run_test() as pilot:
        await press(pilot, "5")
        assert "Stretching and sit-ups wait until" in words(pilot)
        await press(pilot, "d")
        assert "Press Enter again to start all the same." in words(pilot)
        await press(pilot, "d")
        assert "Starts in 30 s." in words(pilot)


async def test_heat_on_a_fresh_swelling_gives_way_to_no_press(stage: Stage) -> None:
    """However often one presses; and it says how to mend it."""
    begin_fresh(stage, swollen=True)
    async with stage.app().run_test() as pilot:
        await press(pilot, "2")
        assert "No heat on a fresh swelling or bruise" in words(pilot)
        await press(pilot, "enter", "enter", "d", "enter")
        assert "Was an answer wrong? Help me choose asks again." in words(pilot)
        assert "Starts in" not in words(pilot)
        assert stage.events() == []
