"""The laws of the session engine, with time as an argument."""
