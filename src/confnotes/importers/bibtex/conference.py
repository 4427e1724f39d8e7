"""The conference of a bibliography: from its `@proceedings`, or from what its entries say about their book.

A `booktitle` often says it all: “Proceedings of the 9th Meeting on X, XM 2019, 9-15 June 2019, Lisbon, Portugal”.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from confnotes.importers.facts.dates import PartialDate, find_dates, find_years
from confnotes.importers.facts.latex import plain_latex
from confnotes.markup.references import resource_of
from confnotes.model.program import Conference, ResourceKind

_PROCEEDINGS = r"(?:companion |joint )?proceedings|proc\.?|actes|atti|tagungsband"
_OF_BOOK = re.compile(
    rf"^(?:\d{{4}}\s+)?(?:the\s+)?(?:{_PROCEEDINGS})\s+(?:of|de|du|der|del|des)\s+(?:the\s+|la\s+|l['’])?",
    re.IGNORECASE,
)
_SELECTION = r"volume|vol\.|part|demonstrations?|system|student|industry|short|long|tutorials?"
_VOLUME = re.compile(rf"\s*\((?:{_SELECTION})[^()]*\)|\s*[:,–-]\s*(?:volume|vol\.|part)\s+[\dIVX]+.*\Z", re.IGNORECASE)
_TENS = "twent|thirt|fort|fift|sixt|sevent|eight|ninet"
_ONES = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_SPELLED = rf"(?:(?:{_TENS})y[ -])?(?:{_ONES})|tenth|eleventh|twelfth|\w{{3,6}}teenth|(?:{_TENS})ieth"
_ORDINAL = re.compile(rf"\b(\d{{1,3}}(?:st|nd|rd|th)|{_SPELLED})\b", re.IGNORECASE)
_ACRONYM = re.compile(r",\s+[A-Z][\w@&/*.-]*(?:\s[A-Z][\w@&/-]*)?\s+(?:19|20)\d\d(?=\s*(?:,|\Z))")
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_SOCIETIES = "association for computing machinery|acm|springer|ieee|elsevier|kaufmann|mit press"
_PUBLISHERS = re.compile(rf"\b(?:{_SOCIETIES}|curran|wiley|cambridge|oxford|crc|aaai press)\b", re.IGNORECASE)
_PLACES = ("eventplace", "venue", "location", "conference_location")
_SHARED = ("year", "month", "eventdate", "event_date", "dates", "start", "end", "publisher", "address", *_PLACES)


def shared_fields(entries: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The fields that all entries of the most common book share; empty if no book has most entries."""
    books = [name_of_book(fields["booktitle"]) for fields in entries if fields.get("booktitle")]
    if not books:
        return {}
    book, count = Counter(books).most_common(1)[0]
    if count * 10 < len(entries) * 6:
        return {}
    within = [fields for fields in entries if name_of_book(fields.get("booktitle", "")) == book]
    found = {"booktitle": next(fields["booktitle"] for fields in within)}
    for name in _SHARED:
        values = Counter(fields[name] for fields in within if fields.get(name))
        if values and (most := values.most_common(1)[0])[1] * 10 >= len(within) * 9:
            found[name] = most[0]
    return found


def conference_of(fields: Mapping[str, str]) -> Conference:
    """The conference that the fields of a volume, in LaTeX, describe."""
    said = {name: plain_latex(text) for name, text in fields.items()}
    stated = said.get("name") or said.get("eventtitle")
    book = said.get("booktitle") or said.get("maintitle") or said.get("title") or ""
    name = stated or name_of_book(book) or None
    year = next(iter(find_years(said.get("year", "") or said.get("date", ""))), None)
    first, last, place = _days_in(book, year)
    start, end = _iso(said.get("start")), _iso(said.get("end"))
    for field in ("eventdate", "event_date", "conference_date", "dates"):
        if start is None and said.get(field):
            start, end, _ = _days_in(said[field].replace("/", " - ") if "/" in said[field] else said[field], year)
    if start is None and said.get("month"):
        start, end, _ = _days_in(f"{said['month']} {year or ''}", year)
    start, end = (start, end) if start else (first, last)
    return Conference(
        name=name,
        edition=_edition(said, f"{name} {book}"),
        year=start.year if start else year,
        venue=_venue(said) or place,
        start_date=start,
        end_date=end if end and start and end >= start else start,
        url=_url(fields),
    )


def name_of_book(book: str) -> str:
    """The conference that a `booktitle` names, without “Proceedings of”, volumes, days and places."""
    text = plain_latex(book)
    dated = find_dates(text)
    if dated and dated[0].begin > 10:
        text = text[: dated[0].begin]
        text = text[: _acronym_at(text)]
    text = _VOLUME.sub("", text).strip(" ,;:.–-")
    bare = _OF_BOOK.sub("", text)
    return bare or text


def _acronym_at(text: str) -> int:
    """The end of “, XM 2019” in a book title, after which the place may follow; otherwise the end of the text."""
    found = _ACRONYM.search(text)
    return found.end() if found else len(text)


def _days_in(text: str, year: int | None) -> tuple[date | None, date | None, str | None]:
    """The first and last day that a text names, and the place that follows them."""
    found = next(iter(find_dates(text)), None)
    if found is None:
        return None, None, None
    years = find_years(text)
    stated = found.start.year or (found.end.year if found.end else None) or (years[0] if years else year)
    start = found.start.on(stated)
    end = found.end.on(stated) if found.end else start
    before = text[: found.begin]
    place = (text[found.stop :].strip(" ,.;:") or before[_acronym_at(before) :]).strip(" ,.;:")
    if not re.fullmatch(r"[^\W\d][\w .'’&/()-]+(?:, [^\W\d][\w .'’&/()-]+){0,3}", place):
        return start, end, None
    return start, end, place


def _iso(text: str | None) -> date | None:
    match = _ISO.match(text.strip()) if text else None
    return PartialDate(int(match[2]), int(match[3])).on(int(match[1])) if match else None


def _edition(said: Mapping[str, str], name: str) -> str | None:
    ordinal = _ORDINAL.search(name)
    return ordinal[0] if ordinal else said.get("conference_number") or None


def _url(fields: Mapping[str, str]) -> str | None:
    """The page of the conference; a volume's own `url` may be that of its papers."""
    stated = fields.get("conference_url") or fields.get("eventurl")
    if stated is None and (url := fields.get("url", "").strip()) and resource_of(url).kind is not ResourceKind.PAPER:
        stated = url
    return stated


def _venue(said: Mapping[str, str]) -> str | None:
    """The venue of the conference; an `address` may be the publisher's."""
    for field in _PLACES:
        if said.get(field):
            return said[field]
    return None if _PUBLISHERS.search(said.get("publisher", "")) else said.get("address") or None
