"""The questionnaire, as data in asking order: what is asked, what can be answered, and what each answer rests on.

`interview` says which question comes next, `triage` what the answers lead to. The marks under `sources` are those of
texts/sources.md; `ours` is a decision of ours at the cautious end. No clinician has read the questions yet.

The list of what rules heat or cold out is two questions. `skin` is about the place and the day, and is asked every
time: skin that is numb today must not go by an answer of last month. `health` is about the person, and its answers may
be remembered for 30 days (ours). The list's swelling, bruise, bleeding and hot red skin are asked for in `swelling`,
which rules heat out; its fever is among the signs to have checked.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from ..schedule.phases import Modality
from .texts import text

COLD, HEAT = frozenset({Modality.COLD}), frozenset({Modality.HEAT})
BOTH = COLD | HEAT

YES, NO = "yes", "no"
DROWSY, AWAKE = "drowsy", "awake"


class Leg(StrEnum):
    """How far down the pain runs."""

    NONE = "none"
    ONE = "one"
    BOTH = "both"


class Began(StrEnum):
    """How long ago it began."""

    UNDER_48_H = "under-48h"
    TO_72_H = "48h-72h"
    OVER_72_H = "over-72h"
    RECURRING = "recurring"


class Option(Struct, frozen=True):
    """One answer to a question, in one line."""

    id: str
    words: str
    bars: frozenset[Modality] = frozenset()
    """What it rules out."""

    sources: tuple[str, ...] = ()
    """Where they are not the question's."""


