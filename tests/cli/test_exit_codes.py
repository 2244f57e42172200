"""Each verb's exit code, and one line on stderr for what is wrong."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from spasmtimer.schedule import events as ev
from tests.journal.living import User, ago, started, worn, write

ESCAPE = "\x1b"


@pytest.mark.parametrize(
    "line",
    [
        "--version",
        "",
        "status",
        "status --json",
        "status --waybar",
        "presets",
        "presets list",
        "presets show ice",
        "presets show con",
        "presets --json",
        "presets show heat --json",
        "sounds",
        "sounds list",
        "episode",
        "forget",
        "--help",
        "start --help",
        "advise --help",
    ],
)
def test_what_asks_for_nothing_but_words_is_done(user: User, line: str) -> None:
    """Without a session, what only tells something prints it, and neither an error nor an escape code: exit 0."""
    done = user.type(*line.split())
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()
    assert ESCAPE not in done.stdout


@pytest.mark.parametrize(
    "verb", ["pause", "resume", "confirm", "skip", "back", "extend", "extend 3", "stop", "ack", "rate 3"]
)
def test_without_a_session_there_is_nothing_to_steer(user: User, verb: str) -> None:
    """Every verb that steers a session exits 3 where there is none, and tells how to start one."""
    done = user.type(*verb.split())
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("spasmtimer: ")
    assert "spasmtimer start" in done.stderr
    assert done.stderr.count("\n") == 1


BAD = [
    ["fly"],
    ["star", "heat"],
    ["stat"],
    [""],
    ["-x"],
    ["--versio"],
    ["--json"],
    ["start", "nonsense", "--yes"],
    ["start", "", "--yes"],
    ["start", "heat 20x", "--yes"],
    ["start", "heat 20m,", "--yes"],
    ["start", "heat 20m, x0", "--yes"],
    ["start", "rest 1m, x1000", "--yes"],
    ["start", "热", "--yes"],
    ["start", "heat", "cold", "--yes"],
    ["start", "--yes"],
    ["start", "heat", "--minute", "5", "--yes"],
    ["start", "heat", "--ye"],
    ["start", "heat", "--yes", "--plain", "--detach"],
    ["start", "heat", "--yes", "--first", "ice"],
    ["start", "heat", "--yes", "--first", "cold"],
    ["start", "heat", "--yes", "--confirm", "never"],
    ["start", "morning", "--yes", "--minutes", "5"],
    ["start", "morning", "--yes", "--exercise", "burpee"],
    ["start", "morning", "--yes", "--count", "9"],
    ["start", "morning", "--yes", "--count", "21"],
    ["start", "morning", "--yes", "--exercise", "side-bridge", "--count", "15"],
    ["start", "heat", "--yes", "--exercise", "curl-up"],
    ["start", "heat", "--yes", "--count", "12"],
    ["start", "heat", "--yes", "--rounds", "0"],
    ["start", "heat", "--yes", "--rounds", "two"],
    ["start", "heat", "--yes", "--speed", "60"],
    ["rehearse"],
    ["rehearse", "nonsense"],
    ["rehearse", "heat", "--yes"],
    ["rehearse", "heat", "--confirm", "sometimes"],
    ["rate"],
    ["pause", "now"],
    ["status", "--json", "--waybar"],
    ["status", "--format"],
    ["status", "--format", "{nothing}"],
    ["status", "--format", "{"],
    ["status", "--format", "{0}"],
    ["status", "--format", "{word[a]}"],
    ["status", "--format", "{word[0]}"],
    ["status", "--format", "{word.nothing}"],
    ["status", "--format", "{word:d}"],
    ["status", "--format", "{word!z}"],
    ["advise"],
    ["advise", "me"],
    ["presets", "show"],
    ["presets", "show", "nonsense"],
    ["presets", "check"],
    ["presets", "check", "/nowhere/presets.toml"],
    ["presets", "check", "/"],
    ["presets", "remove", "heat"],
    ["sounds", "play"],
    ["sounds", "play", "moo"],
    [b"\xff\xfe"],
    ["start", b"\xff", "--yes"],
    *(["extend", number] for number in ("nan", "-3", "0", "1e9", "61", "", "inf", "-inf", "five", "½", "5 6", "0x5")),
    *(["start", "heat", "--yes", "--minutes", number] for number in ("nan", "-3", "0", "1e9", "", "²")),
    *(["rate", number] for number in ("nan", "-3", "11", "1e1", "", "3.5", "٣", "9" * 5000)),
    *(["start", "heat", "--yes", "--pain", number] for number in ("11", "-1", "bad")),
    *(["rehearse", "heat", "--speed", number] for number in ("0", "nan", "-60", "1e9", "fast", "")),
]


@pytest.mark.parametrize("arguments", BAD, ids=lambda arguments: ascii(arguments)[1:60])
def test_bad_input_gets_one_line_and_exit_2(user: User, arguments: list[str | bytes]) -> None:
    """Wrong usage prints one line on stderr and nothing on stdout, exits 2, and starts nothing."""
    done = user.type(*arguments)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert re.fullmatch(r"spasmtimer: \S.*\n", done.stderr)
    assert not user.journal.exists() or user.latest() is None


@pytest.mark.parametrize(
    "arguments",
    [["start", "\x1b[31mred", "--yes"], ["\x1b[31mred"], ["status", "--format", "{\x1b[31m}"], ["rate", "\x1b[2J"]],
    ids=["preset", "verb", "template", "number"],
)
def test_bad_input_is_not_played_back_to_the_terminal(user: User, arguments: list[str]) -> None:
    """What was typed is quoted so that no escape code in it reaches a terminal."""
    done = user.type(*arguments)
    assert done.returncode == 2
    assert ESCAPE not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "suggested"), [("contrst", "contrast"), ("spams", "spasm"), ("icee", "ice"), ("m0rning", "morning")]
)
def test_a_near_miss_is_suggested(user: User, name: str, suggested: str) -> None:
    """A preset's name that is nearly right is answered with the right one."""
    done = user.type("start", name, "--yes")
    assert done.returncode == 2
    assert f"did you mean '{suggested}'" in done.stderr


