"""Places in other notes where a note is named in plain words: they can be made links to it.

The index says in which notes the words stand; whether they name it is looked up in the text.
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

if TYPE_CHECKING:
    from confnotes.model.note import Note
    from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class UnlinkedMention:
    """The characters `[start, end)` of a line, from 1, of the note at `path` name another note in plain words.

    `written` is the link that would stand there; `sentence` and `heading` as of a `Backlink`.
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
    """Where other notes name this one without a link, by path and place. Raises NotFoundError, ConfnotesError."""
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
    """What makes these places links, to be written by `rewrite.apply`.

    Raises ConflictError when one of the lines says something else by now, ConfnotesError.
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
    made = made_rows(lines)  # a day's page says again what its notes say
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
    """How a link names the note: by its stem, by its path where others are called so, too."""
    from confnotes.catalogue.searching.find import index_of

    names = LinkNames(known for known in index_of(vault).files() if known.endswith(".md"))
    stem = stem_of(path)
    return stem if names.resolve(stem) in ([path], []) else path.removesuffix(".md")


def _naming(vault: Vault, names: Sequence[str]) -> list[str]:
    """The notes in whose text one of the names may stand."""
    from confnotes.catalogue.searching.find import notes_that

    words = (" ".join(name.replace('"', " ").split()) for name in names)
    wanted = " OR ".join(f'"{name}"' for name in words if name)
    return sorted(notes_that(vault, f"kind:note ({wanted})")) if wanted else []
