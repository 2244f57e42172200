"""`spasmtimer advise`: the questionnaire in a real terminal."""

from __future__ import annotations

import os
import pty
import sqlite3
import subprocess
from contextlib import closing
from functools import partial

import pytest

from spasmtimer.cli.advise import KEPT, OFFER, Unreadable, read_answer
from spasmtimer.guidance.questions import EMERGENCY, LEG
from tests.journal.living import SCRIPT, User
from tests.support.pulse import wait_until
from tests.support.terminal import Terminal

ADVISE = [str(SCRIPT), "advise"]
PROMPT = b" > "
NONE = "0"
TALL = (80, 100)

HEALTHY = (NONE, NONE, "1", "1", NONE, NONE)
"""No sign of anything, in no leg, awake, and nothing on the list; the next question is when it began."""


def answer(terminal: Terminal, *answers: str) -> None:
    """Each answer once its question stands there, and what follows it."""
    for line in answers:
        wait_until(lambda: PROMPT in terminal.output, 15, "a question")
        asked = terminal.output.count(PROMPT)
        terminal.send(f"{line}\n")
        wait_until(partial(goes_on, terminal, asked), 15, "what follows the answer")


def goes_on(terminal: Terminal, asked: int) -> bool:
    return OFFER in terminal.text() or terminal.output.count(PROMPT) > asked or terminal.has_ended()


def outcome(user: User, *answers: str, code: int = 0) -> str:
    """What stands on the screen after these answers, in one line, once the program has ended with this code."""
    with Terminal(ADVISE, user.env, TALL) as terminal:
        answer(terminal, *answers)
        if code == 0:
            terminal.wait_for(OFFER)
            terminal.send("\x03")
        assert terminal.wait_exit() == code
        return " ".join(terminal.last_words().split())


SUGGESTED = {
    "new injury": ((*HEALTHY, "1", "1"), "spasmtimer start new-injury (cold 15m)", "No heat in the first 48 hours"),
    "new, no swelling": ((*HEALTHY, "1", "2"), "Or instead: spasmtimer start recurring", "use what feels better"),
    "recurring": ((*HEALTHY, "4", "2", "2", "2"), "spasmtimer start recurring (heat 20m)", "suggests heat"),
    "lasting": ((*HEALTHY, "3", "2", "1", "2"), "spasmtimer start recurring", "No better after a week or two?"),
    "intense": ((*HEALTHY, "4", "2", "2", "1", "1"), "start contrast (heat 20m, cold 20m, x3)", "Two hours is long"),
    "gentler": ((*HEALTHY, "4", "2", "2", "1", "2"), "You could try: spasmtimer start recurring", "two sessions"),
    "pregnant": ((NONE, NONE, "1", "1", NONE, "16", "4", "2", "2"), "start new-injury", "Ruled out: HEAT. Pregnant."),
    "one leg": ((NONE, NONE, "2", "1", NONE, NONE, "4", "2", "2"), "start recurring", "pinched nerve"),
}


@pytest.mark.parametrize(("answers", "starts", "says"), SUGGESTED.values(), ids=SUGGESTED)
def test_it_suggests(user: User, answers: tuple[str, ...], starts: str, says: str) -> None:
    """A suggestion ends with how to start it, for whom it is, and exit 0."""
    told = outcome(user, *answers)
    assert starts in told
    assert says in told
    assert "they do not treat the cause." in told
    assert KEPT in told
    assert user.status()["state"] == "idle"


STOPPED = {
    "emergency": (("3",), "call your emergency number"),
    "to be checked": ((NONE, "1 3", "1"), "health professional"),
    "both legs": ((NONE, "1", "3"), "call your emergency number"),
    "after wine": ((NONE, NONE, "1", "2"), "after alcohol"),
    "numb skin": ((NONE, NONE, "1", "1", "1"), "Ruled out: HEAT and ICE. It is numb there"),
    "list": ((NONE, NONE, "1", "1", NONE, "6, 16"), "Ruled out: ICE. Raynaud's. Ruled out: HEAT. Pregnant."),
    "new, no ice": ((NONE, NONE, "1", "1", NONE, "6", "1", "1"), "Heat does not take its place"),
}


