"""XML as a tree of elements, read with expat under limits: no DOCTYPE and so no entities, no deep nesting.

Texts with common errors are read with a warning: control characters, a bare `&` or HTML entities, a wrongly declared
encoding, undeclared prefixes, white space before the declaration.
"""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import islice
from xml.etree.ElementTree import Element, ParseError, XMLParser
from xml.parsers.expat import ExpatError, ParserCreate, errors

from confnotes.errors import ConfnotesError
from confnotes.importers.decoding import MAX_BYTES
from confnotes.importers.source import SourceFile
from confnotes.importers.warning_collector import WarningCollector

DEEPEST = 64
_MOST_TAGS = 2_000_000
_LEAST_TAG = len("<a>")
_CHUNK = 1 << 12
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
        except (ParseError, ExpatError) as error:
            if error.code in _CUT_SHORT:
                raise _no_xml(file.name, error) from None
    try:
        return _parsed(_mended(file, findings).encode("utf-8", "replace"), file.name, "utf-8")
    except (ParseError, ExpatError) as error:
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


def _no_xml(name: str, error: ParseError | ExpatError) -> ConfnotesError:
    line = error.lineno if isinstance(error, ExpatError) else error.position[0]
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


def _parsed(data: bytes, name: str, encoding: str | None) -> Element:
    _refuse_doctype(data, name, encoding)
    parser = XMLParser(encoding=encoding)
    parser.feed(data)
    root: Element = parser.close()
    if b"xmlns" in data:
        for element in root.iter():
            element.tag = element.tag.rpartition("}")[2]
    return root


def _refuse_doctype(data: bytes, name: str, encoding: str | None) -> None:
    """Refuse a DOCTYPE, which can only come before the root."""
    is_open = True

    def doctype(*_: object) -> None:
        raise ConfnotesError(
            f"{name} has a DOCTYPE, which schedules never have, and is not read", "Import another file."
        )

    def begin(*_: object) -> None:
        nonlocal is_open
        is_open = False
        parser.StartElementHandler = None

    parser = ParserCreate(encoding)
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = begin
    start = 0
    while is_open and start < len(data):
        parser.Parse(data[start : start + _CHUNK])
        start += _CHUNK
