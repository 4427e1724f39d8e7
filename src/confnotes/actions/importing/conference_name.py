"""A name for a conference whose source states none, made from what the source does state, and always said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from confnotes.model.program import Program, ResourceKind

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_OWN_NAMES = {
    "neurips": "NeurIPS",
    "nips": "NeurIPS",
    "icml": "ICML",
    "iclr": "ICLR",
    "aistats": "AISTATS",
    "cvpr": "CVPR",
}
_ACRONYM = 4
_SECOND_LEVEL = {"ac", "co", "com", "edu", "gov", "net", "org"}


def made_name(program: Program) -> str | None:
    """Its edition, what it is part of, the site of its pages or its first day, with the year; else None."""
    conference = program.conference
    if conference.edition and re.search(r"[^\W\d]{3}", conference.edition):
        return conference.edition
    base = conference.part_of or _site(program)
    year = _year(program)
    if base:
        return base if year is None or year in base else f"{base} {year}"
    if conference.start_date:
        return f"Conference {conference.start_date.isoformat()}"
    return None


def _year(program: Program) -> str | None:
    conference = program.conference
    if conference.year:
        return str(conference.year)
    if conference.start_date:
        return str(conference.start_date.year)
    years = Counter(str(talk.start.year) for talk in program.talks() if talk.start)
    years = years or Counter(year for url in _pages(program) for year in _YEAR.findall(url))
    return years.most_common(1)[0][0] if years else None


def _site(program: Program) -> str | None:
    """The name of the site that most pages of the conference and its talks are on."""
    names = Counter(name for url in _pages(program) if (name := _site_name(url)))
    return names.most_common(1)[0][0] if names else None


def _pages(program: Program) -> Iterator[str]:
    if program.conference.url:
        yield program.conference.url
    links = [*program.resources]
    for session in program.sessions:
        links += session.resources
        links += [link for talk in session.talks for link in talk.resources]
    yield from (link.url for link in links if link.kind == ResourceKind.EVENT_PAGE)


def _site_name(url: str) -> str | None:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    labels = host.split(".")[:-1]
    while len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
        labels.pop()
    label = labels[-1] if labels else ""
    if len(label) <= _ACRONYM:
        return _OWN_NAMES.get(label, label.upper()) or None
    return _OWN_NAMES.get(label, label)
