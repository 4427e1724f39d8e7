"""Where the user's settings, caches and state are stored, and the current time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import MAXYEAR, MINYEAR, datetime
from pathlib import Path

from confnotes import notices
from confnotes.errors import UsageError

NOW_VARIABLE = "CONFNOTES_NOW"
VAULT_VARIABLE = "CONFNOTES_VAULT"


def parse_moment(text: str) -> datetime:
    """Parse an ISO 8601 date and time; without an offset it is the wall-clock time at the conference.

    Raises UsageError for anything else.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        if not MINYEAR < moment.year < MAXYEAR:  # in another zone it may be outside the range of dates
            raise ValueError
        return moment
    except ValueError:
        raise UsageError(
            f"invalid time “{text}”", "Write it as 2019-12-10T10:10, or with an offset as 2019-12-10T10:10-08:00."
        ) from None


_vault_clock: datetime | None = None


def set_vault_clock(moment: datetime | None) -> None:
    """Use the clock that the opened vault sets, as the sample vault does; None is the real time."""
    global _vault_clock
    _vault_clock = moment


def set_moment() -> datetime | None:
    """The moment that $CONFNOTES_NOW or the opened vault sets, in this order; None if neither does."""
    chosen = os.environ.get(NOW_VARIABLE)
    return parse_moment(chosen) if chosen else _vault_clock


def now() -> datetime:
    """The current time: aware, in the system's zone, unless $CONFNOTES_NOW or the vault sets the clock."""
    return set_moment() or datetime.now().astimezone()


def cache_folder() -> Path:
    """The folder for what can be rebuilt (indexes, parsed programs), private to the user."""
    from platformdirs import user_cache_path

    return _usable(user_cache_path("confnotes"), "cache")


def state_folder() -> Path:
    """The folder for what must survive a crash (journals, versions of notes), private to the user."""
    from platformdirs import user_state_path

    return _usable(user_state_path("confnotes"), "")


def state_folders() -> Iterator[Path]:
    """The folders that may contain what must survive a crash: the user's own, and the spare one."""
    from platformdirs import user_state_path

    yield user_state_path("confnotes")
    with suppress(OSError):
        yield spare_state_folder()


def spare_state_folder() -> Path:
    """A private folder, mostly on another disk, for when the state folder cannot be written.

    Raises OSError if a folder of another user is in its place.
    """
    import stat
    import tempfile

    if not hasattr(os, "getuid"):  # on Windows, the folder for temporary files belongs to the user
        folder = Path(tempfile.gettempdir()) / "confnotes"
        folder.mkdir(exist_ok=True)
        return folder
    folder = Path(tempfile.gettempdir()) / f"confnotes-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    facts = folder.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.getuid() or facts.st_mode & 0o077:
        raise PermissionError(f"{folder} is not private")
    return folder


def settings_file() -> Path:
    """The user's settings (YAML); the file need not exist."""
    from platformdirs import user_config_path

    return user_config_path("confnotes") / "config.yaml"


def why_unusable(folder: Path) -> str | None:
    """Why the user cannot write to a folder, which is created if missing; None if they can."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        return (error.strerror or str(error)).lower()
    if not os.access(folder, os.W_OK | os.X_OK):
        return "no permission to write"
    if not hasattr(os, "statvfs"):
        return None
    disk = os.statvfs(folder)
    return "disk full" if disk.f_blocks and not disk.f_bavail else None


def _usable(folder: Path, spare: str) -> Path:
    """The folder, or one in the spare folder if it cannot be written; the folder itself if both fail."""
    reason = why_unusable(folder)
    if reason is None:
        return folder
    with suppress(OSError):
        instead = spare_state_folder() / spare
        if why_unusable(instead) is None:
            notices.tell(f"Cannot use {folder} ({reason}). Using {instead} for now.")
            return instead
    notices.tell(f"Cannot use {folder} ({reason}). Nothing is stored there for now.")
    return folder
