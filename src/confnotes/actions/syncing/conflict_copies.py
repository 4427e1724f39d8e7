"""Merge the conflict copies that file syncs leave: every line of both versions is in the note once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import PurePosixPath
from typing import NamedTuple

from confnotes.actions.notes.note_versions import every_version
from confnotes.actions.syncing.merge_commits import merge_versions
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.stamps import find
from confnotes.merge.merge_lines import Names
from confnotes.vault.layout import MARKER, numbered_original_of, original_of
from confnotes.vault.program_save import PlannedFile
from confnotes.vault.scan import other_files
from confnotes.vault.transaction import Transaction
from confnotes.vault.vault import Vault
from confnotes.vault.version import version_of

_LEAST_SAME = 20  # characters of new lines: two people write the same “- yes” without having seen it


class ConflictCopy(NamedTuple):
    """A conflict copy and the file that it is a version of, which may be gone."""

    path: str
    original: str


def find_copies(vault: Vault) -> list[ConflictCopy]:
    """The conflict copies of notes and other files of the vault, by their names."""
    return list(_copies(vault))


def _copies(vault: Vault) -> Iterator[ConflictCopy]:
    notes = vault.note_paths()
    known = set(notes)
    with suppress(OSError):
        notes += [f"{MARKER}/{file.name}" for file in (vault.root / MARKER).iterdir() if file.is_file()]
    for path in (*notes, *other_files(vault.root)):
        original = original_of(path)
        if original is None and (numbered := numbered_original_of(path)) in known and path in known:
            talks = [vault.note(one).fields.get("talk") for one in (path, numbered or "")]
            original = numbered if talks[0] and talks[0] == talks[1] else None
        if original is not None:
            yield ConflictCopy(path, original)


def merge_copies(vault: Vault) -> list[ConflictCopy]:
    """Merge each copy into its file and remove it; returns those that were merged, not those that cannot be.

    Both versions of a note stay in its history.
    """
    done = []
    for copy in find_copies(vault):
        with suppress(ConfnotesError):
            if _merge(vault, copy):
                done.append(copy)
    return done


def _base(vault: Vault, path: str, theirs: str) -> bytes:
    """The last version of a note that the writer of the other one has certainly seen, b"" for none: all lines that were
    new in it are there, or have their timestamps there.

    A version that is too old only keeps more; one that is too new would take lines that they never had for deleted.
    """
    there = {*theirs.split("\n"), *_stamps(theirs.split("\n"))}
    base, before = b"", set[str]()
    for version, _ in every_version(vault, path) if path.endswith(".md") else ():
        with suppress(ConfnotesError, UnicodeDecodeError):
            lines = {line for line in version.data.decode().split("\n") if line.strip()}
            new, before = lines - before, lines
            same = new & there
            if sum(map(len, same)) >= _LEAST_SAME and len(_stamps(new - same)) == len(new - same):
                base = version.data if {*_stamps(new - same)} <= there else base
    return base


def _stamps(lines: Iterable[str]) -> list[str]:
    return [f"^{stamp}" for line in lines if (stamp := find(line)) is not None]


def _merge(vault: Vault, copy: ConflictCopy) -> bool:
    theirs = vault.read_bytes(copy.path)
    with Transaction(vault, "merge") as transaction:
        try:
            ours = vault.read_bytes(copy.original)
        except NotFoundError:
            transaction.put(copy.original, theirs)
        else:
            if ours != theirs:
                names = Names("here", PurePosixPath(copy.path).stem)
                merged = merge_versions(
                    copy.original, _base(vault, copy.original, theirs.decode("utf-8", "replace")), ours, theirs, names
                )
                if merged is None:
                    return False
                transaction.save(PlannedFile(copy.original, merged.text, version_of(ours)))
        transaction.remove(copy.path, version_of(theirs))
    return True
