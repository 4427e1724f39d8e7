"""The HTML classes that publishing programs use for the parts of an agenda.

None of them publishes a specification: these are the classes and labels of the pages that they serve.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from confnotes.importers.agenda.html_tree import Element


class Cue(Enum):
    """The meaning of an element. BLOCK and ITEM contain the others; a value is the element's text, or that of
    `@attribute`.
    """

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
    """A publishing program: its format, how to recognise its pages, and its marks.

    The keys of marks are `tag`, `.class`, `tag.class`, `#id` and `tag@attribute`, `@attribute` for the meaning of its
    value, and `tag:class` for a tag with a child or grandchild of that class. `signs`: one string of each group is in
    the page. `base`: the base of relative addresses, if there is only one such site. `people_in_title`: titles end in “
    - Jane Doe, Acme & John Roe, Initech”.
    """

    format: str
    signs: tuple[tuple[str, ...], ...]
    marks: Mapping[str, Cue]
    base: str | None = None
    people_in_title: bool = False

    def knows(self, page: str) -> bool:
        """Whether a page is one of this program's."""
        return all(any(sign in page for sign in group) for group in self.signs)

    def marks_of(self, element: Element) -> list[tuple[Cue, str | None]]:
        """The meanings of an element, mostly none: marks of its attributes with their values, then its own."""
        marks = self.marks
        found: list[tuple[Cue, str | None]] = [
            (marks["@" + name], value) for name, value in element.attributes.items() if "@" + name in marks
        ]
        names = [f"{element.tag}@{name}" for name in element.attributes]
        names += [f"#{element.attributes['id']}"] if "id" in element.attributes else []
        for name in element.classes:
            names += (f"{element.tag}.{name}", f".{name}")
        own = next((marks[name] for name in names if name in marks), None) or self._holder(element)
        own = own or marks.get(element.tag)
        return found if own is None else [*found, (own, None)]

    def _holder(self, element: Element) -> Cue | None:
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
        "table.session-table": Cue.BLOCK, "@data-facet-date": Cue.DAY, "@data-facet-room": Cue.ROOM,
        ".session-info-in-table": Cue.HEADING, ".slot-label": Cue.TIME, "@data-slot-id": Cue.ITEM,
        "div.text-muted": Cue.TIME, ".event-type": Cue.KIND, ".prog-track": Cue.TRACK, ".performers": Cue.PEOPLE,
        ".publication-link": Cue.LINK, "a@data-event-modal": Cue.TITLE, "tr:prog-track": Cue.ITEM,
        ".day-header": Cue.ZONE,
        ".frontpage-date": Cue.WHEN, ".navbar-brand": Cue.NAME, ".room-link": Cue.ROOM,
        "footer": Cue.SKIP, ".modal": Cue.SKIP, ".alert": Cue.SKIP,
    },
)  # fmt: skip
EASYCHAIR = Generator(
    "easychair-html",
    (("EasyChair Smart Program", "easychair.org/smart-program"), ("interval",)),
    {
        ".session": Cue.BLOCK, "tr.talk": Cue.ITEM, "@id": Cue.DAY, ".date": Cue.DAY, ".interval": Cue.TIME,
        "td.time": Cue.TIME, ".title": Cue.TITLE, ".authors": Cue.PEOPLE, ".abstract": Cue.ABSTRACT,
        ".session_chair": Cue.CHAIRS, ".room": Cue.ROOM, ".ttl": Cue.NAME, ".pagetitle": Cue.DAY,
        ".speaker": Cue.SKIP, ".hint": Cue.SKIP, ".days": Cue.SKIP, ".menu": Cue.SKIP, ".footer": Cue.SKIP,
        ".keywords": Cue.SKIP,
    },
)  # fmt: skip
INDICO = Generator(
    "indico-html",
    (("getindico.io", "· Indico<"), ("timetable-time",)),
    {
        ".timetable-block": Cue.BLOCK, ".timetable-contrib": Cue.ITEM, ".timetable-break": Cue.ITEM,
        ".day-header": Cue.DAY, ".timetable-day-header": Cue.DAY, ".timetable-time": Cue.TIME,
        ".timetable-title": Cue.TITLE, ".timetable-duration": Cue.LENGTH, ".event-location": Cue.ROOM,
        ".timetable-location": Cue.ROOM, ".speaker-list": Cue.PEOPLE, ".convener-list": Cue.CHAIRS,
        ".attachment": Cue.LINK, ".attachments": Cue.LINK, ".conference-title-link": Cue.NAME,
        ".event-title": Cue.NAME, ".place": Cue.WHERE, ".date": Cue.WHEN, ".timezone": Cue.ZONE,
        ".timetable-description": Cue.ABSTRACT, "footer": Cue.SKIP,
    },
)  # fmt: skip
SCHED = Generator(
    "sched-html",
    (("sched.com",), ("sched-container",)),
    {
        ".sched-container": Cue.ITEM, ".sched-container-dates": Cue.DAY, "h3": Cue.TIME, ".name": Cue.TITLE,
        ".vs": Cue.ROOM, ".sched-event-type": Cue.KIND, ".sched-person": Cue.PEOPLE, "title": Cue.NAME,
        ".tip-description": Cue.ABSTRACT, "#sched-header": Cue.WHEN, "#sched-sidebar": Cue.ZONE,
        "#footer": Cue.SKIP,
    },
    people_in_title=True,
)  # fmt: skip
CONFTOOL = Generator(
    "conftool-html",
    (("conftool.net", "ConfTool Pro", "Conference Software - ConfTool"), ("paper_author", "paper_title")),
    {
        "th": Cue.DAY, ".sessions_day_header": Cue.DAY, ".paper": Cue.ITEM, "tr:paper_title": Cue.ITEM,
        "tr:time": Cue.BLOCK,
        "td.time": Cue.TIME, "b": Cue.TITLE, ".session_title": Cue.TITLE, ".footer": Cue.SKIP,
        ".paper_time": Cue.TIME, ".paper_time_value": Cue.TIME,
        ".paper_title": Cue.TITLE, ".location": Cue.ROOM,
        ".paper_author": Cue.PEOPLE, ".paper_organisation": Cue.PLACES, ".paper_abstract": Cue.ABSTRACT,
    },
)  # fmt: skip
OPENREVIEW = Generator(
    "openreview-html",
    (("| OpenReview<", ">OpenReview</strong>"), ("note-authors",)),
    {
        "li.note": Cue.ITEM, "div.note": Cue.ITEM, "h3": Cue.KIND, "h2": Cue.KIND, "h4": Cue.TITLE,
        ".note-authors": Cue.PEOPLE, "h1": Cue.NAME, ".venue-location": Cue.WHERE, ".venue-date": Cue.WHEN,
        ".venue-website": Cue.SITE, ".pdf-link": Cue.LINK, ".note-meta-info": Cue.SKIP, ".collapse": Cue.SKIP,
        "footer": Cue.SKIP, "nav": Cue.SKIP, ".description": Cue.SKIP,
    },
    base="https://openreview.net",
)  # fmt: skip
GENERATORS = (RESEARCHR, EASYCHAIR, INDICO, SCHED, CONFTOOL, OPENREVIEW)
