"""Large programs in the formats that programs come in, made of words; the same bytes on every run."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from bench.corpus import words_of

_ROOMS = [f"Room {letter}.{number}" for letter in "ABCDE" for number in range(1, 8)]
_FIRST = ("Ana", "Bilal", "Chiara", "Dieter", "Élodie", "Fumiko", "Grażyna", "Hamid", "Ivo", "Jürgen", "Keiko", "Li")
_LAST = ("Aalto", "Brandão", "Castillo", "Dvořák", "Eriksen", "Fröhlich", "García", "Hoang", "Ivanova", "Jensen")
_BEGIN = datetime(2024, 2, 3, 9)


class Maker:
    """Talks out of a seeded generator."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._words = words_of(self._random, 3000)
        self._tracks = [self.words(2) for _ in range(40)]

    def words(self, count: int) -> str:
        """So many words."""
        return " ".join(self._random.choices(self._words, k=count))

    def track(self) -> str:
        """One of forty: a track has many talks."""
        return self._random.choice(self._tracks)

    def names(self) -> list[str]:
        """One to four people."""
        count = self._random.randint(1, 4)
        return [f"{self._random.choice(_FIRST)} {self._random.choice(_LAST)}" for _ in range(count)]

    def slots(self, talks: int) -> Iterator[tuple[int, datetime, str]]:
        """A number, a start and a room for each talk: 18 half hours a day in every room."""
        for number in range(talks):
            slot, room = divmod(number, len(_ROOMS))
            day, half_hour = divmod(slot, 18)
            yield number, _BEGIN + timedelta(days=day, minutes=30 * half_hour), _ROOMS[room]


def schedule_xml(talks: int) -> bytes:
    """A schedule.xml with HTML abstracts, links and attachments, as large conferences publish it."""
    make = Maker(1)
    out = ["<?xml version='1.0' encoding='utf-8'?>\n<schedule><conference><title>Large 2024</title>"]
    out.append("<day_change>09:00:00</day_change></conference>")
    day = room_open = None
    for number, start, room in sorted(make.slots(talks), key=lambda slot: (slot[1].date(), slot[2], slot[1])):
        if start.date() != day:
            out.append("</room></day>" if day else "")
            day, room_open = start.date(), None
            out.append(f'<day index="1" date="{day}">')
        if room != room_open:
            out.append("</room>" if room_open else "")
            out.append(f'<room name="{room}">')
            room_open = room
        text = "".join(f"&lt;p&gt;{make.words(70)} &lt;em&gt;{make.words(2)}&lt;/em&gt;.&lt;/p&gt;" for _ in range(2))
        people = "".join(f'<person id="{at}">{name}</person>' for at, name in enumerate(make.names(), number * 4))
        out.append(
            f'<event guid="e{number:08}" id="{number}"><date>{start.isoformat()}+01:00</date><start>{start:%H:%M}'
            f"</start><duration>00:25</duration><room>{room}</room><title>{make.words(7)}</title><subtitle/>"
            f"<track>{make.track()}</track><type>devroom</type><language>en</language><abstract>{text}</abstract>"
            f"<description/><persons>{people}</persons><attachments/><links>"
            f'<link href="https://video.example.org/{number}.webm">Video recording</link>'
            f'<link href="https://feedback.example.org/{number}">Submit feedback</link></links></event>'
        )
    out.append("</room></day></schedule>\n")
    return "".join(out).encode()


def virtual_site_json(papers: int) -> bytes:
    """The export of a virtual conference site: one record a paper, with abstract, authors and links."""
    make = Maker(2)
    results = []
    for number, start, _ in make.slots(papers):
        people = [
            {"id": number * 4 + at, "fullname": name, "url": f"https://large.example.org/api/users/{number * 4 + at}",
             "institution": make.words(3)}
            for at, name in enumerate(make.names())
        ]  # fmt: skip
        results.append(
            {
                "id": number, "uid": f"{number:032x}", "name": make.words(9), "authors": people,
                "abstract": make.words(180), "topic": make.words(3), "keywords": [], "decision": "Accept (poster)",
                "session": f"Poster Session {number // 1000 + 1}", "eventtype": "Poster", "event_type": "Poster",
                "room_name": f"Hall {number % 3 + 1}", "virtualsite_url": f"/virtual/2024/poster/{number}",
                "url": None, "sourceid": number, "sourceurl": "https://openreview.net/group?id=large.example.org",
                "starttime": f"{start.isoformat()}-08:00",
                "endtime": f"{(start + timedelta(hours=2)).isoformat()}-08:00",
                "starttime2": None, "endtime2": None, "diversity_event": None,
                "paper_url": f"https://openreview.net/forum?id=p{number}", "paper_pdf_url": None, "children_url": None,
                "children": [], "children_ids": [], "parent1": None, "parent2": None, "parent1_id": None,
                "parent2_id": None, "eventmedia": [{"id": number, "type": "URL", "name": "OpenReview", "detail": "",
                "sort_order": 0, "uri": f"https://openreview.net/forum?id=p{number}", "visible": True}],
                "show_in_schedule_overview": False, "visible": True, "poster_position": f"#{number + 100}",
                "schedule_html": "", "latitude": None, "longitude": None, "related_events": [],
                "related_events_ids": [],
            }
        )  # fmt: skip
    return json.dumps({"count": papers, "next": None, "previous": None, "results": results}).encode()


def table_csv(rows: int, *, words: int) -> bytes:
    """A table of talks as hand-made schedules and exports have it, with abstracts of so many words."""
    make = Maker(3)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(
        ["Session ID", "Title", "Date", "Start Time", "End Time", "Room", "Track", "Speakers", "Abstract", "Slides"]
    )
    for number, start, room in make.slots(rows):
        end = start + timedelta(minutes=25)
        when = (f"{start:%Y-%m-%d}", f"{start:%H:%M}", f"{end:%H:%M}")
        people, slides = "; ".join(make.names()), f"https://slides.example.org/{number}.pdf"
        writer.writerow([number, make.words(7), *when, room, make.track(), people, make.words(words), slides])
    return out.getvalue().encode()


def calendar_ics(events: int) -> bytes:
    """A calendar feed with folded lines and a zone."""
    make = Maker(4)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Large//EN", "X-WR-CALNAME:Large 2024"]
    for number, start, room in make.slots(events):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}@large.example.org",
            f"DTSTART;TZID=Europe/Brussels:{start:%Y%m%dT%H%M%S}",
        ]
        lines += [f"DTEND;TZID=Europe/Brussels:{start + timedelta(minutes=25):%Y%m%dT%H%M%S}", f"LOCATION:{room}"]
        lines += [f"SUMMARY:{make.words(7)}", f"DESCRIPTION:Speaker: {make.names()[0]}\\n\\n{make.words(60)}"]
        lines += [f"URL:https://large.example.org/{number}", "END:VEVENT"]
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line)).encode()


def _folded(line: str) -> Iterator[str]:
    yield line[:70]
    for at in range(70, len(line), 69):
        yield f" {line[at : at + 69]}"
