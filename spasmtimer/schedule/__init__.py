"""The session engine: pure, and the only place that knows how a session behaves.

Nothing in this folder reads a clock, a file, a process, a screen or a speaker: the time is an argument. Times are
seconds, either as lengths (`planned_s`) or as `t`, seconds since the session started.

Read in this order: `phases` (what is on the skin, and for how long), `events` (what can happen), `session` (as
events left it), `transitions` (what events do), `commands` (what a person may ask for), `due` (what time brings),
`reading` (what to show), `carry` (what one session leaves for the next), `dose` (when that one may begin), `trend`
(whether it helps).
"""
