"""Rows of a timetable whose title says who speaks: `Jane Doe - Acme`, `Keynote: Jane Doe`, a name and a subtitle."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher

from confnotes.importers.facts.kinds import item_kind
from confnotes.importers.facts.names import name_likeness
from confnotes.importers.facts.people import is_placeholder
from confnotes.importers.facts.prose import plain_title
from confnotes.importers.pages.entries import read_entry
from confnotes.importers.sites.people import Directory
from confnotes.importers.sites.records import AliasedRecord
from confnotes.markup.names import fold
from confnotes.model.program import Kind, Role, Speaker, Talk

_SAME_PLACE = 0.75
_NAME_OVER_TITLE = 0.6


def row_talk(own: Talk, record: AliasedRecord, directory: Directory) -> Talk:
    """A talk whose speakers no field names, with those that its title or subtitle names."""
    if own.title is None:
        return own
    if own.speakers:
        return _without_speaker_title(own)
    if own.kind in (Kind.BREAK, Kind.REMARKS, Kind.SOCIAL):
        return own
    entry = read_entry(own.title, set(directory.people))
    subtitle = plain_title(record.text("subtitle"))
    if subtitle:
        below = read_entry(subtitle, set(directory.people))
        if below.speakers and below.title is None:
            people = _with_role(directory, below.speakers, own.kind)
            return replace(own, speakers=people, abstract=_without(own.abstract, subtitle))
        above = entry.speakers if entry.title is None else []
        if not above and name_likeness(own.title) >= _NAME_OVER_TITLE:
            above = [Speaker(own.title)]
        if above:
            title = None if is_placeholder(subtitle) else subtitle
            people = _with_role(directory, above, own.kind)
            return replace(own, title=title, speakers=people, abstract=_without(own.abstract, subtitle))
    if not entry.speakers or (entry.title and item_kind(entry.title) is not None):
        return own
    title = entry.title
    speakers = _with_role(directory, entry.speakers, entry.kind or own.kind)
    if title and any(_is_place_of(speaker, title) for speaker in speakers):
        title = None
    return replace(own, title=title, speakers=speakers, kind=entry.kind or own.kind)


def _without_speaker_title(own: Talk) -> Talk:
    """A title that is no more than the name of who speaks is none."""
    names = {fold(each.name) for each in own.speakers}
    return replace(own, title=None) if own.title and fold(own.title) in names else own


def _with_role(directory: Directory, speakers: list[Speaker], kind: Kind | None) -> tuple[Speaker, ...]:
    """Speakers with what the site lists of them."""
    out = []
    for each in speakers:
        known = directory.named(each.name)
        role = Role.KEYNOTE if kind is Kind.KEYNOTE else each.role
        affiliation, url = each.affiliation, each.url
        if known is not None:
            affiliation, url = known.affiliation or affiliation, url or known.url
        out.append(Speaker(each.name, affiliation, url, role))
    return tuple(out)


def _is_place_of(speaker: Speaker, text: str) -> bool:
    """Whether a text is where somebody works, perhaps mistyped."""
    if speaker.affiliation is None:
        return False
    return SequenceMatcher(None, fold(speaker.affiliation), fold(text)).ratio() >= _SAME_PLACE


def _without(abstract: str | None, subtitle: str) -> str | None:
    rest = (abstract or "").removeprefix(f"*{subtitle}*").strip()
    return rest or None
