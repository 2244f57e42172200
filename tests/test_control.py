"""What any view may do, on a real journal and with real timekeepers."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from spasmtimer.clock import SystemClock
from spasmtimer.control import AlreadyLive, Control, NoSession, NoTimekeeper, Plan, TooSoon, Unfit
from spasmtimer.guidance.episode import EpisodeBegan, EpisodeCorrected
from spasmtimer.journal.hello import Hello, heard, say
from spasmtimer.journal.lock import acquire
from spasmtimer.journal.store import Journal
from spasmtimer.past import Past
from spasmtimer.schedule import events as ev
from spasmtimer.schedule.commands import CeilingExceeded, Command, IllegalCommand
from spasmtimer.schedule.notation import parse
from spasmtimer.schedule.phases import Modality
from spasmtimer.schedule.presets import Refused
from spasmtimer.schedule.reading import read
from tests.journal.living import User, ago, living, started, worn, write
from tests.support.pulse import wait_until


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[User]:
    """Folders of the test's own, in which every process that it starts is ended."""
    yield from living(tmp_path, monkeypatch)


@pytest.fixture
def control(user: User) -> Iterator[Control]:
    """A view of that user's."""
    with closing(Control()) as control:
        yield control


def plan(text: str = "heat 20m", *, speed: float | None = None, anyway: bool = False) -> Plan:
    return Plan(text, "Your own", parse(text), speed=speed, anyway=anyway)


def decided(control: Control, text: str) -> ev.Started:
    """What starting this all the same would write now, without a timekeeper."""
    return control.check(plan(text, anyway=True))


def test_what_does_not_suit_and_comes_too_soon_is_one_refusal(user: User, control: Control) -> None:
    """Both reasons stand in it, `anyway` accepts both, and what is final for one is final for all."""
    worn(user.journal, "cold 15m", on_s=900, off_ago_s=25 * 60)
    now = control.clock.now()
    control.tell(EpisodeBegan(now, now.plus(-100 * 3600), leg=True))
    with pytest.raises(Unfit, match=r"contrast is off\. Ice came off 25 min ago") as held:
        control.check(plan("heat 10m, cold 10m"))
    assert not held.value.is_final
    control.check(plan("heat 10m, cold 10m", anyway=True))
    control.tell(EpisodeCorrected(now, now, swollen=True))
    for anyway in (False, True):
        with pytest.raises(Unfit, match="No heat on a fresh swelling") as held:
            control.check(plan(anyway=anyway))
        assert held.value.is_final
    control.check(plan(speed=60.0))


def test_of_a_person_that_cannot_be_read_nothing_is_known(user: User, control: Control) -> None:
    """A row of theirs that is damaged keeps nobody from their session."""
    now = control.clock.now()
    control.tell(EpisodeBegan(now, now, swollen=True))
    with closing(sqlite3.connect(user.journal)) as db:
        db.execute("UPDATE person SET data = 'x'")
        db.commit()
    control.check(plan())


def test_start_returns_a_running_session_that_a_timekeeper_follows(user: User, control: Control) -> None:
    """Once `start` has returned, a timekeeper holds the lock, has said hello to this session, and health shows it."""
    session = control.start(plan())
    hello = heard(user.journal)
    assert hello
    assert hello.session == session.id
    assert session.state == "running"
    health = control.look().health
    assert (health.alive, health.pid, health.saved) == (True, hello.pid, True)
    assert control.last_used() == "heat 20m"


@pytest.mark.parametrize("text", ["heat 20m", "cold 5m"])
@pytest.mark.parametrize("state", ["running", "swapping", "paused"])
def test_a_second_session_is_refused_while_one_lives(user: User, control: Control, state: str, text: str) -> None:
    """While a session runs, swaps or is paused, `start` raises AlreadyLive, names its state, and writes nothing."""
    acts: dict[str, list[ev.Event]] = {"swapping": [ev.Skipped(ago(1))], "paused": [ev.Paused(ago(1))]}
    write(user.journal, started(ago(9), "heat 5m, cold 5m", session="first"), *acts.get(state, []))
    with pytest.raises(AlreadyLive, match=state):
        control.start(plan(text))
    assert control.journal.sessions() == ["first"]


