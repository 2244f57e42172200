"""The one table of what a person can do in the app: it feeds the keys, the footer, the palette and the help."""

from __future__ import annotations

from collections.abc import Iterator

from textual.binding import Binding

from ..schedule.commands import Command
from .entry import Entry as Entry  # with the table
from .entry import Where as Where

DIGITS = tuple("0123456789")

TABLE: tuple[Entry, ...] = (
    Entry("choose", Where.HOME, ("enter", "space"), "Choose", "Go on with the marked session.", shown="Enter", rank=0),
    Entry(
        "help-me-choose",
        Where.HOME,
        ("h",),
        "Help me choose",
        "A few questions, and what the article suggests.",
        act="help_me_choose",
        rank=0,
    ),
    Entry("up", Where.HOME, ("up", "k"), "Up", "Mark the one above.", shown="Up", footer=False),
    Entry("down", Where.HOME, ("down", "j"), "Down", "Mark the one below.", shown="Down", footer=False),
    Entry("pick", Where.HOME, DIGITS[1:], "Pick", "Choose by number.", act="pick({key})", shown="1-9", footer=False),
    Entry(
        "sound-check", Where.HOME, ("t",), "Test the sound", "Hear it before you need it.", act="test_sound", room=76
    ),
    Entry("guide", Where.HOME, ("g",), "Guide", "Read about spasms, heat and cold.", act="open_guide", room=92),
    Entry("day", Where.HOME, ("y",), "Your day", "Look for causes, try small changes.", act="open_day", room=120),
    Entry("end-episode", Where.HOME, (), "The pain has gone", "End this episode.", act="end_episode"),
    Entry("reopen-episode", Where.HOME, (), "It is back", "Open the last episode again.", act="reopen_episode"),
    Entry("start", Where.START, ("enter",), "It is on", "Start the session now.", shown="Enter", rank=0),
    Entry(
        "soon",
        Where.START,
        ("d",),
        "In 30 s",
        "Start in 30 seconds, while you lie down. Close this window before, and nothing starts.",
        act="start_soon",
        rank=0,
    ),
    Entry(
        "more",
        Where.START,
        ("plus", "equals_sign", "up"),
        "Longer",
        "A minute more of heat and ice, up to 20; or one more of a counted exercise.",
        shown="+",
    ),
    Entry(
        "less",
        Where.START,
        ("minus", "down"),
        "Shorter",
        "A minute less of heat and ice, down to 5; or one less of a counted exercise.",
        shown="-",
    ),
    Entry(
        "exercise",
        Where.START,
        ("c",),
        "Other exercise",
        "Sit-ups, or what is kinder when they hurt: curl-ups, bird dogs, side bridges.",
        act="other_exercise",
    ),
    Entry("home", Where.START, ("escape",), "Back", "Back to the sessions; nothing starts.", shown="Esc", rank=0),
    Entry(
        "confirm",
        Where.SESSION,
        ("enter", "space"),
        "Done",
        "What follows is on. A click anywhere says the same.",
        Command.CONFIRM,
        shown="Enter",
        rank=0,
    ),
    Entry(
        "resume",
        Where.SESSION,
        ("enter", "space", "p"),
        "Go on",
        "The pack is on again.",
        Command.RESUME,
        shown="Enter",
        rank=0,
    ),
    Entry("pause", Where.SESSION, ("p",), "Pause", "I take the pack off for a while.", Command.PAUSE, rank=0),
    Entry(
        "skip",
        Where.SESSION,
        ("s",),
        "Skip",
        "End this early, or leave out what comes; Back undoes it.",
        Command.SKIP,
        rank=0,
    ),
    Entry("stop", Where.SESSION, ("x",), "Stop", "End the session; asks first.", act="ask_stop", rank=0),
    Entry(
        "back", Where.SESSION, ("b",), "Back", "This once more; in its first 10 seconds the one before.", Command.BACK
    ),
    Entry("extend", Where.SESSION, ("e",), "+5 min", "Keep it on longer, up to 20 minutes.", Command.EXTEND),
    Entry("pain", Where.SESSION, ("r",), "Pain", "Note how much it hurts.", act="ask_pain"),
    Entry(
        "numb",
        Where.SESSION,
        ("n",),
        "Numb",
        "Still numb: heat waits until the skin feels again; asked again in 5 minutes.",
        act="still_numb",
    ),
    Entry(
        "signs",
        Where.SESSION,
        ("w",),
        "Signs",
        "What to take the pack off for; it is paused meanwhile.",
        act="show_signs",
    ),
    Entry(
        "mute",
        Where.SESSION,
        ("m",),
        "Mute",
        "Silence all but the end and an overdue pack.",
        act="mute(True)",
        room=92,
    ),
    Entry("unmute", Where.SESSION, ("m",), "Sound on", "Let this session sound again.", act="mute(False)", room=92),
    Entry(
        "rate",
        Where.SUMMARY,
        DIGITS,
        "Pain now",
        "How much it hurts now, from none to nearly the worst.",
        act="rate({key})",
        shown="0-9",
        footer=False,
    ),
    Entry("rate-ten", Where.SUMMARY, ("t",), "Pain 10", "The worst imaginable.", act="rate(10)", footer=False),
    Entry("done", Where.SUMMARY, ("enter", "escape", "space"), "Home", "Back to the sessions.", shown="Enter", rank=0),
    Entry("heard", Where.SOUND, ("y",), "Yes", "Try this player first from now on.", act="hear('yes')"),
    Entry("not-heard", Where.SOUND, ("n",), "No", "Try the next player.", act="hear('no')"),
    Entry("again", Where.SOUND, ("a",), "Again", "Play it once more.", act="hear('again')"),
    Entry("sound-done", Where.SOUND, ("enter",), "Done", "Back.", act="done", shown="Enter"),
    Entry("sound-leave", Where.SOUND, ("escape",), "Leave", "Silence it, and back.", act="leave", shown="Esc"),
    Entry("stop-yes", Where.STOP, ("y", "x"), "Stop it", "End the session now.", act="answer(True)"),
    Entry(
        "stop-no",
        Where.STOP,
        ("n", "escape", "enter"),
        "Go on",
        "The session goes on.",
        act="answer(False)",
        shown="Esc",
    ),
    Entry("quit-stop", Where.QUIT, ("s",), "Stop the session", "End it, then leave.", act="answer('stop')"),
    Entry(
        "quit-leave",
        Where.QUIT,
        ("enter", "l", "ctrl+c", "ctrl+q"),
        "Leave it running",
        "The session goes on without this window.",
        act="answer('leave')",
        shown="Enter",
    ),
    Entry("quit-stay", Where.QUIT, ("escape",), "Stay", "Back to the session.", act="answer('')", shown="Esc"),
    Entry(
        "signs-back",
        Where.SIGNS,
        ("enter", "escape", "w"),
        "Back",
        "Back to the session.",
        act="answer('')",
        shown="Esc",
    ),
    Entry("signs-stop", Where.SIGNS, ("x",), "Stop", "End the session.", act="answer('stop')"),
    Entry("pain-rate", Where.PAIN, DIGITS, "Pain", "From none to nearly the worst.", act="answer({key})", shown="0-9"),
    Entry("pain-ten", Where.PAIN, ("t",), "Ten", "The worst imaginable.", act="answer(10)"),
    Entry("pain-no", Where.PAIN, ("escape",), "Not now", "Give no number.", act="answer(-1)", shown="Esc"),
    Entry("help-close", Where.HELP, ("escape", "enter", "q"), "Close", "Back.", act="close", shown="Esc"),
    Entry("guide-read", Where.GUIDE, ("enter", "space"), "Read", "Read the marked topic.", act="read", shown="Enter"),
    Entry(
        "guide-pick",
        Where.GUIDE,
        DIGITS[1:],
        "Pick",
        "Read a topic by number.",
        act="pick({key})",
        shown="1-9",
        footer=False,
    ),
    Entry(
        "guide-up",
        Where.GUIDE,
        ("up", "k"),
        "Up",
        "The topic above, or a line up.",
        act="up",
        shown="Up",
        footer=False,
    ),
    Entry(
        "guide-down",
        Where.GUIDE,
        ("down", "j"),
        "Down",
        "The topic below, or a line down.",
        act="down",
        shown="Down",
        footer=False,
    ),
    Entry(
        "guide-page-down",
        Where.GUIDE,
        ("space", "pagedown"),
        "Page down",
        "The next page.",
        act="page_down",
        shown="Space",
    ),
    Entry("guide-page-up", Where.GUIDE, ("pageup", "b"), "Page up", "The page before.", act="page_up", shown="PgUp"),
    Entry("guide-top", Where.GUIDE, ("home",), "Top", "To the beginning.", act="top", shown="Home", footer=False),
    Entry("guide-bottom", Where.GUIDE, ("end",), "Bottom", "To the end.", act="bottom", shown="End", footer=False),
    Entry(
        "guide-back",
        Where.GUIDE,
        ("escape", "q"),
        "Back",
        "Back to the topics, or to where you were.",
        act="back",
        shown="Esc",
        rank=0,
    ),
    Entry(
        "day-choose", Where.DAY, ("enter", "space"), "Choose", "Give the marked answer.", act="choose", shown="Enter"
    ),
    Entry(
        "day-pick",
        Where.DAY,
        DIGITS[1:4],
        "Answer",
        "Give an answer by number.",
        act="pick({key})",
        shown="1-3",
        footer=False,
    ),
    Entry("day-up", Where.DAY, ("up", "k"), "Up", "The answer above.", act="up", shown="Up", footer=False),
    Entry("day-down", Where.DAY, ("down", "j"), "Down", "The answer below.", act="down", shown="Down", footer=False),
    Entry("day-done", Where.DAY, ("enter", "space"), "Done", "Back to where you were.", act="done", shown="Enter"),
    Entry("day-again", Where.DAY, ("n",), "New check", "Answer the questions anew.", act="again"),
    Entry(
        "day-back",
        Where.DAY,
        ("escape", "q"),
        "Back",
        "The question before, or back to where you were.",
        act="back",
        shown="Esc",
        rank=0,
    ),
    Entry(
        "answer-go-on",
        Where.CHOOSE,
        ("enter",),
        "Go on",
        "Go on with what is marked or ticked; nothing ticked is none of these.",
        act="go_on",
        shown="Enter",
        rank=0,
    ),
    Entry(
        "answer-tick",
        Where.CHOOSE,
        ("space",),
        "Tick",
        "Tick the marked answer, or take the tick off.",
        act="tick",
        shown="Space",
        rank=0,
    ),
    Entry(
        "answer-pick",
        Where.CHOOSE,
        DIGITS[1:],
        "By number",
        "Tick by number; where one answer is asked for, go on with it.",
        act="answer({key})",
        shown="1-9",
        footer=False,
    ),
    Entry(
        "answer-up",
        Where.CHOOSE,
        ("up", "k"),
        "Up",
        "Mark the answer above; a line up where there is none.",
        act="mark_up",
        shown="Up",
        footer=False,
    ),
    Entry(
        "answer-down",
        Where.CHOOSE,
        ("down", "j"),
        "Down",
        "Mark the answer below; a line down where there is none.",
        act="mark_down",
        shown="Down",
        footer=False,
    ),
    Entry(
        "answer-more", Where.CHOOSE, ("pagedown",), "More", "The rest of a long text.", act="text_down", shown="PgDn"
    ),
    Entry(
        "answer-less", Where.CHOOSE, ("pageup",), "Up again", "A page up.", act="text_up", shown="PgUp", footer=False
    ),
    Entry(
        "answer-back",
        Where.CHOOSE,
        ("escape", "left", "backspace"),
        "Back",
        "The question before; from the first one, and from the end, home.",
        act="before",
        shown="Esc",
        rank=0,
    ),
    Entry(
        "quit",
        Where.EVERYWHERE,
        ("q", "ctrl+c"),
        "Quit",
        "Leave the app; asks what becomes of a session.",
        shown="q",
        rank=2,
    ),
    Entry(
        "help",
        Where.EVERYWHERE,
        ("question_mark", "f1"),
        "Help",
        "What the keys do.",
        act="show_help",
        shown="?",
        rank=0,
    ),
    Entry(
        "keys-panel",
        Where.EVERYWHERE,
        ("f3",),
        "Keys at the side",
        "What the keys do, beside the time; once more hides it.",
        act="keys_panel",
        footer=False,
    ),
    Entry("show-guide", Where.EVERYWHERE, (), "Guide", "Read about spasms, heat and cold.", act="show_guide"),
    Entry("show-day", Where.EVERYWHERE, (), "Your day", "Look for causes, try small changes.", act="show_day"),
    Entry("theme", Where.EVERYWHERE, (), "Theme", "Other colours: dark, light, high contrast.", act="change_theme"),
)


def entries(*places: Where) -> Iterator[Entry]:
    """What can be done in these places, in the order of the footer."""
    return (entry for entry in TABLE if entry.where in places)


def bindings(where: Where) -> list[Binding]:
    """The keys of a place, for a screen's or the app's BINDINGS."""
    return [_binding(entry, key) for entry in entries(where) for key in entry.keys]


def _binding(entry: Entry, key: str) -> Binding:
    first = key == entry.keys[0]
    return Binding(
        key,
        entry.action.format(key=key),
        entry.label,
        show=entry.footer and first,
        key_display=entry.shown or None,
        tooltip=entry.tooltip,
        id=binding_id(entry, key),
    )


def binding_id(entry: Entry, key: str) -> str:
    """Names one key of an entry, for Textual's keymap."""
    return entry.id if key == entry.keys[0] else f"{entry.id}-{key}"
