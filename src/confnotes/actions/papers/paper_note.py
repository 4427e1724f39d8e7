"""The note about a paper, `Papers/<title>.md`: begun with what is known of it, and written when somebody types."""

from __future__ import annotations

from confnotes.actions.notes.take_note import OpenNote, open_note
from confnotes.actions.papers.mark_paper import FIELD
from confnotes.errors import NotFoundError
from confnotes.markup.frontmatter import render
from confnotes.markup.names import file_stem
from confnotes.model.paper import Paper
from confnotes.vault.layout import PAPERS, shortened
from confnotes.vault.vault import Vault


def paper_note(vault: Vault, paper: Paper) -> OpenNote:
    """The note about the paper, or one that is not on disk until it is saved; raises ConfnotesError."""
    path = paper.note or vault.unique_path(PAPERS, file_stem(shortened(paper.title)))
    try:
        return open_note(vault, path)
    except NotFoundError:
        text = render({name: value for name, value in _fields(paper).items() if value}) + "\n"
        return OpenNote(path, text, cursor=len(text))


def _fields(paper: Paper) -> dict[str, object]:
    addresses = {one.kind: one for one in reversed(paper.ids)}
    doi = addresses.pop("doi", None)
    best = next((one.address for one in paper.ids if one.kind != "doi"), None)
    return {
        "title": paper.title,
        "type": "paper",
        "authors": [f"[[{name}]]" for name in paper.authors],
        "year": paper.year,
        "venue": paper.venue,
        "paper": best,
        "doi": doi.value if doi else None,
        "citekey": paper.citekey if paper.is_titled else None,
        FIELD: paper.status.value if paper.status and paper.status_is_said else None,
    }
