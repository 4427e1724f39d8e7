"""Diagnostics: unresolved references in a note, each kind with a code, and fixes."""

from __future__ import annotations

from typing import Final

from lsprotocol.types import CodeAction, CodeActionKind, Diagnostic, DiagnosticSeverity, TextEdit, WorkspaceEdit

from confnotes.actions.links.resolve_name import as_text, link_to
from confnotes.catalogue.links.missing_files import missing_files
from confnotes.catalogue.links.unresolved import Unresolved, unresolved_in
from confnotes.lsp.notebook import Notebook
from confnotes.lsp.positions import Lines
from confnotes.markup.namings import NamingKind

SOURCE: Final = "confnotes"
MISSING_FILE: Final = "missing-file"
_MOST_FIXES = 3  # of one link
_CODES: Final = {
    NamingKind.LINK: ("unresolved-link", DiagnosticSeverity.Warning, "Note not found: “{}”"),
    NamingKind.PERSON: ("unknown-person", DiagnosticSeverity.Information, "Person not found: “{}”"),
    NamingKind.PAPER: ("unresolved-paper", DiagnosticSeverity.Information, "No paper chosen for “{}”"),
    NamingKind.SEVERAL: ("ambiguous-link", DiagnosticSeverity.Warning, "Several notes match “{}”"),
    NamingKind.HEADING: ("missing-heading", DiagnosticSeverity.Warning, "Heading not found: “{}”"),
    NamingKind.BLOCK: ("missing-line", DiagnosticSeverity.Warning, "Line not found: “{}”"),
}


def diagnose(notebook: Notebook, path: str) -> tuple[list[Diagnostic], list[Unresolved]]:
    """The diagnostics of the note and its unresolved references. Raises ConfnotesError."""
    lines = notebook.lines(path)
    unresolved = unresolved_in(notebook.vault, path, notebook.completer)
    missing = [
        Diagnostic(
            lines.range(one.row, one.start, one.end),
            f"File not found: {one.name}",
            DiagnosticSeverity.Warning,
            MISSING_FILE,
            source=SOURCE,
        )
        for one in missing_files(notebook.vault, path)
    ]
    return [*(_diagnostic(lines, one) for one in unresolved), *missing], unresolved


def _diagnostic(lines: Lines, one: Unresolved) -> Diagnostic:
    code, severity, message = _CODES[one.kind]
    place = lines.range(one.line - 1, one.start, one.end)
    return Diagnostic(place, message.format(one.name), severity, code, source=SOURCE)


def fixes(notebook: Notebook, path: str, unresolved: list[Unresolved], rows: range) -> list[CodeAction]:
    """Fixes for the unresolved names in these rows: candidates, and plain text."""
    lines = notebook.lines(path)
    return [
        _fix(notebook, path, lines, one, title, text)
        for one in unresolved
        if one.line - 1 in rows and lines.row(one.line - 1)[one.start : one.end] == one.text
        for title, text in _replacements(one)
    ]


def _replacements(one: Unresolved) -> list[tuple[str, str]]:
    linked = [(match.candidate.name, link_to(one, match.candidate)) for match in one.candidates[:_MOST_FIXES]]
    found = [(f"Link to “{name}”", text) for name, text in linked if text is not None]
    return [*found, ("Replace the link with plain text", as_text(one))]


def _fix(notebook: Notebook, path: str, lines: Lines, one: Unresolved, title: str, text: str) -> CodeAction:
    edit = TextEdit(lines.range(one.line - 1, one.start, one.end), text)
    return CodeAction(
        title,
        CodeActionKind.QuickFix,
        diagnostics=[_diagnostic(lines, one)],
        edit=WorkspaceEdit(changes={notebook.uri_of(path): [edit]}),
    )
