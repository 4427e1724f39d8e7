"""What the programs that publish agendas call the parts of one: the classes in their HTML.

None publishes a specification: what is named here are the classes and labels of the pages that they serve.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from confnotes.importers.agenda.html_tree import Element


class Mark(Enum):
    """What an element is. BLOCK and ITEM hold the others; a value is the element's text, or that of `@attribute`."""

    BLOCK = auto()
    ITEM = auto()
    DAY = auto()
    HEADING = auto()
    TITLE = auto()
    TIME = auto()
    LENGTH = auto()
    ROOM = auto()
    TRACK = auto()
    KIND = auto()
    PEOPLE = auto()
    PLACES = auto()
    CHAIRS = auto()
    ABSTRACT = auto()
    LINK = auto()
    NAME = auto()
    WHEN = auto()
    WHERE = auto()
    SITE = auto()
    ZONE = auto()
    SKIP = auto()


@dataclass(frozen=True, slots=True)
class Generator:
    """One program: its format, how its pages are known, and its marks.

    Marks stand under `tag`, `.class`, `tag.class`, `#id`, `tag@attribute`, under `@attribute` for what its value is,
    and under `tag:class` for a tag with a child or grandchild of that class. `signs`: one string of each group is in
    the page. `base`: where relative addresses lead, where there is but one such site. `people_in_title`: titles end in
    “ - Jane Doe, Acme & John Roe, Initech”.
    """

    format: str
    signs: tuple[tuple[str, ...], ...]
    marks: Mapping[str, Mark]
    base: str | None = None
    people_in_title: bool = False

    def knows(self, page: str) -> bool:
        """Whether a page is one of this program's."""
        return all(any(sign in page for sign in group) for group in self.signs)

    def marks_of(self, element: Element) -> list[tuple[Mark, str | None]]:
        """What an element is, most of them nothing: marks of its attributes with their values, then its own."""
        marks = self.marks
        found: list[tuple[Mark, str | None]] = [
            (marks["@" + name], value) for name, value in element.attributes.items() if "@" + name in marks
        ]
        names = [f"{element.tag}@{name}" for name in element.attributes]
        names += [f"#{element.attributes['id']}"] if "id" in element.attributes else []
        for name in element.classes:
            names += (f"{element.tag}.{name}", f".{name}")
        own = next((marks[name] for name in names if name in marks), None) or self._holder(element)
        own = own or marks.get(element.tag)
        return found if own is None else [*found, (own, None)]

    def _holder(self, element: Element) -> Mark | None:
        for name, mark in self.marks.items():
            tag, colon, held = name.partition(":")
            if colon and tag == element.tag and held in _classes_near(element):
                return mark
        return None


def _classes_near(element: Element) -> set[str]:
    """The classes of the children and grandchildren of an element."""
    children = [child for child in element.children if isinstance(child, Element)]
    near = [*children, *(each for child in children for each in child.children if isinstance(each, Element))]
    return {name for each in near for name in each.classes}


