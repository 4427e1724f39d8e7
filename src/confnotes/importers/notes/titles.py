"""The title of a file of notes: its first heading, that in its front matter, its first line above a name, or the name
of the file.
"""

from __future__ import annotations

import re
from pathlib import PurePath

from confnotes.importers.notes.facts import is_people_line
from confnotes.importers.source import SourceFile
from confnotes.markup.frontmatter import split

_HEADINGS = re.compile(r"^#{1,6}[ \t]", re.MULTILINE)
_TITLE = re.compile(r"^(?:#{1,3}[ \t]|#{1,3}\w|#{7})", re.MULTILINE)
_LISTED = re.compile(r"\s*(?:[-*+>]|\d+[.)])\s")
_OF_ANY_PAGE = frozenset(("title", "tags", "categories", "date", "draft", "description", "weight", "menu", "slug"))


def with_title(file: SourceFile, *, named: bool) -> str:
    """The text of a file; one that begins with a list gets its name as the title, as do all if most have no title.

    The title in front matter with tags and the like, and nothing of a talk, is that of the notes below it.
    """
    front = split(file.text)
    title = front.fields.get("title")
    if isinstance(title, str) and front.fields.keys() <= _OF_ANY_PAGE and not re.search(r"(?m)^# ", front.body):
        return f"{front.head.rstrip()}\n# {title}\n\n{front.body}"
    text, stem = re.sub(r"\A\s*title:[ \t]*(?=\S)", "# ", file.text, flags=re.IGNORECASE), PurePath(file.path).stem
    first, _, below = text.partition("\n")
    if not _HEADINGS.search(text) and first.strip() and is_people_line(below.partition("\n")[0]):
        return f"# {text}"
    name = stem if " " in stem else re.sub(r"[-_]+", " ", stem)
    untitled = _LISTED.match(text) or (named and not _TITLE.match(text))
    return f"# {name[:1].upper()}{name[1:]}\n\n{text}" if untitled else text


def is_untitled(text: str) -> bool:
    """Whether a note begins with a list, or has several headings, all in small print: those of parts."""
    return _LISTED.match(text) is not None or (len(_HEADINGS.findall(text)) > 1 and not _TITLE.search(text))
