"""Tests of the timekeeper's processes."""