class Question(Struct, frozen=True):
    """One question and its answers."""

    id: str
    words: str
    options: tuple[Option, ...]
    many: bool = False
    """Whether any number of answers may be ticked, none included; else it is exactly one."""

    lines: tuple[str, ...] = ()
    """What to read before answering."""

    sources: tuple[str, ...] = ("ours",)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of its options."""
        return frozenset(option.id for option in self.options)


YES_OR_NO = (Option(YES, "Yes"), Option(NO, "No"))

EMERGENCY = Question(
    "emergency",
    "Is any of these new?",
    (
        Option("both-legs", "Pain, tingling, weakness or numbness in both legs"),
        Option("saddle", "Numb or tingling around the genitals, buttocks or inner thighs"),
        Option("bladder", "Hard to pass or feel urine, or no control of bladder or bowel"),
        Option("sexual", "Sexual numbness or loss of erection, along with the back pain"),
        Option("chest", "Chest pain"),
        Option("accident", "It began with a serious accident or fall"),
        Option("collapse", "Sudden, very bad back or belly pain; faint, pale, clammy or breathless", sources=("S31",)),
    ),
    many=True,
    sources=("S27", "S28", "S29", "S30", "S31"),
)

CHECK = Question(
    "check",
    "Does any of these apply?",
    (
        Option("fever", "Fever, or feeling ill and shivery"),
        Option("weight", "Losing weight without meaning to"),
        Option("cancer", "Cancer, now or in the past"),
        Option("lump", "A lump there, or the back has changed its shape"),
        Option("no-relief", "No relief at rest, or worse at night"),
        Option("high", "Pain high up, between the shoulder blades"),
        Option("strain", "Worse with a cough, a sneeze or a bowel movement"),
        Option("frail", "Long steroid use, osteoporosis, weak immune system, injected drugs"),
        Option("weak-leg", "New weakness in one leg or foot"),
    ),
    many=True,
    sources=("S27", "S28", "S32", "S33"),
)

LEG = Question(
    "leg",
    "Does the pain run down below the buttock?",
    (
        Option(Leg.NONE, "No"),
        Option(Leg.ONE, "Into one leg: thigh or lower leg"),
        Option(Leg.BOTH, "Into both legs"),
    ),
    sources=("article", "S27", "S34"),
)

ALERT = Question(
    "alert",
    "How awake are you?",
    (
        Option(AWAKE, "Wide awake and sober"),
        Option(DROWSY, "Drowsy, or after alcohol or a medicine that makes you sleepy"),
    ),
    sources=("S62",),
)

SKIN = Question(
    "skin",
    "At that place, today: does any of these apply?",
    (
        Option("numb", "It is numb there, or a touch feels odd", BOTH),
        Option("broken", "Skin that is broken, burnt, infected or has a rash", BOTH),
        Option("alone", "You might not notice the pack, or could not take it off yourself", BOTH),
        Option("elsewhere", "It is the neck, the belly or the chest", BOTH, ("S38", "ours")),
        Option("infection", "An infection anywhere", HEAT, ("S35",)),
        Option("clot", "A blood clot in a vein (DVT), known or suspected", HEAT, ("S39", "S40")),
        Option("patch", "A medicine patch near there, or a fentanyl patch anywhere", HEAT, ("S41", "S42", "S44")),
        Option("rub", "A rub on it: menthol, salicylate or capsaicin", HEAT, ("S25", "S43")),
    ),
    many=True,
    sources=("S1", "S5", "S7", "S35"),
)

HEALTH = Question(
    "health",
    "And of these, about your health?",
    (
        Option("child", "Under 18", BOTH, ("S5", "ours")),
        Option("circulation", "Poor circulation, or artery disease", BOTH),
        Option("nerves", "Nerve damage, from diabetes for example", BOTH),
        Option("cancer-there", "Cancer at that place", BOTH),
        Option("heart-diabetes", "Heart disease or diabetes, and no professional asked about this", BOTH, ("S1", "S5")),
        Option("raynaud", "Raynaud's", COLD),
        Option("cold-hives", "Hives from cold, or a cold allergy", COLD),
        Option("cold-blood", "Cryoglobulins, cold agglutinins or cold haemoglobinuria", COLD),
        Option("buerger", "Buerger's disease", COLD),
        Option("sickle", "Sickle cell disease", COLD),
        Option("phaeo", "Phaeochromocytoma", COLD),
        Option("frostbite", "Frostbite or another cold injury there, once", COLD),
        Option("bleeding", "A bleeding disorder", HEAT),
        Option("heat-reaction", "A bad reaction to heat, once", HEAT),
        Option("ms", "Multiple sclerosis that heat makes worse", HEAT, ("S40",)),
        Option("pregnant", "Pregnant", HEAT, ("S25", "S38")),
    ),
    many=True,
    sources=("S1", "S5", "S7", "S35", "S36", "S37"),
)

BEGAN = Question(
    "began",
    "When did it begin?",
    (
        Option(Began.UNDER_48_H, "Less than 48 hours ago"),
        Option(Began.TO_72_H, "Between 48 and 72 hours ago"),
        Option(Began.OVER_72_H, "More than 72 hours ago"),
        Option(Began.RECURRING, "It keeps coming back, or has lasted for weeks"),
    ),
    lines=("A fresh injury on top of an old pain: answer for the fresh one.",),
    sources=("article", "S2", "S6", "S18"),
)

SWELLING = Question(
    "swelling",
    "Swelling, bruise, bleeding, redness or heat there? Or was it a blow or a fall?",
    YES_OR_NO,
    sources=("S2", "S16", "S17", "S35"),
)

LASTING = Question(
    "lasting",
    "Has it gone on for two weeks or more without getting better?",
    YES_OR_NO,
    sources=("S25", "S26"),
)

INTENSE = Question(
    "intense",
    "Are the spasms intense right now?",
    YES_OR_NO,
    sources=("article",),
)

CYCLE = Question(
    "cycle",
    "Is heat and ice in turn what you want?",
    (Option(YES, "Yes, the article's way"), Option(NO, "No, something gentler")),
    lines=(text("T-C1"), text("T-C2")),
    sources=("article", "S6", "ours"),
)

QUESTIONS = (EMERGENCY, CHECK, LEG, ALERT, SKIN, HEALTH, BEGAN, SWELLING, LASTING, INTENSE, CYCLE)
"""In asking order."""

OPENING = (text("T-WHO"), text("T-0"))
"""To read before the first of them."""
