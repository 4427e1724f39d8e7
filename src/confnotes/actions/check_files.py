"""Checks of a vault's files: unreadable, interrupted or skipped ones."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from confnotes.catalogue.papers import paper_library
from confnotes.catalogue.templates.note_template import template_problems
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.damage_words import remedy, what
from confnotes.markup.merge_marks import first_mark
from confnotes.markup.safe import shell_word
from confnotes.merge.merge_lines import CONFLICT
from confnotes.merge.merge_yaml import DOUBT_COMMENT
from confnotes.model.damage import Damage, Fault
from confnotes.model.note import Note
from confnotes.vault.layout import original_of
from confnotes.vault.own_files import damages_in, lost_content, own_paths
from confnotes.vault.scan import MAX_DEPTH, is_text_name
from confnotes.vault.unfinished import is_unfinished
from confnotes.vault.vault import Vault

_INDEX_FILES = re.compile(r"(?:_\w+_\d+\.toc|\w+_\w{16}\.(?:seg|fdz|pst|trm|vps)|\w+_WRITELOCK)\Z")


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem, where it is, and how to fix it."""

    message: str
    path: str | None = None
    line: int | None = None
    remedy: str = ""


def read_all(vault: Vault) -> tuple[list[Note], list[Problem]]:
    """All readable notes, and the problems of notes that cannot be read or changed."""
    notes, problems = [], []
    for path in vault.note_paths():
        try:
            file = vault.read(path)
            notes.append(vault.note(path))
        except ConfnotesError as error:
            problems.append(Problem(error.message, path, None, error.hint))
            continue
        if file.read_only:
            remedy = f"Convert it to UTF-8, for example: iconv -f latin1 -t utf-8 {shell_word(path)}"
            problems.append(Problem(f"read-only note: {file.read_only}", path, None, remedy))
    return notes, problems


def check_own_files(vault: Vault) -> Iterator[Problem]:
    """Files of confnotes itself that are damaged."""
    for path in own_paths(vault.root, vault.conferences()):
        try:
            file = vault.read(path)
            damages = damages_in(file)
        except NotFoundError:
            continue
        except ConfnotesError as error:
            yield Problem(error.reason, path, None, error.hint)
            continue
        for damage in damages:
            yield Problem(what(damage), path, damage.line or None, remedy(path, damage))
        yield from _both_versions(path, file.text, 1)


def check_bibliography(vault: Vault) -> Iterator[Problem]:
    """A bibliography that is damaged or read-only, or has an unresolved git merge conflict."""
    path = paper_library.PATH
    try:
        file = vault.read(path)
    except NotFoundError:
        return
    except ConfnotesError as error:
        yield Problem(error.reason, path, None, error.hint)
        return
    for damage in lost_content(file):
        yield Problem(what(damage), path, None, remedy(path, damage))
    if file.read_only:
        yield Problem(f"cannot be changed: {file.read_only}", path, None, "Convert it to UTF-8.")
    yield from _unfinished(path, file.text, 1)


def _unfinished(path: str, text: str, first: int) -> Iterator[Problem]:
    """The first line, counted from `first`, with a git merge conflict marker."""
    line = first_mark(text.split("\n"))
    if line is not None:
        damage = Damage(Fault.MERGE)
        yield Problem(what(damage), path, line + first - 1, remedy(path, damage))


def _both_versions(path: str, text: str, first: int) -> Iterator[Problem]:
    """Callouts and comments with what two machines changed differently; lines are counted from `first`."""
    if CONFLICT not in text and DOUBT_COMMENT not in text:
        return
    for number, line in enumerate(text.split("\n"), first):
        if line.lstrip("> ").startswith(CONFLICT) and line.startswith(">"):
            yield Problem(
                "two versions of a line", path, number, "Keep one on the Conflicts screen (g x), or in the note."
            )
        elif line.lstrip().startswith(DOUBT_COMMENT):
            remedy = "Delete the comment, or use its value instead of the one below."
            yield Problem("two machines set different values", path, number, remedy)


