"""One plain line for each thing that happens: what the line view prints, and what a screen reader reads."""

from __future__ import annotations

from collections.abc import Sequence

from ..schedule import events as ev
from ..schedule.cue import Cue, Spoken
from ..schedule.instant import Instant
from ..schedule.phases import PACKS, changeover_between
from ..schedule.reading import read
from ..schedule.session import OVERDUE_S, Session, State
from .words import instruction

REMINDERS = {
    Cue.SKIN_CHECK: "Skin check: lift the pack and look. White, grey, blue, bright red or numb: take it off.",
    Cue.HEADS_UP: "One minute to the switch.",
    Cue.END: "Time is up. Press Enter, or run 'spasmtimer ack'.",
}

OVER_SSH = "Over ssh: sound comes out of {host}; this terminal's bell rings too."
"""For a view whose person is somewhere else."""

MUTED = {True: "Muted: only the end and an overdue pack are heard.", False: "Sounds again."}
"""What a mute means, and its end."""

CUE_NOTICES = {
    ev.NoticeKind.CUE_FAILED: "No sound came: {why}. Watch the time here.",
    ev.NoticeKind.CUE_DOUBTED: "You may not have heard that: {why}.",
    ev.NoticeKind.CUE_HUSHED: "No sound, as you wished: {why}.",
}
"""What became of a cue, where that is worth a line."""


def clock_line(at: Instant, text: str) -> str:
    """A line with its time of day in front."""
    return f"{at.wall:%H:%M:%S}  {text}"


def event_line(event: ev.Event, session: Session) -> str:
    """What `event` means, for the session as it is after it."""
    return clock_line(event.at, _tell(event, session))


def repeats_the_last(event: ev.Event, session: Session) -> bool:
    """Whether a line for `event` would only say what the one before it said: the next stretch begins at once."""
    if not isinstance(event, ev.ChangeoverEnded) or session.index == 0:
        return False
    return changeover_between(session.phases[session.index - 1], session.phase, 1.0) == 0


def answer_line(events: Sequence[ev.Event], session: Session) -> str:
    """What a command did, in one line; `session` is as it is after the last of its events."""
    return clock_line(events[-1].at, " ".join(_tell(event, session) for event in events))


def notice_line(notice: ev.Notice, session: Session) -> str | None:
    """What a notice means to a person; None where it means nothing to them."""
    data = notice.data
    if notice.kind is ev.NoticeKind.REMINDER and data["cue"] == Spoken.COUNT:
        return None
    if notice.kind is ev.NoticeKind.REMINDER:
        return clock_line(notice.at, _reminder(Cue(str(data["cue"])), session))
    if notice.kind in CUE_NOTICES:
        return clock_line(notice.at, CUE_NOTICES[notice.kind].format(why=data.get("why") or "no player works"))
    if notice.kind is ev.NoticeKind.MUTE:
        return clock_line(notice.at, MUTED[bool(data["on"])])
    if notice.kind is ev.NoticeKind.HOOK_FAILED:
        return clock_line(notice.at, f"The hook {data['hook']} failed: {data['why']}.")
    if notice.kind is ev.NoticeKind.AWAKE and not data["ok"]:
        return clock_line(notice.at, "The machine may fall asleep by itself: keep it plugged in, with its lid open.")
    return None


def summary(session: Session) -> list[str]:
    """What was planned and what really was, in minutes."""
    reading = read(session, session.at)
    lines = []
    for modality in PACKS:
        planned = sum(phase.planned_s for phase in session.started.phases if phase.modality is modality)
        real = reading.exposure_s[modality]
        if planned or real:
            name = modality.word.capitalize()
            lines.append(f"{name}: {_minutes(real)} on, {_minutes(planned)} planned.")
    if reading.unconfirmed_s >= 1 and not session.started.rehearsal:
        lines.append(f"For {_minutes(reading.unconfirmed_s)} more a pack may have been on: nobody said it was off.")
    return lines


def _tell(event: ev.Event, session: Session) -> str:
    doing = instruction(read(session, event.at))
    if isinstance(event, ev.Started):
        kind = f"Rehearsal, {event.speed:g} times faster. " if event.rehearsal else ""
        return f"{kind}{event.title}. {doing}"
    if isinstance(event, ev.PhaseEnded):
        late = event.at.since(event.due)
        return f"{_minutes(late)} overdue. {doing}" if late > OVERDUE_S else doing
    if isinstance(event, ev.Rated):
        return f"Pain {'after' if event.after else 'before'}: {event.pain} of 10."
    if isinstance(event, ev.Extended):
        return f"{_minutes(event.by_s)} longer. {doing}"
    if isinstance(event, ev.Acknowledged) and session.state is not State.OVER:
        return f"Silenced. {doing}"
    prefix = {ev.Skipped: "Skipped. ", ev.WentBack: "Back. ", ev.Unheard: "That call was not heard. "}.get(
        type(event), ""
    )
    return prefix + doing


def _reminder(cue: Cue, session: Session) -> str:
    if cue in REMINDERS and session.state in (State.RUNNING, State.ALARMING):
        return REMINDERS[cue]
    return f"Still waiting. {instruction(read(session, session.at))}"


def _minutes(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds % 60 < 1 else f"{int(seconds // 60)} min {seconds % 60:.0f} s"
