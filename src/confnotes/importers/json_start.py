"""How a JSON file begins, for importers that know a file by the keys of its first records."""

from __future__ import annotations

from confnotes.importers.source import SourceFile

_LOOKED_AT = 1_000_000
_BEFORE = b"\xef\xbb\xbf \t\r\n"


def json_start(file: SourceFile) -> bytes:
    """The first megabyte as UTF-8 when the file begins as JSON does, with a bracket; nothing of any other.

    Raises ConfnotesError where it is neither UTF-8 nor UTF-16 text.
    """
    data = file.data[:_LOOKED_AT]
    if b"\x00" in data[:64]:
        data = file.text[:_LOOKED_AT].encode("utf-8", "replace")
    return data if data[:4096].lstrip(_BEFORE)[:1] in (b"{", b"[") else b""
