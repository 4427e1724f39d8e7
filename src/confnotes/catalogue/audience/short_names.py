"""Replace names of people who asked questions by initials.

Names are shortened wherever a note mentions the person: in questions and answers, with `@`, in links, and in plain
text. Speakers of the conference, or in a note's front matter, keep their full name, except in questions and answers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from confnotes.catalogue.audience.for_audience import with_body
from confnotes.markup import mentions, questions, wikilinks
from confnotes.markup.link_names import name_of
from confnotes.markup.names import fold
from confnotes.markup.person_names import initials
from confnotes.model.note import Note


class ShortNames:
    """Shortens the names of everyone who asked a question in one of the notes."""

    def __init__(self, notes: Iterable[Note], speakers: Collection[str]) -> None:
        self._asked = _asked_in(notes)
        self._spoke = {fold(name) for name in speakers}

    def note(self, note: Note) -> Note:
        """The note with shortened names, including those of people who asked only there."""
        asked = self._asked | _asked_in([note])
        if not asked:
            return note
        names = _Names(asked, {key: name for key, name in asked.items() if key not in self._spoke})
        return with_body(note, names.shortened(note.body))


def _asked_in(notes: Iterable[Note]) -> dict[str, str]:
    named = (name_of(name) for note in notes for one in note.questions for *_, name in mentions.find(one.text))
    return {fold(name): name for name in named}


class _Names:
    """Names to shorten, by folded words: of everyone who `asked`, and of those who `only_asked`."""

    def __init__(self, asked: Mapping[str, str], only_asked: Mapping[str, str]) -> None:
        self._asked = asked
        self._only_asked = only_asked
        whole = sorted((name for name in only_asked.values() if " " in name), key=len, reverse=True)
        written_out = rf"(?<!\w)(?:{'|'.join(map(re.escape, whole))})(?!\w)"
        self._written_out = re.compile(written_out, re.IGNORECASE) if whole else None

    def shortened(self, text: str) -> str:
        """The text with names shortened: of everyone who asked in questions and answers, and everywhere of those who
        only asked.
        """
        lines = text.split("\n")
        asking = {row for one in questions.find_all(lines) for row in range(one.row, one.end)}
        for row, line in enumerate(lines):
            names = self._asked if row in asking else self._only_asked
            line = _without_links(_without_mentions(line, names), names)
            lines[row] = self._written_out.sub(self._initials, line) if self._written_out else line
        return "\n".join(lines)

    def _initials(self, match: re.Match[str]) -> str:
        return initials(self._asked.get(fold(match[0]), match[0]))


def _without_mentions(line: str, names: Mapping[str, str]) -> str:
    for start, end, name in reversed(mentions.find(line)):
        if fold(name_of(name)) in names:
            short = initials(name_of(name))
            line = f"{line[:start]}{mentions.format_mention(short, line[end:]) or short}{line[end:]}"
    return line


def _without_links(line: str, names: Mapping[str, str]) -> str:
    if "[[" not in line:
        return line
    for match in reversed(list(wikilinks.WIKILINK.finditer(line))):
        link = wikilinks.read(match)
        if link is not None and fold(name_of(link.target)) in names:
            line = f"{line[: link.start]}{initials(name_of(link.target))}{line[match.end() :]}"
    return line
