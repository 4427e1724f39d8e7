"""Links and people of a virtual conference site: the targets of fields, and the authors."""

from __future__ import annotations

import html
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from confnotes.importers.facts.links import resource
from confnotes.importers.facts.people import is_placeholder
from confnotes.importers.facts.person_lists import split_people
from confnotes.importers.warning_collector import WarningCollector
from confnotes.model.program import Resource, ResourceKind, Role, Speaker

API = "/api/"
_MEDIA = {
    "paper": ResourceKind.PAPER, "openreview": ResourceKind.PAPER, "arxiv": ResourceKind.PAPER,
    "proceedings": ResourceKind.PAPER, "pdf": ResourceKind.PAPER, "paper pdf": ResourceKind.PAPER,
    "slides": ResourceKind.SLIDES, "slides pdf": ResourceKind.SLIDES, "presentation": ResourceKind.SLIDES,
    "video": ResourceKind.VIDEO, "slideslive": ResourceKind.VIDEO, "youtube": ResourceKind.VIDEO,
    "recording": ResourceKind.VIDEO, "slideslive video": ResourceKind.VIDEO, "talk": ResourceKind.VIDEO,
    "poster": ResourceKind.POSTER, "poster pdf": ResourceKind.POSTER,
    "code": ResourceKind.CODE, "github": ResourceKind.CODE,
    "zoom": ResourceKind.VIRTUAL_VENUE, "gather": ResourceKind.VIRTUAL_VENUE, "gather town": ResourceKind.VIRTUAL_VENUE,
}  # fmt: skip
_NO_CONTENT = ("thumb", "chat", "discord", "calendar", "feedback", "survey", "login", "log in")
_WEB = ("http://", "https://")


@lru_cache(maxsize=1024)
def _medium(name: str, sort: str, more: str) -> tuple[ResourceKind | None, str | None, bool] | None:
    """The kind for a media name and type (None: decided by the address), their label, and whether ids are numbers.

    None if it is not content of a talk.
    """
    words = f"{name} {sort} {more}".lower()
    if any(word in words for word in _NO_CONTENT):
        return None
    return _MEDIA.get(name.lower()) or _MEDIA.get(sort.lower()), name or sort or None, "slideslive" in words


class Links:
    """The links of records; relative addresses of an unknown site are left out and counted."""

    def __init__(self, site: str | None, warnings: WarningCollector) -> None:
        self._site = site
        self._warnings = warnings

    def page(self, record: dict[str, Any]) -> tuple[Resource, ...]:
        """The record's own page."""
        url = self._address(record.get("virtualsite_url"))
        return (Resource(ResourceKind.EVENT_PAGE, url),) if url else ()

    def content(self, record: dict[str, Any]) -> list[Resource]:
        """The content of the paper, in any presentation: the paper, slides, video, poster, code."""
        found = []
        if url := self._address(record.get("paper_url")):
            found.append(Resource(ResourceKind.PAPER, url))
        if url := self._address(record.get("paper_pdf_url")):
            found.append(Resource(ResourceKind.PAPER, url, "PDF"))
        if (url := self._address(record.get("url"))) and API not in url:
            found.append(resource(url, None))
        media = record.get("eventmedia")
        if isinstance(media, list):
            known = record.get("paper_url") or ""
            others = [item for item in media if isinstance(item, dict) and item.get("uri") != known]
            found += [medium for item in others if (medium := self._medium(item))]
        return found

    def _medium(self, item: dict[str, Any]) -> Resource | None:
        value = item.get("uri") or item.get("file") or item.get("url")
        if not value or item.get("visible") is False:
            return None
        name, sort, *more = (text_of(item.get(key)) or "" for key in ("name", "type", "detailed_kind", "resourcetype"))
        medium = _medium(name, sort, " ".join(more))
        if medium is None:
            return None
        kind, label, is_numbered = medium
        url = self._address(f"https://slideslive.com/{value}" if is_numbered and str(value).isdecimal() else value)
        if url is None:
            return None
        return Resource(kind, url, label) if kind else resource(url, label)

    def _address(self, value: Any) -> str | None:
        if not value or not isinstance(value, str):
            return None
        address: str = value.strip()
        if address.startswith(_WEB):
            return address
        if address.startswith("//") and len(address) > 4:
            return f"https:{address}"
        if not address.startswith("/") or len(address) < 2:
            return None
        if self._site is None:
            self._warnings.tell("{n} relative {addresses|address} left out: the file does not name its site")
            return None
        return self._site + address


def site_of(records: list[dict[str, Any]], source_url: str | None) -> str | None:
    """The site (`https://host`) that the records name as theirs, else the source's own."""
    for record in records[:500]:
        for address in _own_addresses(record):
            if address.startswith(_WEB) and (API in address or "/virtual/" in address):
                return _origin(address)
    return _origin(source_url) if source_url and source_url.startswith(_WEB) else None


def _own_addresses(record: dict[str, Any]) -> Iterator[str]:
    for name in ("virtualsite_url", "parent1", "parent2", "children_url"):
        if isinstance(value := record.get(name), str):
            yield value
    for name in ("authors", "related_events", "children"):
        values = record.get(name)
        for value in values if isinstance(values, list) else ():
            address = value.get("url") if isinstance(value, dict) else value
            if isinstance(address, str):
                yield address


def _origin(address: str) -> str | None:
    try:
        host = urlsplit(address).netloc
    except ValueError:
        return None
    return f"https://{host}" if host else None


class AuthorRegistry:
    """People, identified by their records."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Speaker | None] = {}

    def of(self, listed: Any, role: Role) -> tuple[Speaker, ...]:
        """The people of an `authors` field: a list of records or names, or one text."""
        if isinstance(listed, str):
            return split_people(listed, role)
        people = (self._author(author, role) for author in listed) if isinstance(listed, list) else ()
        return tuple([person for person in people if person is not None])

    def _author(self, author: Any, role: Role) -> Speaker | None:
        if isinstance(author, str):
            author = {"fullname": author}
        elif not isinstance(author, dict):
            return None
        key = role, author.get("id"), author.get("fullname"), author.get("institution")
        try:
            if key not in self._known:
                self._known[key] = _made(author, role)
            return self._known[key]
        except TypeError:  # a list or mapping instead of text
            return _made(author, role)


def _made(author: dict[str, Any], role: Role) -> Speaker | None:
    number, url = author.get("id"), author.get("url")
    name = _line(author.get("fullname") or author.get("name"))
    if name is None or (number is None and is_placeholder(name)):
        return None
    if not isinstance(url, str) or API in url or not url.startswith(_WEB):
        url = None
    affiliation = _line(author.get("institution") or author.get("affiliation"))
    return Speaker(name, affiliation, url, role, id=_id(author.get("openreview_id"), number))


def text_of(value: Any) -> str | None:
    """A text without white space around it; None for other and empty values."""
    return (value.strip() or None) if isinstance(value, str) else None


def _line(text: Any) -> str | None:
    text = text_of(text)
    if text is not None and "&" in text:
        text = html.unescape(text)
    return " ".join(text.split()) if text is not None and "  " in text else text


def _id(profile: Any, number: Any) -> str | None:
    if isinstance(profile, str) and profile.startswith("~"):
        return f"openreview:{profile}"
    own = str(number) if type(number) is int else text_of(number) and number
    if not own:
        return None
    return f"openreview:{own}" if own.startswith("~") else f"virtual-site:{own}"
