"""How each stretch and exercise of ours is done: a plain sentence to read while it is held."""

from __future__ import annotations

from ..schedule.counting import counted
from ..schedule.phases import Phase

HOW = {
    "pelvic tilt": "On your back, knees bent: press the hollow of your back down a little, let go, again.",
    "knees to chest": "On your back: draw both knees gently towards you, only as far as it does not hurt.",
    "left knee to chest": "Draw the left knee gently towards you; the right foot stays on the floor.",
    "right knee to chest": "Draw the right knee gently towards you; the left foot stays on the floor.",
    "knees to the left": "Knees bent, shoulders down: let both knees sink to the left, as far as is easy.",
    "knees to the right": "Knees bent, shoulders down: let both knees sink to the right, as far as is easy.",
    "cat and camel": "On hands and knees: round your back slowly, then let it sink, again and again.",
    "back on the heels": "From hands and knees, sit back towards your heels, arms long in front of you.",
    "sit-ups": "Knees bent, feet on the floor: at each number up slowly, and down again. Stop if it hurts.",
    "curl-ups": "One knee bent, hands under the hollow of your back: at each number head and shoulders up a little.",
    "bird dogs": "On hands and knees: at each number one arm and the opposite leg out, then the other two.",
    "side bridges on the left": "On the left elbow, knees bent: at each number hips up for ten seconds, then down.",
    "side bridges on the right": "On the right elbow, knees bent: at each number hips up for ten seconds, then down.",
}
"""Our own words; which exercises are kinder than sit-ups: docs/sources.md, S74, S75."""


def described(phase: Phase) -> str:
    """What a move phase asks for: its name, and where it is one of ours, how it is done."""
    counts = counted(phase)
    how = HOW.get(counts.what if counts else phase.name, "")
    return f"{phase.name}. {how}" if how else phase.name
