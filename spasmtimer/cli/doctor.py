"""`spasmtimer doctor`: looks at everything that a session needs, and says what would mend what does not work."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

from msgspec.structs import asdict

from ..checkup.all import checkup
from ..checkup.finding import Finding, Verdict
from ..checkup.sound import works
from ..schedule.text import printable
from .exits import Exit

SIGNS = {Verdict.OK: "  ok", Verdict.NOTE: "note", Verdict.BAD: " BAD"}


def doctor(options: argparse.Namespace) -> int:
    """Tells each finding as it is made; exit 1 if no player works, for then nothing would call."""
    found: list[Finding] = []
    for finding in checkup():
        if not options.json:
            _tell(finding, heading=not found or found[-1].part != finding.part)
        found.append(finding)
    heard = works(found)
    if options.json:
        print(json.dumps({"sound_works": heard, "findings": [asdict(finding) for finding in found]}))
    else:
        print()
        print(verdict(found, heard=heard))
    return Exit.DONE if heard else Exit.FAILED


def _tell(finding: Finding, *, heading: bool) -> None:
    if heading:
        print(f"{finding.part}")
    print(printable(f"  {SIGNS[finding.verdict]}  {finding.name}: {finding.says}"), flush=True)
    if finding.remedy:
        print(printable(f"        -> {finding.remedy}"), flush=True)


def verdict(found: Sequence[Finding], *, heard: bool) -> str:
    """What it all comes to, in one sentence that nothing above it contradicts. `heard`: some player works."""
    bad = sum(finding.verdict is Verdict.BAD for finding in found)
    if not heard:
        return "Nothing would call you here: no player works. Look at 'sound' above."
    if bad:
        return f"A session would call you. {bad} thing{'s' if bad > 1 else ''} above should be mended."
    if any(finding.part == "awake" and finding.verdict is not Verdict.OK for finding in found):
        return "A session would call you, unless the machine falls asleep meanwhile: look at 'awake' above."
    return "All is well: a session would call you. To hear it yourself: spasmtimer sounds check"
