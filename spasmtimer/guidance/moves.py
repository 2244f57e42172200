"""How each stretch and exercise of ours is done: a plain sentence to read while it is held."""

from __future__ import annotations

from ..schedule.counting import counted
from ..schedule.phases import Phase

HOW = {
    "pelvic tilt": "On your back: press its hollow down a little, let go, again.",
    "knees to chest": "On your back: draw both knees to you, as far as is easy.",
    "left knee to chest": "Draw it gently to you; the right foot stays down.",
    "right knee to chest": "Draw it gently to you; the left foot stays down.",
    "knees to the left": "Shoulders stay down; let both knees sink to the side.",
    "knees to the right": "Shoulders stay down; let both knees sink to the side.",
    "cat and camel": "On hands and knees: round your back slowly, let it sink.",
    "back on the heels": "From hands and knees, sit back; arms long in front.",
    "sit-ups": "Knees bent, feet flat: at each number slowly up, and down.",
    "curl-ups": "One knee bent, hands under your back: shoulders up a bit.",
    "bird dogs": "On hands and knees: an arm and the opposite leg, in turn.",
    "side bridges on the left": "Elbow down, knees bent: hips up, hold 10 s.",
    "side bridges on the right": "Elbow down, knees bent: hips up, hold 10 s.",
}
"""Our own words; which exercises are kinder than sit-ups: docs/sources.md, S74, S75."""


def described(phase: Phase) -> str:
    """What a move phase asks for: its name, and where it is one of ours, how it is done."""
    counts = counted(phase)
    how = HOW.get(counts.what if counts else phase.name, "")
    return f"{phase.name}. {how}" if how else phase.name
