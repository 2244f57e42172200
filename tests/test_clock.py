"""The only reader of time."""

from __future__ import annotations

import re
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spasmtimer import clock
from spasmtimer.clock import SystemClock

PACKAGE = Path(clock.__file__).parent


def test_now_tells_the_wall_clock_with_its_offset_the_session_clock_and_the_boot() -> None:
    """An instant has an aware wall time of this moment, seconds of the session clock, and this boot's name."""
    before, now, after = datetime.now(UTC), SystemClock().now(), datetime.now(UTC)
    assert now.wall.utcoffset() is not None
    assert before <= now.wall <= after
    assert now.boot == clock.boot_id()


def test_the_session_clock_goes_on_and_never_back() -> None:
    """The session clock advances as real time does."""
    read, begun = clock.session_clock(), time.monotonic()
    first = read()
    while time.monotonic() < begun + 0.05:
        assert read() >= first
    assert 0.04 < read() - first < 5


@pytest.mark.skipif(sys.platform != "linux", reason="CLOCK_BOOTTIME is Linux's")
def test_on_linux_the_session_clock_counts_suspend() -> None:
    """On Linux it is CLOCK_BOOTTIME, and the boot id is the kernel's."""
    assert clock.session_clock()() == pytest.approx(time.clock_gettime(time.CLOCK_BOOTTIME), abs=1)
    assert clock.boot_id() == Path(clock.LINUX_BOOT_ID).read_text().strip()


def test_no_other_file_reads_the_time() -> None:
    """One file reads clocks: no other module of the engine, journal, control, timekeeper, views or words asks."""
    reads = re.compile(r"datetime\.(now|utcnow|today)\(|time\.(time|monotonic|perf_counter|clock_gettime|localtime)\b")
    found = {str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py") if reads.search(path.read_text())}
    assert {name for name in found if not name.startswith("audio")} == {"clock.py"}
