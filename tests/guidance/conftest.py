"""Hypothesis: the same examples on each run, and no clock of its own."""

from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None, database=None)
settings.load_profile("ci")
