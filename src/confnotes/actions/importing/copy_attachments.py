"""Copy the pictures and other files that imported notes show, so that links still lead to them."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from confnotes.actions.importing.folder_files import MAX_FILES, is_attachment, read_regular_file
from confnotes.actions.importing.open_source import Opened, is_address
from confnotes.actions.importing.source_preview import MOST_NAMED
from confnotes.errors import ConfnotesError
from confnotes.markup.link_names import LinkNames
from confnotes.markup.names import some_names
from confnotes.vault.transaction import Transaction
from confnotes.vault.vault import Vault

_LINK = re.compile(
    r"""
    (?P<open> \]\((?!<) | (?P<spaced> \]\(< | \[\[ ))
    (?P<path> (?(spaced) [^\n()<>\[\]|\#"]{1,500}? | [^\s()<>\[\]|\#"]{1,500} ))
    (?= (?(spaced) \s*[>|\#\]] | [)\s\#] ))
    """,
    re.VERBOSE,
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/")
_UPWARDS = re.compile(r"(?:\.{1,2}/)+")


def with_moved_links(text: str) -> str:
    """A note's text with links to attachments as they lead from the folder of the conference: without `../`."""
    return _LINK.sub(lambda link: link["open"] + (_inside(link["path"]) or link["path"]), text)


def copy_attachments(
    vault: Vault, transaction: Transaction, folder: str | None, texts: Iterable[tuple[str, str]], opened: Opened | None
) -> tuple[list[str], list[str]]:
    """Copy the files that these texts link to from the source into the conference's folder; None: to the same path.

    Each text comes with its path in the source. As in Obsidian, a file may be anywhere in the source: the one next to
    the text comes first, then one with this name or end of its path. Returns the written paths, and a message that
    names the missing ones.
    """
    wanted = dict.fromkeys((path, near) for text, near in texts for path in _linked(text))
    root = _root_of(opened)
    if not wanted or root is None or root.is_relative_to(vault.root.resolve()):
        return [], []
    names = LinkNames(file.as_posix() for file in _files(root))
    written: list[str] = []
    missing: dict[str, None] = {}
    for path, near in wanted:
        found = names.resolve(posixpath.join("/", posixpath.dirname(near), path)) or names.resolve(path, near)
        home = f"{folder}/{path}" if folder is not None else next(iter(found), path)
        if (vault.root / home).exists():
            continue
        try:
            data = read_regular_file(root / found[0], follow=False) if len(found) == 1 else None
        except ConfnotesError:
            data = None
        if data is None:
            missing[path] = None
            continue
        transaction.put(home, data)
        written.append(home)
    told = f"files that the notes show were not found in the source: {some_names([*missing], MOST_NAMED)}"
    return written, [told] if missing else []


def _linked(text: str) -> Iterator[str]:
    """The paths of attachments that a text links to, without `../`."""
    for link in _LINK.finditer(text):
        path = _inside(link["path"])
        if path:
            yield unquote(path)


def _inside(path: str) -> str:
    """The path of an attachment below its folder; "" for pages, addresses and paths that leave it again."""
    if _SCHEME.match(path) or not is_attachment(PurePosixPath(path)):
        return ""
    inside = _UPWARDS.sub("", path) if path.startswith(".") else path
    return "" if ".." in PurePosixPath(unquote(inside)).parts else inside


def _root_of(opened: Opened | None) -> Path | None:
    """The folder of a source on this computer; None for addresses and archives."""
    if opened is None or opened.place is None or is_address(opened.place):
        return None
    place = Path(opened.place)
    if not opened.source.is_folder:
        place = place.parent
    return place.resolve() if place.is_dir() else None


def _files(root: Path) -> Iterator[Path]:
    """The attachments in a folder, relative to it; at most MAX_FILES files are looked at."""
    seen = 0
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        seen += len(names)
        if seen > MAX_FILES:
            return
        below = Path(folder).relative_to(root)
        yield from (below / name for name in sorted(names) if is_attachment(PurePosixPath(name)))
