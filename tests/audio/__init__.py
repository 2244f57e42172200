"""Tests of `spasmtimer.audio` and of the sounds themselves."""
