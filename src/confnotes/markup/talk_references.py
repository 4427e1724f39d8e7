"""The references of a talk in the program, its session and its note, each once in any spelling."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from confnotes.markup.canonical import canonical
from confnotes.markup.reference_kinds import kind_of_label
from confnotes.markup.references import FoundReference, names_kind, resource_of
from confnotes.markup.references import find as find_references
from confnotes.model.note import Outline
from confnotes.model.program import OF_A_TALK, Resource, ResourceKind, Session

_SHARED = frozenset({ResourceKind.VIDEO, ResourceKind.SLIDES})


def stated_references(note: Outline) -> tuple[Resource, ...]:
    """References that belong to the subject of a note: in its front matter, then on labelled lines."""
    return together(
        reference.resource
        if reference.line >= note.body_line
        else replace(resource_of(reference.resource.url, reference.resource.title), title=None)
        for reference in note.references
        if reference.own
    )


def mentioned_references(note: Outline) -> tuple[Resource, ...]:
    """Other references in the text of a note."""
    own = {canonical(resource.url) for resource in stated_references(note)}
    return together(
        reference.resource
        for reference in note.references
        if reference.line >= note.body_line and canonical(reference.resource.url) not in own
    )


def session_references(session: Session) -> tuple[Resource, ...]:
    """References that each talk inherits from its session: video and slides."""
    return tuple(resource for resource in session.resources if resource.kind in _SHARED)


def together(*groups: Iterable[Resource]) -> tuple[Resource, ...]:
    """Each reference once, in the order of first mention; later mentions add missing titles and kinds."""
    found: dict[str, Resource] = {}
    for group in groups:
        for resource in group:
            address = canonical(resource.url)
            first = found.setdefault(address, resource)
            if first.title is None and resource.title is not None:
                first = found[address] = replace(first, title=resource.title)
            if first.kind is ResourceKind.OTHER is not resource.kind:
                found[address] = replace(first, kind=resource.kind)
    return tuple(found.values())


def is_bare(resource: Resource) -> bool:
    """Whether a reference has no title of its own: none at all, or only its kind (“slides”)."""
    return not resource.title or kind_of_label(resource.title) is not None


FIELDS: Final = frozenset(
    {"paper", "arxiv", "doi", "pdf", "openreview", "eprint", "slides", "video", "recording"}
    | {"poster", "code", "github", "event", "event-page", "url", "link", "links", "website"}
)
"""Front matter fields with an address of the talk; other fields may contain anything."""

_KEY = re.compile(r"^([A-Za-z_][\w-]{0,99}):", re.MULTILINE)
_LONGEST_GAP = 100  # characters between a label and its address
_BEFORE = re.compile(
    r"""[\s>]* (?:(?:[-*+•]|\d{1,9}[.)])[ \t]+)?                                    # a quotation, an item of a list
        [ \t,;·|/&()*_%–—]* (?:and[ \t]+)?                                          # what stands between two links
        (?:(?P<label>[^\W\d_][\w '-]{0,60}?) [*_]{0,2} [ \t]* (?P<colon>:)? [*_]{0,2})?  # Paper:
        [ \t(*_]*""",
    re.VERBOSE,
)
_BEHIND = re.compile(r"[\s,;·|/&().*_%]*(?:\#[\w/-]+[ \t]*)*(?:\^[\w-]+)?\s*")


def read_front(head: str) -> Iterator[tuple[FoundReference, bool]]:
    """Addresses in front matter, each with whether its field belongs to the talk; the key becomes their title."""
    found = find_references(head)
    keys = list(_KEY.finditer(head)) if found else []
    starts = [key.start() for key in keys]
    for one in found:
        above = bisect_right(starts, one.start)
        called = one.resource.title or (keys[above - 1][1] if above else None)
        yield replace(one, resource=resource_of(one.resource.url, called)), (called or "").casefold() in FIELDS


def read_stated(text: str) -> Iterator[tuple[FoundReference, bool]]:
    """The references of a text, in order, each with whether a label assigns it to the talk.

    A label (`Slides:`) decides the kind, like the link's own text.
    """
    for start, on_line in groupby(find_references(text), lambda one: text.rfind("\n", 0, one.start) + 1):
        references = list(on_line)
        end = text.find("\n", references[-1].end)
        labels = _labels(text[start : end if end >= 0 else len(text)], start, references)
        for number, one in enumerate(references):
            label = labels[number] if labels else None
            yield (replace(one, resource=_called(one, label)) if label else one), labels is not None


def _labels(line: str, start: int, references: Sequence[FoundReference]) -> list[str] | None:
    """The label before each link of a line, "" for links with only their own text; None for other lines."""
    ends = [0, *(one.end - start for one in references)]
    if not _BEHIND.fullmatch(line, ends[-1]):
        return None
    found: list[str] = []
    for end, one in zip(ends, references, strict=False):
        gap = line[end : one.start - start]
        match = _BEFORE.fullmatch(gap) if len(gap) <= _LONGEST_GAP else None
        if match is None or (match["label"] and not match["colon"] and not names_kind(match["label"])):
            return None
        label = match["label"] or (found[-1] if found and not _says_kind(one.resource.title) else "")
        if not _says_kind(label or one.resource.title):
            return None
        found.append(label)
    return found


def _says_kind(words: str | None) -> bool:
    return words is not None and (words.casefold() == "pdf" or kind_of_label(words) in OF_A_TALK)


def _called(one: FoundReference, label: str) -> Resource:
    title = one.resource.title
    return replace(resource_of(one.resource.url, label), title=None if title and kind_of_label(title) else title)
