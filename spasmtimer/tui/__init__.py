"""The app: a view of the session, drawn with Textual. It keeps no time and makes no sound but the terminal's bell."""
