"""What files a vault has: one quick walk, without following links and without reading anything."""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from confnotes.errors import ConfnotesError
from confnotes.markup.names import name_key
from confnotes.vault.version import FileVersion, digest_of

MAX_DEPTH = 8  # of folders: conferences are one deep, archives of years three
ATTACHMENTS = "attachments"
PROGRAM = "program.yaml"

Entering = Callable[[str], object]
"""Called with each folder, right before it is read."""


class Listing(NamedTuple):
    """Files by column, in the order in which they were met: their paths, when they were written in ns, their sizes."""

    paths: list[str]
    modified: list[int]
    sizes: list[int]

    def files(self) -> dict[str, FileVersion]:
        """Path to version."""
        return dict(zip(self.paths, zip(self.modified, self.sizes, strict=True), strict=True))

    def fingerprint(self) -> str:
        """The same for the same files; it may be another one where only their order is."""
        return digest_of("\0".join(self.paths).encode() + marshal.dumps((self.modified, self.sizes), 2))


def scan(root: Path, entering: Entering | None = None) -> Listing:
    """Every note and `program.yaml` below `root`, by relative path.

    Hidden and attachment folders are left out, so are links, anything that is not a regular file, folders deeper than
    `MAX_DEPTH` and names that are not UTF-8.
    """
    return _listed(str(root), "", entering)


def folder_names(root: Path) -> list[str]:
    """The folders right in the vault, sorted, those that the scan looks into; raises ConfnotesError."""
    try:
        with os.scandir(root) as entries:
            return sorted(
                entry.name
                for entry in entries
                if not entry.name.startswith(".") and is_text_name(entry.name) and entry.is_dir(follow_symlinks=False)
            )
    except OSError as error:
        raise ConfnotesError(f"{root} cannot be read: {error.strerror}", "Check that it still exists.") from error


def scan_folder(root: Path, folder: str) -> dict[str, FileVersion]:
    """The notes below one folder of the vault, the same way; empty when there is no such folder."""
    found = _listed(f"{root}/{folder}", f"{folder}/").files()
    return {path: version for path, version in found.items() if path.endswith(".md")}


def _listed(folder: str, below: str, entering: Entering | None = None) -> Listing:
    found = paths, modified, sizes = Listing([], [], [])
    lstat = os.lstat  # quicker than asking the entry, which would keep the answer
    for prefix, entries in _folders(folder, below, entering):
        for entry in entries:
            try:
                facts = lstat(entry.path)
            except OSError:
                continue
            paths.append(prefix + entry.name)
            modified.append(facts.st_mtime_ns)
            sizes.append(facts.st_size)
    return found


def other_files(root: Path) -> list[str]:
    """Every file below `root` that is no note, by relative path: pictures, slides, drawings.

    Hidden files and links are left out, as in the scan, folders for attachments are not.
    """
    found: list[str] = []
    for folder, folders, names in os.walk(root):
        below = folder[len(str(root)) + 1 :]
        deep = below.count("/") >= MAX_DEPTH
        folders[:] = [] if deep else [name for name in folders if name[0] != "." and is_text_name(name)]
        for name in names:
            path = f"{below}/{name}" if below else name
            if name[0] != "." and not name.endswith(".md") and is_text_name(name) and not (root / path).is_symlink():
                found.append(path)
    return found


def stems(root: Path) -> set[str]:
    """The stems of all notes as `name_key` has them: the names that are taken."""
    names = (entry.name for _, entries in _folders(str(root), "") for entry in entries)
    return {name_key(name[:-3]) for name in names if name.endswith(".md")}


def _folders(folder: str, below: str, entering: Entering | None = None) -> Iterator[tuple[str, list[os.DirEntry[str]]]]:
    """What the path of each folder's files begins with, and its files: a list a folder, as a call a file is dear."""
    stack = [(folder, below, below.count("/"))]
    while stack:
        folder, prefix, depth = stack.pop()
        files: list[os.DirEntry[str]] = []
        if entering is not None:
            entering(folder)
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    name = entry.name
                    if name[0] == ".":
                        continue
                    if name.endswith(".md") or name == PROGRAM:
                        if entry.is_file(follow_symlinks=False) and (name.isascii() or is_text_name(name)):
                            files.append(entry)
                    elif (
                        depth < MAX_DEPTH
                        and entry.is_dir(follow_symlinks=False)
                        and name != ATTACHMENTS
                        and is_text_name(name)
                    ):
                        stack.append((entry.path, f"{prefix}{name}/", depth + 1))
        except OSError:
            pass  # what was listed before counts
        yield prefix, files


def is_text_name(name: str) -> bool:
    """Whether the name is UTF-8; other names cannot be shown or linked to."""
    if name.isascii():
        return True
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
