"""Writing entries into the bibliography of a vault."""

from __future__ import annotations

from collections.abc import Iterable

from confnotes.catalogue.papers.paper_library import PATH, read_entries
from confnotes.exporters.data.bibtex import format_entry
from confnotes.model.paper import PaperEntry
from confnotes.vault.vault import Vault

_HEAD = (
    "% What is known of papers: from your bibliographies and from the network. confnotes keeps what you edit here.\n"
)


def keep_entries(vault: Vault, entries: Iterable[tuple[str, PaperEntry]]) -> bool:
    """Write entries down, each in place of the one with that citekey, where there is one; False when nothing changed.

    Raises ConfnotesError when the file cannot be written.
    """
    wanted = list(entries)
    return bool(wanted) and vault.change(PATH, lambda text: _with_entries(text, wanted), new="")


def _with_entries(text: str, entries: Iterable[tuple[str, PaperEntry]]) -> str:
    own = {entry.key: entry for entry in read_entries(text)}
    fresh = []
    for key, entry in entries:
        there = own.get(key)
        if there is not None and there.text and there.text in text:
            text = text.replace(there.text, format_entry(entry), 1)
        elif there is None:
            fresh.append(f"\n{format_entry(entry)}\n")
    text = text or _HEAD
    return "".join([text, "" if text.endswith("\n") else "\n", *fresh]) if fresh else text
