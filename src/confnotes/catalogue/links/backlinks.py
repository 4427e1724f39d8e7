"""Backlinks of a note with their sentences: found through the index, read only in those notes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from confnotes.errors import ConfnotesError
from confnotes.markup import link_targets
from confnotes.markup.link_names import LinkNames, aliases, link_key
from confnotes.markup.plain import sentence_at

if TYPE_CHECKING:
    from confnotes.model.note import Note
    from confnotes.vault.vault import Vault

_FIELD = re.compile(r"([\w-]+)[ \t]*:")


@dataclass(frozen=True, slots=True)
class Backlink:
    """A line of another note with a link to this one; `path` and `title` are the other note's.

    `text` is the source line, `sentence` the rendered sentence with the link, and `heading` the nearest heading above.
    """

    path: str
    title: str
    line: int
    text: str
    sentence: str = ""
    heading: str | None = None


def backlinks(vault: Vault, path: str, most: int | None = None) -> list[Backlink]:
    """Every line in the vault with a link to the note at `path`, by path and line; at most `most`."""
    from confnotes.catalogue.searching.find import index_of
    from confnotes.search.graph import graph_of

    index = index_of(vault)
    names = LinkNames(known for known in index.files() if known.endswith(".md"))
    with suppress(ConfnotesError):
        names.add_aliases(vault.note(path))
    graph = graph_of(index)
    found: list[Backlink] = []
    for other in sorted(graph.paths(graph.links_to(graph.asked(f"/{path}")))):
        if most is not None and len(found) >= most:
            break
        if other != path:
            with suppress(ConfnotesError):
                found += _linking(vault, other, path, names)
    return found[:most]


def _linking(vault: Vault, other: str, path: str, names: LinkNames) -> Iterator[Backlink]:
    """The lines of a note with links to the one at `path`, each once."""
    note = vault.note(other)
    wanted = {link.line for link in note.links if _leads_to(names, link.target, other, path)}
    if not wanted:
        return
    text = vault.read(other).text
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    for target in link_targets.find(text):
        number = bisect_right(starts, target.start)
        if number in wanted and _leads_to(names, target.target, other, path):
            wanted.discard(number)
            begin = starts[number - 1]
            sentence = sentence_at(lines[number - 1], target.start - begin, target.end - begin)
            if number < note.body_line:
                sentence = _in_field(lines[:number], sentence)
            heading = heading_above(note, number)
            yield Backlink(other, note.title, number, lines[number - 1].strip(), sentence, heading)


def _leads_to(names: LinkNames, target: str, source: str, path: str) -> bool:
    """Whether a link means this note, and no other one with the same name."""
    return names.resolve(target, source)[:1] == [path]


def _in_field(lines: Sequence[str], said: str) -> str:
    """The last front matter line with the name of its field: “speakers: Ada Vento”."""
    field = next((found[1] for line in reversed(lines) if (found := _FIELD.match(line))), "")
    value = said.removeprefix(field).lstrip(" \t:").strip("\"'")
    return f"{field}: {value}" if field else value


def heading_above(note: Note, line: int) -> str | None:
    """The heading above a line of the note; None if there is only the note's title or no heading."""
    above = [heading for heading in note.headings if heading.line <= line]
    return above[-1].text if above and above[-1].text != note.title else None


def resolve(vault: Vault, target: str, source: str = "") -> list[str]:
    """The paths that a wikilink's target in the note `source` may mean; aliases count only if no stem matches."""
    names = LinkNames(vault.note_paths())
    found = names.resolve(target, source)
    if found or not target.strip():
        return found
    from confnotes.catalogue.searching.find import index_of
    from confnotes.search.graph import graph_of

    for path in graph_of(index_of(vault)).paths_meant(link_key(target, source)):
        with suppress(ConfnotesError):
            names.add_aliases(vault.note(path))
    return names.resolve(target, source)


def own_names(note: Note) -> Sequence[str]:
    """The note's names: title, file name and aliases, each once."""
    return list(dict.fromkeys([note.title, note.stem, *aliases(note.fields)]))
