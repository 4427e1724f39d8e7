"""Write values as readable block YAML that every other tool reads the same.

Text that YAML 1.1 would convert (`no`, `12:30`, `1_000`) is quoted, so that Obsidian, Jekyll and PyYAML read it right.
Dates and times in ISO 8601 need no quotes: they mean the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import lru_cache

from confnotes.errors import ConfnotesError

FOLD_AT = 100  # characters
MAX_DEPTH = 40  # readers limit the depth, too

_ODD = "\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufffe\uffff"
_PLAIN = re.compile(
    rf"""(?![-?:,\[\]{{}}\#&*!|>'"%@`=~\s]|\.\.\.)  # no character that YAML gives a meaning at the begin
    [^:\#{_ODD}]+ (?: (?: :(?=\S) | (?<=\S)\#) [^:\#{_ODD}]* )* (?<!\s)\Z""",
    re.VERBOSE,
)
_FLOW_UNSAFE = re.compile(r"[,\[\]{}:?]")
_NUMBERISH = re.compile(r"[-+.0-9][-+.,:_0-9a-zA-Z]*\Z")
_HAS_DIGIT_FORM = re.compile(r"[-+.]?[0-9][-+.,:_0-9a-fA-FxXoO]*\Z|\.(?:inf|nan)\Z|[-+]\.inf\Z", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[-+]\d\d:\d\d)?)?\Z", re.ASCII)
_AMBIGUOUS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "<<"})
_LONGEST_AMBIGUOUS = max(map(len, _AMBIGUOUS))
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_TO_ESCAPE = re.compile(f'["\\\\{_ODD}]')
_LITERAL_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufffe\uffff]")
_FOLD_POINT = re.compile(r"(?<=[^\s]) (?=[^\s])")


def dump(value: object, indent: str = "") -> str:
    """Readable block YAML that `yaml12.load` reads back as the same value, with dates and times as text.

    Every line is indented by `indent`. Raises TypeError for a value that YAML cannot express, ConfnotesError if it is
    nested too deep.
    """
    lines: list[str] = []
    _node(lines, value, indent, f"{indent}  " if isinstance(value, str) else indent, 0, fold=True)
    return "\n".join(lines) + "\n"


def field(key: str, value: object) -> list[str]:
    """A `key: value` of a mapping as lines without line ends; long text is not folded."""
    lines: list[str] = []
    _entry(lines, key, value, "", "", 0, fold=False)
    return lines


def inline(value: object) -> str | None:
    """A scalar or a list of scalars on one line, `[a, b]`; None if it needs more lines."""
    if isinstance(value, (list, tuple)):
        parts = [_flow_item(item) for item in value]
        return None if any(part is None for part in parts) else f"[{', '.join(part or '' for part in parts)}]"
    if isinstance(value, Mapping) or (isinstance(value, str) and "\n" in value):
        return None
    return scalar_text(value)


def item(value: object) -> str | None:
    """A scalar as written after `- ` in a list; None for anything else."""
    if isinstance(value, (list, tuple, Mapping)) or (isinstance(value, str) and "\n" in value):
        return None
    return "null" if value is None else scalar_text(value)


def scalar_text(value: object) -> str:
    """A scalar on one line, quoted if necessary; None becomes the empty text."""
    if isinstance(value, str):
        return str(value) if is_plain(value) else quote(value)
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
    """Whether a text without quotes is the same text in YAML 1.1 and 1.2."""
    if not _PLAIN.match(text) or (len(text) <= _LONGEST_AMBIGUOUS and text.lower() in _AMBIGUOUS):
        return False
    return not (_NUMBERISH.match(text) and _HAS_DIGIT_FORM.match(text)) or _is_iso(text)


def quote(text: str) -> str:
    """A quoted text, in single quotes if that avoids escapes."""
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
    if "e" in text and "." not in text:  # YAML 1.1 requires the point
        mantissa, exponent = text.split("e")
        return f"{mantissa}.0e{exponent}" if exponent[0] in "+-" else f"{mantissa}.0e+{exponent}"
    return text


def _flow_item(value: object) -> str | None:
    text = item(value)
    if text is None or (isinstance(value, str) and is_plain(value) and _FLOW_UNSAFE.search(value)):
        return quote(value) if isinstance(value, str) and "\n" not in value else None
    return text


def _node(lines: list[str], value: object, first: str, indent: str, depth: int, *, fold: bool) -> None:
    """Add a value: `first` goes before its first line, such as a list's `- `, `indent` before the others."""
    if depth > MAX_DEPTH - 2:
        raise ConfnotesError(f"a value is nested more than {MAX_DEPTH} levels deep", "Reduce the nesting.")
    if isinstance(value, str):
        _text(lines, value, first, indent, fold=fold)
    elif isinstance(value, (list, tuple)) and value:
        for inner in value:
            _node(lines, inner, f"{first}- ", f"{indent}  ", depth + 1, fold=fold)
            first = indent
    elif isinstance(value, (dict, Mapping)) and value:
        for key, inner in value.items():
            _entry(lines, str(key), inner, first, indent, depth, fold=fold)
            first = indent
    else:
        lines.append(f"{first}{_leaf(value)}")


def _entry(lines: list[str], key: str, value: object, first: str, indent: str, depth: int, *, fold: bool) -> None:
    name = _key(key)
    if len(name) > 200:  # parsers do not look further ahead for the colon
        lines.append(f"{first}? {name}")
        first, name = indent, ""
    inner = f"{indent}  "
    if isinstance(value, str):
        _text(lines, value, f"{first}{name}: ", inner, fold=fold)
    elif isinstance(value, (list, tuple, dict, Mapping)) and value:
        lines.append(f"{first}{name}:")
        _node(lines, value, inner, inner, depth + 1, fold=fold)
    else:
        lines.append(f"{first}{name}:" if value is None else f"{first}{name}: {_leaf(value)}")


def _text(lines: list[str], text: str, first: str, indent: str, *, fold: bool) -> None:
    block = _block_text(text, fold=fold)
    if block is None:
        lines.append(f"{first}{scalar_text(text)}")
        return
    lines.append(f"{first}{block[0]}")
    lines += [f"{indent}{line}" if line else "" for line in block[1:]]


@lru_cache(maxsize=1000)
def _key(key: str) -> str:
    return key if is_plain(key) else quote(key)


def _leaf(value: object) -> str:
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, (list, tuple)):
        return "[]"
    return "null" if value is None else scalar_text(value)


def _block_text(text: str, *, fold: bool) -> list[str] | None:
    """A text as a literal (`|`) or folded (`>`) block, header first; None if quotes are better."""
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
    start = 0
    while len(text) - start > FOLD_AT and (end := _fold_point(text, start)):
        lines.append(text[start:end])
        start = end + 1
    return [">-", *lines, text[start:]] if lines else None


def _fold_point(text: str, start: int) -> int | None:
    """The last space between two words within the width, else the first one after it."""
    end = text.rfind(" ", start, start + FOLD_AT + 1)
    while end > start:
        if not (text[end - 1].isspace() or text[end + 1].isspace()):
            return end
        end = text.rfind(" ", start, end)
    later = _FOLD_POINT.search(text, start + FOLD_AT + 1)
    return later.start() if later else None
