"""The files of a vault: one quick walk that follows no links and reads no files."""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable, Container, Iterator
from pathlib import Path
from typing import NamedTuple

from confnotes.errors import ConfnotesError
from confnotes.markup.names import name_key
from confnotes.vault.version import FileVersion, digest_of

MAX_DEPTH = 8  # of folders: conferences are at depth one, archives of years at three
ATTACHMENTS = "attachments"
PROGRAM = "program.yaml"

Entering = Callable[[str], object]
"""Called with each folder before it is listed."""


class Listing(NamedTuple):
    """Files by column, in the order of the walk: their paths, modification times in ns, and sizes."""

    paths: list[str]
    modified: list[int]
    sizes: list[int]

    def files(self) -> dict[str, FileVersion]:
        """Versions by path."""
        return dict(zip(self.paths, zip(self.modified, self.sizes, strict=True), strict=True))

    def fingerprint(self) -> str:
        """Equal for equal files; may differ if only their order does."""
        return digest_of("\0".join(self.paths).encode() + marshal.dumps((self.modified, self.sizes), 2))


def scan(root: Path, entering: Entering | None = None) -> Listing:
    """Every note and `program.yaml` below `root`, by relative path.

    Skips hidden and attachment folders, links, anything that is not a regular file, folders deeper than `MAX_DEPTH`,
    and names that are not UTF-8.
    """
    return _listed(str(root), "", entering)


def folder_names(root: Path) -> list[str]:
    """The top-level folders of the vault that the scan enters, sorted; raises ConfnotesError."""
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
    """The notes in one folder of the vault, by the same rules; empty if the folder does not exist."""
    found = _listed(f"{root}/{folder}", f"{folder}/").files()
    return {path: version for path, version in found.items() if path.endswith(".md")}


def _listed(folder: str, below: str, entering: Entering | None = None) -> Listing:
    found = paths, modified, sizes = Listing([], [], [])
    lstat = os.lstat  # faster than the entry's own stat, which would keep the result
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
    """Every file below `root` except notes, by relative path: pictures, slides, drawings.

    Skips hidden files and links like the scan, but not attachment folders.
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


def unique_stem(root: Path, stem: str) -> str:
    """The stem, numbered if a note of the vault has it, ignoring case."""
    return free_stem(stem, taken_stems(root))


def taken_stems(root: Path) -> set[str]:
    """The keys of the stems of all notes in the vault, as for `free_stem`."""
    names = (entry.name for _, entries in _folders(str(root), "") for entry in entries)
    return {name_key(name[:-3]) for name in names if name.endswith(".md")}


def free_stem(stem: str, taken: Container[str]) -> str:
    """The stem, numbered if its key is taken."""
    candidate, number = stem, 2
    while name_key(candidate) in taken:
        candidate, number = f"{stem} {number}", number + 1
    return candidate


def _folders(folder: str, below: str, entering: Entering | None = None) -> Iterator[tuple[str, list[os.DirEntry[str]]]]:
    """The path prefix of each folder's files, and its files as a list: a call per file would be slow."""
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
            pass  # files listed so far count
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
