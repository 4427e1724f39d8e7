"""Those who asked questions by their initials, for readers who need not know who it was.

They are those whom questions name. A name is shortened wherever a note names the person: in the question and what was
answered, with `@`, as a link, and written out. Somebody who also speaks at the conference is named in full there and
where notes name them as a speaker: of a speaker only the questions and answers are shortened.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from confnotes.markup import mentions, questions, wikilinks
from confnotes.markup.initials import initials
from confnotes.markup.link_names import name_of
from confnotes.markup.names import fold
from confnotes.model.note import Note
from confnotes.services.summary.summary_text import with_body


def with_short_names(notes: Iterable[Note], speakers: Collection[str]) -> tuple[Note, ...]:
    """The notes with the names of all who asked something in one of them as initials."""
    notes = tuple(notes)
    asked = {fold(name): name for note in notes for one in note.questions for *_, name in mentions.find(one.text)}
    if not asked:
        return notes
    only_asked = {name for name in asked if name not in set(map(fold, speakers))}
    written_out = sorted((asked[name] for name in only_asked if " " in name), key=len, reverse=True)
    plain = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, written_out))})(?!\w)", re.IGNORECASE)
    pattern = plain if written_out else None
    return tuple(with_body(note, _shortened(note.body, asked, only_asked, pattern)) for note in notes)


def _shortened(text: str, asked: Collection[str], only_asked: Collection[str], plain: re.Pattern[str] | None) -> str:
    lines = text.split("\n")
    of_questions: set[int] = set()
    for one in questions.find_all(lines):
        of_questions.update(range(one.row, one.end))
    for row, line in enumerate(lines):
        names = asked if row in of_questions else only_asked
        line = _without_mentions(line, names)
        line = _without_links(line, names)
        lines[row] = plain.sub(lambda match: initials(match[0]), line) if plain else line
    return "\n".join(lines)


def _without_mentions(line: str, names: Collection[str]) -> str:
    for start, end, name in reversed(mentions.find(line)):
        if fold(name) in names:
            line = f"{line[:start]}{_mention(name, line[end:])}{line[end:]}"
    return line


def _without_links(line: str, names: Collection[str]) -> str:
    if "[[" not in line:
        return line
    for match in reversed(list(wikilinks.WIKILINK.finditer(line))):
        link = wikilinks.read(match)
        if link is not None and fold(name_of(link.target)) in names:
            line = f"{line[: link.start]}{initials(name_of(link.target))}{line[match.end() :]}"
    return line


def _mention(name: str, rest: str) -> str:
    short = initials(name)
    return mentions.written(short, rest) or short
