"""Sound: one child process plays one cue, through the first player that can be heard to do so.

`python -P -m spasmtimer.audio CUE` is that child (`__main__`), and its command line is an `order`. It puts the cue
together from tone, words or the user's own sound (`compose`), each of them read here first (`wav`), and makes one file
of them at the volume asked for (`mix`). With that it climbs a ladder of players (`rungs`), each in a process of its own
(`attempt`), by rules that are all in one file (`climb`), and asks the sound server about the output it plays on
(`sink`). What it has to say it says in JSON lines (`tell`).

The timekeeper and the views start such children through `launcher`, with a `wish`. No audio library is loaded here: one
that crashes, hangs or writes to the terminal does so in the process of its attempt.
"""