@pytest.mark.parametrize(
    ("how", "last", "state"),
    [
        ("alarming", ev.Acknowledged, "over"),
        ("unanswered for an hour", ev.AlarmExpired, "over"),
        ("overdue for an hour", ev.Abandoned, "abandoned"),
        ("overdue", ev.Acknowledged, "over"),
        ("rehearsal", ev.Stopped, "stopped"),
    ],
)
def test_starting_first_closes_what_is_over(
    user: User, control: Control, how: str, last: type[ev.Event], state: str
) -> None:
    """Before a session starts an alarming one is silenced, an overdue one closed, and a rehearsal stopped."""
    age = {"unanswered for an hour": 4900, "overdue for an hour": 5000, "overdue": 1500}.get(how, 400)
    minutes = 5 if how == "alarming" else 20
    write(user.journal, started(ago(age), f"heat {minutes}m", session="first", rehearsal=how == "rehearsal"))
    if how in ("alarming", "unanswered for an hour"):
        due = ago(age - 60 * minutes)
        write(user.journal, ev.PhaseEnded(due, due=due))
    assert control.start(plan("cold 5m", anyway=True)).state == "running"
    events = [entry.what for entry in control.journal.entries("first", notices=False)]
    session = control.journal.replayed(control.journal.entries("first"))
    assert isinstance(events[-1], last)
    assert session
    assert session.state == state


CARRIED = [
    # what was on, for how long, how long ago it came off, what is started, whether it may
    ("heat 20m", 1200, 180, "heat 20m", False),
    ("heat 20m", 1200, 180, "heat 1m", False),
    ("heat 20m", 1200, 180, "heat 20m, cold 20m, x3", False),
    ("heat 20m", 1200, 180, "cold 20m", True),
    ("heat 20m", 1200, 180, "cold 20m, heat 20m", True),
    ("heat 20m", 1200, 180, "move 10m, heat 20m", True),
    ("heat 20m", 1200, 180, "rest 6m, heat 20m", False),
    ("heat 20m", 1200, 595, "heat 20m", False),
    ("heat 20m", 1200, 605, "heat 20m", True),
    ("heat 20m", 1200, 660, "heat 20m", True),
    ("heat 20m", 600, 180, "heat 10m", True),
    ("heat 20m", 600, 180, "heat 12m", False),
    ("cold 15m", 900, 60, "cold 15m", False),
    ("cold 15m", 900, 60, "heat 20m", True),
    ("heat 20m", 8, 5, "heat 20m", True),
    ("heat 20m", 59, 5, "heat 20m", True),
    ("heat 20m", 90, 5, "heat 20m", False),
]


@pytest.mark.parametrize(("before", "on_s", "off_s", "wanted", "allowed"), CARRIED)
def test_the_ceiling_holds_across_sessions(
    user: User, control: Control, before: str, on_s: float, off_s: float, wanted: str, allowed: bool
) -> None:
    """What a session left on the skin counts until it was off for ten minutes, whoever wants it all the same.

    A false start only shortens the next.
    """
    worn(user.journal, before, on_s=on_s, off_ago_s=off_s)
    if not allowed:
        with pytest.raises(CeilingExceeded, match="wait"):
            control.start(plan(wanted, anyway=True))
        assert control.journal.sessions() == ["past"]
        return
    first = decided(control, wanted)
    if off_s < 600:
        assert {carried.modality: round(carried.used_s) for carried in first.carried} == {before.split()[0]: on_s}
    worst = 1200 - on_s if on_s < 60 and wanted == "heat 20m" else parse(wanted)[0].planned_s
    assert first.phases[0].planned_s == pytest.approx(worst, abs=1)


def test_the_ceiling_holds_through_a_session_in_between(user: User, control: Control) -> None:
    """A short session of cold between two of heat does not make the first one forgotten."""
    worn(user.journal, "heat 20m", on_s=1200, off_ago_s=200, session="first")
    cold = decided(control, "cold 5m")
    at = ago(120)
    shorter = ev.Carried(cold.carried[0].modality, cold.carried[0].used_s, 80)
    first = ev.Started(at, "second", "cold 5m", "Your own", parse("cold 5m"), carried=(shorter,))
    write(user.journal, first, ev.Stopped(ago(60)))
    with pytest.raises(CeilingExceeded, match="HEAT"):
        control.start(plan("heat 20m", anyway=True))


