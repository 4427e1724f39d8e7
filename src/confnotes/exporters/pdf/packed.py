"""The objects of a PDF packed into object streams (ISO 32000-1, 7.5.7 and 7.5.8).

What makes a book readable aloud, and each link in it, are thousands of small objects that typst writes as plain text.
"""

from __future__ import annotations

import re
import zlib

_TABLE = re.compile(rb"\nxref\n0 (\d+)\n")
_TRAILER = re.compile(rb"trailer\s*<<(.*?)/Size \d+(.*?)>>\s*startxref\s*\d+\s*%%EOF\s*\Z", re.DOTALL)
_ROW = 20
"""A row of a table of objects has so many bytes."""
_IN_ONE = 200
_FREE, _PLAIN, _PACKED = 0, 1, 2


def packed(pdf: bytes) -> bytes:
    """The same PDF, smaller; as it is where it has no plain table of its objects, or one that it was added to."""
    table = _TABLE.search(pdf, pdf.rfind(b"\nxref\n"))
    trailer = _TRAILER.search(pdf, table.end()) if table else None
    if table is None or trailer is None or b"/Prev" in trailer[1] + trailer[2]:
        return pdf
    rows = [pdf[at : at + _ROW] for at in range(table.end(), table.end() + _ROW * int(table[1]), _ROW)]
    objects = {number: int(row[:10]) for number, row in enumerate(rows) if row[17:18] == b"n"}
    made = bytearray(pdf[: min(objects.values())])
    places: dict[int, tuple[int, int, int]] = {}
    small: list[tuple[int, bytes]] = []
    ends = dict(zip(ordered := sorted(objects.values()), [*ordered[1:], table.start()], strict=True))
    for number, start in objects.items():
        written = pdf[start : ends[start]]
        content = written[written.index(b"obj") + 3 : written.rindex(b"endobj")].strip()
        if content.endswith(b"endstream"):
            places[number] = (_PLAIN, len(made), 0)
            made += written
        else:
            small.append((number, content))
    size = len(rows)
    for at in range(0, len(small), _IN_ONE):
        group = small[at : at + _IN_ONE]
        places |= {number: (_PACKED, size, place) for place, (number, _) in enumerate(group)}
        places[size] = (_PLAIN, len(made), 0)
        made += _object_stream(size, group)
        size += 1
    begin = len(made)
    places[size] = (_PLAIN, begin, 0)
    numbers = b"".join(_row(*places.get(number, (_FREE, 0, 65535))) for number in range(size + 1))
    about = b"/Type/XRef/W[1 4 2]/Size %d" % (size + 1) + trailer[1] + trailer[2]
    made += _stream(size, about, numbers)
    return bytes(made) + b"startxref\n%d\n%%%%EOF" % begin


def _object_stream(number: int, group: list[tuple[int, bytes]]) -> bytes:
    heads, bodies = b"", b""
    for one, content in group:
        heads += b"%d %d " % (one, len(bodies))
        bodies += content + b"\n"
    return _stream(number, b"/Type/ObjStm/N %d/First %d" % (len(group), len(heads)), heads + bodies)


def _stream(number: int, about: bytes, content: bytes) -> bytes:
    data = zlib.compress(content)
    head = b"%d 0 obj\n<<%s/Filter/FlateDecode/Length %d>>\nstream\n" % (number, about, len(data))
    return head + data + b"\nendstream\nendobj\n\n"


def _row(kind: int, place: int, within: int) -> bytes:
    return kind.to_bytes(1) + place.to_bytes(4) + within.to_bytes(2)