@pytest.mark.parametrize(
    ("line", "states"),
    [
        ("start heat --minutes 21 --yes", "21 minutes"),
        ("start heat --minutes 60 --yes", "60 minutes"),
        ("start contrast --rounds 4 --yes", "3 at most"),
        ("start heat", "presets show recurring"),
        ("rehearse|heat 25m", "25 minutes"),
    ],
)
def test_what_is_not_safe_is_refused(user: User, line: str, states: str) -> None:
    """A schedule past the ceiling, and a start without the safety card, exit 4 with one line, and start nothing."""
    done = user.type(*(line.split("|") if "|" in line else line.split()))
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.count("\n") == 1
    assert states in done.stderr
    assert user.latest() is None


@pytest.mark.parametrize("answer", ["", "\n", "y\n", "yes\n"])
def test_a_pipe_cannot_accept_the_safety_card(user: User, answer: str) -> None:
    """Without a terminal only --yes accepts the safety card, whatever comes in on stdin."""
    done = user.type("start", "recurring", stdin=answer)
    assert (done.returncode, done.stdout) == (4, "")
    assert "--yes" in done.stderr


def test_too_soon_exits_4_and_says_until_when_and_how_to_start_all_the_same(user: User) -> None:
    """25 minutes after ice a start is refused with one line; --anyway starts, whatever preset it is."""
    worn(user.journal, "cold 15m", on_s=900, off_ago_s=25 * 60)
    done = user.type("start", "recurring", "--yes", "--detach")
    assert (done.returncode, done.stdout) == (4, "")
    assert re.fullmatch(
        r"spasmtimer: Ice came off 25 min ago\. Let the skin rest until (tomorrow )?\d\d:\d\d\."
        r" To start all the same, add --anyway\.\n",
        done.stderr,
    )
    assert user.type("start", "recurring", "--yes", "--anyway", "--detach").returncode == 0


def test_without_a_terminal_nobody_can_be_asked(user: User) -> None:
    """A pipe cannot say that it wants it all the same."""
    worn(user.journal, "cold 15m", on_s=900, off_ago_s=25 * 60)
    done = user.type("start", "recurring", stdin="\n\n\n")
    assert (done.returncode, done.stdout) == (4, "")
    assert "Ice came off" in done.stderr
    assert "Heat" not in done.stderr


def test_the_ceiling_of_earlier_sessions_exits_4_and_says_how_long_to_wait(user: User) -> None:
    """Heat again 3 minutes after 20 of it is refused, with --anyway, too, with the minutes to wait; ice is not."""
    worn(user.journal, "heat 20m", on_s=1200, off_ago_s=180)
    done = user.type("start", "recurring", "--yes", "--detach")
    assert (done.returncode, done.stdout) == (4, "")
    assert "rest until" in done.stderr
    assert "--anyway" not in done.stderr
    done = user.type("start", "recurring", "--yes", "--anyway", "--detach")
    assert (done.returncode, done.stdout) == (4, "")
    assert "wait 7m" in done.stderr
    assert user.type("start", "new-injury", "--yes", "--anyway", "--detach").returncode == 0


