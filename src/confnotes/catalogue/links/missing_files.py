"""Images and other files embedded in a note that are missing from the vault."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from confnotes.markup import wikilinks
from confnotes.markup.code import blank_code
from confnotes.markup.frontmatter import text_from
from confnotes.markup.names import name_key
from confnotes.vault.vault import Vault

_SHOWN = re.compile(r"!\[[^\[\]\n]{0,500}\]\([ \t]*<?(?P<path>[^\s()<>]{1,500}|(?<=<)[^<>\n]{1,500})>?[^()\n]{0,300}\)")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#")
_ENDING = re.compile(r"\.(?!md\Z)[A-Za-z0-9]{1,5}\Z")


class MissingFile(NamedTuple):
    """The characters `[start, end)` of a row of the note (from 0) that embed a file; `name` is the file's name."""

    row: int
    start: int
    end: int
    name: str


def missing_files(vault: Vault, path: str) -> list[MissingFile]:
    """Embedded files of the note that do not exist. Raises what `Vault.read` raises."""
    text = vault.read(path).text
    if "![" not in text:
        return []
    first = vault.note(path).body_line
    shown = list(_shown(blank_code(text_from(text, first)), first - 1))
    if not shown:
        return []
    names, paths = _files(vault)
    folder = posixpath.dirname(path)

    def is_there(name: str) -> bool:
        beside = name_key(posixpath.normpath(posixpath.join(folder, name)))
        return beside in paths or name_key(name.lstrip("/")) in paths or ("/" not in name and name_key(name) in names)

    return [one for one in shown if not is_there(one.name)]


def _shown(body: str, first: int) -> Iterator[MissingFile]:
    for row, line in enumerate(body.split("\n"), first):
        for link in wikilinks.find(line):
            if link.embed and _ENDING.search(link.target):
                yield MissingFile(row, link.start, link.end, link.target)
        for match in _SHOWN.finditer(line):
            if not _ADDRESS.match(match["path"]):
                yield MissingFile(row, match.start(), match.end(), unquote(match["path"]))


def _files(vault: Vault) -> tuple[set[str], set[str]]:
    """Names and paths of all files that are not hidden, ignoring case."""
    names: set[str] = set()
    paths: set[str] = set()
    root = str(vault.root)
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = os.path.relpath(folder, root)
        for name in files:
            names.add(name_key(name))
            paths.add(name_key(posixpath.normpath(posixpath.join(below, name))))
    return names, paths
