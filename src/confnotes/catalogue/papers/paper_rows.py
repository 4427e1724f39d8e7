"""Papers as rows that print and serialise."""

from __future__ import annotations

from collections.abc import Iterator

from confnotes.catalogue.papers.papers import papers
from confnotes.model.paper import Paper
from confnotes.vault.layout import conference_of
from confnotes.vault.vault import Vault

Row = dict[str, object]


def paper_rows(vault: Vault) -> Iterator[Row]:
    """Every paper once, by title; raises ConfnotesError."""
    return map(paper_row, papers(vault))


def paper_row(paper: Paper) -> Row:
    """One paper. `path` and `line` are where it was noted first, its talk's note before any other."""
    talk = paper.presented[0] if paper.presented else None
    mention = next(iter(paper.noted), None)
    path = talk.note if talk else None
    if path is None and mention is not None:
        path = mention.path
    conference = talk.conference if talk else conference_of(mention.path) if mention else None
    return {
        "id": paper.key,
        "title": paper.title,
        "url": paper.urls[0] if paper.urls else None,
        "conference": conference,
        "talk": talk.talk if talk else None,
        "path": path or paper.note,
        "line": mention.line if mention and mention.path == path else None,
        "speakers": list(talk.speakers) if talk else [],
        "authors": list(paper.authors),
        "year": paper.year,
        "venue": paper.venue,
        "citekey": paper.citekey,
        "status": paper.status.value if paper.status else None,
        "ids": [f"{one.kind}:{one.value}" for one in paper.ids if one.kind != "url"],
        "urls": list(paper.urls),
        "presented": [
            {
                "talk": one.talk,
                "title": one.title,
                "conference": one.conference,
                "day": one.day.isoformat() if one.day else None,
                "speakers": list(one.speakers),
                "note": one.note,
            }
            for one in paper.presented
        ],
        "noted": [{"path": one.path, "line": one.line, "title": one.title} for one in paper.noted],
        "note": paper.note,
    }
