"""Find plain-text mentions of a note in other notes and turn them into links.

The index finds candidate notes; their text is then checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from confnotes.actions.links.rewrite import Renaming, Rewriting
from confnotes.catalogue.links.backlinks import heading_above, own_names
from confnotes.errors import ConflictError, ConfnotesError
from confnotes.markup import plain_names, wikilinks
from confnotes.markup.edits import Edit, apply_edits, line_start
from confnotes.markup.generated_regions import made_rows
from confnotes.markup.link_names import LinkNames, stem_of
from confnotes.markup.plain import sentence_at
from confnotes.model.note import Note

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class UnlinkedMention:
    """A mention of another note in plain text: characters `[start, end)` of a line (from 1) of the note at `path`.

    `written` is the link to insert; `sentence` and `heading` are as in `Backlink`.
    """

    path: str
    title: str
    line: int
    start: int
    end: int
    text: str
    written: str
    sentence: str
    heading: str | None = None


def find_unlinked_mentions(vault: Vault, path: str) -> list[UnlinkedMention]:
    """Mentions of this note without a link, by path and position. Raises NotFoundError, ConfnotesError."""
    note = vault.note(path)
    names = own_names(note)
    target = _target(vault, path)
    found: list[UnlinkedMention] = []
    for other in _naming(vault, names):
        if other != path:
            with suppress(ConfnotesError):
                found += _in_note(vault.note(other), names, target)
    return found


def link(vault: Vault, mentions: Sequence[UnlinkedMention]) -> Renaming:
    """A rename that turns these mentions into links, for `rewrite.apply`.

    Raises ConflictError if a line has changed, ConfnotesError.
    """
    files: list[Rewriting] = []
    for path in dict.fromkeys(one.path for one in mentions):
        file = Rewriting.of(vault.read(path))
        edits = [_edit(file.before, one) for one in mentions if one.path == path]
        files.append(replace(file, after=apply_edits(file.before, edits)))
    return Renaming("", "", tuple(files), why="link")


def _edit(text: str, mention: UnlinkedMention) -> Edit:
    at = line_start(text, mention.line)
    start, end = at + mention.start, at + mention.end
    if text[start:end] != mention.text:
        message = f"line {mention.line} of {mention.path} changed meanwhile"
        raise ConflictError(message, "Nothing was written. Run it again.")
    return Edit(start, end, mention.written)


def _in_note(note: Note, names: Sequence[str], target: str) -> Iterable[UnlinkedMention]:
    lines = note.body.split("\n")
    made = made_rows(lines)  # a day page repeats text of its notes
    for place in plain_names.find(note.body, names):
        if place.row in made:
            continue
        line, number = lines[place.row], note.body_line + place.row
        text = line[place.start : place.end]
        written = wikilinks.format_wikilink(target, text)
        if written is not None:
            written = written.replace("|", "\\|") if line.lstrip().startswith("|") else written
            sentence = sentence_at(line, place.start, place.end)
            heading = heading_above(note, number)
            path = str(note.path)
            yield UnlinkedMention(path, note.title, number, place.start, place.end, text, written, sentence, heading)


def _target(vault: Vault, path: str) -> str:
    """The link target for the note: its stem, or its path if other notes have the same stem."""
    from confnotes.catalogue.searching.find import index_of

    names = LinkNames(known for known in index_of(vault).files() if known.endswith(".md"))
    stem = stem_of(path)
    return stem if names.resolve(stem) in ([path], []) else path.removesuffix(".md")


def _naming(vault: Vault, names: Sequence[str]) -> list[str]:
    """Notes whose text may contain one of the names."""
    from confnotes.catalogue.searching.find import notes_that

    words = (" ".join(name.replace('"', " ").split()) for name in names)
    wanted = " OR ".join(f'"{name}"' for name in words if name)
    return sorted(notes_that(vault, f"kind:note ({wanted})")) if wanted else []
