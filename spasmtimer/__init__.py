"""A terminal timer that calls out heat and ice for a back in spasm."""

__version__ = "0.1.0"
