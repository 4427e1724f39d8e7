"""Write a site into a folder: only what changed, and only over files that confnotes wrote.

A manifest in the folder lists these files. It is written before them, so that the next build continues
where an interrupted one stopped.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from confnotes import system
from confnotes.actions.exporting.write_export import export_error
from confnotes.beside import beside
from confnotes.errors import ConflictError, ConfnotesError, NotFoundError
from confnotes.exporters.site.pages import SiteFile
from confnotes.exporters.site.site_map import HOME
from confnotes.system import Folder
from confnotes.vault import unfinished
from confnotes.vault.folders import open_folder, split_path

MANIFEST: Final = ".confnotes-site.json"
_MOST: Final = 64 << 20
_OURS: Final = re.compile(r"(?:[a-z0-9][a-z0-9.-]*/){0,2}[a-z0-9][a-z0-9.-]*")
_HALF: Final = re.compile(r"\.(.+)\.\d+\.tmp")
"""A file of ours that is not complete yet: its name, and the process."""
_MANY: Final = 200
"""Files from which a second process pays."""

_NOT_PAGES: Final = frozenset({"CNAME"})
"""Files of hosts, which may be in the folder from the beginning, as names with a leading dot may."""

_Known = Mapping[str, tuple[str, int]]
"""The key and the size of each file that was written, by path."""


@dataclass(frozen=True, slots=True)
class WrittenSite:
    """A site on the disk: how many pages it has, and how many files were written and removed."""

    path: Path
    pages: int
    written: int
    removed: int
    notices: tuple[str, ...] = ()

    @property
    def home(self) -> Path:
        """The first page."""
        return self.path / HOME


def refuse_other_folder(folder: Path) -> None:
    """Raise ConflictError if the folder holds anything but a site of confnotes."""
    if folder.is_dir() and not (folder / MANIFEST).is_file():
        for one in folder.iterdir():
            if not one.name.startswith(".") and one.name not in _NOT_PAGES:
                raise ConflictError(f"{folder} holds other files, such as {one.name}", "Name a new or an empty folder.")
    elif folder.exists() and not folder.is_dir():
        raise ConflictError(f"not a folder: {folder}", "Name a new or an empty folder.")


def write_site(
    folder: Path, files: Iterable[SiteFile], tell: Callable[[str], None] = lambda _what: None
) -> WrittenSite:
    """Write the files that changed and remove those that are no longer part of the site.

    Raises what `refuse_other_folder` raises, ConflictError if another file has the place of a page, and ConfnotesError
    if writing fails.
    """
    refuse_other_folder(folder)
    wanted = {file.path: file for file in files}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        known = _read(folder)
        _remove_halves(folder, known)
        for path in wanted:
            if path not in known and os.path.lexists(folder / path):
                raise ConflictError(f"not written by confnotes: {folder / path}", "Move it away, or name a new folder.")
        changed = [
            file
            for path, file in wanted.items()
            if path not in known or known[path] != (file.key, _size(folder / path))
        ]
        gone = [path for path in known if path not in wanted]
        if not changed and not gone:
            return WrittenSite(folder, _pages(wanted), 0, 0)
        pending = dict.fromkeys((file.path for file in changed), ("", -1))
        _store(folder, {**known, **pending})
        half = len(changed) // 2
        with beside(lambda: _made(folder, changed, half, None, tell), pays=len(changed) > _MANY) as others:
            made = _made(folder, changed, 0, half, tell) | others()
        removed = sum(_remove(folder, path) for path in gone)
        _store(folder, {path: (wanted[path].key, made[path][0]) if path in made else known[path] for path in wanted})
    except FileNotFoundError:
        raise NotFoundError(f"folder not found: {folder.parent}", "Create it, or choose another one.") from None
    except OSError as error:
        with suppress(OSError):
            _remove_halves(folder, _read(folder))
        raise export_error(folder, error) from error
    return WrittenSite(folder, _pages(wanted), sum(was_new for _, was_new in made.values()), removed)


def _made(
    folder: Path, files: Sequence[SiteFile], begin: int, end: int | None, tell: Callable[[str], None]
) -> dict[str, tuple[int, bool]]:
    """Make and write a part of the files: the size of each, and whether it was written, by path."""
    made = {}
    for number, file in enumerate(files[begin:end], start=begin + 1):
        if number % 100 == 0:
            tell(f"Writing page {number:,} of {len(files):,}")
        data = file.make()
        made[file.path] = len(data), _put(folder, file.path, data)
    return made


def _pages(files: Iterable[str]) -> int:
    return sum(path.endswith(".html") for path in files)


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return -1


def _read(folder: Path) -> _Known:
    """What the manifest says; what does not look like a file of ours is ignored."""
    try:
        found = json.loads(system.read_file(folder / MANIFEST, _MOST))["files"]
        return {
            path: (str(key), int(size)) for path, (key, size) in found.items() if _OURS.fullmatch(path) and path != "."
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _store(folder: Path, files: _Known) -> None:
    lines = ",\n".join(f"{json.dumps(path)}:{json.dumps(files[path])}" for path in sorted(files))
    _put(folder, MANIFEST, f'{{"made_with":"confnotes site","files":{{\n{lines}\n}}}}\n'.encode())


def _put(folder: Path, path: str, data: bytes) -> bool:
    """Replace the file unless it has these bytes, without waiting for the disk: a lost page is written again."""
    folders, name = split_path(path)
    with open_folder(folder, folders, create=True) as inside:
        if _has(inside, name, data):
            return False
        made = f".{name}.{os.getpid()}.tmp"
        descriptor = system.open_in(inside, made, system.WRITE | os.O_CREAT | os.O_TRUNC, 0o644)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
            system.replace_in(inside, made, inside, name)
        except BaseException:
            with suppress(OSError):
                unfinished.remove(inside, made)
            raise
    return True


def _has(inside: Folder, name: str, data: bytes) -> bool:
    try:
        descriptor = system.open_in(inside, name, system.READ)
    except OSError:
        return False
    with os.fdopen(descriptor, "rb") as stream:
        return os.fstat(stream.fileno()).st_size == len(data) and stream.read() == data


def _remove_halves(folder: Path, known: _Known) -> None:
    """Remove what a build that was killed in the middle of a page left beside it."""
    for path in folder.rglob(".*.tmp") if known else ():
        place, name = path.relative_to(folder).parent, _HALF.fullmatch(path.name)
        if name and ((place / name[1]).as_posix() in known or name[1] == MANIFEST):
            _remove(folder, (place / path.name).as_posix())


def _remove(folder: Path, path: str) -> bool:
    """Remove a file and the folders that are empty then."""
    folders, name = split_path(path)
    with suppress(OSError, ConfnotesError):
        with open_folder(folder, folders) as inside:
            unfinished.remove(inside, name)
        for depth in range(len(folders), 0, -1):
            with suppress(OSError):
                folder.joinpath(*folders[:depth]).rmdir()
        return True
    return False
