"""`spasmtimer day`: the questions in a real terminal, and what is being tried without one."""

from __future__ import annotations

from contextlib import closing

import pytest

from spasmtimer.guidance.day import CAUSES, NOTHING, OPENING, QUESTIONS
from spasmtimer.guidance.trying import WEEK_S, Day, DayChecked
from spasmtimer.journal.person import day_of, tell, told
from spasmtimer.journal.store import Journal
from spasmtimer.schedule import events as ev
from tests.cli.test_advise import TALL, answer
from tests.journal.living import SCRIPT, User, ago, started, write
from tests.support.terminal import Terminal

DAY = [str(SCRIPT), "day"]
CALM = ("1",) * len(QUESTIONS)
SITS = ("3", *CALM[1:])
DAY_S = 24 * 3600.0


def day(user: User) -> Day:
    with closing(Journal(user.journal)) as journal:
        return day_of(told(journal))


def begun(user: User, days_ago: float) -> None:
    """A walk and a shift are being tried since then."""
    with closing(Journal(user.journal)) as journal:
        tell(journal, [DayChecked(ago(days_ago * DAY_S), (("moving", "mostly"),), ("walk", "shift"))])


def asked(user: User, *answers: str, code: int = 0) -> str:
    """What stands on the screen after these answers, in one line, once the program has ended with this code."""
    with Terminal(DAY, user.env, TALL) as terminal:
        answer(terminal, *answers)
        assert terminal.wait_exit() == code
        return " ".join(terminal.last_words().split())


def test_it_asks_and_names_what_to_try(user: User) -> None:
    """One question for each cause, after the honest line; then the changes with what is known, and they are kept."""
    said = asked(user, *SITS)

    assert OPENING in said
    assert all(question.words in said for question in QUESTIONS)
    assert CAUSES[0].changes[0].words in said
    assert CAUSES[0].line in said
    assert said.endswith("In a week you are asked how it went.")
    assert day(user).changes == (CAUSES[0].changes[0].id,)
    assert day(user).checked is not None


def test_nothing_ticked_is_said(user: User) -> None:
    """Where nothing stands out it says so, and nothing is being tried."""
    assert asked(user, *CALM).endswith(NOTHING)
    assert day(user).changes == ()


def test_bad_input_and_back(user: User) -> None:
    """It reads answers as `advise` does: one clear line for what is none, and `b` for the question before."""
    said = asked(user, "4", "1", "b", *SITS)

    assert "'4' is not among the answers: give one number from 1 to 3." in said
    assert said.count(QUESTIONS[0].words) == 3
    assert day(user).changes == (CAUSES[0].changes[0].id,)


def test_the_end_of_the_input_keeps_nothing(user: User) -> None:
    """Ctrl+D in the middle is exit 1 and one line; nothing was told."""
    with Terminal(DAY, user.env, TALL) as terminal:
        answer(terminal, "3", "3")
        terminal.send("\x04")
        assert terminal.wait_exit() == 1
        terminal.wait_for("nothing was kept")
    assert day(user) == Day()


def test_after_a_week_it_asks_how_it_went(user: User) -> None:
    """How each change went is asked first and kept; then a new check is offered."""
    begun(user, WEEK_S / DAY_S + 0.01)
    said = asked(user, "1", "3", "2")

    assert "A week ago you wanted to try this. How did it go? Walk for ten minutes each day." in said
    assert "Check your day again?" in said
    after = day(user)
    assert after.reviewed is not None
    assert after.reviewed.kept == (("walk", "yes"), ("shift", "no"))


def test_the_end_of_the_input_keeps_what_was_told_before(user: User) -> None:
    """Ctrl+D in a new check is exit 1 and one line that says so; how the last one went stays told."""
    begun(user, 9)
    with Terminal(DAY, user.env, TALL) as terminal:
        answer(terminal, "1", "1", "1", "3")
        terminal.send("\x04")
        assert terminal.wait_exit() == 1
        terminal.wait_for("no new check was kept")
    assert day(user).reviewed is not None


def test_before_that_it_tells_and_offers_a_new_check(user: User) -> None:
    """Within the week it says what is being tried; a new check takes its place."""
    begun(user, 2)
    said = asked(user, "1", *SITS)

    assert "Walk for ten minutes each day." in said
    assert "A week after, you are asked how it went." in said
    assert day(user).changes == (CAUSES[0].changes[0].id,)


@pytest.mark.parametrize("days", [2, 9])
def test_without_a_terminal_it_tells_what_is_tried(user: User, days: float) -> None:
    """Plain lines, exit 0, whatever comes in on stdin, due or not."""
    begun(user, days)
    done = user.type("day", stdin="1\n1\n1\n")

    assert (done.returncode, done.stderr) == (0, "")
    assert "  - Walk for ten minutes each day." in done.stdout
    assert "Since " in done.stdout
    assert "\x1b" not in done.stdout
    assert day(user).changes == ("walk", "shift")


def test_without_a_terminal_and_nothing_tried(user: User) -> None:
    """One line that says so and what would be asked, exit 0."""
    done = user.type("day")
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)
    assert "Nothing is being tried." in done.stdout


def test_a_session_goes_on(user: User) -> None:
    """While a session lives the questions are asked all the same, and it is as it was."""
    write(user.journal, started(ago(5), session="living"))
    asked(user, *SITS)
    with closing(Journal(user.journal)) as journal:
        latest = journal.latest()
        entries = journal.entries_of_latest()
    assert latest is not None
    assert latest.state.is_live
    assert [type(entry.what) for entry in entries] == [ev.Started]
