"""Images and other files embedded in a note that are missing from the vault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from confnotes.markup import wikilinks
from confnotes.markup.code import blank_code
from confnotes.markup.frontmatter import text_from
from confnotes.markup.link_names import LinkNames
from confnotes.vault.scan import other_files
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
    files = LinkNames([*vault.note_paths(), *other_files(vault.root)])
    return [one for one in shown if not files.resolve(one.name, path)]


def _shown(body: str, first: int) -> Iterator[MissingFile]:
    for row, line in enumerate(body.split("\n"), first):
        for link in wikilinks.find(line):
            if link.embed and _ENDING.search(link.target):
                yield MissingFile(row, link.start, link.end, link.target)
        for match in _SHOWN.finditer(line):
            if not _ADDRESS.match(match["path"]):
                yield MissingFile(row, match.start(), match.end(), unquote(match["path"]))
