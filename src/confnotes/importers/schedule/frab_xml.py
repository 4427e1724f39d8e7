"""schedule.xml, as Pentabarf, frab, pretalx and wafer write it, and as apps (EventFahrplan, giggity) read it.

The format is described at c3voc.de/wiki/schedule, its schema is schedule.xml.xsd at github.com/voc/schedule. Only the
names come from it: every element may be missing, in another place or under an older name. Events are in rooms of days,
or directly in days. A list of persons next to the days does not mean speakers.

The calendar variant `schedule.xcal` follows draft-royer-calsch-xcal: events are `vevent`s of a `vcalendar`, with fields
of Pentabarf's own (`event-id`, `title`, `subtitle`) and those of iCalendar. Times are those of iCalendar.

XML is read under limits: no DOCTYPE and so no entities, no deep nesting. Texts with common errors are read with a
warning: control characters, a bare `&` or HTML entities, a wrongly declared encoding, undeclared prefixes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser
from xml.parsers.expat import errors

from confnotes.errors import ConfnotesError
from confnotes.importers.decoding import MAX_BYTES
from confnotes.importers.importer import Hints
from confnotes.importers.records.values import Record
from confnotes.importers.schedule.events import EventSchedule, ScheduledEvent, program_of, schedule_day
from confnotes.importers.schedule.times import ScheduleDay
from confnotes.importers.source import Source, SourceFile
from confnotes.importers.warning_collector import WarningCollector
from confnotes.model.program import ReadProgram

_FORMAT = "frab-xml"
_ROOT = re.compile(
    rb"""
    (?: \s | <\?[^?]*(?:\?(?!>)[^?]*)*\?> | <!--[^-]*(?:-(?!->)[^-]*)*-->  # the declaration and comments
      | <!DOCTYPE[^<>\[]*(?:\[[^\]]*\]\s*)?> )*
    <(?:[\w.-]+:)?(?:schedule|iCalendar)[\s/>]
    """,
    re.VERBOSE,
)
_DOCTYPE = re.compile(rb"<!DOCTYPE\s+schedule\b")
_HEAD = 1 << 16  # bytes in which the root element is sought
_MARKS = re.compile(rb"<(?:[\w.-]+:)?(?:conference\b|event\b|entry\b|vevent\b|day\s[^<>]*\bdate\s*=)")
_EVENTS = frozenset(("event", "entry"))
_WRAPPERS = frozenset(("schedule", "days", "rooms", "events", "program", "room"))
_PEOPLE = frozenset(("persons", "speakers", "participants"))
_PERSON = frozenset(("person", "speaker"))
_LINKS = frozenset(("links", "attachments"))
_VIDEOS = ("video", "video_url", "video_download_url", "recording_url")
_SINGLE_LINKS = {"link": "", "url": "page", **dict.fromkeys(_VIDEOS, "video")}
_CALLED = {"event-id": "id", "tag": "slug", "category": "event_type"}
_XCAL_ROOT, _XCAL_EVENT = "iCalendar", "vevent"
_XCAL_CALLED = {
    "x-wr-calname": "title", "x-wr-caldesc": "name", "x-wr-timezone": "timezone", "summary": "name",
    "event-id": "guid", "uid": "id", "dtstart": "date", "dtend": "end", "location": "room", "category": "track",
    "categories": "track", "language-code": "language", "language": "content_locale",
}  # fmt: skip
_XCAL_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?(Z?)")


class FrabXml:
    """Reads schedule.xml."""

    formats: tuple[str, ...] = (_FORMAT,)

    def sniff(self, source: Source) -> float:
        """Certain if the root is a `schedule` (or an xCal calendar) with a conference, dated days or events."""
        if source.is_folder or b"<" not in source.head[:200]:
            return 0.0
        head = source.files[0].data[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
        if _ROOT.match(head):
            return 0.97 if _MARKS.search(head) else 0.3
        return 0.9 if _DOCTYPE.search(head) else 0.0

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The program. Raises ConfnotesError, with the line, if the XML is broken or not safe to read."""
        file = source.files[0]
        names = "|".join((*_EVENTS, _XCAL_EVENT))
        findings = WarningCollector(  # events are found by number; words have no place in the file
            lambda place: line_of(file.data, names, place) if isinstance(place, int) else None
        )
        root = tree_of(file, findings)
        if root.tag == _XCAL_ROOT:
            calendar = next((child for child in root if child.tag == "vcalendar"), root)
            conference, events = _texts(calendar, _XCAL_CALLED, {_XCAL_EVENT}), _xcal_events(calendar)
        else:
            conference = _texts(next((child for child in root if child.tag == "conference"), ()), {})
            events = _events(root, ScheduleDay(), "", 0)
        placed = list(events)
        for number, event in enumerate(placed):
            event.place = number
        return program_of(EventSchedule(conference, placed, source.url or ""), _FORMAT, findings)


