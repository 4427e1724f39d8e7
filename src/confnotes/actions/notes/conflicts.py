"""What two machines wrote in one place of a note: list these callouts, and keep one version or both."""

from __future__ import annotations

from dataclasses import dataclass

from confnotes.errors import ConflictError, ConfnotesError
from confnotes.merge.conflict_callouts import ConflictCallout, KeptVersion, find_callouts
from confnotes.merge.merge_lines import CONFLICT
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class NoteConflict:
    """A callout with two versions in the note at `path`."""

    path: str
    title: str
    callout: ConflictCallout

    @property
    def line(self) -> int:
        """The first line of the callout in the file, from 1."""
        return self.callout.first + 1


def find_conflicts(vault: Vault) -> list[NoteConflict]:
    """All callouts with two versions, by note and line; notes that cannot be read have none."""
    found = []
    for path in vault.note_paths():
        try:
            text = vault.read(path).text
            if CONFLICT in text:
                title = vault.note(path).title
                found += [NoteConflict(path, title, one) for one in find_callouts(text.split("\n"))]
        except ConfnotesError:
            continue
    return found


def solve(vault: Vault, conflict: NoteConflict, choice: KeptVersion) -> tuple[str, str]:
    """Write what the user chose in place of a callout; returns the old and the new text of the note.

    Raises ConflictError if the callout has changed, and ConfnotesError.
    """
    texts: list[str] = []

    def solved(text: str) -> str:
        lines, callout = text.split("\n"), conflict.callout
        if callout not in find_callouts(lines):
            raise ConflictError(f"the callout in {conflict.path} has changed", "Nothing was written. Review it.")
        lines[callout.first : callout.end] = callout.kept(choice)
        texts[:] = text, "\n".join(lines)
        return texts[1]

    vault.change(conflict.path, solved)
    return texts[0], texts[1]
