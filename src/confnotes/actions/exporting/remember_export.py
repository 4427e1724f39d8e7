"""Remember an exported Markdown draft and the notes that it was made from, so that its edits can be applied to them."""

from __future__ import annotations

from contextlib import suppress

from confnotes.errors import ConfnotesError
from confnotes.exporters.render_options import Output
from confnotes.model.summary import Audience, SummaryOrder
from confnotes.vault.exported_drafts import ExportedDraft, remember_draft
from confnotes.vault.vault import Vault

_OVERVIEW = "overview"


def remember_export(vault: Vault, order: SummaryOrder, output: Output) -> None:
    """Remember each page of an exported draft; other forms, and notes of other people, are not remembered."""
    notes: dict[str, str] = {}
    if not output.parts:
        return
    for path in (*output.conferences, *(path for paths in output.notes.values() for path in paths)):
        with suppress(ConfnotesError):
            if not path.startswith("/") and path not in notes:
                notes[path] = vault.read(path).text
    items = {name: paths for name, paths in output.notes.items() if paths}
    for page, parts in output.parts.items():
        names = {part.name for part in parts}
        own = {name: paths for name, paths in items.items() if name in names}
        if not page:
            own |= {_OVERVIEW: output.conferences} if _OVERVIEW in names else {}
        told = own.values() if page else [tuple(notes)]
        remember_draft(
            vault.root,
            ExportedDraft(
                tuple((part.name, part.text) for part in parts),
                own,
                {path: notes[path] for paths in told for path in paths if path in notes},
                order.audience is Audience.ME,
                output.conferences,
            ),
        )