def _events(element: Element, day: ScheduleDay, room: str, depth: int) -> Iterator[ScheduledEvent]:
    if depth > DEEPEST:
        raise ConfnotesError("the schedule is nested too deeply", "Import another file.")
    for child in element:
        name = child.tag
        if name in _EVENTS:
            yield ScheduledEvent(_event(child), day, room)
        elif name == "day":
            inside = next((text_of(each) for each in child if each.tag == "date"), "")
            stated = schedule_day({"date": inside, **{key: value for key, value in child.attrib.items() if value}})
            yield from _events(child, stated, room, depth + 1)
        elif name in _WRAPPERS:
            yield from _events(child, day, child.get("name", room) if name == "room" else room, depth + 1)


def _xcal_events(calendar: Element) -> Iterator[ScheduledEvent]:
    for event in calendar.iter(_XCAL_EVENT):
        record = _texts(event, _XCAL_CALLED)
        for key in ("date", "end"):
            record[key] = _XCAL_MOMENT.sub(_in_iso, record.get(key, ""))
        record["speakers"] = [text_of(child) for child in event if child.tag == "attendee"]
        yield ScheduledEvent(record)


def _in_iso(moment: re.Match[str]) -> str:
    year, month, day, hour, minute, second, utc = moment.groups()
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{utc}"


def _event(element: Element) -> Record:
    """An event as a record: its attributes, texts, people and links."""
    people: list[object] = []
    links: list[Record] = []
    texts: Record = {}
    for child in element:
        name = child.tag
        if name in _PEOPLE:
            people += map(_person, child) if len(child) else [text_of(child)]
        elif name in _PERSON:
            people.append(_person(child))
        elif name in _LINKS:
            links += map(_link, child)
        elif name == "recording":
            links += [_link(each, "video") for each in child if each.tag in ("url", "link", "video")]
        elif name in _SINGLE_LINKS:
            links.append(_link(child, _SINGLE_LINKS[name]))
        elif name not in texts and (text := text_of(child) if len(child) else child.text):
            texts[name] = text
    called = {also: texts[name] for name, also in _CALLED.items() if name in texts}
    return {**called, **texts, **element.attrib, "persons": people, "links": links}


def _person(person: Element) -> object:
    """A person's record, or just the text if it has nothing else."""
    if len(person) == 0 and person.attrib.keys() == {"id"}:  # as most have
        return {"public_name": text_of(person), **person.attrib}
    texts = _texts(person, {})
    name = any(key in texts for key in ("public_name", "full_public_name", "name")) or person.get("name")
    if not name and not person.attrib:
        return text_of(person)
    role = {"role": "moderator"} if person.tag == "moderator" else {}
    return {**role, **texts, **person.attrib, **({} if name else {"public_name": text_of(person)})}


def _link(element: Element, type_: str = "") -> Record:
    attributes = element.attrib
    href = attributes.get("href") or attributes.get("url", "")
    text = text_of(element)
    if type_ and not href:
        return {"url": text, "type": type_}
    return {"url": href, "title": text or attributes.get("title", ""), "type": type_ or attributes.get("type", "")}


def _texts(element: Iterable[Element], called: Mapping[str, str], without: Collection[str] = ()) -> Record:
    """The first non-empty text of each kind of child element, under the names in `called`."""
    texts: Record = {}
    for child in element:
        name = called.get(child.tag, child.tag)
        if name not in texts and child.tag not in without and (text := text_of(child)):
            texts[name] = text
    return texts


