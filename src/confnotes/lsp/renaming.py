"""Rename a note, heading, person or tag in all files that refer to it: planned as in the app, and returned to the
editor as one edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from difflib import SequenceMatcher

from lsprotocol.types import (
    ClientCapabilities,
    CreateFile,
    OptionalVersionedTextDocumentIdentifier,
    Position,
    PrepareRenamePlaceholder,
    RenameFile,
    ResourceOperationKind,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)

from confnotes.actions.links.rename import plan_heading, plan_note
from confnotes.actions.links.rename_person import plan_person
from confnotes.actions.links.rewrite import Renaming, Rewriting
from confnotes.actions.notes.tags import plan_retag
from confnotes.catalogue.links.backlinks import resolve
from confnotes.errors import ConfnotesError, NotFoundError, UsageError
from confnotes.lsp.notebook import Notebook
from confnotes.lsp.pointing import Pointed, PointedKind, pointed_at
from confnotes.lsp.positions import Lines
from confnotes.markup.edits import Edit
from confnotes.markup.link_names import stem_of
from confnotes.vault.layout import PEOPLE

_RENAMED = {PointedKind.LINK, PointedKind.PERSON, PointedKind.TAG, PointedKind.HEADING, PointedKind.TITLE}


def prepare_rename(notebook: Notebook, path: str, position: Position) -> PrepareRenamePlaceholder | None:
    """What would be renamed at that place of the note, and its current name; None if nothing can be renamed."""
    lines = notebook.lines(path)
    pointed = _renamed_at(notebook, path, lines, position)
    if pointed is None:
        return None
    name = pointed.name
    if pointed.kind is PointedKind.LINK:
        found = resolve(notebook.vault, name, path)
        if not found:
            return None
        name = stem_of(found[0])
    return PrepareRenamePlaceholder(lines.range(pointed.row, pointed.start, pointed.end), name)


def rename(
    notebook: Notebook, path: str, position: Position, name: str, client: ClientCapabilities
) -> WorkspaceEdit | None:
    """The edit that renames the item there and all references; raises ConfnotesError if it cannot be renamed.

    It is for these versions of open notes: an editor refuses it if the user has typed on.
    """
    versions = dict(notebook.versions)
    pointed = _renamed_at(notebook, path, notebook.lines(path), position)
    return _edit(notebook, _planned(notebook, path, pointed, name.strip()), client, versions) if pointed else None


def _renamed_at(notebook: Notebook, path: str, lines: Lines, position: Position) -> Pointed | None:
    pointed = pointed_at(notebook.vault.note(path), lines, position.line, lines.column(position))
    return pointed if pointed is not None and pointed.kind in _RENAMED else None


def _planned(notebook: Notebook, path: str, pointed: Pointed, name: str) -> Renaming:
    vault = notebook.vault
    match pointed.kind:
        case PointedKind.TAG:
            return plan_retag(vault, pointed.name, name.removeprefix("#")).renaming
        case PointedKind.PERSON:
            return plan_person(vault, pointed.name, name.removeprefix("@"))
        case PointedKind.HEADING:
            return plan_heading(vault, path, pointed.row + 1, name)
        case PointedKind.LINK if pointed.name:
            found = resolve(vault, pointed.name, path)
            if not found:
                raise NotFoundError(f"No note is called “{pointed.name}”", "Create it first.")
            path = found[0]
    if path.startswith(f"{PEOPLE}/"):
        return plan_person(vault, stem_of(path), name)
    return plan_note(vault, path, name)


def _edit(
    notebook: Notebook, plan: Renaming, client: ClientCapabilities, versions: Mapping[str, int | None]
) -> WorkspaceEdit:
    able = client.workspace.workspace_edit if client.workspace else None
    operations = set((able.resource_operations if able else None) or ())
    if not (operations or (able and able.document_changes)):  # Neovim only announces file operations
        if plan.new != plan.old:
            raise UsageError("This editor cannot rename files", "Use `confnotes rename` in a shell.")
        return WorkspaceEdit(changes={notebook.uri_of(file.path): _text_edits(notebook, file) for file in plan.files})
    changes: list[TextDocumentEdit | CreateFile | RenameFile] = []
    for file in plan.files:
        uri = notebook.uri_of(file.path)
        if not _exists(notebook, file.path):
            _must_be_able(ResourceOperationKind.Create, operations)
            changes.append(CreateFile(uri))
        document = OptionalVersionedTextDocumentIdentifier(uri, versions.get(file.path))
        changes.append(TextDocumentEdit(document, _text_edits(notebook, file)))
    if plan.new != plan.old:
        _must_be_able(ResourceOperationKind.Rename, operations)
        changes.append(RenameFile(notebook.uri_of(plan.old), notebook.uri_of(plan.new)))
    return WorkspaceEdit(document_changes=changes)


def _must_be_able(operation: ResourceOperationKind, operations: Iterable[str]) -> None:
    if operation not in operations:
        raise UsageError(f"This editor cannot {operation.value} files", "Use `confnotes rename` in a shell.")


def _exists(notebook: Notebook, path: str) -> bool:
    with suppress(ConfnotesError):
        notebook.vault.read(path)
        return True
    return False


def _text_edits(notebook: Notebook, file: Rewriting) -> list[TextEdit]:
    if not _exists(notebook, file.path):
        return [TextEdit(Lines("", "utf-32").whole(0), file.after)]
    lines = notebook.lines(file.path)
    return [lines.edit(edit) for edit in _changes(file.before, file.after)]


def _changes(before: str, after: str) -> Iterator[Edit]:
    """The changed lines, each with its changed characters."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    at = 0
    offsets = [0, *(at := at + len(line) for line in old)]
    for what, first, last, new_first, new_last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            yield Edit(offsets[first], offsets[last], "".join(new[new_first:new_last]))
