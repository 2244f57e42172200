"""Tests of the words and rules around a session."""
