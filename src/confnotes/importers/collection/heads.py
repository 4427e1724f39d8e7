"""Talks whose speaker no field names: collections that begin each page with the speaker, and lists of panelists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from confnotes.importers.collection.pages import PageFile
from confnotes.importers.facts import inline
from confnotes.importers.facts.names import name_likeness
from confnotes.importers.facts.person_lists import split_people
from confnotes.importers.pages.document import Document
from confnotes.importers.pages.event_fields import Fields
from confnotes.importers.pages.sections import classify
from confnotes.markup.names import fold

_LIKELY = 0.5
_FEWEST = 3
_PANEL = re.compile(r"\bpanel|\bdiscussion\b", re.IGNORECASE)
_BOLD, _BOLD_END = r"(?:\*\*|__|<(?:strong|b)>)", r"(?:\*\*|__|</(?:strong|b)>)"
_MEMBER = re.compile(
    rf"^\s*(?:[-*+]|<li>)\s*{_BOLD}([^*_<>]{{3,60}}){_BOLD_END}\s*[,:(–—-]?\s*([^<\n]{{0,100}})", re.MULTILINE
)


def heads_name_speakers(pages: Sequence[PageFile]) -> bool:
    """Whether the pages of a collection give the speaker as the first heading of their text."""
    without = [page for page in pages if Fields(page.document.front.fields).entry("speaker")[0] is None]
    heads = [_heading(page.document) for page in without]
    named = sum(any(name_likeness(each.name) >= _LIKELY for each in split_people(head)) for head in heads if head)
    return named >= _FEWEST and named * 2 >= len(without)


def with_speaker_of_heading(page: PageFile) -> Document:
    """The page with the people of its first heading as its speakers, where no field names them."""
    document = page.document
    heading = _heading(document)
    fields = Fields(document.front.fields)
    if heading is None or fields.entry("speaker")[0] is not None:
        return document
    title = fields.text("title") or fields.text("topic") or ""
    if fold(heading) == fold(inline.plain(title)) or classify(heading) is not None or len(heading) > 120:
        return document
    people = split_people(heading)
    if not people:
        return document
    stated = [{"name": each.name, "affiliation": each.affiliation or "", "website": each.url or ""} for each in people]
    front = replace(document.front, fields={**document.front.fields, "speaker": stated})
    return replace(document, front=front, visible=_without_heading(document.visible))


def without_title_again(document: Document) -> Document:
    """The page without a first heading that is its title once more."""
    title = Fields(document.front.fields).text("title") or ""
    heading = _heading(document)
    if heading is None or fold(heading) != fold(inline.plain(title)):
        return document
    return replace(document, visible=_without_heading(document.visible))


def with_panelists(document: Document) -> Document:
    """The page of a panel with the people of its list, where no field names them."""
    fields = Fields(document.front.fields)
    title = fields.text("title") or ""
    if fields.entry("speaker")[0] is not None or not (_PANEL.search(title) or "/panels/" in f"/{document.name}"):
        return document
    members = [(match[1].strip(), match[2].strip()) for match in _MEMBER.finditer(document.visible)]
    if len(members) < 2 or any(name_likeness(name) < _LIKELY for name, _ in members):
        return document
    stated = [{"name": name, "affiliation": affiliation.strip("() ")} for name, affiliation in members]
    return replace(document, front=replace(document.front, fields={**document.front.fields, "panelists": stated}))


def _heading(document: Document) -> str | None:
    """The heading that a page's text begins with."""
    first = next((line.strip() for line in document.visible.split("\n") if line.strip()), "")
    text = inline.plain(first.lstrip("#").strip()) if first.startswith("#") else ""
    return text or None


def _without_heading(visible: str) -> str:
    lines = visible.split("\n")
    first = next(number for number, line in enumerate(lines) if line.strip())
    return "\n".join(["", *lines[first + 1 :]])
