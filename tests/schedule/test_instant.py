"""Two clocks, one time."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from spasmtimer.schedule.instant import Instant

from .helpers import at


def test_the_same_boot_trusts_the_session_clock() -> None:
    """Within one boot the time between two instants is the session clock's, wherever the wall clock is."""
    assert at(90, wall_moved=-3600).since(at(0)) == 90.0
    assert at(90, wall_moved=+3600).since(at(0)) == 90.0


def test_another_boot_trusts_the_wall_clock() -> None:
    """Across a reboot the session clock began anew, so the wall clock tells the length."""
    assert at(90, boot="boot-2", clock_moved=-4000).since(at(0)) == 90.0
    assert at(90, boot="boot-2", clock_moved=+4000).since(at(0)) == 90.0


@pytest.mark.parametrize(("earlier", "later"), [(None, "boot-1"), ("boot-1", None)])
def test_a_boot_known_on_one_side_only_is_another_boot(earlier: str | None, later: str | None) -> None:
    """An instant with a boot id and one without cannot share a session clock."""
    assert at(90, boot=later, clock_moved=700).since(at(0, boot=earlier)) == 90.0


def test_without_boot_ids_a_clock_that_went_on_is_the_same_boot() -> None:
    """No boot id to be had: a session clock that went forward is trusted."""
    assert at(90, boot=None, wall_moved=3600).since(at(0, boot=None)) == 90.0


def test_without_boot_ids_a_clock_that_went_back_is_another_boot() -> None:
    """No boot id to be had: a session clock that went backwards is another boot: trust the wall clock."""
    assert at(90, boot=None, clock_moved=-4000).since(at(0, boot=None)) == 90.0


def test_earlier_instants_are_negative() -> None:
    """The length to an earlier instant of the same boot is negative, and the session clock's as well."""
    assert at(0, wall_moved=7200).since(at(90)) == -90.0


def test_utc_offsets_do_not_count() -> None:
    """Across a reboot the same moment in another time zone is the same moment."""
    here = Instant(datetime(2026, 11, 22, 15, 0, tzinfo=UTC), 10.0, "a")
    there = Instant(datetime(2026, 11, 22, 17, 1, tzinfo=timezone(timedelta(hours=2))), 5.0, "b")

    assert there.since(here) == 60.0


@pytest.mark.parametrize("seconds", [0.0, 12.5, -12.5])
def test_plus_moves_both_clocks_on_the_same_boot(seconds: float) -> None:
    """`plus` moves wall and session clock alike and stays on the boot."""
    moved = at(100).plus(seconds)

    assert at(100 + seconds) == moved
    assert seconds == moved.since(at(100))