@pytest.mark.parametrize(("answers", "says"), STOPPED.values(), ids=STOPPED)
def test_it_ends_without_a_session(user: User, answers: tuple[str, ...], says: str) -> None:
    """A stop comes as soon as it is certain, names no session to start, and exits 4."""
    told = outcome(user, *answers, code=4)
    assert says in told
    assert KEPT in told
    assert "spasmtimer start" not in told
    assert OFFER not in told


def test_the_article_is_told_before_its_cycle_is_offered(user: User) -> None:
    """Heat and ice in turn needs a yes, after what is known of it."""
    with Terminal(ADVISE, user.env, TALL) as terminal:
        answer(terminal, *HEALTHY, "4", "2", "2", "1")
        text = " ".join(terminal.text().split())
        assert text.index("no guideline or trial") < text.index("what you want?")
        assert "spasmtimer start" not in text


def test_bad_input_is_told_and_asked_again(user: User) -> None:
    """One clear line, and the same question again; nothing typed reaches the terminal as a code."""
    with Terminal(ADVISE, user.env, TALL) as terminal:
        answer(terminal, "8")
        terminal.wait_for("'8' is not among the answers: give numbers from 1 to 7, or 0 for none.")
        answer(terminal, "b", "yes", NONE, NONE)
        terminal.wait_for("Does the pain run down")
        answer(terminal, NONE, "1 2")
        terminal.wait_for("Give one number from 1 to 3.")
        assert terminal.text().count("Is any of these new?") == 4
        assert terminal.text().count("Does the pain run down") == 3


def test_enter_alone_answers_nothing(user: User) -> None:
    """The same rule as in the app: none is said by a key of its own."""
    with Terminal(ADVISE, user.env, TALL) as terminal:
        answer(terminal, "", "", NONE, NONE, "")
        terminal.wait_for("Give numbers from 1 to 7, or 0 for none.")
        terminal.wait_for("Give one number from 1 to 3.")
        assert terminal.text().count("Is any of these new?") == 3


def test_bytes_that_are_no_text_are_no_answer(user: User) -> None:
    """A stray byte is bad input like any other."""
    with Terminal(ADVISE, user.env | {"PYTHONUTF8": "1"}, TALL) as terminal:
        answer(terminal, "\udcff\udcfe")
        terminal.wait_for("is not among the answers")
        answer(terminal, "1")
        assert terminal.wait_exit() == 4


def test_b_goes_back_one_question(user: User) -> None:
    """The question before is asked again, and its new answer counts; at the first there is nothing to go back to."""
    told = outcome(user, NONE, "1", "b", "B", "2", code=4)
    assert "emergency number" in told
    assert told.count("Is any of these new?") == 2
    assert told.count("Does any of these apply?") == 2


def test_the_end_of_the_input_decides_nothing(user: User) -> None:
    """Ctrl+D leaves with one line and exit 1, and no outcome."""
    with Terminal(ADVISE, user.env, TALL) as terminal:
        answer(terminal, *HEALTHY)
        terminal.send("\x04")
        assert terminal.wait_exit() == 1
        terminal.wait_for("not finished: nothing was decided")
        assert "You could try" not in terminal.text()


def test_ctrl_c_decides_nothing(user: User) -> None:
    """Ctrl+C leaves with exit 130, without a traceback."""
    with Terminal(ADVISE, user.env, TALL) as terminal:
        answer(terminal, NONE)
        terminal.send("\x03")
        assert terminal.wait_exit() == 130
        assert "Traceback" not in terminal.last_words()
        assert "You could try" not in terminal.text()


def test_without_a_terminal_it_names_what_can_be_read(user: User) -> None:
    """A pipe is asked nothing: exit 2, one line, and where to read instead."""
    done = user.type("advise", stdin="\n" * 20)
    assert (done.returncode, done.stdout) == (2, "")
    assert "spasmtimer guide" in done.stderr
    assert "spasmtimer presets" in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_answers_are_kept(user: User) -> None:
    """What was answered is what `forget` and `episode` tell, and the next interview asks about health no more."""
    outcome(user, *HEALTHY, "1", "1")
    assert "Just begun: ice." in user.run("episode")
    kept = user.type("forget").stdout
    assert "nothing ticked" in kept
    assert "Advised by row 1: new-injury" in kept
    told = outcome(user, *HEALTHY[:-1], "1", "1")
    assert "about your health" not in told


