"""Lists of starred talks, as other programs hand them out and take them.

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
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from itertools import islice
from typing import Final
from urllib.parse import parse_qs, quote

from confnotes.errors import ConfnotesError
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

_GIGGITY: Final = "https://ggt.gaa.st/#url="


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
    texts: dict[str, str] = {}
    for line in re.sub(r"\r?\n[ \t]", "", text).splitlines():
        name, _, value = line.partition(":")
        name = name.partition(";")[0].upper()
        if name == "BEGIN":
            texts = {}
        elif name == "END" and value.upper() == "VEVENT":
            own = texts.get("uid", "")
            item = _item(texts)
            yield StarredItem((*item.names, *filter(None, [own.rpartition("@")[0]])), item.url, item.title)
        elif name in ("UID", "URL", "SUMMARY"):
            texts[name.lower()] = re.sub(r"\\([,;\\])", r"\1", value)


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


_EVENT: Final = re.compile(r"<event\b([^>]*)>")
_ATTRIBUTE: Final = re.compile(r"""\b(id|guid)\s*=\s*["']([^"']*)["']""")


def guids_in(schedule: str) -> dict[str, str]:
    """The guid of each event's number in a schedule (XML or JSON): programs have one, and some lists only the other."""
    pairs: Iterable[Mapping[str, str]]
    if schedule.lstrip("\ufeff \r\n\t").startswith("{"):
        found = _loaded(schedule)
        pairs = _objects(found, _DEPTH + 3)
    else:
        pairs = (dict(_ATTRIBUTE.findall(match[1])) for match in _EVENT.finditer(schedule))
    return {one["id"]: one["guid"] for one in pairs if one.get("id") and one.get("guid")}


def _objects(value: object, depth: int) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        yield {key: str(one) for key, one in value.items() if isinstance(one, str | int)}
    if depth and isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _objects(one, depth - 1)


@fast_dataclass(frozen=True, slots=True)
class StarredTalk:
    """A starred talk to write: its id in the program, the code in its page's address or "", and what people read."""

    id: str
    code: str
    title: str
    start: str
    room: str
    url: str


def write_stars(form: str, talks: Sequence[StarredTalk], schedule: str = "") -> str:
    """The list in one of WRITERS; `schedule` is the address of the whole program."""
    return WRITERS[form](talks, schedule)


def _ids(talks: Sequence[StarredTalk], schedule: str) -> str:
    return "".join(f"{talk.id}\n" for talk in talks)


def _csv(talks: Sequence[StarredTalk], schedule: str) -> str:
    out = StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(("id", "title", "start", "room", "url"))
    table.writerows((one.id, *map(_cell, (one.title, one.start, one.room, one.url))) for one in talks)
    return out.getvalue()


def _cell(text: str) -> str:
    """A cell that no spreadsheet reads as a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


def _json(ids: Iterable[str]) -> str:
    return json.dumps(list(ids), ensure_ascii=False, indent=2) + "\n"


def _fahrplan(talks: Sequence[StarredTalk], schedule: str) -> str:
    rows = [{"lecture_id": one.id, "title": one.title, "room": one.room, "url": one.url} for one in talks]
    return json.dumps({"lectures": rows}, ensure_ascii=False, indent=2) + "\n"


def _giggity(talks: Sequence[StarredTalk], schedule: str) -> str:
    if not is_web(schedule):
        raise ConfnotesError(
            "Giggity needs the web address of the schedule", "Name it: --address https://…/schedule.xml"
        )
    ids = [int(one.id) if re.fullmatch(r"[1-9][0-9]{0,8}", one.id) else one.id for one in talks]
    packed = zlib.compress(json.dumps(ids, separators=(",", ":")).encode(), 9)
    see = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    return f"{_GIGGITY}{quote(schedule, safe='')}&see={see}\n"


WRITERS: Final = {
    "ids": _ids,
    "csv": _csv,
    "json": lambda talks, schedule: _json(one.id for one in talks),
    "pretalx": lambda talks, schedule: _json(one.code or one.id for one in talks),
    "fahrplan": _fahrplan,
    "giggity": _giggity,
}
"""How a list is written, by the name of its format."""
