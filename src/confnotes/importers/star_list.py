"""Lists of starred talks, as other programs hand them out; `exporters/data/star_list.py` writes them.

- pretalx: a JSON list of codes, what `/api/events/EVENT/submissions/favourites/` answers and its pages keep.
- A hub, and most others: a JSON list of guids or ids, or of objects that have them.
- EventFahrplan: `{"lectures": [{"lecture_id": …, "url": …}]}`, what “Share as JSON” sends.
- Giggity: a link whose `see` is such a list, deflated and in base64, what “Share” sends.
- Calendars: `UID` and `URL` of each event. Tables: columns such as id, guid, code, url. Text: an id a line.
"""

from __future__ import annotations

import base64
import csv
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Final
from urllib.parse import parse_qs

from confnotes.errors import ConfnotesError
from confnotes.importers.icalendar.lines import read_components
from confnotes.importers.schedule.frab_xml import tree_of
from confnotes.importers.source import SourceFile
from confnotes.importers.warning_collector import WarningCollector
from confnotes.markup.canonical import is_web
from confnotes.model.fast_dataclass import fast_dataclass

MOST_STARS: Final = 10_000  # of a list: no conference has more talks
_MOST_BYTES: Final = 1 << 20  # of the ids in a link
_DEPTH: Final = 6  # of lists and objects in each other

_NAMES: Final = ("guid", "code", "id", "lecture_id", "session_id", "event_id", "talk", "talk_id", "uid", "slug", "key")
_PAGES: Final = ("url", "link", "origin_url", "page")
_TITLES: Final = ("title", "name", "summary")
_FLAGS: Final = ("favourite", "favorite", "fav", "starred", "star")
"""Of objects that are a whole schedule, those with such a flag that is true are starred."""


@fast_dataclass(frozen=True, slots=True)
class StarredItem:
    """A talk in such a list: its ids and codes, its page, and its title for messages."""

    names: tuple[str, ...] = ()
    url: str = ""
    title: str = ""

    def __str__(self) -> str:
        return self.title or next(iter(self.names), self.url)


def read_stars(text: str) -> list[StarredItem]:
    """The talks in a list of any of these kinds, each once; raises ConfnotesError for none and for too many."""
    text = text.removeprefix("\ufeff").strip()
    if is_giggity_link(text):
        found = _of_link(text)
    elif text.upper().startswith("BEGIN:VCALENDAR"):
        found = _of_calendar(text)
    elif text[:1] in ("[", "{"):
        found = _of_json(text)
    elif text[:1] == "<":
        raise ConfnotesError("this is a web page, not a list of stars", "Log in there, and save the list itself.")
    else:
        found = _of_table(text)
    items = list(dict.fromkeys(islice(found, MOST_STARS + 1)))
    if len(items) > MOST_STARS:
        raise ConfnotesError(f"more than {MOST_STARS:,} starred talks", "Export those of one conference.")
    if not items:
        raise ConfnotesError("no starred talks in this list", "It needs ids, codes or addresses of talks.")
    return items


def is_giggity_link(text: str) -> bool:
    """Whether it is a link with starred talks, as Giggity shares it."""
    return is_web(text) and "\n" not in text and "see=" in text.partition("#")[2]


def _of_link(link: str) -> Iterator[StarredItem]:
    packed = parse_qs(link.partition("#")[2]).get("see", [""])[0]
    unpack = zlib.decompressobj()
    try:
        data = unpack.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)), _MOST_BYTES)
    except (ValueError, zlib.error):
        raise ConfnotesError("this Giggity link is incomplete", "Copy the whole link.") from None
    yield from _of_json(data.decode("utf-8", "replace"))


def _of_json(text: str) -> Iterator[StarredItem]:
    found = _loaded(text)
    items = list(islice(_items(found, _DEPTH), MOST_STARS + 1))
    flagged = [item for item, flag in items if flag]
    yield from flagged or [item for item, _ in items]


def _loaded(text: str) -> object:
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        raise ConfnotesError("this file is not valid JSON", "Export it again.") from None


def _items(value: object, depth: int) -> Iterator[tuple[StarredItem, bool]]:
    """The talks of a list, or of the lists in an object; whether each is flagged as starred."""
    if isinstance(value, list) and depth:
        for one in value:
            if isinstance(one, str | int) and not isinstance(one, bool):
                yield _item({"url" if is_web(str(one)) else "id": str(one)}), False
            else:
                yield from _items(one, depth - 1)
    elif isinstance(value, dict) and depth:
        texts = {str(key).lower(): str(one) for key, one in value.items() if isinstance(one, str | int)}
        item = _item(texts)
        if item.names or item.url:
            yield item, any(value.get(flag) is True for flag in _FLAGS)
        else:
            for one in value.values():
                yield from _items(one, depth - 1)


def _item(texts: Mapping[str, str]) -> StarredItem:
    names = (texts[name].strip() for name in _NAMES if name in texts)
    first = (next((texts[name].strip() for name in some if texts.get(name)), "") for some in (_PAGES, _TITLES))
    return StarredItem(tuple(dict.fromkeys(filter(None, names))), *first)


def _of_calendar(text: str) -> Iterator[StarredItem]:
    top, _ = read_components(text.encode())
    for event in top.named("VEVENT"):
        texts = {name: event.text(name.upper()) or "" for name in ("uid", "url", "summary")}
        item = _item(texts)
        if before_host := texts["uid"].rpartition("@")[0]:
            item = StarredItem((*item.names, before_host), item.url, item.title)
        if item.names or item.url:
            yield item


def _of_table(text: str) -> Iterator[StarredItem]:
    lines = text.splitlines()
    mark = max(",;\t", key=lines[0].count) if lines else ","
    rows = csv.reader(lines, delimiter=mark)
    try:
        head = [cell.strip().casefold().replace(" ", "_") for cell in next(rows, [])]
        known = {*_NAMES, *_PAGES}.intersection(head)
        if not known:
            rows, head = csv.reader(lines, delimiter=mark), []
        for row in rows:
            texts = dict(zip(head or ["id"], map(str.strip, row), strict=False))
            if is_web(texts.get("id", "")):
                texts["url"] = texts.pop("id")
            item = _item(texts)
            if item.names or item.url:
                yield item
    except csv.Error:
        raise ConfnotesError("this list of stars cannot be read", "Export it again as CSV or text.") from None


def guids_in(schedule: SourceFile) -> dict[str, str]:
    """The guid of each event's number in a schedule (XML or JSON): programs have one, and some lists only the other.

    Raises ConfnotesError if it is neither.
    """
    pairs: Iterable[Mapping[str, str]]
    if schedule.text.lstrip().startswith("{"):
        pairs = _objects(schedule.json, _DEPTH + 3)
    else:
        pairs = (event.attrib for event in tree_of(schedule, WarningCollector()).iter("event"))
    return {one["id"]: one["guid"] for one in pairs if one.get("id") and one.get("guid")}


def _objects(value: object, depth: int) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        yield {key: str(one) for key, one in value.items() if isinstance(one, str | int)}
    if depth and isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _objects(one, depth - 1)