def test_time_that_nobody_confirmed_counts_as_worn(user: User, control: Control) -> None:
    """A pack whose end nobody answered may have been on until the session was closed: the ceiling counts that."""
    due = ago(700)
    write(user.journal, started(ago(1900)), ev.PhaseEnded(due, due=due), ev.Acknowledged(ago(200)))
    with pytest.raises(CeilingExceeded):
        control.start(plan("heat 20m", anyway=True))


@pytest.mark.parametrize("text", ["heat 20m", "cold 20m"])
def test_a_rehearsal_leaves_nothing_on_the_skin(user: User, control: Control, text: str) -> None:
    """A rehearsal is no exposure, is not repeated by `start`, and is itself never refused for one."""
    worn(user.journal, text, on_s=1200, off_ago_s=60, rehearsal=True)
    assert decided(control, text).carried == ()
    assert control.last_used() is None
    worn(user.journal, text, on_s=1200, off_ago_s=30, session="real")
    assert control.last_used() == text
    assert control.check(plan(text, speed=60)).rehearsal


def test_a_rehearsal_in_between_does_not_hide_the_session_before(user: User, control: Control) -> None:
    """The last real session bars the next one, however many rehearsals came after it."""
    worn(user.journal, "heat 20m", on_s=1200, off_ago_s=240)
    for number in range(25):
        worn(user.journal, "heat 20m", on_s=10, off_ago_s=100 - number, session=f"r{number}", rehearsal=True)
    with pytest.raises(CeilingExceeded):
        control.start(plan("heat 20m", anyway=True))


def test_too_soon_is_refused_unless_it_is_wanted_all_the_same(user: User, control: Control) -> None:
    """25 minutes after ice a start raises TooSoon, says until when to wait, and writes nothing; `anyway` overrides."""
    worn(user.journal, "cold 15m", on_s=900, off_ago_s=25 * 60)
    with pytest.raises(TooSoon, match=r"Ice came off 25 min ago\. Let the skin rest until .*\d\d:\d\d\.$") as early:
        control.start(plan("heat 20m"))
    assert not early.value.advice.is_final
    assert control.journal.sessions() == ["past"]
    assert control.start(plan("heat 20m", anyway=True)).state == "running"


@pytest.mark.parametrize("text", ["cold 15m", "heat 5m, cold 5m"])
def test_the_budget_is_not_overridden(user: User, control: Control, text: str) -> None:
    """Eighty known minutes of ice within 24 hours are refused more of it, whoever wants it all the same."""
    for number in range(4):
        worn(user.journal, "cold 20m", on_s=1200, off_ago_s=(20 - 4 * number) * 3600, session=f"s{number}")
    with pytest.raises(TooSoon, match=r"With this session ice comes to 1 h (25|35) min within 24 hours") as early:
        control.start(plan(text, anyway=True))
    assert early.value.advice.is_final
    assert control.check(plan("heat 20m")).phases == parse("heat 20m")


def test_in_doubt_a_person_knows(user: User, control: Control) -> None:
    """What only may have been on asks, and bars nobody who knows that it was not: a machine slept over an ice pack."""
    write(user.journal, started(ago(10 * 3600), "cold 15m"), ev.Abandoned(ago(3 * 3600), ev.Why.OVERDUE))
    with pytest.raises(TooSoon, match="With this session ice may come to 7 h 15 min within 24 hours") as early:
        control.check(plan("cold 15m"))
    assert not early.value.advice.is_final
    assert control.check(plan("cold 15m", anyway=True))


@pytest.mark.parametrize(("text", "speed"), [("cold 15m", 60.0), ("move 5m", None)])
def test_nothing_on_the_skin_is_never_too_soon(user: User, control: Control, text: str, speed: float | None) -> None:
    """A rehearsal, and a schedule without packs, may begin at any time."""
    worn(user.journal, "cold 20m", on_s=1200, off_ago_s=60)
    assert control.check(plan(text, speed=speed))


