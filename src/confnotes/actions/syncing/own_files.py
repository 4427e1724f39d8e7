"""Which files of a folder are the vault's own, and go to other machines; others in it are left alone."""

from __future__ import annotations

import os
from collections.abc import Callable

from confnotes.vault.layout import FREE_NOTES, MARKER, MARKS, PAPERS, PEOPLE, PROGRAM
from confnotes.vault.scan import ATTACHMENTS, is_text_name
from confnotes.vault.unfinished import is_unfinished
from confnotes.vault.vault import Vault

_AT_ROOT = ".gitattributes"
_RESERVED = {"", ".", "..", ".git", "git~1"}


def own_file_filter(vault: Vault) -> Callable[[str], bool]:
    """Whether a path in the vault is that of a note, an attachment, or a file of confnotes, with any name."""
    folders = {*vault.conferences(), FREE_NOTES, PAPERS, PEOPLE}

    def is_own(path: str) -> bool:
        *parents, name = path.split("/")
        if is_unfinished(name):
            return False
        if path == _AT_ROOT or parents[:1] == [MARKER] or (len(parents) == 1 and name in (PROGRAM, MARKS)):
            return True
        if any(part.startswith(".") for part in (*parents, name)):
            return False
        return name.endswith(".md") or ATTACHMENTS in parents or (parents[:1] != [] and parents[0] in folders)

    return is_own


def can_be_synced(path: str) -> bool:
    """Whether other machines can have a file of that name: UTF-8, on one line, and not one that git reserves."""
    return is_text_name(path) and path.isprintable() and not is_reserved(path)


def is_reserved(path: str) -> bool:
    """Whether no git writes a file of that name, such as `.git/config`. A commit may have it nevertheless."""
    return any(part.casefold() in _RESERVED for part in path.split("/"))


def printable_name(path: str) -> str:
    """A name with escapes for what is not text, such as line breaks."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
