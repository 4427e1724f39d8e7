"""A note as its team reads it, written from what the audience filter leaves of it.

Front matter that confnotes knows, and text without queries, which name other notes, and without names of files that are
only on this machine.
"""

from __future__ import annotations

import re
from typing import Final

from confnotes.markup.concealed_links import without_links
from confnotes.markup.conference_note import PEOPLE_KEYS
from confnotes.markup.embeds import picture_words
from confnotes.markup.frontmatter import render as render_front_matter
from confnotes.markup.page_one import HIGHLIGHTS, LEAD
from confnotes.markup.query_block import without_queries
from confnotes.markup.withheld import is_key
from confnotes.model.note import Note
from confnotes.model.program import ResourceKind

_OF_A_NOTE = "title type conference talk session speakers author start end date timezone room track tags aliases rating"
_OF_A_CONFERENCE = "edition year part_of venue url deadlines"
_LINKS = (*(str(kind) for kind in ResourceKind if kind is not ResourceKind.EMAIL), "event", "virtual_venue", "links")
_ADDRESSES = {*_LINKS, "url"}
KNOWN_FIELDS: Final = {
    *_OF_A_NOTE.split(), *_OF_A_CONFERENCE.split(), *_LINKS, *(key for _, key in PEOPLE_KEYS), "created",
    LEAD, HIGHLIGHTS,
}  # fmt: skip
"""Front matter that goes to the team, beside the fields that say who else may read a note."""

_OF_THIS_MACHINE = re.compile(r"file:|~?[/\\]|[A-Za-z]:[\\/]|\.{1,2}/|obsidian:|vscode:|zk:|logseq:", re.IGNORECASE)
_FILE = re.compile(
    r"""\.(?: pdf|svg|html?|txt|csv|zip|docx?|xlsx?|pptx?|od[pst]|key|ipynb|py|canvas|excalidraw|mp[34]|mov|m4a|wav|webm
    )\Z""",
    re.IGNORECASE | re.VERBOSE,
)
"""A file beside the notes, which is not sent. A note may have a name such as “GPT-4.turbo”."""


def shared_text(note: Note) -> str:
    """The file of a filtered note."""
    fields = {
        key: value
        for key, given in note.fields.items()
        if (key in KNOWN_FIELDS or is_key(key))
        and (value := _everywhere(given) if key in _ADDRESSES else given) not in (None, "", [])
        and not isinstance(value, dict)
    }
    body = shared_words(note.body)
    return f"{render_front_matter(fields)}\n{body.strip()}\n" if fields else f"{body.strip()}\n"


def shared_words(text: str) -> str:
    """A text without queries and links to files that others do not have."""
    return without_links(without_queries(text), _elsewhere)


def _everywhere(value: object) -> object:
    """An address, or several, without paths of this machine."""
    if isinstance(value, list):
        return [kept for one in value if (kept := _everywhere(one)) not in (None, "")]
    if isinstance(value, str):
        return None if _OF_THIS_MACHINE.match(value.strip().removeprefix("[[")) else value
    return value


def _elsewhere(target: str) -> str | None:
    """What stands for a link to a file that others do not have; None for a link that they can follow."""
    if words := picture_words(target):
        return None if "://" in target else f"|{words}"
    is_local = _OF_THIS_MACHINE.match(target) or ("://" not in target and _FILE.search(target))
    return "" if is_local and not target.startswith("mailto:") else None
