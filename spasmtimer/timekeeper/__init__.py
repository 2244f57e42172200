"""The detached process that keeps the time and calls out the session, so that no terminal has to.

A guard (`guard`) starts the worker (`worker`), and starts it again when it dies. The worker holds the journal's lock,
says hello, lets the session's time events happen and has each cue sounded (`caller`), while a thread of its
own writes the journal (`writer`) and a child keeps the machine awake (`awake`).
"""
