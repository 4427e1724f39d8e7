"""Embedded notes and parts of notes in a summary: `![[Note]]`, `![[Note#Heading]]`, `![[Note#^block]]`.

Each becomes a quotation with its name, filtered for the audience. Its questions, takeaways and tasks are not counted
for the embedding note. Recursive embeds appear once, and the total size is limited.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote

from confnotes.markup import embeds, footnotes, wikilinks
from confnotes.markup.code import blank_code
from confnotes.markup.concealed_links import UNTOLD
from confnotes.markup.footnotes import without_orphans
from confnotes.markup.link_names import name_of
from confnotes.markup.markdown_text import escape_text
from confnotes.markup.names import fold
from confnotes.markup.nested_lines import lead
from confnotes.model.note import Note
from confnotes.model.summary import Audience, SummaryNote
from confnotes.report.notes_meant import NotesMeant
from confnotes.report.readable_text import readable_text
from confnotes.vault.vault import Vault

MOST_LETTERS: Final = 200_000
"""Maximum number of characters of embedded notes in one summary."""
DEEPEST: Final = 4
"""Maximum nesting depth of embedded notes."""

_OPENS, _CLOSES = "\ue00a", "\ue00b"
_PLACE = re.compile(f"{_OPENS}(\\d+){_CLOSES}")
_FILE = re.compile(r"\.(?!md\Z)[A-Za-z0-9]{1,6}\Z")
_DRAWING = re.compile(r"\.excalidraw(?:\.md)?\Z", re.IGNORECASE)

Way = tuple[tuple[str, str], ...]
"""The notes on the way, each with its embedded part."""


@dataclass(frozen=True, slots=True)
class _Embed:
    """An embed in the note at `source`; `way` is the path of embeds to it."""

    link: wikilinks.FoundLink
    source: str
    way: Way


class Embeds:
    """Inserts embedded notes.

    `address_of` maps a link to its target or None; `readable` returns a note's text, without a heading that repeats one
    of the folded titles. `missing` collects names of embeds that were not found.
    """

    def __init__(
        self,
        notes: NotesMeant,
        audience: Audience,
        address_of: Callable[[str], str | None],
        readable: Callable[[Note, set[str]], str],
    ) -> None:
        self._notes = notes
        self._audience = audience
        self._address_of = address_of
        self._readable = readable
        self._found: list[_Embed] = []
        self._room = MOST_LETTERS
        self._told = 0
        self.missing: list[str] = []

    @classmethod
    def in_summary(cls, notes: NotesMeant, audience: Audience, item_of: Callable[[str], str | None]) -> Embeds:
        """For a summary; `item_of` maps link names to its items."""
        return cls(
            notes,
            audience,
            lambda target: f"#{item}" if (item := item_of(target)) else None,
            lambda note, titles: readable_text(note, titles, item_of),
        )

    def marked(self, note: Note, way: Way = ()) -> Note:
        """The note with markers for its embeds, which `told` and `expanded` replace."""
        if "![[" not in note.body:
            return note
        text = note.body.replace(_OPENS, "").replace(_CLOSES, "")
        parts: list[str] = []
        at = 0
        for match in wikilinks.WIKILINK.finditer(blank_code(text)):
            link = wikilinks.read(match)
            if link is not None and link.embed and not self._is_file(link):
                parts += [text[at : link.start], f"{_OPENS}{len(self._found)}{_CLOSES}"]
                self._found.append(_Embed(link, str(note.path), way or ((str(note.path), ""),)))
                at = match.end()
        return replace(note, body="".join([*parts, text[at:]]))

    def told(self, note: SummaryNote) -> SummaryNote:
        """The parts of a note with embeds inserted; those of takeaways, questions and claims follow them."""
        if not self._found:
            return note
        text, view = self.expanded(note.text), self.expanded(note.view)
        in_text = set(_PLACE.findall(note.text + note.view))
        apart = [note.claim, *(one.text for one in note.takeaways)]
        apart += [words for one in note.questions for words in (one.text, one.answer or "")]
        behind = [number for number in _PLACE.findall("\n".join(apart)) if number not in in_text]
        quoted = ["\n".join(lines) for number in behind if (lines := self._quoted(self._found[int(number)])[1])]
        return replace(
            note,
            text="\n\n".join(filter(None, [text, *quoted])),
            view=view,
            claim=self._in_words(note.claim),
            takeaways=tuple(replace(one, text=self._in_words(one.text)) for one in note.takeaways),
            questions=tuple(
                replace(one, text=self._in_words(one.text), answer=one.answer and self._in_words(one.answer))
                for one in note.questions
            ),
        )

    def expanded(self, text: str) -> str:
        """The text with each marker replaced by a quotation; after the line if the line has other text, or is in a
        table.
        """
        if _OPENS not in text:
            return text
        made: list[str] = []
        behind_table: list[str] = []
        is_apart = False
        for line in text.split("\n"):
            is_row = line.lstrip().startswith("|")
            if behind_table and not is_row:
                made += behind_table
                behind_table, is_apart = [], True
            if _OPENS not in line:
                made += [line] if line.strip() or not is_apart else []
                is_apart = False
                continue
            shown, quoted = self._line(line)
            made += shown
            if is_row:
                behind_table += ["", *quoted] if quoted else []
            else:
                made += quoted
                is_apart = bool(quoted)
        return "\n".join([*made, *behind_table])

    def _line(self, line: str) -> tuple[list[str], list[str]]:
        """A line with its markers replaced, and the quotations that follow it, each with a blank line."""
        own = lead(line)
        margin = own.quote + " " * (own.inside if own.marker else own.indent)
        told = {number: self._quoted(self._found[int(number)]) for number in _PLACE.findall(line)}
        quoted = [f"{margin}{one}".rstrip() for _, lines in told.values() if lines for one in (*lines, "")]
        if quoted and _PLACE.fullmatch(line[own.start :].strip()):
            return [line[: own.start] + quoted[0][len(margin) :]], quoted[1:]
        shown = [_PLACE.sub(lambda match: told[match[1]][0], line)]
        return ([*shown, margin.rstrip()] if quoted and not line.lstrip().startswith("|") else shown), quoted

    def _in_words(self, text: str) -> str:
        return _PLACE.sub(lambda match: self._words(self._found[int(match[1])].link), text) if text else text

    def _quoted(self, embed: _Embed) -> tuple[str, list[str]]:
        """The replacement in the line, and the lines of the quotation, empty if nothing can be embedded."""
        link = embed.link
        words = self._words(link)
        found = self._notes.meant(link.target, embed.source)
        if isinstance(found, str):
            return self._missing_text(link, words, found), []
        if found is None:
            return (escape_text(link.alias) if link.alias else UNTOLD), []
        step = (str(found.path), link.heading or link.block or "")
        if step in embed.way or (step[0], "") in embed.way[1:] or len(embed.way) > DEEPEST:
            return words, []
        part = self._part(found, link)
        if part is None:
            return self._missing_text(link, words, f"no {'heading' if link.heading else 'block'} “{step[1]}”"), []
        self._room -= len(part)
        if self._room < 0:
            return self._missing_text(link, words, "too many embedded notes"), []
        marked = self.marked(replace(found, body=part), (*embed.way, step))
        text = self.expanded(without_orphans(self._readable(marked, {fold(found.title)})))
        self._told += 1
        text = _with_own_footnotes(text, f"{self._told}-")
        return words, [f"> {line}".rstrip() for line in [f"**{words}**", *(["", *text.split("\n")] if text else [])]]

    def _missing_text(self, link: wikilinks.FoundLink, words: str, why: str) -> str:
        """The replacement for a missing embed; only the author sees the reason."""
        place = f"#{link.heading}" if link.heading else f"#^{link.block}" if link.block else ""
        self.missing.append(f"{link.target}{place}")
        return f"{words} *({escape_text(why)})*" if self._audience is Audience.ME else words

    def _words(self, link: wikilinks.FoundLink) -> str:
        """The title of the embedded note, linked if the summary contains it."""
        name = name_of(link.target)
        place = " › ".join(part.strip() for part in (link.heading or "").split("#") if part.strip())
        words = escape_text(link.alias or (f"{name} › {place}" if name and place else name or place or UNTOLD))
        address = self._address_of(link.target) if link.target else None
        return f"[{words}]({address})" if address else words

    def _part(self, note: Note, link: wikilinks.FoundLink) -> str | None:
        if link.block:
            found = embeds.block(note.body, link.block)
        elif link.heading:
            found = embeds.under_heading(note.body, link.heading)
        else:
            return note.body
        return None if found is None else _with_definitions(found, note.body)

    def _is_file(self, link: wikilinks.FoundLink) -> bool:
        """Whether it is a picture or other file rather than a note; an Excalidraw drawing counts as a note."""
        if embeds.picture_words(link.target) is not None or _DRAWING.search(link.target):
            return True
        return _FILE.search(link.target) is not None and not self._notes.has(link.target)


def mark_in_preview(
    vault: Vault, path: str, text: str, readable: Callable[[str], str]
) -> tuple[str, Callable[[str], str]]:
    """The text of the note at `path` with markers for its embeds, and a function that replaces them."""
    notes = NotesMeant({0: (None, vault)}, Audience.ME, lambda note: note)
    found = Embeds(notes, Audience.ME, quote, lambda note, _: readable(note.body))
    return found.marked(Note(path=PurePosixPath(path), fields={}, body=text)).body, found.expanded


def _with_definitions(part: str, text: str) -> str:
    """A part of a note with the definitions of its footnotes, which may be elsewhere in the note."""
    needed = footnotes.definitions_for(part, text)
    return f"{part}\n\n{needed}" if needed else part


def _with_own_footnotes(text: str, prefix: str) -> str:
    """The text with footnote labels made unique by a prefix."""
    if "[^" not in text:
        return text
    parts: list[str] = []
    at = 0
    for match in footnotes.MARK.finditer(blank_code(text)):
        parts += [text[at : match.start()], f"[^{prefix}{text[match.start(1) : match.end()]}"]
        at = match.end()
    return "".join([*parts, text[at:]])
