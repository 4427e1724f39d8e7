"""Lists of starred talks for other programs; `importers/star_list.py` reads them, and says where each is from."""

from __future__ import annotations

import base64
import csv
import json
import re
import zlib
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Final
from urllib.parse import quote

from confnotes.errors import ConfnotesError
from confnotes.exporters.data.summary_csv import cell
from confnotes.markup.canonical import is_web
from confnotes.model.fast_dataclass import fast_dataclass


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
    table.writerows((one.id, *map(cell, (one.title, one.start, one.room, one.url))) for one in talks)
    return out.getvalue()


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
    return f"https://ggt.gaa.st/#url={quote(schedule, safe='')}&see={see}\n"


WRITERS: Final = {
    "ids": _ids,
    "csv": _csv,
    "json": lambda talks, schedule: _json(one.id for one in talks),
    "pretalx": lambda talks, schedule: _json(one.code or one.id for one in talks),
    "fahrplan": _fahrplan,
    "giggity": _giggity,
}
"""How a list is written, by the name of its format."""