RESEARCHR = Generator(
    "researchr-html",
    (("conf.researchr.org",), ("data-event-modal", "data-slot-id")),
    {
        "table.session-table": Mark.BLOCK, "@data-facet-date": Mark.DAY, "@data-facet-room": Mark.ROOM,
        ".session-info-in-table": Mark.HEADING, ".slot-label": Mark.TIME, "@data-slot-id": Mark.ITEM,
        "div.text-muted": Mark.TIME, ".event-type": Mark.KIND, ".prog-track": Mark.TRACK, ".performers": Mark.PEOPLE,
        ".publication-link": Mark.LINK, "a@data-event-modal": Mark.TITLE, "tr:prog-track": Mark.ITEM,
        ".day-header": Mark.ZONE,
        ".frontpage-date": Mark.WHEN, ".navbar-brand": Mark.NAME, ".room-link": Mark.ROOM,
        "footer": Mark.SKIP, ".modal": Mark.SKIP, ".alert": Mark.SKIP,
    },
)  # fmt: skip
EASYCHAIR = Generator(
    "easychair-html",
    (("EasyChair Smart Program", "easychair.org/smart-program"), ("interval",)),
    {
        ".session": Mark.BLOCK, "tr.talk": Mark.ITEM, "@id": Mark.DAY, ".date": Mark.DAY, ".interval": Mark.TIME,
        "td.time": Mark.TIME, ".title": Mark.TITLE, ".authors": Mark.PEOPLE, ".abstract": Mark.ABSTRACT,
        ".session_chair": Mark.CHAIRS, ".room": Mark.ROOM, ".ttl": Mark.NAME, ".pagetitle": Mark.DAY,
        ".speaker": Mark.SKIP, ".hint": Mark.SKIP, ".days": Mark.SKIP, ".menu": Mark.SKIP, ".footer": Mark.SKIP,
        ".keywords": Mark.SKIP,
    },
)  # fmt: skip
INDICO = Generator(
    "indico-html",
    (("getindico.io", "· Indico<"), ("timetable-time",)),
    {
        ".timetable-block": Mark.BLOCK, ".timetable-contrib": Mark.ITEM, ".timetable-break": Mark.ITEM,
        ".day-header": Mark.DAY, ".timetable-day-header": Mark.DAY, ".timetable-time": Mark.TIME,
        ".timetable-title": Mark.TITLE, ".timetable-duration": Mark.LENGTH, ".event-location": Mark.ROOM,
        ".timetable-location": Mark.ROOM, ".speaker-list": Mark.PEOPLE, ".convener-list": Mark.CHAIRS,
        ".attachment": Mark.LINK, ".attachments": Mark.LINK, ".conference-title-link": Mark.NAME,
        ".event-title": Mark.NAME, ".place": Mark.WHERE, ".date": Mark.WHEN, ".timezone": Mark.ZONE,
        ".timetable-description": Mark.ABSTRACT, "footer": Mark.SKIP,
    },
)  # fmt: skip
SCHED = Generator(
    "sched-html",
    (("sched.com",), ("sched-container",)),
    {
        ".sched-container": Mark.ITEM, ".sched-container-dates": Mark.DAY, "h3": Mark.TIME, ".name": Mark.TITLE,
        ".vs": Mark.ROOM, ".sched-event-type": Mark.KIND, ".sched-person": Mark.PEOPLE, "title": Mark.NAME,
        ".tip-description": Mark.ABSTRACT, "#sched-header": Mark.WHEN, "#sched-sidebar": Mark.ZONE,
        "#footer": Mark.SKIP,
    },
    people_in_title=True,
)  # fmt: skip
CONFTOOL = Generator(
    "conftool-html",
    (("conftool.net", "ConfTool Pro", "Conference Software - ConfTool"), ("paper_author", "paper_title")),
    {
        "th": Mark.DAY, ".sessions_day_header": Mark.DAY, ".paper": Mark.ITEM, "tr:paper_title": Mark.ITEM,
        "tr:time": Mark.BLOCK,
        "td.time": Mark.TIME, "b": Mark.TITLE, ".session_title": Mark.TITLE, ".footer": Mark.SKIP,
        ".paper_time": Mark.TIME, ".paper_time_value": Mark.TIME,
        ".paper_title": Mark.TITLE, ".location": Mark.ROOM,
        ".paper_author": Mark.PEOPLE, ".paper_organisation": Mark.PLACES, ".paper_abstract": Mark.ABSTRACT,
    },
)  # fmt: skip
OPENREVIEW = Generator(
    "openreview-html",
    (("| OpenReview<", ">OpenReview</strong>"), ("note-authors",)),
    {
        "li.note": Mark.ITEM, "div.note": Mark.ITEM, "h3": Mark.KIND, "h2": Mark.KIND, "h4": Mark.TITLE,
        ".note-authors": Mark.PEOPLE, "h1": Mark.NAME, ".venue-location": Mark.WHERE, ".venue-date": Mark.WHEN,
        ".venue-website": Mark.SITE, ".pdf-link": Mark.LINK, ".note-meta-info": Mark.SKIP, ".collapse": Mark.SKIP,
        "footer": Mark.SKIP, "nav": Mark.SKIP, ".description": Mark.SKIP,
    },
    base="https://openreview.net",
)  # fmt: skip
GENERATORS = (RESEARCHR, EASYCHAIR, INDICO, SCHED, CONFTOOL, OPENREVIEW)