def _leftovers(vault: Vault, prefix: str, shown: str) -> Iterator[Problem]:
    """Temporary files of interrupted saves; earlier versions of confnotes wrote them next to the notes."""
    for copy in vault.settle(*prefix.split("/")[:-1]):
        remedy = "Copy what you need into the note, then delete this file."
        yield Problem("text from an interrupted save, found in no other file", copy, None, remedy)
    if (vault.root / shown).exists():
        yield Problem("file from a save that may still be running", shown, None, "Run `confnotes doctor` again.")


def check_templates(vault: Vault) -> Iterator[Problem]:
    """Templates of notes that cannot be used as they are."""
    for problem in template_problems(vault):
        yield Problem(
            problem.message,
            problem.path,
            problem.line,
            "Fix the template. See “Write your own templates” in the documentation.",
        )


def check_folders(vault: Vault) -> Iterator[Problem]:
    """Files and folders that the scan skips although the user may expect them; walks as deep as the scan."""
    stack = [(vault.root, "", 0)]
    while stack:
        folder, prefix, depth = stack.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield Problem(
                f"cannot read this folder: {error.strerror}", prefix or None, None, "Run chmod u+rx on the folder."
            )
            continue
        if not (os.access(folder, os.W_OK) and stat.S_IMODE(folder.stat().st_mode) & 0o222):
            yield Problem("read-only folder", prefix.rstrip("/") or None, None, "Run chmod u+w on the folder.")
        for entry in entries:
            shown = prefix + entry.name.encode("utf-8", "replace").decode()
            if is_unfinished(entry.name):
                yield from _leftovers(vault, prefix, shown)
            elif _INDEX_FILES.match(entry.name):
                yield Problem(
                    "search index inside the vault, which confnotes does not use",
                    shown,
                    None,
                    f"Delete it: rm {shell_word(shown)}",
                )
            elif not entry.name.startswith(".") and entry.name != "attachments":
                yield from _strange(entry, shown, depth)
                if is_text_name(entry.name) and entry.is_dir(follow_symlinks=False) and depth < MAX_DEPTH:
                    stack.append((Path(entry.path), f"{shown}/", depth + 1))


def _strange(entry: os.DirEntry[str], shown: str, depth: int) -> Iterator[Problem]:
    """Why the scan skips a file or folder."""
    if not is_text_name(entry.name):
        yield Problem("skipped, because its name is not UTF-8", shown, None, "Rename it.")
    elif entry.is_symlink():
        yield Problem("skipped, because it is a symbolic link", shown, None, "Put the file or folder itself here.")
    elif entry.is_dir(follow_symlinks=False):
        if depth >= MAX_DEPTH:
            yield Problem("skipped, because the folder is nested too deeply", shown, None, "Move it up.")
    elif entry.name.endswith(".md") and not entry.is_file(follow_symlinks=False):
        yield Problem("not a regular file", shown, None, "Move it out of the vault.")


def check_front_matter(notes: list[Note]) -> Iterator[Problem]:
    """Front matter that cannot be parsed."""
    for note in notes:
        if note.broken:
            remedy = "Correct the lines between the --- in a text editor. Until then the note is shown as plain text."
            yield Problem(f"broken front matter: {note.broken.reason}", str(note.path), note.broken.line, remedy)


def check_conflicts(notes: list[Note]) -> Iterator[Problem]:
    """Conflict copies from sync programs, and notes with unresolved git merge conflicts."""
    for note in notes:
        path = str(note.path)
        if (original := original_of(path)) is not None:
            remedy = f"Run `confnotes doctor --fix` to merge it into {original}."
            yield Problem("conflict copy", path, None, remedy)
        yield from _unfinished(path, note.body, note.body_line)
        yield from _both_versions(path, note.body, note.body_line)
