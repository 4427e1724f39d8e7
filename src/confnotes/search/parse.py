"""Reads the search language into a Query. No input is an error: what is not in the language is read as plain words.

either  = all ("OR" all)*
all     = one ("AND"? one)*
one     = ("-" | "NOT") one | "(" either ")" | field ":" value | "phrase" | word | word*
value   = "(" either ")" | "phrase" | word | word*
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from confnotes.model.query import (
    LONGEST_QUERY,
    And,
    Everything,
    Has,
    InField,
    Is,
    LinkedFrom,
    LinksTo,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Typing,
    Word,
)
from confnotes.search.analyse import words
from confnotes.search.document import LABELS
from confnotes.search.looser import with_small_words
from confnotes.search.values import meant, read_dates, read_rating

MAX_PARTS = 64
MAX_DEPTH = 20

NOTHING = Or(())

FIELDS = {
    **{name: name for name in ("speaker", "title", "session", "track", "room", "conf", "tag", "kind", "lang")},
    "speakers": "speaker",
    "conference": "conf",
    "tags": "tag",
    "language": "lang",
    "type": "kind",
}
"""Names of fields of words, and what they are called in the index."""

HAS = frozenset({"video", "slides", "paper", "poster", "code", "note", "task", "question", "tag", "link", "stamp"})
STATES = ("starred", "todo", "question", "open", "answered", "attended", "later", "done", "orphan", "broken")
"""What `is:` asks for, in the order in which it is offered."""

_PIECE = re.compile(
    r"""(?P<space>\s+)
    | (?P<open>\() | (?P<close>\))
    | (?P<phrase>["“”„][^"“”„]*(?:["“”„]|$) | \[\[[^\[\]]*(?:\]\]|$))
    | (?P<minus>-(?=[^\s)]))
    | (?P<field>[A-Za-z]+):(?=\S)
    | (?P<word>[^\s()"“”„]+)""",
    re.VERBOSE,
)
_QUOTES = '"“”„[]'


class _UnreadableError(Exception):
    """The text, or the part of it that `read` is given, is not in the language; the message says why.

    `begun`: it may be the beginning of what is.
    """

    def __init__(self, message: str, *, begun: bool = True) -> None:
        super().__init__(message)
        self.begun = begun


class _Piece:
    __slots__ = ("end", "kind", "start", "text")

    def __init__(self, kind: str, text: str, start: int, end: int) -> None:
        self.kind, self.text, self.start, self.end = kind, text, start, end


def parse(text: str, *, typing: bool = False, today: date | None = None) -> Query:
    """Read a search. While `typing`, the last word may be the beginning of one; `today` is what that word means."""
    given, text = text, text[:LONGEST_QUERY]
    if not text.strip():
        return Query(given, Everything())
    reader = _Reader(text, typing, today or date.today())
    try:
        root = reader.read()
    except _UnreadableError as why:
        return Query(given, with_small_words(_plain_words(text, typing)), str(why))
    if len(given) > len(text):
        reader.remarks.append(f"only the first {LONGEST_QUERY} letters count")
    return Query(given, with_small_words(root), remarks=tuple(reader.remarks))


def _plain_words(text: str, typing: bool) -> Node:
    chunks = [chunk for chunk in re.split(r"[\s()\"“”„]+", text) if words(chunk)][:MAX_PARTS]
    parts: list[Node] = [Word(chunk) for chunk in chunks]
    if typing and parts and not text[-1].isspace():
        parts[-1] = Typing(chunks[-1])
    return _all(parts)


def _all(parts: list[Node]) -> Node:
    return parts[0] if len(parts) == 1 else And(tuple(parts)) if parts else NOTHING


class _Reader:
    def __init__(self, text: str, typing: bool, today: date) -> None:
        self.text = text
        self.typing = typing
        self.today = today
        self.remarks: list[str] = []
        self.unfinished = False
        self.pieces = [
            _Piece(match.lastgroup or "", match.group(match.lastgroup or 0), match.start(), match.end())
            for match in _PIECE.finditer(text)
            if match.lastgroup != "space"
        ]
        if len(self.pieces) > 4 * MAX_PARTS:
            del self.pieces[4 * MAX_PARTS :]
            self.remarks.append("only the first words count")
        self.at = 0

    def read(self) -> Node:
        root = self.either(0)
        if self.at < len(self.pieces):
            raise _UnreadableError("a “)” closes nothing")
        if root is None and self.unfinished:
            return Everything()
        if root is None:
            raise _UnreadableError("there is no word in it")
        return root

    def either(self, depth: int) -> Node | None:
        if depth > MAX_DEPTH:
            raise _UnreadableError("there are too many brackets")
        choices: list[Node] = []
        while True:
            found = self.all(depth)
            if found is not None:
                choices.append(found)
            if not self._is("OR"):
                break
            if found is None:
                raise _UnreadableError("there is nothing before OR")
            self.at += 1
            if self.at == len(self.pieces) or self.pieces[self.at].kind == "close":
                if not self.typing:
                    raise _UnreadableError("there is nothing after OR")
                break
        if not choices:
            return None
        return choices[0] if len(choices) == 1 else Or(tuple(choices))

    def all(self, depth: int) -> Node | None:
        parts: list[Node] = []
        while self.at < len(self.pieces) and self.pieces[self.at].kind != "close" and not self._is("OR"):
            if self._is("AND"):
                self.at += 1
                if not self.typing and (not parts or self._at_end()):
                    raise _UnreadableError("there is nothing before or after AND")
                continue
            found = self.one(depth)
            if found is not None:
                parts.append(found)
        return _all(parts) if parts else None

    def one(self, depth: int) -> Node | None:
        negative = False
        while self.at < len(self.pieces) and (self.pieces[self.at].kind == "minus" or self._is("NOT")):
            negative = not negative
            self.at += 1
        if self._at_end() or self._is("OR"):
            if self.typing or not negative:
                return None
            raise _UnreadableError("there is nothing after NOT")
        piece = self.pieces[self.at]
        self.at += 1
        if piece.kind == "open":
            found = self.group(depth)
        elif piece.kind == "field":
            found = self.field(piece, depth)
        else:
            found = self.leaf(piece)
        if isinstance(found, Typing) and negative:
            found = Word(found.text)  # what begins like an unfinished “-g” is not to vanish
        return Not(found) if negative and found is not None else found

    def group(self, depth: int) -> Node | None:
        found = self.either(depth + 1)
        if self.at < len(self.pieces):
            self.at += 1
        elif not self.typing:
            raise _UnreadableError("a “(” is not closed")
        return found

    def leaf(self, piece: _Piece) -> Node | None:
        """A word, the beginning of one, or a phrase; None where there are only signs."""
        if piece.kind == "phrase":
            inner = piece.text.strip(_QUOTES)
            return Phrase(inner) if words(inner) else None
        if piece.kind == "minus" or not words(piece.text):
            return None
        if self.typing and piece.end == len(self.text) and piece.text.endswith(":"):
            self.unfinished = piece.text[:-1].lower() in BEFORE_COLON
            if self.unfinished:
                return None
        if piece.text.startswith("#") and len(piece.text) > 1:
            return InField("tag", self.text_of(piece, piece.text[1:]))
        return self.text_of(piece, piece.text)

    def text_of(self, piece: _Piece, text: str) -> Word | Typing | Prefix:
        if text.endswith("*") and words(text):
            return Prefix(text.rstrip("*"))
        if self.typing and piece.end == len(self.text):
            return Typing(text)
        return Word(text)

    def field(self, piece: _Piece, depth: int) -> Node | None:
        name = piece.text.lower()
        value = self.pieces[self.at]
        self.at += 1
        if name in FIELDS and value.kind == "open":
            return self.inside(FIELDS[name], self.group(depth))
        if value.kind in ("phrase", "word", "minus", "field"):
            value = self._joined(value)
            read = _VALUES.get(name)
            try:
                if name in FIELDS:
                    found = self.choices(value) if FIELDS[name] in LABELS else self.leaf(value)
                    return found and self.inside(FIELDS[name], found)
                if read is not None:
                    return read(self, value.text.strip(_QUOTES))
                if name in LINKED:
                    return self.linked(LINKED[name], value)
            except _UnreadableError as why:
                if self.typing and value.end == len(self.text) and why.begun:
                    self.unfinished = True
                    return None
                self.remarks.append(f"{why}, so it is read as words")
        else:
            self.at -= 1
            return self.leaf(_Piece("word", piece.text, piece.start, piece.end))
        if name not in _NO_FIELDS and value.text[0] not in "/:":
            self.remark_on_field(name, is_prose=not piece.text.islower())
        whole = _Piece("word", f"{piece.text}:{value.text}", piece.start, value.end)
        return self.leaf(whole)

    def remark_on_field(self, name: str, *, is_prose: bool) -> None:
        """Say that there is no field of this name, and which one may be meant; a capital may begin a line: “Re:”."""
        if name not in BEFORE_COLON:
            from difflib import get_close_matches

            near = get_close_matches(name, BEFORE_COLON, 1, _ALIKE)
            if near or not is_prose:
                which = f"; did you mean {near[0]}:?" if near else ""
                self.remarks.append(f"there is no field “{name}”, so it is read as words{which}")

    def choices(self, value: _Piece) -> Node | None:
        """Any of the exact values between commas, as in `tag:rnn,cnn`."""
        if value.kind != "word" or "," not in value.text:
            return self.leaf(value)
        found: list[Node] = []
        end = value.start
        for text in value.text.split(","):
            end += len(text) + 1
            leaf = self.leaf(_Piece("word", text, end - len(text) - 1, end - 1)) if text else None
            if leaf is not None:
                found.append(leaf)
        return Or(tuple(found)) if len(found) > 1 else found[0] if found else None

    def linked(self, kind: type[LinksTo | LinkedFrom | Near], value: _Piece) -> Node:
        """A question about the links of a note, whose name may be unfinished like a word."""
        name = value.text.strip(_QUOTES).strip()
        if not name:
            raise _UnreadableError("the name of a note is missing")
        closed = value.kind == "phrase" and len(value.text) > 1 and value.text[-1] in _QUOTES
        return kind(name, self.typing and value.end == len(self.text) and not closed)

    def inside(self, field: str, node: Node | None) -> Node | None:
        """The node asked of one field; filters in a bracket stay what they are."""
        match node:
            case Word() | Typing() | Prefix() | Phrase():
                return InField(field, node)
            case Not(part):
                inner = self.inside(field, part)
                return inner and Not(inner)
            case And(parts):
                return And(tuple(inner for part in parts if (inner := self.inside(field, part)) is not None))
            case Or(parts):
                return Or(tuple(inner for part in parts if (inner := self.inside(field, part)) is not None))
        return node

    def _joined(self, value: _Piece) -> _Piece:
        """The value up to the next space: `10:30` and `-1` come in pieces."""
        end = value.end
        if value.kind == "phrase":
            return value
        while self.at < len(self.pieces) and self.pieces[self.at].start <= end + (value.kind == "field"):
            following = self.pieces[self.at]
            if following.kind not in ("word", "field", "minus"):
                break
            end = following.end
            self.at += 1
        return _Piece("word", self.text[value.start : end], value.start, end)

    def _is(self, operator: str) -> bool:
        if self.at >= len(self.pieces):
            return False
        piece = self.pieces[self.at]
        return piece.kind == "word" and piece.text == operator

    def _at_end(self) -> bool:
        return self.at >= len(self.pieces) or self.pieces[self.at].kind == "close"


def _has(reader: _Reader, value: str) -> Node:
    thing = value.lower()
    thing = thing if thing in HAS else thing.removesuffix("s")
    if thing not in HAS:
        begun = any(name.startswith(thing) for name in HAS)
        why = f"“{value}” is nothing that a note or a talk can have ({meant(thing, sorted(HAS))})"
        raise _UnreadableError(why, begun=begun)
    return Has(thing)


def _no(reader: _Reader, value: str) -> Node:
    return Not(_has(reader, value))


def _is_state(reader: _Reader, value: str) -> Node:
    state = value.lower()
    if state not in STATES:
        begun = any(name.startswith(state) for name in STATES)
        raise _UnreadableError(f"“is:{value}” is no mark ({meant(state, STATES)})", begun=begun)
    return Is(state)


def _rating(reader: _Reader, value: str) -> Node:
    rated = read_rating(value)
    if rated is None:
        raise _UnreadableError(f"“{value}” is no rating")
    return rated


def _dates(kind: str) -> Callable[[_Reader, str], Node]:
    def read(reader: _Reader, value: str) -> Node:
        dated = read_dates(kind, value, reader.today)
        if dated is None:
            raise _UnreadableError(f"“{value}” is no date")
        return dated

    return read


_VALUES: dict[str, Callable[[_Reader, str], Node]] = {
    "has": _has,
    "no": _no,
    "is": _is_state,
    "rating": _rating,
    "date": _dates("date"),
    "after": _dates("after"),
    "before": _dates("before"),
}
LINKED: dict[str, type[LinksTo | LinkedFrom | Near]] = {"links": LinksTo, "from": LinkedFrom, "near": Near}
"""What is asked of a note's links."""

_ALIKE = 0.75
"""How alike a name must be to that of a field to be taken for a mistake."""

_NO_FIELDS = frozenset({"arxiv", "doi", "isbn", "mailto", "urn"})
"""What begins addresses and numbers; so does what goes on with a slash."""

BEFORE_COLON = FIELDS.keys() | _VALUES.keys() | LINKED.keys()
"""All names that may stand before a colon."""
