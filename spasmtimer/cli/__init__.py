"""The command line: one module for each group of verbs. None imports Textual but the one that opens the app."""
