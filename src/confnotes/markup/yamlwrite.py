"""Values as block YAML that people like to read and that every other tool reads the same.

What YAML 1.1 would turn into something else (`no`, `12:30`, `1_000`) is quoted, so that Obsidian, Jekyll and PyYAML
agree with us. Dates and times in ISO 8601 stay bare: they mean the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time

from confnotes.errors import ConfnotesError

FOLD_AT = 100
MAX_DEPTH = 40

_ODD = "\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufffe\uffff"
_PLAIN = re.compile(
    rf"""(?![-?:,\[\]{{}}\#&*!|>'"%@`=~\s]|\.\.\.)  # no character that YAML gives a meaning at the begin
    (?:[^:\#{_ODD}] | :(?=\S) | (?<=\S)\#)++ (?<!\s)\Z""",
    re.VERBOSE,
)
_FLOW_UNSAFE = re.compile(r"[,\[\]{}:?]")
_NUMBERISH = re.compile(r"[-+.0-9][-+.,:_0-9a-zA-Z]*\Z")
_HAS_DIGIT_FORM = re.compile(r"[-+.]?[0-9][-+.,:_0-9a-fA-FxXoO]*\Z|\.(?:inf|nan)\Z|[-+]\.inf\Z", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[-+]\d\d:\d\d)?)?\Z", re.ASCII)
_AMBIGUOUS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "<<"})
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_TO_ESCAPE = re.compile(f'["\\\\{_ODD}]')
_LITERAL_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufffe\uffff]")
_FOLD_POINT = re.compile(r"(?<=[^\s]) (?=[^\s])")


def dump(value: object) -> str:
    """Readable block YAML that `yaml12.load` reads back as the same value; dates and times come back as text.

    Raises TypeError for a value that YAML has no place for, ConfnotesError when it is nested too deep.
    """
    return "\n".join(_node(value, 0, fold=True)) + "\n"


def field(key: str, value: object) -> list[str]:
    """One `key: value` of a mapping as lines without line ends; long text is not folded."""
    return list(_entry(key, value, 0, fold=False))


def inline(value: object) -> str | None:
    """A scalar or a list of scalars on one line, `[a, b]`; None where it needs more than that."""
    if isinstance(value, (list, tuple)):
        parts = [_flow_item(item) for item in value]
        return None if any(part is None for part in parts) else f"[{', '.join(part or '' for part in parts)}]"
    if isinstance(value, Mapping) or (isinstance(value, str) and "\n" in value):
        return None
    return scalar_text(value)


def item(value: object) -> str | None:
    """A scalar as it stands after `- ` in a list; None for anything else."""
    if isinstance(value, (list, tuple, Mapping)) or (isinstance(value, str) and "\n" in value):
        return None
    return "null" if value is None else scalar_text(value)


def scalar_text(value: object) -> str:
    """A scalar on one line, quoted where it has to be; None is the empty text."""
    if isinstance(value, str):
        return str(value) if is_plain(value) else quoted(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, (datetime, date)):
        return scalar_text(value.isoformat())
    if isinstance(value, time):
        return scalar_text(value.isoformat())
    raise TypeError(f"YAML has no place for a {type(value).__name__}")


def is_plain(text: str) -> bool:
    """Whether a text may stand without quotes and be the same text for YAML 1.1 and 1.2."""
    if not _PLAIN.match(text) or text.lower() in _AMBIGUOUS:
        return False
    return not (_NUMBERISH.match(text) and _HAS_DIGIT_FORM.match(text)) or _is_iso(text)


def quoted(text: str) -> str:
    """A text in quotes: single ones where that avoids escapes."""
    if '"' in text and "'" not in text and "\\" not in text and not _LITERAL_ODD.search(text) and text.isprintable():
        return f"'{text}'"
    return f'"{_TO_ESCAPE.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character in _ESCAPES:
        return _ESCAPES[character]
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:
        return "\\uFFFD"
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}"


