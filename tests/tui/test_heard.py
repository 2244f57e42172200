"""What the session screen says of the sound: what the user silenced, what may not be heard, and the key for it."""

from __future__ import annotations

import pytest

from spasmtimer import paths
from spasmtimer.schedule import events as ev
from tests.schedule.helpers import story
from tests.tui.helpers import Stage, press, running, screen_text, settle, shows, waiting


async def test_m_mutes_and_unmutes(stage: Stage) -> None:
    """`m` mutes this session, which the screen says from then on, and a second `m` ends that; the session goes on."""
    stage.tell(running())
    before = stage.events()
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            await press(pilot, "m")
            await settle(pilot)
            assert stage.control.look().health.muted
            await shows(pilot, "Muted: only the end and an overdue pack are heard.")

            stage.clock.t += 11
            await settle(pilot)
            await shows(pilot, "MUTED")

            await press(pilot, "m")
            stage.clock.t += 11
            await settle(pilot)
            assert not stage.control.look().health.muted
            assert "MUTED" not in screen_text(pilot.app)
    assert before == stage.events()


async def test_m_while_a_switch_waits(stage: Stage) -> None:
    """While a switch waits, `m` mutes: it is no other key, and does not silence the switch for good."""
    stage.tell(waiting())
    before = stage.events()
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            await press(pilot, "m")
            await settle(pilot)

            assert stage.control.look().health.muted
            assert before == stage.events()


async def test_a_mute_from_elsewhere_is_seen(stage: Stage) -> None:
    """What `spasmtimer mute` does is on the screen at the next look."""
    stage.tell(running())
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            stage.note(ev.NoticeKind.MUTE, on=True)
            await settle(pilot)
            await shows(pilot, "MUTED")


@pytest.mark.parametrize(("hours", "shown"), [("14:00-16:30", True), ("22:00-07:00", False)])
async def test_quiet_hours_are_said(stage: Stage, hours: str, shown: bool) -> None:
    """In the quiet hours the screen says so, and until when, before the first call that is not heard."""
    folder = paths.config_dir()
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(f'quiet_hours = "{hours}"\n')
    stage.tell(running())
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            assert ("QUIET HOURS until 16:30" in screen_text(pilot.app)) is shown


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("the sound output is muted", "THE SOUND OUTPUT IS MUTED"),
        ("no sound device: the sound goes nowhere (auto_null, Dummy Output)", "NO SOUND DEVICE"),
    ],
)
async def test_a_doubt_is_a_warning(stage: Stage, why: str, said: str) -> None:
    """A cue that a player took and nobody may have heard is a warning, also before leaving, and no sound is ok."""
    stage.tell(running())
    stage.all_is_well()
    stage.note(ev.NoticeKind.CUE_DOUBTED, **{"for": stage.last_event(), "cue": "heat", "why": why})
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            await shows(pilot, said)
            assert "sound ok" not in screen_text(pilot.app)
            await press(pilot, "q")
            assert "Perhaps nothing is heard here" in " ".join(screen_text(pilot.app).split())


async def test_a_hook_that_failed_is_a_quiet_fact(stage: Stage) -> None:
    """The user's own program that failed is said, and is no reason to be alarmed."""
    stage.tell(story("heat 20m").go(30))
    stage.note(ev.NoticeKind.HOOK_FAILED, hook="on_start", why="exit 3")
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            await shows(pilot, "hook on_start: exit 3")


async def test_a_call_that_was_not_to_sound_says_why(stage: Stage) -> None:
    """Once the quiet hours are over, the call that they silenced is still explained."""
    stage.tell(story("heat 20m").go(400))
    why = "quiet hours 13:00-15:00"
    stage.note(ev.NoticeKind.CUE_HUSHED, **{"for": stage.last_event(), "cue": "skin-check", "why": why})
    with stage.kept():
        async with stage.app().run_test() as pilot:
            await settle(pilot)
            await shows(pilot, f"last call silent: {why}")
