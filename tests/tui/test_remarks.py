"""What home remarks on the sound before a session."""

from __future__ import annotations

import pytest

from spasmtimer import paths
from spasmtimer.hearing import remember_player
from spasmtimer.schedule import events as ev
from spasmtimer.schedule.commands import Command
from spasmtimer.terminal import Terminal
from tests.schedule.helpers import story
from tests.tui.helpers import Stage, press, running, screen_text, settle

OFFER = "Press t to test the sound"


async def test_it_is_offered_until_it_was_done(stage: Stage) -> None:
    """At home a quiet line offers the check while none was ever done; and no session waits for it."""
    async with stage.app().run_test() as pilot:
        await settle(pilot)
        assert OFFER in screen_text(pilot.app)
        await press(pilot, "1")
        assert "Press Enter when it is on" in screen_text(pilot.app)
    remember_player("paplay")
    async with stage.app().run_test() as pilot:
        await settle(pilot)
        assert OFFER not in screen_text(pilot.app)
        assert "t Test the sound" in screen_text(pilot.app), "the key stays"


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        (ev.NoticeKind.CUE_FAILED, {"why": "no player"}, "The last session had no sound: press t to test it"),
        (ev.NoticeKind.CUE_DOUBTED, {"why": "the sound output is muted"}, "perhaps not heard: the sound output is m"),
    ],
)
async def test_a_session_without_sound_is_remarked(
    stage: Stage, kind: ev.NoticeKind, data: dict[str, str], said: str
) -> None:
    """After a session that failed to sound, home says so in place of the quiet offer."""
    told = story("heat 20m").go(1212)
    stage.tell(told)
    stage.note(kind, **{"for": stage.last_event(), "cue": "end", **data})
    stage.tell(told.do(Command.ACK))
    async with stage.app().run_test() as pilot:
        await settle(pilot)
        assert said in screen_text(pilot.app)
        assert OFFER not in screen_text(pilot.app)


async def test_over_ssh_home_says_where_the_sound_is(stage: Stage) -> None:
    """Over ssh home says which machine sounds, also while a session runs."""
    app = stage.app(terminal=Terminal(remote=True, host="attic"))
    async with app.run_test() as pilot:
        await settle(pilot)
        remark = "Over ssh: sound comes out of attic; this terminal's bell rings too."
        assert remark in screen_text(pilot.app)
        stage.tell(running())
        with stage.kept():
            await settle(pilot)
            assert remark in screen_text(pilot.app)


async def test_settings_that_silence_are_remarked(stage: Stage) -> None:
    """A volume of 0, and a sound of the user's own that is no good, are told before a session."""
    folder = paths.config_dir()
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('volume = 0\n[sounds]\nheat = "mine.wav"\n')
    async with stage.app().run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert "1 of 2: The volume is 0: no cue will be heard" in screen_text(pilot.app)
    (folder / "config.toml").write_text('[sounds]\nheat = "mine.wav"\n')
    async with stage.app().run_test(size=(160, 40)) as pilot:
        await settle(pilot)
        assert "[sounds] heat: mine.wav" in screen_text(pilot.app).replace(str(folder), "")
