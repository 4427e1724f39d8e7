"""Where the links of all notes lead, and which notes no link connects."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from confnotes.catalogue.searching.outlines import outlines
from confnotes.markup.link_names import LinkNames, link_key

if TYPE_CHECKING:
    from confnotes.model.note import Outline
    from confnotes.vault.vault import Vault

RESOLVED, AMBIGUOUS, UNWRITTEN, BROKEN = "resolved", "ambiguous", "unwritten", "broken"
"""The states of a link: it means one note, several, none yet (what front matter names, a person or talk that programs
know, a conference, a file that is no note), or nothing at all."""


def link_rows(vault: Vault) -> Iterator[tuple[Outline, int, dict[str, object]]]:
    """Every link with the note and the line (from 1) in which it stands, and where it leads."""
    from confnotes.catalogue.searching.find import index_of
    from confnotes.search.graph import graph_of
    from confnotes.search.survey import leads_nowhere

    notes = list(outlines(vault))
    names = LinkNames.of(notes)
    graph = graph_of(index_of(vault))
    for note in notes:
        path = str(note.path)
        for link in note.links:
            meant = names.resolve(link.target, path)
            lost = (
                not meant
                and link.target
                and link.line >= note.body_line
                and leads_nowhere(graph, link_key(link.target, path))
            )
            state = AMBIGUOUS if len(meant) > 1 else RESOLVED if meant or not link.target else UNWRITTEN
            row: dict[str, object] = {
                "target": link.target,
                "alias": link.alias,
                "heading": link.heading or (f"^{link.block}" if link.block else None),
                "to": meant[0] if meant else None if link.target else path,
                "state": BROKEN if lost else state,
            }
            yield note, link.line, row


def orphans(vault: Vault) -> Collection[str]:
    """The paths of the notes that neither link to another note nor are linked to."""
    from confnotes.catalogue.searching.find import index_of
    from confnotes.search.graph import graph_of
    from confnotes.search.survey import survey

    graph = graph_of(index_of(vault))
    return graph.paths(survey(graph).orphans)
