"""The one door to this user's own folders and files: made, found and opened for nobody else, and through no link.

Two kinds of folders. The user's own (data, configuration, cache) lie in their home, where only they can put a link; it
is followed. The spare ones lie in places that many people share, such as `/tmp`, where anybody can set a trap in their
place; there nothing counts that is not certainly ours. On Windows a user's folders are private by themselves.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from . import paths

OTHERS = 0o077
"""The permissions of everybody but the owner."""

FOLDER_MODE, FILE_MODE = 0o700, 0o600

POSIX = sys.platform != "win32"

SAFELY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
"""Follow no link, wait for nobody at the other end of a pipe, and hand nothing on to children."""


class NotOurs(OSError):
    """Something stands in the place of a folder or file of ours, and is not; the message is one line."""


def folder(path: Path) -> Path:
    """Makes this user's folder, or tightens the one there is; returns it. Raises NotOurs or OSError.

    Where the file system keeps no modes the folder stays as it is: `is_open_to_others` tells.
    """
    path.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
    found = path.stat()
    if POSIX and found.st_uid != os.getuid():
        raise NotOurs(f"{path} belongs to another user")
    if POSIX and found.st_mode & OTHERS:
        _tighten(path, FOLDER_MODE)
        for file in path.iterdir():  # made before the folder was private
            if stat.S_ISREG(file.lstat().st_mode):
                _tighten(file, FILE_MODE)
    return path


def is_open_to_others(path: Path) -> bool:
    """Whether other users may look into a folder, although it was tightened. False where it is not there."""
    try:
        return POSIX and bool(path.stat().st_mode & OTHERS)
    except OSError:
        return False


def spare_folders() -> list[Path]:
    """The spare folders that are there and certainly ours, the better place first."""
    return [found for named in paths.fallback_data_dirs() for found in _candidates(named) if _is_certainly_ours(found)]


def make_spare_folders() -> Iterator[Path]:
    """The same, each made as it is asked for: beside the trap where somebody has set one."""
    for named in paths.fallback_data_dirs():
        try:
            named.parent.mkdir(parents=True, exist_ok=True)
            if not any(map(_is_certainly_ours, _candidates(named))) and _nobody_can_swap_in(named.parent):
                _make_beside(named)
        except OSError:
            continue
        yield from filter(_is_certainly_ours, _candidates(named))


def opener(path: str, flags: int) -> int:
    """For `open(..., opener=opener)`: a regular file of ours or nothing. Raises NotOurs or OSError."""
    descriptor = os.open(path, flags | SAFELY, FILE_MODE)
    try:
        found = os.fstat(descriptor)
        _refuse_strangers(path, found)
        if POSIX and found.st_mode & OTHERS:
            os.fchmod(descriptor, FILE_MODE)
    except PermissionError:
        pass  # a file system without modes
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def is_there(path: Path) -> bool:
    """Whether a file of ours is there, for what opens it by its name. Raises NotOurs, or OSError: cannot tell."""
    try:
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    _refuse_strangers(str(path), found)
    return True


def _refuse_strangers(path: str, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise NotOurs(f"{path} is a {_kind(found.st_mode)} and not a file; move it away")
    if POSIX and found.st_uid != os.getuid():
        raise NotOurs(f"{path} belongs to another user; delete it, or make it yours with chown")


def _kind(mode: int) -> str:
    kinds = ((stat.S_ISLNK, "link"), (stat.S_ISDIR, "folder"), (stat.S_ISFIFO, "pipe"), (stat.S_ISSOCK, "socket"))
    return next((name for test, name in kinds if test(mode)), "device")


def _candidates(named: Path) -> list[Path]:
    """A spare folder by its name, and those that were made beside it."""
    try:
        return [named, *sorted(named.parent.glob(f"{named.name}.*"))]
    except OSError:
        return [named]


def _is_certainly_ours(path: Path) -> bool:
    try:
        found = path.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(found.st_mode):
        return False
    private = not POSIX or (found.st_uid == os.getuid() and not found.st_mode & OTHERS)
    return private and _nobody_can_swap_in(path.parent)


def _nobody_can_swap_in(parent: Path) -> bool:
    """Whether no other user can put a folder of theirs in the place of one of ours; root can do as it likes."""
    if not POSIX:
        return True
    try:
        found = parent.stat()
    except OSError:
        return False
    writable_by_others = found.st_mode & 0o022 and not found.st_mode & stat.S_ISVTX
    return found.st_uid in (0, os.getuid()) and not writable_by_others


def _make_beside(named: Path) -> None:
    try:
        named.mkdir(FOLDER_MODE)
    except FileExistsError:
        from tempfile import mkdtemp  # 4 ms, for a case in ten thousand

        mkdtemp(prefix=f"{named.name}.", dir=named.parent)


def _tighten(path: Path, mode: int) -> None:
    try:
        path.chmod(mode)
    except OSError:
        return  # `is_open_to_others` tells of the folder that matters
