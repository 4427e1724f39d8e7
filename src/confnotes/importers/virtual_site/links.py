"""Links and people of a virtual conference site: where each field leads, and who the authors are."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Medium:
    """What media of one name and type are: `kind` None where the address decides, `numbered` where it may be an id."""

    kind: ResourceKind | None
    label: str | None
    numbered: bool
    left_out: bool

    @classmethod
    def named(cls, name: Any, sort: Any, detail: Any, resource_type: Any) -> _Medium:
        """The medium of a `name`, `type`, `detailed_kind` and `resourcetype`."""
        label, sort = _text(name), _text(sort)
        words = f"{label} {sort} {_text(detail)} {_text(resource_type)}".lower()
        kind = _MEDIA.get(label.lower()) or _MEDIA.get(sort.lower())
        return cls(kind, label or sort or None, "slideslive" in words, any(word in words for word in _NO_CONTENT))


class Links:
    """The links of records; addresses that are relative to a site that nobody names are left out and counted."""

    def __init__(self, site: str | None, warnings: WarningCollector) -> None:
        self._site = site
        self._media: dict[tuple[Any, ...], _Medium] = {}
        self._warnings = warnings

    def page(self, record: dict[str, Any]) -> tuple[Resource, ...]:
        """The record's own page."""
        url = self._address(record.get("virtualsite_url"))
        return (Resource(ResourceKind.EVENT_PAGE, url),) if url else ()

    def content(self, record: dict[str, Any]) -> list[Resource]:
        """What belongs to the paper, wherever it is presented: the paper, slides, video, poster, code."""
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
        named = item.get("name"), item.get("type"), item.get("detailed_kind"), item.get("resourcetype")
        try:
            medium = self._media[named]
        except KeyError:
            medium = self._media[named] = _Medium.named(*named)
        except TypeError:
            return None
        if medium.numbered and str(value).isdecimal():
            value = f"https://slideslive.com/{value}"
        if medium.left_out or (url := self._address(value)) is None:
            return None
        return Resource(medium.kind, url, medium.label) if medium.kind else resource(url, medium.label)

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
    """The site (`https://host`) that the records name as theirs, else the one that the source was fetched from."""
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


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


class AuthorRegistry:
    """People by what their records say."""

    def __init__(self) -> None:
        self._known: dict[Role, dict[tuple[Any, ...], Speaker | None]] = {}

    def of(self, listed: Any, role: Role) -> tuple[Speaker, ...]:
        """The people of an `authors` field: a list of records or names, or one text."""
        if isinstance(listed, str):
            return split_people(listed, role)
        if not isinstance(listed, list):
            return ()
        known = self._known.setdefault(role, {})
        found = []
        for author in listed:
            if isinstance(author, str):
                author = {"fullname": author}
            elif not isinstance(author, dict):
                continue
            key = author.get("id"), author.get("fullname"), author.get("institution")
            try:
                person = known.get(key)
                if person is None:
                    person = known[key] = _made(author, role)
            except TypeError:  # a list or mapping where a text belongs
                person = _made(author, role)
            if person is not None:
                found.append(person)
        return tuple(found)


def _made(author: dict[str, Any], role: Role) -> Speaker | None:
    number, url = author.get("id"), author.get("url")
    name = _line(author.get("fullname") or author.get("name"))
    if name is None or (number is None and is_placeholder(name)):
        return None
    if not isinstance(url, str) or API in url or not url.startswith(("http://", "https://")):
        url = None
    return Speaker(
        name,
        _line(author.get("institution") or author.get("affiliation")),
        url,
        role,
        id=_id(author.get("openreview_id"), number),
    )


def _line(text: Any) -> str | None:
    if not isinstance(text, str):
        return None
    if "&" in text:
        text = html.unescape(text)
    if "  " in text:
        text = " ".join(text.split())
    return text.strip() or None


def _id(profile: Any, number: Any) -> str | None:
    if profile and isinstance(profile, str) and profile.startswith("~"):
        return f"openreview:{profile}"
    if type(number) is int:
        return f"virtual-site:{number}"
    if isinstance(number, str) and number.strip():
        return f"openreview:{number}" if number.startswith("~") else f"virtual-site:{number}"
    return None