def _is_iso(text: str) -> bool:
    if not _ISO.match(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _float(value: float) -> str:
    if value != value:
        return ".nan"
    if value in (float("inf"), float("-inf")):
        return ".inf" if value > 0 else "-.inf"
    text = repr(value)
    if "e" in text and "." not in text:  # YAML 1.1 wants the point
        mantissa, exponent = text.split("e")
        return f"{mantissa}.0e{exponent}" if exponent[0] in "+-" else f"{mantissa}.0e+{exponent}"
    return text


def _flow_item(value: object) -> str | None:
    text = item(value)
    if text is None or (isinstance(value, str) and is_plain(value) and _FLOW_UNSAFE.search(value)):
        return quoted(value) if isinstance(value, str) and "\n" not in value else None
    return text


def _node(value: object, depth: int, *, fold: bool) -> Iterator[str]:
    """A value as lines, the first of them not indented."""
    if depth > MAX_DEPTH - 2:
        raise ConfnotesError(f"a value is nested more than {MAX_DEPTH} deep", "make it flatter")
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from _entry(str(key), inner, depth, fold=fold)
    elif isinstance(value, (list, tuple)) and value:
        for inner in value:
            yield from _list_item(inner, depth, fold=fold)
    else:
        block = _block_text(value, fold=fold) if isinstance(value, str) else None
        if block is not None:
            yield block[0]
            yield from _indented(block[1:])
        else:
            yield _leaf(value)


def _entry(key: str, value: object, depth: int, *, fold: bool) -> Iterator[str]:
    name = key if is_plain(key) else quoted(key)
    if len(name) > 200:  # longer than a parser looks ahead for the colon
        yield f"? {name}"
        name = ""
    if isinstance(value, (Mapping, list, tuple)) and value:
        yield f"{name}:"
        yield from _indented(_node(value, depth + 1, fold=fold))
        return
    block = _block_text(value, fold=fold) if isinstance(value, str) else None
    if block is not None:
        yield f"{name}: {block[0]}"
        yield from _indented(block[1:])
        return
    text = "" if value is None else _leaf(value)
    yield f"{name}: {text}" if text else f"{name}:"


def _list_item(value: object, depth: int, *, fold: bool) -> Iterator[str]:
    lines = _node(value, depth + 1, fold=fold)
    yield f"- {next(lines)}"
    yield from lines if isinstance(value, str) else _indented(lines)


def _indented(lines: Sequence[str] | Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield f"  {line}" if line else ""


def _leaf(value: object) -> str:
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, (list, tuple)):
        return "[]"
    return "null" if value is None else scalar_text(value)


def _block_text(text: str, *, fold: bool) -> list[str] | None:
    """A text as a literal (`|`) or folded (`>`) block, header first; None where quotes serve better."""
    if "\n" not in text:
        return _folded(text) if fold and len(text) > FOLD_AT + 20 else None
    if text[0] in " \t\n" or _LITERAL_ODD.search(text):
        return None
    body = text.rstrip("\n")
    ends = len(text) - len(body)
    if not body or body[-1] in " \t" or any(line.isspace() for line in body.split("\n")):
        return None
    header = "|-" if ends == 0 else "|" if ends == 1 else "|+"
    return [header, *body.split("\n"), *[""] * (ends - 1)]


def _folded(text: str) -> list[str] | None:
    if text[0] in " \t" or text[-1] in " \t" or _LITERAL_ODD.search(text):
        return None
    lines: list[str] = []
    start = last = 0
    for point in _FOLD_POINT.finditer(text):
        if point.start() - start > FOLD_AT and last > start:
            lines.append(text[start:last])
            start = last + 1
        last = point.start()
    if len(text) - start > FOLD_AT and last > start:
        lines.append(text[start:last])
        start = last + 1
    lines.append(text[start:])
    return [">-", *lines] if len(lines) > 1 else None
