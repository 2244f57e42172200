"""What happened, kept on disk: one SQLite file, append-only, the only state that processes share."""
