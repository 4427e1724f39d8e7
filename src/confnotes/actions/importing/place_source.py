"""Where a source goes: conference name and folder."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from confnotes.actions.importing.parent_conference import PlacedProgram, place_in_parent
from confnotes.actions.importing.read_sources import SourcePreview
from confnotes.errors import ConfnotesError
from confnotes.markup.names import file_stem, slug
from confnotes.model.program import Conference, Program, ResourceKind
from confnotes.vault.vault import Vault


def destination(vault: Vault, one: SourcePreview) -> str:
    """The conference folder for a preview, which may not exist yet; raises ConfnotesError without a name."""
    return place_of(vault, one, name_conference(one)[0]).folder


def name_conference(one: SourcePreview) -> tuple[str, str | None]:
    """The conference's name, and a message if it was derived from other facts.

    Raises ConfnotesError without any name.
    """
    conference = one.read.program.conference
    name = one.name or conference.name
    if name and name.strip():
        return " ".join(name.split()), None
    made = derive_name(one.read.program)
    if made is None:
        raise ConfnotesError(f"{one.source} does not name its conference", "Set it with --conference “NAME”.")
    return made, f"{one.source} does not name its conference: using “{made}”"


def place_of(vault: Vault, one: SourcePreview, name: str) -> PlacedProgram:
    """The conference's own folder, or that of its parent conference if it has no folder but a slot there."""
    source = one.read.program
    program = replace(source, conference=replace(source.conference, name=name))
    folder = _folder(vault, name, program.conference)
    inside = None if folder in vault.conferences() else place_in_parent(vault, program)
    return inside or PlacedProgram(folder, program)


def _folder(vault: Vault, name: str, conference: Conference) -> str:
    """The conference's existing folder, else a new one; the year separates conferences of the same name."""
    wanted = file_stem(name)
    existing = {slug(folder): folder for folder in vault.conferences()}
    same = existing.get(slug(wanted))
    if same is None:
        return wanted
    year = _year(conference)
    other = _year(vault.program(same).conference)
    if year is not None and other is not None and year != other and str(year) not in wanted:
        dated = file_stem(f"{name} {year}")
        return existing.get(slug(dated), dated)
    return same


def _year(conference: Conference) -> int | None:
    return conference.start_date.year if conference.start_date else conference.year


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


def derive_name(program: Program) -> str | None:
    """A name from the edition, the parent, the site or the first day, with the year; else None."""
    conference = program.conference
    if conference.edition and re.search(r"[^\W\d]{3}", conference.edition):
        return conference.edition
    base = conference.part_of or _site(program)
    year = _year_of(program)
    if base:
        return base if year is None or year in base else f"{base} {year}"
    if conference.start_date:
        return f"Conference {conference.start_date.isoformat()}"
    return None


def _year_of(program: Program) -> str | None:
    conference = program.conference
    if conference.year:
        return str(conference.year)
    if conference.start_date:
        return str(conference.start_date.year)
    years = Counter(str(talk.day.year) for talk in program.talks() if talk.day)
    years = years or Counter(year for url in _pages(program) for year in _YEAR.findall(url))
    return years.most_common(1)[0][0] if years else None


def _site(program: Program) -> str | None:
    """The name of the site that hosts most pages of the conference and its talks."""
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
