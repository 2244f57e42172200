"""What to tell a person before, during and after a session: pure, words and rules only.

A timer, not a doctor: nothing here diagnoses. The sources of each text are in docs/sources.md.
"""
