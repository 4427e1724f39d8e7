"""Content lines of iCalendar (RFC 5545, section 3.1) as a tree of components, tolerant of errors.

Lines are unfolded as bytes before decoding: a fold may fall within a character. Errors have local effects: a line that
is not a content line belongs to the preceding value, and an unclosed component ends with the one around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from quopri import decodestring

from confnotes.importers.warning_collector import counted
from confnotes.model.program import SourceWarning

_DEEPEST = 16  # components in each other; calendars have three
_NAME = re.compile(
    r"(?:[A-Z][A-Z0-9-]*|[Xx]-[A-Za-z0-9-]+|begin|end|dtstart|dtend|summary|description|location|uid)[;:]"
)
_PARAMETER = re.compile(r';\s*([A-Za-z0-9-]+)=((?:"[^"]*"|[^";]*)*)')
_ESCAPED = re.compile(r"\\([\\,;:\"nN])")


@dataclass(frozen=True, slots=True)
class Property:
    """A content line: parameters under their names in capitals, the raw value, the line from 1."""

    value: str
    parameters: dict[str, str]
    line: int

    @property
    def text(self) -> str:
        """The value as unescaped text (RFC 5545, section 3.3.11)."""
        if self.is_quoted:
            decoded = decodestring(self.value.encode()).decode(errors="replace").replace("\r\n", "\n")
            return unescape(decoded).strip()
        return unescape(self.value).strip()

    @property
    def is_quoted(self) -> bool:
        """Whether the value is quoted-printable, as in vCalendar 1.0."""
        return self.parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE"

    @property
    def texts(self) -> list[str]:
        """The value as a list of texts, split at unescaped commas."""
        return [text for part in re.split(r"(?<!\\),", self.value) if (text := unescape(part).strip())]


@dataclass(slots=True)
class Component:
    """The content between a BEGIN and its END."""

    name: str
    line: int
    properties: dict[str, list[Property]] = field(default_factory=dict)
    parts: list[Component] = field(default_factory=list)

    def first(self, *names: str) -> Property | None:
        """The first property with the first of these names that exists."""
        return next((found[0] for name in names if (found := self.properties.get(name))), None)

    def text(self, *names: str) -> str | None:
        """The first non-empty text of the properties with these names."""
        return next((text for name in names for each in self.every(name) if (text := each.text)), None)

    def every(self, name: str) -> list[Property]:
        """All properties of a name in their order."""
        return self.properties.get(name, [])

    def named(self, name: str) -> Iterator[Component]:
        """The components of a name in this one, at any depth."""
        waiting = [*reversed(self.parts)]
        while waiting:
            part = waiting.pop()
            if part.name == name:
                yield part
            waiting += reversed(part.parts)


def unescape(value: str) -> str:
    """A text without escapes; a backslash before other characters stays."""
    if "\\" not in value:
        return value
    value = value.replace("\\r\\n", "\\n")
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def read_components(data: bytes) -> tuple[Component, list[SourceWarning]]:
    """The components of a file below a nameless root, and warnings about errors in it."""
    top = Component("", 0)
    open_ones = [top]
    stray: list[int] = []
    last: tuple[str, Property] | None = None
    blank = 0
    for number, line in _unfolded(data):
        if not line.strip() or line.strip() in ("<!--", "-->"):
            blank += 1
            continue
        if not _NAME.match(line):
            if last is not None:
                if not (last[1].is_quoted and last[1].value.endswith("=")):
                    stray.append(number)
                last = _continued(open_ones[-1], last, "\\n" * min(blank, 1) + line)
            blank = 0
            continue
        blank = 0
        name, found = _property(line, number)
        last = None
        if name == "BEGIN":
            _begin(open_ones, found)
        elif name == "END":
            _end(open_ones, found.value.strip().upper())
        else:
            open_ones[-1].properties.setdefault(name, []).append(found)
            last = (name, found)
    several = "{# lines are not content lines and were|a line is not a content line and was}"
    warnings = [*counted(f"{several} read as part of the previous line", stray)]
    if any(each.name == "VEVENT" for each in open_ones):
        warnings.append(
            SourceWarning("the file ends in the middle of an event: the rest is missing", open_ones[-1].line)
        )
    elif len(open_ones) > 1:
        warnings.append(SourceWarning("no END:VCALENDAR: events may be missing at the end"))
    return top, warnings


def _unfolded(data: bytes) -> Iterator[tuple[int, str]]:
    """Logical lines with the number of the line on which each begins."""
    begun, pieces = 1, [b""]
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\r\n", b"\r\n").splitlines(), 1):
        if line[:1] in (b" ", b"\t"):
            pieces.append(line[1:])
        else:
            yield begun, _decoded(b"".join(pieces))
            begun, pieces = number, [line]
    yield begun, _decoded(b"".join(pieces))


def _decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _property(line: str, number: int) -> tuple[str, Property]:
    colon = line.find(":")
    quote = line.find('"', 0, max(colon, 0))
    while quote != -1 and (closing := line.find('"', quote + 1)) != -1:
        colon = line.find(":", closing) if colon < closing else colon
        quote = line.find('"', closing + 1, max(colon, 0))
    if colon == -1:
        colon = line.find(":") if ":" in line else len(line)
    head, value = line[:colon], line[colon + 1 :]
    name, semicolon, rest = head.partition(";")
    parameters = (
        {key.upper(): text.strip().strip('"') for key, text in _PARAMETER.findall(";" + rest)} if semicolon else {}
    )
    name = name.upper()
    if name in _MOMENTS and ":" in value and "TZID" in parameters:
        zone_end, _, value = value.rpartition(":")
        parameters["TZID"] += ":" + zone_end
    return name, Property(value, parameters, number)


_MOMENTS = frozenset(("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"))


def _continued(component: Component, last: tuple[str, Property], line: str) -> tuple[str, Property]:
    """The last property with another line; a very long one takes no more."""
    name, found = last
    if len(found.value) < 100_000:
        soft = found.is_quoted and found.value.endswith("=")
        value = found.value[:-1] + line if soft else f"{found.value}\\n{line}"
        found = Property(value, found.parameters, found.line)
        component.properties[name][-1] = found
    return name, found


def _begin(open_ones: list[Component], found: Property) -> None:
    name = found.value.strip().upper()
    if name in ("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"):
        while open_ones[-1].name not in ("", "VCALENDAR"):
            open_ones.pop()
    component = Component(name, found.line)
    open_ones[-1].parts.append(component)
    if len(open_ones) < _DEEPEST:
        open_ones.append(component)


def _end(open_ones: list[Component], name: str) -> None:
    if name and any(each.name == name for each in open_ones):
        while open_ones.pop().name != name:
            pass
