"""Which files of a folder are the vault's own, and go to other machines; others in it are left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from confnotes.vault.layout import FREE_NOTES, MARKER, MARKS, PAPERS, PEOPLE, PROGRAM
from confnotes.vault.scan import ATTACHMENTS, is_text_name
from confnotes.vault.unfinished import is_unfinished
from confnotes.vault.vault import Vault

_AT_ROOT = ".gitattributes"


def own_file_filter(vault: Vault) -> Callable[[str], bool]:
    """Whether a path in the vault is that of a note, an attachment, or a file of confnotes."""
    folders = {*vault.conferences(), FREE_NOTES, PAPERS, PEOPLE}

    def is_own(path: str) -> bool:
        *parents, name = path.split("/")
        if not is_text_name(path) or not path.isprintable() or is_unfinished(name):
            return False
        if path == _AT_ROOT or parents[:1] == [MARKER] or (len(parents) == 1 and name in (PROGRAM, MARKS)):
            return True
        if any(part.startswith(".") for part in (*parents, name)):
            return False
        return name.endswith(".md") or ATTACHMENTS in parents or (parents[:1] != [] and parents[0] in folders)

    return is_own


def describe_files(paths: Iterable[str]) -> str:
    """The files in a few words: `2 notes, program of NeurIPS 2019, marks`."""
    notes, programs, marks, others = list[str](), list[str](), 0, 0
    for path in paths:
        folder, _, name = path.rpartition("/")
        if name.endswith(".md"):
            notes.append(name.removesuffix(".md"))
        elif name == PROGRAM:
            programs.append(folder)
        elif name == MARKS:
            marks += 1
        elif not path.startswith((f"{MARKER}/imported/", _AT_ROOT)):
            others += 1
    told = [notes[0] if len(notes) == 1 else f"{len(notes)} notes"] if notes else []
    told += [f"program of {name}" for name in programs[:2]]
    told += ["marks"] if marks else []
    told += [f"{others} other {'file' if others == 1 else 'files'}"] if others else []
    return ", ".join(told) or "settings"
