"""The message of a commit of the vault: what changed in a few words, the files, and the machine."""

from __future__ import annotations

import platform
from collections.abc import Sequence

from confnotes.git.repository import MACHINE
from confnotes.vault.layout import MARKER, MARKS, PROGRAM


def machine() -> str:
    """The name of this machine, for messages and callouts."""
    return platform.node().partition(".")[0] or "this machine"


def message_of_files(paths: Sequence[str]) -> str:
    """The message of a commit of these files of the vault."""
    files = "\n".join(paths)
    return _message(_describe(paths), f"{files}\n\n")


def message_of_merge(name: str) -> str:
    """The message of a merge of what that machine wrote."""
    return _message(f"Merge {name}", "")


def _message(subject: str, body: str) -> str:
    return f"{subject}\n\n{body}{MACHINE}: {machine()}\n"


def _describe(paths: Sequence[str]) -> str:
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
        elif not path.startswith((f"{MARKER}/imported/", ".gitattributes")):
            others += 1
    told = [notes[0] if len(notes) == 1 else f"{len(notes)} notes"] if notes else []
    told += [f"program of {name}" for name in programs[:2]]
    told += ["marks"] if marks else []
    told += [f"{others} other {'file' if others == 1 else 'files'}"] if others else []
    return ", ".join(told) or "settings"
