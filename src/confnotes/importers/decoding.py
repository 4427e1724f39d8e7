"""Bytes to text: the encodings of programs that people send, and what is refused before any importer reads it."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from confnotes.errors import ConfnotesError
from confnotes.importers.mail import text_of_mail
from confnotes.model.program import SourceWarning

MAX_BYTES = 64 * 1024 * 1024  # of a source
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CALENDAR = re.compile(rb"\s*BEGIN:VCALENDAR\b", re.IGNORECASE)
# Words of programs, in the encodings in which spreadsheets save them, to detect the encoding.
_WORDS = tuple(
    (encoding, tuple(word.encode(encoding) for word in words.split()))
    for encoding, words in (
        ("cp932", "日付 日時 時間 時刻 会場 題目 タイトル 発表 講演 セッション"),
        ("gb18030", "日期 时间 地点 题目 标题 报告 演讲 会议"),
        ("euc_kr", "날짜 일자 시간 장소 제목 발표 연사 세션"),
        ("big5", "日期 時間 地點 題目 講者 議程 會議"),
        ("euc_jp", "日付 日時 時間 時刻 会場 題目 タイトル 発表 講演"),
        ("cp1251", "Дата Время Название Доклад Тема Место Аудитория Начало"),
        ("cp1250", "Tytuł Początek Název Čas Začátek Místnost Přednášející Názov Začiatok Kezdés Előadó"),
    )
)
_FOLD = re.compile(rb"\r?\n[ \t]")  # RFC 5545, section 3.1: a fold may fall within a character
_BINARY = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A source as text with plain newlines, and the assumptions made to read it."""

    text: str
    warnings: tuple[SourceWarning, ...] = ()


def decode(data: bytes, name: str) -> Decoded:
    """The text of a source; raises ConfnotesError if it is empty, binary or larger than MAX_BYTES."""
    if len(data) > MAX_BYTES:
        size = len(data) / (1024 * 1024)
        raise ConfnotesError(
            f"{name} is {size:.0f} MB; the maximum is {MAX_BYTES // (1024 * 1024)} MB",
            "Import the file with the program, not an archive of it.",
        )
    if not data or data.isspace():
        raise ConfnotesError(f"{name} is empty", "Check that the download is complete.")
    if data.startswith(_BINARY):
        raise _binary(name, data)
    text, assumed = _text(text_of_mail(data), name)
    if not text.lstrip("\ufeff \t\r\n"):
        raise ConfnotesError(f"{name} is empty", "Check that the download is complete.")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u2028", "\n").replace("\x0c", " ")
    warnings = (SourceWarning(f"the text is not UTF-8; read as {assumed}"),) if assumed else ()
    return Decoded(text, warnings)


def _text(data: bytes, name: str) -> tuple[str, str | None]:
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    if marked is not None and (text := _in(marked, data)) is not None:
        return text.lstrip("\ufeff"), None
    if b"\x00" in data[:65536]:
        return _utf16_without_mark(data, name), "UTF-16"
    if (text := _in("utf-8", data)) is not None:
        return text, None
    if _CALENDAR.match(data) and (text := _in("utf-8", _FOLD.sub(b"", data))) is not None:
        return text, None
    controls = sum(byte < 9 or 13 < byte < 32 for byte in data[:65536])
    if controls * 200 > min(len(data), 65536):
        raise _binary(name, data)
    for encoding, words in _WORDS:
        if any(word in data[:65536] for word in words) and (text := _in(encoding, data)) is not None:
            return text, encoding.upper()
    text = _in("cp1252", data)
    return (text, "Windows-1252 (Latin-1)") if text is not None else (data.decode("latin-1"), "Latin-1")


def _in(encoding: str, data: bytes) -> str | None:
    """The bytes decoded; None if they are invalid in this encoding."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _utf16_without_mark(data: bytes, name: str) -> str:
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    for zeros, others, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros * 5 > len(sample) and others * 50 < len(sample):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                break
    raise _binary(name, data)


def _binary(name: str, data: bytes) -> ConfnotesError:
    if data.startswith(b"%PDF"):
        return ConfnotesError(f"{name} is a PDF", "Copy its text to a .txt file, and import that.")
    if data.startswith(b"PK") and b"word/" in data[:4096]:
        return ConfnotesError(f"{name} is a Word document", "Save it as a web page (.html), and import that.")
    return ConfnotesError(f"{name} is not text", "Save it as a schedule, a table, a web page or notes.")