def test_a_session_that_could_not_be_saved_counts(user: User, control: Control) -> None:
    """What the skin has had is asked of the journal that sessions belong in, also where it can only be read."""
    worn(user.spare, "cold 15m", on_s=900, off_ago_s=25 * 60, session="there")
    worn(user.journal, "heat 20m", on_s=1200, off_ago_s=50 * 60, session="here")
    with closing(Journal(user.spare)) as spare:
        assert {session.id for session in Past(spare, control.clock).last_day()} == {"there", "here"}


@pytest.mark.parametrize("text", ["heat 21m", "heat 15m, cold 5m, heat 15m", "heat 5m, cold 5m, x4"])
def test_a_schedule_beyond_the_ceiling_is_refused(control: Control, text: str) -> None:
    """A schedule that is unsafe by itself is refused by `start`, whatever view asks, and writes nothing."""
    with pytest.raises(Refused):
        control.start(plan(text))
    assert control.session() is None


def test_without_a_timekeeper_no_session_lives(user: User, control: Control, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no timekeeper comes up, `start` raises NoTimekeeper with the log's path, and the session has ended."""
    user.data.mkdir(exist_ok=True)
    monkeypatch.setattr(sys, "executable", str(user.folder / "no-python"))
    with pytest.raises(NoTimekeeper, match=r"timekeeper\.log"):
        control.start(plan())
    latest = control.session()
    assert latest is not None
    assert not latest.state.is_live


@pytest.mark.parametrize("command", Command)
def test_without_a_session_every_command_raises(control: Control, command: Command) -> None:
    """With no session ever, each command raises NoSession, which tells how to start one, and nothing is written."""
    with pytest.raises(NoSession, match="spasmtimer start"):
        control.send(command)
    assert control.session() is None


def test_after_the_end_only_rating_works(user: User, control: Control) -> None:
    """An ended session takes a rating for 24 hours, and no other command."""
    worn(user.journal, "heat 20m", on_s=60, off_ago_s=60)
    for command in set(Command) - {Command.RATE}:
        with pytest.raises(NoSession):
            control.send(command)
    session, events = control.send(Command.RATE, pain=3)
    assert session.pain_after == 3
    assert [type(event) for event in events] == [ev.Rated]


def test_rating_ends_after_a_day(user: User, control: Control) -> None:
    """More than 24 hours after its end a session's pain is no longer taken."""
    worn(user.journal, "heat 20m", on_s=60, off_ago_s=25 * 3600)
    with pytest.raises(IllegalCommand, match="24 hours"):
        control.send(Command.RATE, pain=3)


def test_changed_tells_of_others_writes_once(user: User, control: Control) -> None:
    """`changed` is true once for what others wrote, and not for one's own."""
    write(user.journal, started(ago(5)))
    assert control.changed()
    assert not control.changed()
    control.send(Command.PAUSE)
    assert not control.changed()
    with closing(Control()) as other:
        other.send(Command.RESUME)
    assert control.changed()
    assert not control.changed()


def test_health_tells_what_the_journal_and_the_lock_say(user: User, control: Control) -> None:
    """Without a timekeeper health says so; the last cue and the last word on staying awake are what it shows."""
    write(user.journal, started(ago(5)))
    bare = control.look().health
    assert (bare.alive, bare.pid, bare.player, bare.sound_ok, bare.awake) == (False, None, None, None, None)
    notices: tuple[tuple[ev.NoticeKind, dict[str, str | int | float | bool | None]], ...] = (
        (ev.NoticeKind.CUE_FAILED, {"for": 1, "cue": "heat", "why": "no player"}),
        (ev.NoticeKind.CUE_SOUNDED, {"for": 1, "cue": "heat", "player": "paplay"}),
        (ev.NoticeKind.AWAKE, {"ok": True, "how": "systemd"}),
    )
    for kind, data in notices:
        control.journal.note("past", ev.Notice(ago(1), kind, data))
    health = control.look().health
    assert (health.player, health.sound_ok, health.awake) == ("paplay", True, None), "nobody holds it awake"
    with acquire(user.journal):
        say(user.journal, Hello(os.getpid(), "past", "1"))
        assert control.look().health.awake is True
    control.journal.note("past", ev.Notice(ago(0), ev.NoticeKind.CUE_FAILED, {"for": 1, "cue": "end", "why": "x"}))
    assert control.look().health.sound_ok is False


def test_a_live_session_gets_its_timekeeper_back(user: User, control: Control) -> None:
    """`tend` starts a timekeeper for a live session that has none, and none for an ended one."""
    write(user.journal, started(ago(5)))
    control.tend(control.session())
    assert user.keeper() is not None
    control.tend(control.session())
    wait_until(lambda: len(user.workers()) == 1, 5, "one worker: a child of it looks the same until it has begun")
    session, _ = control.send(Command.STOP)
    wait_until(lambda: not user.workers(), 10, "the worker to end")
    control.tend(session)
    assert user.workers() == []


def test_a_command_that_meets_an_overdue_phase_tells_the_overrun_first(user: User, control: Control) -> None:
    """Nobody called the end four minutes ago: a skip is of what follows, and the pack after it waits for a person."""
    write(user.journal, started(ago(540), "heat 5m, cold 5m, heat 5m"))
    session, _ = control.send(Command.SKIP)
    kinds = [type(entry.what).__name__ for entry in control.journal.entries(session.id, notices=False)]
    assert kinds == ["Started", "PhaseEnded", "Skipped"]
    assert (session.state, session.coming, session.must_confirm) == ("swapping", 2, True)


def test_a_command_that_meets_a_forgotten_session_finds_it_abandoned(user: User, control: Control) -> None:
    """Three hours overdue, a session is abandoned: its exposure is what was planned, and the rest unconfirmed."""
    write(user.journal, started(ago(3 * 3600 + 300), "cold 5m"))
    with pytest.raises(NoSession):
        control.send(Command.PAUSE)
    session = control.session()
    assert session
    reading = read(session, control.clock.now())
    assert session.state == "abandoned"
    assert reading.exposure_s[Modality.COLD] == 300.0
    assert reading.unconfirmed_s == pytest.approx(3 * 3600, abs=5)


def test_a_refused_start_changes_nothing(user: User, control: Control) -> None:
    """A start that the ceiling refuses leaves the alarm that it met sounding."""
    due = ago(100)
    write(user.journal, started(ago(1300)), ev.PhaseEnded(due, due=due))
    with pytest.raises(CeilingExceeded):
        control.start(plan("heat 20m", anyway=True))
    session = control.session()
    assert session
    assert session.state == "alarming"


def test_a_command_meant_for_another_session_changes_nothing(user: User) -> None:
    """A reaction that comes late acts on the session it was meant for, or not at all."""
    write(user.journal, started(ago(5), session="stranger"))
    with closing(Control()) as control:
        for command in (Command.STOP, Command.PAUSE):
            with pytest.raises(NoSession, match="another has been started"):
                control.send(command, session_id="mine")
        latest = control.session()
        assert latest
        assert (latest.id, latest.state) == ("stranger", "running")


def test_a_start_whose_session_is_stopped_at_once_says_so(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not wait for a timekeeper, and leaves alone whatever session runs by then."""
    monkeypatch.setattr(sys, "executable", "/bin/true")  # a timekeeper that never comes up
    began = SystemClock().now()

    def stop_it() -> None:
        wait_until(lambda: (latest := user.latest()) is not None and latest.state.is_live, 5, "the session")
        with closing(Control()) as other:
            other.send(Command.STOP)
        write(user.journal, started(ago(1), session="stranger"))

    stopper = Thread(target=stop_it)
    stopper.start()
    with closing(Control()) as control, pytest.raises(NoSession, match="ended by another command"):
        control.start(Plan("heat", "Heat", parse("heat 20m")))
    stopper.join()
    assert SystemClock().now().since(began) < 8
    latest = user.latest()
    assert latest
    assert (latest.id, latest.state) == ("stranger", "running")
