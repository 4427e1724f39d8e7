"""An outline of a note as the index keeps it: JSON, one list a thing that was named."""

from __future__ import annotations

import json
from operator import attrgetter
from pathlib import PurePosixPath

from confnotes.model.note import Heading, Link, Mention, Outline, Question, Reference, Tag, Task
from confnotes.model.program import Resource, ResourceKind
from confnotes.search.segment_file import DamagedIndexError

_HEADING = attrgetter("text", "level", "line")
_LINK = attrgetter("target", "line", "heading", "block", "alias", "embed")
_TAG = attrgetter("name", "line")
_TASK = attrgetter("text", "done", "line")
_QUESTION = attrgetter("text", "line", "answer", "asked_by")
_MENTION = attrgetter("name", "line")


def write_outline(outline: Outline) -> bytes:
    """The outline without its path, which the index has anyway."""
    rows = [
        outline.fields,
        outline.body_line,
        outline.broken,
        list(map(_HEADING, outline.headings)),
        list(map(_LINK, outline.links)),
        list(map(_TAG, outline.tags)),
        list(map(_TASK, outline.tasks)),
        list(map(_QUESTION, outline.questions)),
        list(map(_MENTION, outline.mentions)),
        [(one.resource.kind, one.resource.url, one.resource.title, one.line) for one in outline.references],
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"), default=str).encode("utf-8", "replace")


def read_outline(path: str, data: bytes) -> Outline:
    """The outline of the note at `path`; raises DamagedIndexError."""
    try:
        fields, body_line, broken, headings, links, tags, tasks, questions, mentions, references = json.loads(data)
        return Outline(
            PurePosixPath(path),
            fields,
            body_line,
            broken,
            tuple(Heading(*row) for row in headings),
            tuple(Link(*row) for row in links),
            tuple(Tag(*row) for row in tags),
            tuple(Task(*row) for row in tasks),
            tuple(Question(*row) for row in questions),
            tuple(Mention(*row) for row in mentions),
            tuple(Reference(Resource(ResourceKind(kind), url, title), line) for kind, url, title, line in references),
        )
    except (ValueError, TypeError) as error:
        raise DamagedIndexError("the outline of a note cannot be read") from error
