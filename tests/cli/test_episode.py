"""`spasmtimer episode`: when the pain began, and what it is time for."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from spasmtimer.cli.exits import Exit, Failure
from spasmtimer.cli.moment import moment
from spasmtimer.schedule import events as ev
from spasmtimer.schedule.instant import Instant
from tests.journal.living import User, ago, started, write
from tests.journal.test_no_room import blocked

NOW = Instant(datetime(2026, 11, 22, 15, 0, tzinfo=UTC), 5000.0, "boot-1")
"""A Sunday."""


@pytest.fixture
def london(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine in a zone whose clock is NOW's in winter."""
    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()


def test_without_an_episode_it_says_how_to_tell_of_one(user: User) -> None:
    """Nothing told: exit 0, and the words for telling; nothing is written."""
    for verb in ("episode", "episode show"):
        done = user.type(*verb.split())
        assert (done.returncode, done.stderr) == (0, "")
        assert "No episode is open" in done.stdout
        assert "episode began" in done.stdout


def test_an_episode_is_told_corrected_ended_and_reopened(user: User) -> None:
    """Each verb says where the pain stands then; what is not given anew stays."""
    assert user.run("episode", "began", "31").startswith("31 hours in: ice. Warmth from ")
    assert user.run("episode", "corrected", "80", "--intense").startswith("3 days in: contrast, or warmth alone.")
    told = user.run("episode", "corrected", "--swollen")
    assert told.startswith("3 days in: ice. Still swollen? See a professional.")
    assert "swollen, intense" in told
    assert "start new-injury" in told
    assert "intense" not in user.run("episode", "corrected", "50", "--not-swollen", "--not-intense").splitlines()[0]
    assert "has ended" in user.run("episode", "ended")
    assert "The last one ended today" in user.run("episode")
    assert user.run("episode", "reopened").startswith("50 hours in: warmth.")


def test_forgetting_the_last_episode_leaves_what_was_before(user: User) -> None:
    """The last episode goes, the one before it is the last again."""
    for hours in ("200", "3"):
        user.run("episode", "began", hours)
        user.run("episode", "ended")
    assert "Forgotten" in user.run("episode", "forget")
    assert user.run("episode", "reopened").startswith("8 days in")
    user.run("episode", "forget")
    assert user.type("episode", "forget").returncode == 1


@pytest.mark.parametrize(
    ("before", "verb"),
    [
        ([], "ended"),
        ([], "reopened"),
        ([], "corrected 5"),
        ([], "forget"),
        (["began 5"], "began 6"),
        (["began 5"], "reopened"),
        (["began 5", "ended"], "ended"),
        (["began 5", "ended"], "corrected --swollen"),
    ],
)
def test_what_is_not_possible_now_exits_1(user: User, before: list[str], verb: str) -> None:
    """A verb that makes no sense now exits 1 with one line, and changes nothing."""
    for each in before:
        user.run("episode", *each.split())
    shown = user.run("episode")
    done = user.type("episode", *verb.split())

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("spasmtimer: ")
    assert done.stderr.count("\n") == 1
    assert user.run("episode") == shown


def test_what_is_told_lasts_wherever_the_session_lives(user: User) -> None:
    """While a session lives in the fallback, what is told goes where sessions belong, and is there afterwards."""
    user.spare.parent.mkdir(parents=True)
    write(user.spare, started(ago(30), session="elsewhere"))
    assert user.run("episode", "began", "31").startswith("31 hours in")
    write(user.spare, ev.Stopped(ago(0)))

    assert user.run("episode").startswith("31 hours in")
    assert not user.spare.exists()
    assert user.run("episode").startswith("31 hours in")


def test_where_nothing_can_be_kept_nothing_is_told(user: User) -> None:
    """A fact that cannot be kept where it lasts is not kept at all: exit 1, and the reason."""
    with blocked(user):
        done = user.type("episode", "began", "31")
        assert (done.returncode, done.stdout) == (1, "")
        assert "home/data" in done.stderr.splitlines()[-1]
    assert "No episode" in user.run("episode")


NONSENSE = [
    *(["-3"], ["nan"], ["inf"], ["1e3"], [""], ["x"], ["3", "hours"], ["8761"], ["99999999999999999999"]),
    *(["yesterday", "25:00"], ["yesterday 25:00"], ["today", "7"], ["today 7:5"], ["2026-13-01"], ["tomorrow"]),
    *(["today", "23:59:59"], ["9999-12-31"], ["0001-01-01"], ["2026-11-2"], ["Monday", "Tuesday"], ["٣"], ["\x1b[2J"]),
]


@pytest.mark.parametrize("words", NONSENSE)
def test_nonsense_exits_2_and_says_what_would_be_right(user: User, words: list[str]) -> None:
    """What is no time, or none in the past year, is one line with what would be right; nothing is told."""
    done = user.type("episode", "began", *words)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("spasmtimer: ")
    assert done.stderr.count("\n") == 1
    assert "\x1b" not in done.stderr
    assert "No episode" in user.run("episode")


@pytest.mark.parametrize(
    "line",
    [
        "episode began",
        "episode start 3",
        "episode show 3",
        "episode ended 3",
        "episode began 3 --swollen --not-swollen",
        "episode began 3 --swolle",
        "episode --intense",
    ],
)
def test_a_line_that_is_not_of_the_grammar_exits_2(user: User, line: str) -> None:
    """What the grammar does not have costs one line and exit 2."""
    done = user.type(*line.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


@pytest.mark.usefixtures("london")
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("now", timedelta(0)),
        ("0", timedelta(0)),
        ("31", timedelta(hours=31)),
        ("0.5", timedelta(minutes=30)),
        ("today 07:05", timedelta(hours=7, minutes=55)),
        ("Today", timedelta(hours=15)),
        ("yesterday 21:40", timedelta(hours=17, minutes=20)),
        ("Tuesday 14:00", timedelta(days=5, hours=1)),
        ("sunday 14:00", timedelta(days=7, hours=1)),
        ("2026-11-20 09:30", timedelta(days=2, hours=5, minutes=30)),
        ("2026-11-20", timedelta(days=2, hours=15)),
        ("2026-06-22 16:00", timedelta(days=153)),
    ],
)
def test_a_moment_is_read(text: str, wanted: timedelta) -> None:
    """Hours ago, or a day and a time by the clock on the wall there and then, summer time included."""
    assert NOW.since(moment(text.split(), NOW)) == wanted.total_seconds()
    assert moment([text], NOW).boot == NOW.boot


@pytest.mark.usefixtures("london")
@pytest.mark.parametrize("text", ["today 15:01", "2026-11-23", "-1", "2025-11-21"])
def test_a_moment_to_come_or_long_past_is_refused(text: str) -> None:
    """A moment that has not come, or is more than a year ago, is a usage error."""
    with pytest.raises(Failure) as refused:
        moment([text], NOW)
    assert refused.value.code == Exit.USAGE
