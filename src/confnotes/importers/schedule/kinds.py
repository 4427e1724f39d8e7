"""What kind of talk an event of a schedule is: what its type says, else its title, else its track."""

from __future__ import annotations

import re
from functools import lru_cache

from confnotes.importers.facts.kinds import item_kind, may_name_kind, word_kind
from confnotes.model.program import Kind

_TYPES = {
    Kind.TALK: "lecture talk devroom maintrack session event default vortrag presentation standard",
    Kind.LIGHTNING: "lightningtalk lightning",
    Kind.PANEL: "podium discussion bof",
    Kind.WORKSHOP: "workshop assembly-workshop",
    Kind.TUTORIAL: "training hands-on class course",
    Kind.SOCIAL: "concert party djset dj music social get-together",
    Kind.REMARKS: "opening closing welcome ceremony",
    Kind.BREAK: "break pause lunch",
    Kind.OTHER: "other meeting meta film movie performance game games contest theater theatre show exhibition sports",
}
_KINDS = {word: kind for kind, words in _TYPES.items() for word in words.split()}
_PUNCTUATION = str.maketrans(dict.fromkeys(":,;.!?/&+-–—()[]\"'", " "))
_SEPARATORS = re.compile(r"[\s_]+")
_TITLE_WORDS = """
    keynote keynotes panel lightning opening closing welcome break pause lunch dinner breakfast party registration
    reception poster posters ceremony social coffee begrüßung eröffnung verabschiedung mittagspause mittagessen
    kaffeepause roundtable
"""
_SAID_IN_TITLES = frozenset(_TITLE_WORDS.split())
_LONGEST = 80


def kind_of(title: str, type_: str, track: str, *, spoken: bool) -> Kind:
    """The kind of an event; `spoken` where it has speakers: then a party in its title is what the talk is about."""
    by_type = _kind_of_label(type_) if type_ else None
    if by_type is not None and by_type not in (Kind.TALK, Kind.OTHER):
        return by_type
    if len(title) <= _LONGEST and may_name_kind(title) and _says_what_it_is(title):
        by_title = item_kind(title)
        if by_title is not None and not (spoken and by_title is Kind.SOCIAL):
            return by_title
    by_track = _kind_of_label(track) if track else None
    if by_track is not None and by_track not in (Kind.TALK, Kind.OTHER):
        return by_track
    return by_type or Kind.TALK


def _says_what_it_is(title: str) -> bool:
    return not _SAID_IN_TITLES.isdisjoint(title.lower().translate(_PUNCTUATION).split())


@lru_cache(maxsize=1024)
def _kind_of_label(label: str) -> Kind | None:
    words = _SEPARATORS.sub(" ", label).strip().lower()
    known = _KINDS.get(words) or _KINDS.get(words.replace(" ", "-"))
    if known is not None:
        return known
    return item_kind(words) or word_kind(words)
