"""Sound: one child process plays one cue, through the first player that can be heard to do so.

`python -P -m spasmtimer.audio CUE` is that child (`__main__`). It climbs a ladder of players (`rungs`), each
in a process of its own (`attempt`), by rules that are all in one file (`climb`); what a player is handed has
been read and scaled here first (`wav`). What it has to say it says in JSON lines (`tell`).

The timekeeper and the views' `control` start such children through `launcher`. No audio library is loaded
here: one that crashes, hangs or writes to the terminal does so in the process of its attempt.
"""
