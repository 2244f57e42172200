"""The safety texts by id: what the questionnaire, the warnings and the summary say, word for word.

The words are ours, and so are the choices behind them; the facts are from the sources that each text names (numbers of
texts/sources.md; `article` is what the program follows, `ours` a decision or a plain precaution of ours). No clinician
has read them yet. The start card and the running screen have shorter lines of their own: `cards`, `words`.

Each fits on two lines of 78 characters. A few have a `{field}` to fill in; nothing here diagnoses.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct


class Text(Struct, frozen=True):
    """A text and what it rests on."""

    id: str
    words: str
    sources: tuple[str, ...]


def text(id: str) -> str:  # noqa: A002 - it is what it is called everywhere
    """The words of a text. Raises KeyError where there is no such id."""
    return TEXTS[id].words


def _by_id(texts: Iterable[Text]) -> dict[str, Text]:
    return {each.id: each for each in texts}


STOPS_AND_WARNINGS = (
    Text(
        "T-E",
        "These signs can mean an emergency. Stop here: call your emergency number or go to an emergency"
        " department now.",
        ("S27", "S28", "S29", "S30", "S31"),
    ),
    Text(
        "T-U",
        "One of your answers should be checked by a health professional before you use heat or cold. No session today.",
        ("S27", "S28", "S32", "S33"),
    ),
    Text(
        "T-A",
        "Do not use heat or cold while drowsy, after alcohol or with sedating medicine: you may not feel an injury.",
        ("S62",),
    ),
    Text(
        "T-N",
        "Something you ticked makes heat or cold unsafe on that skin. Ask a pharmacist, nurse or doctor first.",
        ("S1", "S5", "S7", "S35"),
    ),
    Text(
        "T-L",
        "Pain into the thigh or lower leg can come from a pinched nerve. Please see a professional; contrast is off.",
        ("article", "S34"),
    ),
    Text(
        "T-S",
        "Swelling or bruising after three days is worth showing to a professional. Cold only for now.",
        ("S6", "S18", "ours"),
    ),
    Text(
        "T-W",
        "No better after a week or two? See a professional. More sessions are unlikely to be the answer.",
        ("S25", "S26"),
    ),
    Text(
        "T-H",
        "The article says ice first. Without swelling there is a little more evidence for warmth: use what"
        " feels better.",
        ("article", "S22", "S45", "S46"),
    ),
    Text(
        "T-C1",
        "This follows the article you chose: 3 x (20 min heat + 20 min cold). We found no guideline or trial"
        " behind these times.",
        ("article", "S10", "S13", "S14", "S15", "S52", "S53", "S54"),
    ),
    Text(
        "T-C2",
        "Two hours is long. Stop at any numbness, pain or odd skin colour, and never put heat on skin you cannot feel.",
        ("S36", "S71"),
    ),
)

BEFORE = (
    Text("T-B1", "Wrap ice in a damp cloth. No ice, frozen gel or plastic bag on bare skin.", ("S11", "S21")),
    Text(
        "T-B2",
        "Put a towel between you and the heat. Aim for comfortably warm, about 40 C; hot is too hot.",
        ("S22", "S23", "S24"),
    ),
    Text(
        "T-B3",
        "Touch the area. If you cannot feel light touch there, or warm from cool, do not start.",
        ("S1", "S5"),
    ),
    Text(
        "T-B4",
        "Rest the pack on you; do not lie or sit on it. Stay awake. Keep this alarm where you will hear it.",
        ("S62",),
    ),
    Text(
        "T-B5",
        "Medicine patch or heat rub on? No heat: it can release too much drug or burn the skin.",
        ("S25", "S41", "S42", "S43", "S44"),
    ),
    Text(
        "T-B6",
        "Hot-water bottle: not boiling water, under two thirds full, covered, less than two years old.",
        ("S96",),
    ),
    Text("T-B7", "Rate your pain now, 0 (none) to 10 (worst you can imagine).", ("S65", "S69", "S70")),
)

DURING = (
    Text(
        "T-D1",
        "Skin check: lift the pack. Pale pink is fine. Bright red, white, grey, blue or blistered: take it off.",
        ("S8", "S19", "S20"),
    ),
    Text(
        "T-D2",
        "On brown or black skin, compare with the skin next to it, and go by feel: hard, waxy or stinging means off.",
        ("S94", "ours"),
    ),
    Text("T-D3", "Gone numb under the ice? You are done, even with time left. Take it off.", ("S36", "S71")),
    Text(
        "T-D4",
        "Heat should soothe. Stinging, burning, throbbing or blotchy skin: take it off now.",
        ("S24", "S63", "S64"),
    ),
    Text(
        "T-D5",
        "Switch to heat only when the skin feels normal again. Numb skin cannot warn you of a burn.",
        ("S36", "ours"),
    ),
    Text("T-D6", "Dizzy, sick, breathless or worse pain? Stop the session.", ("ours",)),
)

AFTER = (
    Text(
        "T-F1",
        "Time is up: take the pack off now. Longer does not help and can injure the skin.",
        ("S1", "S2", "S7", "S21", "S62"),
    ),
    Text(
        "T-F2",
        "After ice, muscles react more slowly for up to 30 minutes. No lifting, sport or sudden moves yet.",
        ("S11",),
    ),
    Text("T-F3", "Leave the skin alone until it looks and feels normal. Next session: {time}.", ("S1", "S4")),
    Text(
        "T-F4",
        "Rate your pain again, 0 to 10. Gentle moving about helps more than staying in bed.",
        ("S70", "S73"),
    ),
    Text(
        "T-F5",
        "{before} to {after}: a drop of 2 points and 30% is usually felt as real. One session alone proves little.",
        ("S65", "S66", "S67"),
    ),
    Text(
        "T-F6",
        "Pain went up by 2 or more. Skip this preset today; if it happens again, see a professional.",
        ("S65", "ours"),
    ),
    Text(
        "T-F7",
        "Ice burn: warm it slowly, no rubbing, no hot pack. Blisters, hard, waxy or still numb: get medical help.",
        ("S94",),
    ),
    Text(
        "T-F8",
        "Heat burn: cool running water for 20 minutes, no ice or cream. Large, white, charred or blistered: get help.",
        ("S95",),
    ),
)

STANDING = (
    Text(
        "T-0",
        "A timer, not a doctor. Heat and cold ease symptoms for a while; they do not treat the cause.",
        ("S45",),
    ),
    Text(
        "T-WHO",
        "For adults, and for the lower or mid back; not for neck, belly or chest.",
        ("S38", "S45", "ours"),
    ),
)
"""The footer, and for whom all this is: the evidence is about adults with pain low in the back."""

SUGGESTIONS = (
    Text(
        "T-R1",
        "The article suggests ice when it has just happened. No heat in the first 48 hours, nor until 72"
        " while swollen.",
        ("article", "S2", "S6", "S16", "S17", "S18", "S22"),
    ),
    Text("T-R2", "The article suggests ice when it has just happened.", ("article",)),
    Text(
        "T-R3",
        "You could still try ice. After a blow, or with swelling or a bruise, heat waits until 72 hours have passed.",
        ("S6", "S18"),
    ),
    Text("T-R4", "For pain that lasts or keeps coming back, the article suggests heat.", ("article", "S45", "S46")),
    Text(
        "T-R5",
        "For intense spasms the article suggests heat and ice in turn. At most once a day.",
        ("article", "ours"),
    ),
    Text(
        "T-R6",
        "You could try heat now. Heat and ice in turn, the article's way with intense spasms, waits for 72 hours.",
        ("article", "ours"),
    ),
    Text("T-R7", "You could try ice: heat waits for the swelling to go.", ("S6", "S18")),
    Text(
        "T-R8",
        "You could try heat by itself, which is gentler than heat and ice in turn.",
        ("S6", "S45", "S46"),
    ),
    Text(
        "T-C3",
        "Gentler: two sessions. Heat now, then ice two hours later at the earliest, when the skin feels normal.",
        ("S6",),
    ),
    Text(
        "T-L2",
        "The morning routine waits, too. Heat or ice only where the skin feels normal, and no hot-water bottle.",
        ("S34", "ours"),
    ),
    Text(
        "T-X",
        "Ice comes first here, and your list rules it out. Heat does not take its place on a fresh or swollen injury.",
        ("S2", "S6", "S16", "S17", "S18"),
    ),
    Text(
        "T-X2",
        "No session, then. A pharmacist, nurse or doctor can tell you what would ease it.",
        ("ours",),
    ),
    Text(
        "T-X4",
        "No session, then. Swelling or bruising after three days is worth showing to a professional.",
        ("S6", "S18", "ours"),
    ),
    Text("T-X3", "Your list rules out what the article names first, so this is the other one.", ("ours",)),
)
"""What the questionnaire ends with, one for each of its rows, and what the rows about one leg and the list add."""

TEXTS = _by_id((*STOPS_AND_WARNINGS, *BEFORE, *DURING, *AFTER, *STANDING, *SUGGESTIONS))
