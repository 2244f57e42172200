"""The app, driven by keys and read as text."""
