"""Write entries to the vault's bibliography."""

from __future__ import annotations

from collections.abc import Iterable

from confnotes.catalogue.papers.paper_library import PATH, read_entries
from confnotes.exporters.data.bibtex import format_entry
from confnotes.model.paper import PaperEntry
from confnotes.vault.vault import Vault

_HEAD = "% Details of papers, from your bibliographies and from the web. confnotes keeps your edits.\n"


def keep_entries(vault: Vault, entries: Iterable[tuple[str, PaperEntry]]) -> bool:
    """Write entries, each replacing the one with its citation key, if any; returns False if nothing changed.

    Raises ConfnotesError if the file cannot be written.
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