def test_an_interview_that_is_left_keeps_nothing(user: User) -> None:
    """Before it is decided, nothing of the person is written."""
    with Terminal(ADVISE, user.env, TALL) as terminal:
        answer(terminal, *HEALTHY)
        terminal.send("\x03")
        assert terminal.wait_exit() == 130
    assert "Nothing that you told is kept." in user.type("forget").stdout


def test_a_journal_that_cannot_be_written_is_remarked(user: User) -> None:
    """The outcome is the same, and one line says that it was not kept."""
    user.folder.mkdir(parents=True, exist_ok=True)
    user.data.mkdir(parents=True, exist_ok=True)
    with Terminal(ADVISE, user.env, TALL) as terminal:
        answer(terminal, *HEALTHY, "1")
        with closing(sqlite3.connect(user.journal, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            answer(terminal, "1")
            terminal.wait_for("Not kept: ", 30)
        text = " ".join(terminal.text().split())
        assert "spasmtimer start new-injury" in text
        assert KEPT not in text


def test_enter_goes_on_to_the_safety_card(user: User) -> None:
    """From the outcome the way is that of `start`: its card, and only Enter there starts. The list was answered."""
    with Terminal([*ADVISE], user.env, TALL) as terminal:
        answer(terminal, *HEALTHY, "1", "1")
        terminal.wait_for(OFFER)
        terminal.send("\n")
        terminal.wait_for("Put the ice on. Press Enter when it is on.")
        assert "Raynaud's, cold hives" not in terminal.text()
        assert user.status()["state"] == "idle"
        terminal.send("\n")
        user.wait_for_state("running")
    assert user.status()["preset"] == "new-injury"


def test_a_narrow_terminal_breaks_no_word(user: User) -> None:
    """At 40 columns every line is wrapped between words, the answers beside their numbers."""
    with Terminal(ADVISE, user.env, (40, 60)) as terminal:
        answer(terminal, NONE)
        assert "  1  Pain, tingling, weakness or\n     numbness in both legs\n" in terminal.text()


def test_questions_go_where_the_output_goes(user: User) -> None:
    """Typed in a terminal and read through a pipe, all of it comes through the pipe, without an escape code."""
    ours, theirs = pty.openpty()
    try:
        with subprocess.Popen(
            ADVISE, env=user.env, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            os.write(ours, b"5\n")
            out, err = process.communicate(timeout=30)
    finally:
        os.close(ours)
        os.close(theirs)
    assert (process.returncode, err) == (4, "")
    assert "0 for none >" in out
    assert "emergency number" in out
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("typed", "options"),
    [
        ("0", set[str]()),
        ("1", {"both-legs"}),
        ("1 3", {"both-legs", "bladder"}),
        (" 3,1 ,3 ", {"both-legs", "bladder"}),
    ],
)
def test_numbers_are_read(typed: str, options: set[str]) -> None:
    """Numbers with spaces or commas between, in any order, twice or not; 0 is none of them."""
    assert read_answer(typed, EMERGENCY) == options


@pytest.mark.parametrize(
    "typed", ["", "0 1", "00", "8", "-1", "1.5", "01", "²", "٣", "one", "1-3", "9" * 5000, "\x1b[2J"]
)
def test_what_is_no_number_of_an_answer_is_refused(typed: str) -> None:
    """Whatever else is typed gets one line that says what would be right, and quotes no escape code."""
    with pytest.raises(Unreadable, match=r"(?i)give numbers from 1 to 7, or 0 for none") as refused:
        read_answer(typed, EMERGENCY)
    assert "\x1b" not in str(refused.value)


@pytest.mark.parametrize("typed", ["", "1 2", "1 2 3"])
def test_one_answer_is_one(typed: str) -> None:
    """Where one of the answers is asked for, none or two of them are refused."""
    with pytest.raises(Unreadable, match="one number from 1 to 3"):
        read_answer(typed, LEG)
    assert read_answer("1 1", LEG) == {"none"}