def test_the_budget_exits_4_also_with_anyway(user: User) -> None:
    """Eighty minutes of ice within 24 hours: no more of it, and no hint that it could be had."""
    for number in range(4):
        worn(user.journal, "cold 20m", on_s=1200, off_ago_s=(20 - 4 * number) * 3600, session=f"s{number}")
    for how in ([], ["--anyway"]):
        done = user.type("start", "new-injury", "--yes", "--detach", *how)
        assert (done.returncode, done.stdout) == (4, "")
        assert "With this session ice comes to 1 h 35 min within 24 hours" in done.stderr
        assert "--anyway" not in done.stderr


def test_status_tells_until_when_to_rest(user: User) -> None:
    """While nothing runs, `status` says until when the skin should rest; its other forms stay as they are."""
    worn(user.journal, "cold 15m", on_s=900, off_ago_s=3 * 3600, session="long ago")
    assert user.run("status") == "Nothing runs.\n"
    worn(user.journal, "cold 15m", on_s=900, off_ago_s=25 * 60)
    assert re.fullmatch(r"Nothing runs\. Let the skin rest until (tomorrow )?\d\d:\d\d\.\n", user.run("status"))
    assert user.run("status", "--format", "{state}") == "idle\n"


def test_more_pain_is_answered(user: User) -> None:
    """`rate` with two points more than before says to leave the preset for today; with fewer it does not."""
    for pain, worse in ((5, False), (6, True)):
        first = replace(started(ago(1300), "heat 20m", session=f"s{pain}"), pain=4)
        write(user.journal, first, ev.Stopped(ago(100)))
        assert ("Skip this preset today" in user.run("rate", str(pain))) is worse


ILLEGAL = {
    "running": ["resume", "confirm"],
    "swapping": ["resume", "extend"],
    "paused": ["confirm"],
    "alarming": ["pause", "resume", "confirm", "skip", "back"],
}


@pytest.mark.parametrize(("state", "verb"), [(state, verb) for state, verbs in ILLEGAL.items() for verb in verbs])
def test_what_the_table_forbids_exits_1_and_names_the_state(user: User, state: str, verb: str) -> None:
    """An illegal verb exits 1 with one line that names the state and what is possible, and changes nothing."""
    _bring_to(user, state)
    before = user.latest()
    done = user.type(verb)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"is {state};" in done.stderr
    assert done.stderr.count("\n") == 1
    assert user.latest() == before


def test_extending_past_the_ceiling_exits_4(user: User) -> None:
    """`extend` beyond 20 minutes is refused for safety and tells how much more can be had."""
    write(user.journal, started(ago(60), "heat 18m", session="a"))
    done = user.type("extend", "5")
    assert (done.returncode, done.stdout) == (4, "")
    assert "2 more can be had" in done.stderr
    assert user.type("extend", "2").returncode == 0


@pytest.mark.parametrize(
    ("state", "verb", "after"),
    [
        ("running", "pause", "paused"),
        ("running", "skip", "swapping"),
        ("running", "back", "swapping"),
        ("running", "ack", "running"),
        ("running", "rate 4", "running"),
        ("swapping", "confirm", "running"),
        ("swapping", "skip", "alarming"),
        ("swapping", "ack", "swapping"),
        ("paused", "pause", "paused"),
        ("paused", "resume", "running"),
        ("paused", "skip", "swapping"),
        ("alarming", "ack", "idle"),
        ("alarming", "stop", "idle"),
        ("alarming", "rate 2", "idle"),
        ("running", "stop", "idle"),
    ],
)
def test_a_legal_verb_says_what_is_so_now(user: User, state: str, verb: str, after: str) -> None:
    """A verb that the table allows exits 0 with one human line, and brings the session to the table's state."""
    _bring_to(user, state)
    done = user.type(*verb.split())
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    latest = user.latest()
    assert latest
    assert (latest.state if latest.state.is_live else "idle") == after


@pytest.mark.parametrize("state", ["running", "swapping", "paused"])
def test_start_while_one_lives_exits_3(user: User, state: str) -> None:
    """`start` and `rehearse` exit 3 while a session runs, swaps or is paused."""
    _bring_to(user, state)
    for line in ("start ice --yes --detach", "rehearse ice --detach"):
        done = user.type(*line.split())
        assert (done.returncode, done.stdout) == (3, "")
        assert state in done.stderr


def _bring_to(user: User, state: str) -> None:
    text = "heat 15m" if state == "alarming" else "heat 15m, cold 15m"
    act = {"running": [], "paused": [ev.Paused(ago(1))]}.get(state, [ev.Skipped(ago(1))])
    write(user.journal, started(ago(120), text, session="a"), *act)
