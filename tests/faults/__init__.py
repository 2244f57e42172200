"""What becomes of sessions under faults, at random and by the thousand: `python -m tests.faults` measures it."""