DEEPEST = 64  # elements in each other: ElementTree recurses
_MOST_TAGS = 2_000_000  # of a file; each takes memory
_LEAST_TAG = len("<a>")
_CUT_SHORT = {
    errors.codes[errors.XML_ERROR_NO_ELEMENTS],
    errors.codes[errors.XML_ERROR_UNCLOSED_TOKEN],
    errors.codes[errors.XML_ERROR_PARTIAL_CHAR],
    errors.codes[errors.XML_ERROR_UNCLOSED_CDATA_SECTION],
}
_MULTI_BYTE = re.compile(
    rb"encoding\s*=\s*[\"'](shift_jis|sjis|euc-jp|euc-kr|gbk|gb2312|gb18030|big5)[\"']", re.IGNORECASE
)
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,400}\?>")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
_PREFIX = re.compile(r"(?<=<)(/?)[\w.-]+:(?=\w)")
_HINT = "Check that the download is complete."


def tree_of(file: SourceFile, findings: WarningCollector) -> Element:
    """The root of an XML document, names without their namespaces; each repair is a finding.

    Raises ConfnotesError, with the line, for text that is not XML, is cut short, has a DOCTYPE or is too large.
    """
    size = len(file.data)
    if size > MAX_BYTES or (size > _LEAST_TAG * _MOST_TAGS and file.data.count(b"<") > _MOST_TAGS):
        raise ConfnotesError(f"{file.name} is too large for a schedule", "Import another file.")
    with suppress(ValueError, LookupError):  # an encoding that is unknown, or unknown to expat
        try:
            return _parsed(file.data, file.name, None)
        except ParseError as error:
            if error.code in _CUT_SHORT:
                raise _no_xml(file.name, error) from None
    try:
        return _parsed(_mended(file, findings).encode("utf-8", "replace"), file.name, "utf-8")
    except ParseError as error:
        raise _no_xml(file.name, error) from None


def text_of(element: Element) -> str:
    """The text in an element without white space around it; nested elements (XHTML) are written out as tags."""
    text = "".join(_markup(element, 0)) if len(element) else element.text
    return text.strip() if text else ""


def _markup(element: Element, depth: int) -> list[str]:
    pieces = [element.text or ""]
    for child in element:
        attributes = "".join(f' {key}="{value.replace(chr(34), "&quot;")}"' for key, value in child.attrib.items())
        inner = _markup(child, depth + 1) if depth < DEEPEST else child.itertext()
        pieces += [f"<{child.tag}{attributes}>", *inner, f"</{child.tag}>", child.tail or ""]
    return pieces


def line_of(data: bytes, name: str, number: int) -> int | None:
    """The line of the nth element (from 0) with one of these names (`event|entry`)."""
    begins = re.finditer(rf"<(?:[\w.-]+:)?(?:{name})(?=[\s/>])".encode(), data)
    begin = next(islice(begins, number, None), None)
    return data.count(b"\n", 0, begin.start()) + 1 if begin else None


def _no_xml(name: str, error: ParseError) -> ConfnotesError:
    line = error.position[0]
    if error.code in _CUT_SHORT:
        return ConfnotesError(f"{name} is cut short: it ends in line {line}, in the middle of the XML", _HINT)
    return ConfnotesError(f"{name} is not valid XML: line {line}: {str(error).partition(':')[0]}", _HINT)


def _mended(file: SourceFile, findings: WarningCollector) -> str:
    declared = _MULTI_BYTE.search(file.head)
    text = file.text
    if declared is not None:
        with suppress(UnicodeDecodeError):
            text = file.data.decode(declared[1].decode())
    if _DECLARATION.match(text):
        text = _DECLARATION.sub(lambda match: "\n" * match[0].count("\n"), text, count=1)
    for pattern, instead, message in (
        (_FORBIDDEN, " ", "characters that XML does not allow were left out"),
        (_BARE_AMPERSAND, "&amp;", "“&” was read as is; XML requires “&amp;”"),
    ):
        first = pattern.search(text)
        if first is not None:
            findings.tell(message, line=text.count("\n", 0, first.start()) + 1)
            text = pattern.sub(instead, text)
    return _PREFIX.sub(r"\1", text)


class _WithoutDoctype(TreeBuilder):
    """Refuses a DOCTYPE, which comes before the entities that it may define."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def doctype(self, *_: object) -> None:
        """Called by the parser at the DOCTYPE."""
        raise ConfnotesError(
            f"{self._name} has a DOCTYPE, which schedules never have, and is not read", "Import another file."
        )


def _parsed(data: bytes, name: str, encoding: str | None) -> Element:
    parser = XMLParser(target=_WithoutDoctype(name), encoding=encoding)
    parser.feed(data)
    root: Element = parser.close()
    if b"xmlns" in data:
        for element in root.iter():
            element.tag = element.tag.rpartition("}")[2]
    return root
