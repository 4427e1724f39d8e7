"""The zip archive of a spreadsheet, read in memory within limits; nothing is written to disk.

The stated sizes are checked first, and the output is counted while unpacking. XML with a DOCTYPE is refused.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Collection, Mapping
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from confnotes.errors import ConfnotesError
from confnotes.importers.zip_names import BOUNDED, BROKEN_ZIP, part_name

MAX_INFLATED = 64 * 1024 * 1024  # bytes of all parts together
_MAX_MEMBERS = 2_000  # of the archive
_MAX_RATIO = 400  # of the unpacked size of a part to the packed one: more is a bomb
_SMALL = 1024 * 1024  # bytes: smaller parts may be packed any amount
_CHUNK = 256 * 1024  # bytes that are unpacked at once
_DEEPEST = 200  # elements in each other

Readers = Mapping[str, Callable[[Element], None]]
"""What is done with each complete element of a name."""


class Archive:
    """The parts of a spreadsheet by name."""

    def __init__(self, data: bytes, name: str) -> None:
        """Read the list of parts; raises ConfnotesError if it is broken, locked or too large for a program."""
        self.name = name
        self._inflated = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN_ZIP:
            raise broken(self.name) from None
        members = self._zip.infolist()
        if len(members) > _MAX_MEMBERS or sum(each.file_size for each in members) > MAX_INFLATED:
            raise self._too_large()
        if any(each.file_size > _SMALL and each.file_size > _MAX_RATIO * each.compress_size for each in members):
            raise self._too_large()
        if any(each.flag_bits & 1 for each in members):
            raise password_error(name)
        if any(each.compress_type not in BOUNDED for each in members):
            raise broken(name)
        self._members = {part_name(each.filename): each for each in members}

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._members

    def read(self, part: str) -> bytes:
        """The bytes of a part."""
        chunks: list[bytes] = []
        try:
            with self._zip.open(self._members[part.lower()]) as file:
                while chunk := file.read(_CHUNK):
                    self._inflated += len(chunk)
                    if self._inflated > MAX_INFLATED:
                        raise self._too_large()
                    chunks.append(chunk)
        except (KeyError, *BROKEN_ZIP):
            raise broken(self.name) from None
        return b"".join(chunks)

    def parse(self, part: str, readers: Readers | None = None, without: Collection[str] = ()) -> Element:
        """Parse a part as XML, as `parse_xml` does."""
        return parse_xml(self.read(part), self.name, readers or {}, without)

    def _too_large(self) -> ConfnotesError:
        limit = MAX_INFLATED // 1024 // 1024
        return ConfnotesError(
            f"{self.name} unpacks to more than a program needs ({limit} MB)", "Save the sheet with the program as CSV."
        )


def parse_xml(data: bytes, name: str, readers: Readers, without: Collection[str] = ()) -> Element:
    """The root of XML, with the names of elements without prefix.

    An element is emptied after one of the `readers` has had it, and so are those `without` interest, which none gets.
    """
    parser, builder = expat.ParserCreate(), TreeBuilder()
    parser.buffer_text = True
    depth = unread = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, unread
        depth += 1
        if depth > _DEEPEST:
            raise broken(name)
        tag = tag.rpartition(":")[2]
        unread += tag in without
        builder.start(tag, attributes)

    def end(tag: str) -> None:
        nonlocal depth, unread
        depth -= 1
        element = builder.end(tag.rpartition(":")[2])
        if element.tag in without:
            unread -= 1
            element.clear()
        elif not unread and element.tag in readers:
            readers[element.tag](element)
            element.clear()

    def doctype(*_: object) -> None:
        raise ConfnotesError(f"{name} has a DOCTYPE, which no spreadsheet has", "Save it again as .xlsx or CSV.")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError):
        raise broken(name) from None
    return builder.close()


def broken(name: str) -> ConfnotesError:
    """The error for a damaged spreadsheet."""
    return ConfnotesError(f"{name} is a broken spreadsheet", "Check that the download is complete, or save it as CSV.")


def password_error(name: str) -> ConfnotesError:
    """The error for a spreadsheet with a password."""
    return ConfnotesError(f"{name} is protected by a password", "Save it without a password, or as CSV.")
