"""XML as a tree of elements, read with expat under limits: no DOCTYPE, no entities of its own, no deep nesting.

Texts that are no XML only for what people do to them are read all the same, with a warning: control characters, `&`
that stands for itself or begins an entity of HTML, another encoding than the one that is declared, white space before
the declaration.
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from typing import NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate, errors

from confnotes.errors import ConfnotesError
from confnotes.importers.schedule_warnings import Findings
from confnotes.importers.source import SourceFile

_DEEPEST = 64
_MOST_ELEMENTS = 1_000_000
_BUFFER = 1 << 16
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
_HINT = "check that the download is complete"


class Element(NamedTuple):
    """An element: what is in it stands in `content` in order, texts and elements; names are without their prefix."""

    name: str
    attributes: dict[str, str]
    content: list[str | Element]
    line: int

    def children(self) -> list[Element]:
        """The elements in it."""
        return [each for each in self.content if type(each) is Element]

    def child(self, *names: str) -> Element | None:
        """The first element in it with one of these names."""
        return next((each for each in self.children() if each.name in names), None)

    def text(self) -> str:
        """The text in it without white space around it; elements within the text (XHTML) are written out as tags."""
        content = self.content
        if len(content) == 1 and type(content[0]) is str:
            return content[0].strip()
        return "".join([each.markup() if isinstance(each, Element) else each for each in content]).strip()

    def markup(self) -> str:
        """The element as it was written, or nearly so."""
        attributes = "".join(f' {name}="{value.replace(chr(34), "&quot;")}"' for name, value in self.attributes.items())
        return f"<{self.name}{attributes}>{self.text()}</{self.name}>"


def tree_of(file: SourceFile, numbered: frozenset[str], findings: Findings) -> Element:
    """The root of an XML document; elements with a name in `numbered` know their line. What is mended is a finding.

    Raises ConfnotesError, with the line, for what is no XML, is cut short, has a DOCTYPE or passes a limit.
    """
    try:
        return _parsed(file.data, file.name, numbered)
    except ExpatError as error:
        broken = error
    except (ValueError, LookupError):  # an encoding that expat does not know, or that there is not
        broken = None
    if broken is not None and broken.code in _CUT_SHORT:
        raise _no_xml(file.name, broken)
    text = _mended(file, findings)
    try:
        return _parsed(text.encode("utf-8", "replace"), file.name, numbered, "utf-8")
    except ExpatError as error:
        raise _no_xml(file.name, error) from None


def _no_xml(name: str, error: ExpatError) -> ConfnotesError:
    if error.code in _CUT_SHORT:
        return ConfnotesError(f"{name} is cut short: it ends in line {error.lineno}, in the middle of the XML", _HINT)
    reason = str(error).partition(":")[0]
    return ConfnotesError(f"{name} is no valid XML: line {error.lineno}: {reason}", _HINT)


def _mended(file: SourceFile, findings: Findings) -> str:
    declared = _MULTI_BYTE.search(file.head)
    text = file.text
    if declared is not None:
        with suppress(UnicodeDecodeError):
            text = codecs.decode(file.data, declared[1].decode())
    text = (
        _DECLARATION.sub(lambda match: "\n" * match[0].count("\n"), text, count=1) if "<?xml" in text[:1000] else text
    )
    for pattern, instead, message in (
        (_FORBIDDEN, " ", "characters that XML does not allow were left out"),
        (_BARE_AMPERSAND, "&amp;", "“&” that XML wants written as “&amp;” was read as it stands"),
    ):
        first = pattern.search(text)
        if first is not None:
            findings.add(message, text.count("\n", 0, first.start()) + 1)
            text = pattern.sub(instead, text)
    return text


def _parsed(data: bytes, name: str, numbered: frozenset[str], encoding: str | None = None) -> Element:
    if data.count(b"<") > 2 * _MOST_ELEMENTS:
        raise ConfnotesError(f"{name} has too many elements to be a schedule", "import another file")
    parser = ParserCreate(encoding)
    parser.buffer_text = True
    parser.buffer_size = _BUFFER
    top: list[str | Element] = []
    contents = [top]
    new = tuple.__new__  # three times as fast as calling the class, once for each of 10,000 elements

    def begin(tag: str, attributes: dict[str, str]) -> None:
        content: list[str | Element] = []
        if len(contents) > _DEEPEST:
            raise ConfnotesError(f"{name} is nested too deeply to be a schedule", "import another file")
        if ":" in tag:
            tag = tag.rpartition(":")[2]
        line = parser.CurrentLineNumber if tag in numbered else 0
        contents[-1].append(new(Element, (tag, attributes, content, line)))
        contents.append(content)

    def end(_: str) -> None:
        contents.pop()

    def text(piece: str) -> None:
        contents[-1].append(piece)

    def doctype(*_: object) -> None:
        raise ConfnotesError(f"{name} has a DOCTYPE, which schedules never have; it is not read", "import another file")

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = doctype
    parser.Parse(data, True)
    return next(each for each in top if isinstance(each, Element))
