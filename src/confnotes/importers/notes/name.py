"""The conference in the first heading of notes, without words for the page: notes, a day, a report."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import combinations

from confnotes.importers.facts import inline
from confnotes.importers.facts.acronyms import is_series
from confnotes.importers.facts.dates import find_dates, find_years
from confnotes.importers.facts.numbered_days import NUMBERED_DAY
from confnotes.importers.facts.people import is_job
from confnotes.markup.names import fold

_WHAT = (
    r"(?:(?:my|our|some|the|meine|mes|personal|talk|session|conference|conf|live|raw|quick|short)\s+)*"
    r"(?:(?:talks?|links?|slides?|videos?)\s+(?:links?\s+)?(?:and|&|\+|/)\s+(?:links?\s+and\s+)?notes|notes\s+(?:and|&)\s+\w+|"
    r"notes?|notizen|mitschrift(?:en)?|trip\s+report|travel\s+report|report|recap|summary|highlights?|takeaways?|favou?rites?|"
    r"live-?\s?blog|compte[- ]rendu|what\s+i\s+learn(?:ed|t)|things\s+i\s+learn(?:ed|t)|journal|log|diary|write-?up|"
    r"(?:obsidian\s+)?vault|schedule|agenda|program(?:me)?)"
)
_LOGO = re.compile(r"<img\b[^<>]{0,500}?\salt=\"([^\"<>]{2,80})\"[^<>]{0,500}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,500}>")
_PIECES = re.compile(r"\s[-–—|]\s|,\s")
_DAY = rf"(?:{NUMBERED_DAY.pattern}|\bsession\s+(?:\d{{1,2}}|one|two|three|four|five)\b)"
_LEAD = re.compile(
    rf"^{_WHAT}(?:\s*[:–—-])?\s+(?:(?:from|of|on|at|for|zu[rm]?|von|der|vom|du|de|des|de\s+la)\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"\s*(?:(?:[-–—|:,(]|\s)\s*)(?:{_WHAT}(?:\s+(?:from|at)\s+.*)?|{_DAY}(?:\s*(?:of|von|/)\s*\d)?)\W*$", re.IGNORECASE
)
_DROPPED = re.compile(rf"\s*[-–—|:,]\s*(?:{_WHAT}|{_DAY})(?:\s+(?:by|von|par)\s.*|\s*[-–—|:,].*)?\s*$", re.IGNORECASE)
_EVENT = "conference|conf|summit|symposium|workshop|meetup|camp|congress|forum|kongress|konferenz|tagung"
_NOTES_OF_YEAR = re.compile(r"\s+(?:(?:conference|conf|my)\s+)?notes?\s+(?=(?:19|20)\d\d$)", re.IGNORECASE)
_OWNED_YEAR = re.compile(r"\b\d{4}['’]?s\b")  # the subject of a talk: “2015's advancements”, “the 1990s”
_LONGER = "days?|tage|world|expo|festival|seminar|school|colloquium|week"
_CONFERENCE = re.compile(rf"\b(?:{_EVENT}|{_LONGER})\b|[a-z](?:Con|Conf|Camp|Fest)\b|\w+(?:con|conf)\b", re.IGNORECASE)

_PLACE_BEHIND = re.compile(r"(?<=\w)\s+[-–—|]\s+\x1f\s*,\s.*$")  # “Fog Summit - 4 May 2031, Kyoto :: by us”
_GENERAL = re.compile(r"(?:(?:conf(?:erence)?s?|talks?|sessions?|day|program|notes)\b\s*)+", re.IGNORECASE)


def conference_of(heading: str) -> str | None:
    """The conference that a heading names; None if no name is left, or if it is that of a person and their position."""
    text = inline.without_emoji(inline.plain(_TAG.sub("", _LOGO.sub(r"\1", heading))))
    if text.isdigit() or any(is_job(piece) for piece in _PIECES.split(text)[1:]):
        return None
    for found in reversed(find_dates(text)):
        text = text[: found.begin] + " \x1f " + text[found.stop :]
    text = _PLACE_BEHIND.sub("", text)
    text = re.sub(r"\(\s*\x1f?\s*(?:\w+day)?\s*\x1f?\s*\)|[,;]?\s*\x1f\s*", " ", text)
    text = _NOTES_OF_YEAR.sub(" ", inline.squeeze(text))
    before = None
    while before != text:
        before = text
        text = _DROPPED.sub("", text)
        text = _TAIL.sub("", _LEAD.sub("", text)).strip(" ,:;–—-|()[]").lstrip("#")
    if text.count("(") > text.count(")"):
        text = f"{text})"
    return (
        text
        if len(re.sub(r"[\W_]", "", text)) > 2
        and not re.fullmatch(rf"{_WHAT}|{_DAY}", text, re.IGNORECASE)
        and not _GENERAL.fullmatch(text)
        else None
    )


def names_conference(heading: str) -> bool:
    """Whether a heading names a conference: a known series, a year with a name, or a word for conferences."""
    text = inline.plain(heading)
    name = conference_of(text)
    if name is None or text.endswith(("?", "!")):  # “What is new in ES2031?”
        return False
    known = has_series(name)
    year = bool(find_years(_OWNED_YEAR.sub("", text))) or re.search(r"['’]\d\d\b", text) is not None
    words = len(name.split())
    return known or (year and words <= 7) or (_CONFERENCE.search(name) is not None and words <= 6)


def has_series(name: str) -> bool:
    """Whether a known series of conferences is in a name."""
    return any(is_series(word.strip(",:()'’")) for word in name.split())


def is_called_conference(name: str) -> bool:
    """Whether a name has a word for conferences or a known series of them."""
    return has_series(name) or _CONFERENCE.search(name) is not None


def holds_conferences(names: Iterable[str | None]) -> bool:
    """Whether files whose headings have these names are of different conferences, and not of the days of one."""
    stated = {fold(name) for name in names if name and names_conference(name)}
    return any(one not in other and other not in one for one, other in combinations(stated, 2))
