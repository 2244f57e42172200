"""Where things live. Asking creates nothing: whoever writes makes the folder.

`SPASMTIMER_HOME` moves everything of the user's into one folder (a memory stick, a test).
"""

from __future__ import annotations

import os
import zlib
from pathlib import Path

HOME_VARIABLE = "SPASMTIMER_HOME"


def config_dir() -> Path:
    """Holds `config.toml` and `presets.toml`."""
    return _home("config") or _user("config")


def data_dir() -> Path:
    """Holds the journal, and beside it the timekeeper's lock, hello and log."""
    return _home("data") or _user("data")


def cache_dir() -> Path:
    """Holds what can be made again: cues scaled to a volume."""
    return _home("cache") or _user("cache")


def fallback_data_dirs() -> tuple[Path, ...]:
    """Where a session lives while `data_dir` cannot be written, the better place first: gone after a reboot."""
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
    home = os.environ.get(HOME_VARIABLE)
    name = f"spasmtimer-{zlib.crc32(os.fsencode(home)):08x}" if home else "spasmtimer"
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    temporary = _temporary_dir() / f"{name}-{user}"
    return (Path(runtime) / name, temporary) if runtime else (temporary,)


def sounds_dir() -> Path:
    """The cues: inside the package in a wheel, beside it in a checkout and an editable install.

    The checkout wins, so that a changed sound is heard at once. Raises FileNotFoundError where there are none.
    """
    package = Path(__file__).resolve().parent
    for candidate in (package.parent / "sounds", package / "sounds"):
        if (candidate / "heat.wav").is_file() and (candidate / "end.wav").is_file():
            return candidate
    raise FileNotFoundError(f"no sounds beside {package}; install spasmtimer again")


def texts_dir() -> Path:
    """The guide's articles, which live inside the package."""
    return Path(__file__).resolve().parent / "texts"


def _temporary_dir() -> Path:
    """The system's, as `tempfile` finds it; that takes 4 ms to import."""
    named = (os.environ.get(name, "") for name in ("TMPDIR", "TEMP", "TMP"))
    return next((Path(name) for name in (*named, "/tmp") if name and os.path.isdir(name)), Path.cwd())


def _home(part: str) -> Path | None:
    home = os.environ.get(HOME_VARIABLE)
    return Path(home).expanduser().absolute() / part if home else None


def _user(kind: str) -> Path:
    from platformdirs import PlatformDirs  # 15 ms, and not needed with SPASMTIMER_HOME

    dirs = PlatformDirs("spasmtimer", appauthor=False)
    return Path(getattr(dirs, f"user_{kind}_dir"))
