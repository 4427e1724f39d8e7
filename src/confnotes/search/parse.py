"""Parse the search language to a Query. No input is an error: unfinished parts are left out, invalid ones are searched
as words, and remarks say so.

    either  = all ("OR" all)*
    all     = one ("AND"? one)*
    one     = ("-" | "NOT") one | "(" either ")" | field ":" value | "phrase" | word | word*
    value   = "(" either ")" | "phrase" | word | word*
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import partial

from confnotes.model import query as asked
from confnotes.model.hit import HitKind
from confnotes.model.program import Kind
from confnotes.model.query import (
    LONGEST_QUERY,
    And,
    Everything,
    InField,
    Node,
    Not,
    Or,
    Phrase,
    Query,
    Rated,
    Typing,
    Word,
)
from confnotes.search import values
from confnotes.search.analyse import words
from confnotes.search.document import LABELS
from confnotes.search.languages import small_words
from confnotes.search.values import BEST, UnreadableError, like, read_dates, read_rating, suggest_value

MAX_PARTS = 64  # words and fields of a query
MAX_DEPTH = 20  # of brackets; the parser is recursive

NOTHING = Or(())

FIELDS = {
    **{name: name for name in ("speaker", "title", "session", "track", "room", "conf", "tag", "kind", "lang")},
    **dict.fromkeys(("speakers", "author", "authors", "person"), "speaker"),
    "conference": "conf",
    "tags": "tag",
    "language": "lang",
    "type": "kind",
}
"""Names of fields of words, and their names in the index."""

HAS = frozenset({"video", "slides", "paper", "poster", "code", "note", "task", "question", "tag", "link", "stamp"})
_KINDS = {*HitKind, *Kind} - {Kind.OTHER}
STATES = tuple(values.STATES)
"""The values of `is:`, in the order of suggestions."""

_PHRASE = r"""(?: ["“”„][^"“”„]*(?:["“”„]|$) | \[\[[^\[\]]*(?:\]\]|$) )"""
_WORD = r"""[^\s()"“”„]+"""
_PIECE = re.compile(
    rf"""(?P<space>\s+)
    | (?P<open>\() | (?P<close>\))
    | (?P<phrase>{_PHRASE})
    | (?P<minus>-(?=[^\s)]))
    | (?P<name>[A-Za-z]+):(?: (?P<value>{_PHRASE}|{_WORD}) | (?=\() )
    | (?P<word>{_WORD})""",
    re.VERBOSE,
)
_OPENED = re.compile(r"""["“”„]|\[\[""")
_QUOTES = '"“”„[]'


def parse(text: str, *, typing: bool = False, today: date | None = None) -> Query:
    """Parse a search. While `typing`, the last word may be incomplete; `today` resolves relative dates."""
    given = text
    if len(given) > LONGEST_QUERY:
        text = re.sub(r"\s\S*$", "", given[: LONGEST_QUERY + 1])[:LONGEST_QUERY]  # not within a word or an operator
    if not text.strip():
        return Query(given, Everything())
    reader = _Reader(text, typing, today or date.today())
    root = reader.read()
    if len(given) > len(text):
        reader.remark(f"only the first {LONGEST_QUERY} characters are used")
    return Query(given, _with_small_words(root), tuple(reader.remarks))


def _all(parts: list[Node]) -> Node:
    return parts[0] if len(parts) == 1 else And(tuple(parts)) if parts else NOTHING


def _with_small_words(root: Node) -> Node:
    """Make function words optional if there are other words."""
    if isinstance(root, Or):
        return Or(tuple(map(_with_small_words, root.parts)))
    if not isinstance(root, And):
        return root
    said = [part for part in root.parts if isinstance(part, Word | Typing)]
    texts = [part.text for part in said]
    small = small_words(texts) if len(said) > 1 else frozenset(texts)
    if small.issuperset(texts):
        return root
    maybe: dict[Node, Node] = {part: asked.Maybe(part) for part in said if part.text in small}
    return And(tuple(maybe.get(part, part) for part in root.parts))


class _Reader:
    def __init__(self, text: str, typing: bool, today: date) -> None:
        self.text = text
        self.typing = typing
        self.today = today
        self.remarks: list[str] = []
        self.unfinished = False
        self.pieces = [match for match in _PIECE.finditer(text) if match.lastgroup != "space"]
        if len(self.pieces) > 4 * MAX_PARTS:
            del self.pieces[4 * MAX_PARTS :]
            self.remark("only the first words are used")
        self.at = 0
        self.excluded: dict[Node, Node] = {}
        """Each `-has:`, and its replacement beside words, which also keeps what can never have the thing."""

    def remark(self, told: str, *, unfinished: bool = False) -> None:
        """Add a remark once; while typing, skip remarks on parts that are still `unfinished`."""
        if not (unfinished and self.typing) and told not in self.remarks:
            self.remarks.append(told)

    def read(self) -> Node:
        read = [self.either(0)]
        while self.at < len(self.pieces):
            self.remark("unmatched “)”")
            self.at += 1
            read.append(self.either(0))
        if parts := [part for part in read if part is not None]:
            return _all(parts)
        if self.unfinished:
            return Everything()
        self.remark("no words")
        return NOTHING

    def either(self, depth: int) -> Node | None:
        choices: list[Node] = []
        while True:
            found = self.all(depth)
            if found is not None:
                choices.append(found)
            if not self._is("OR"):
                break
            self.at += 1
            if found is None:
                self.remark("nothing before OR")
            if self._at_end():
                self.remark("nothing after OR", unfinished=True)
        if not choices:
            return None
        return choices[0] if len(choices) == 1 else Or(tuple(choices))

    def all(self, depth: int) -> Node | None:
        parts: list[Node] = []
        while not self._at_end() and not self._is("OR"):
            if self._is("AND"):
                self.at += 1
                if not parts or self._at_end():
                    self.remark("nothing before or after AND", unfinished=True)
                continue
            found = self.one(depth)
            if found is not None:
                parts += found.parts if isinstance(found, And) else (found,)
        if not all(isinstance(part, Not) for part in parts):
            parts = [self.excluded.get(part, part) for part in parts]
        return _all(parts) if parts else None

    def one(self, depth: int) -> Node | None:
        negative = False
        while self._next("minus") or self._is("NOT"):
            negative = not negative
            self.at += 1
        if self._at_end() or self._is("OR"):
            if negative:
                self.remark("nothing after NOT", unfinished=True)
            return None
        piece = self.pieces[self.at]
        self.at += 1
        if piece["open"]:
            found = self.group(depth)
        elif piece["name"]:
            found = self.field(piece, depth)
        else:
            found = self.leaf(piece.group(), piece.end(), is_phrase=bool(piece["phrase"]))
        if isinstance(found, Typing) and negative:
            found = Word(found.text)  # keep what looks like an unfinished “-g”
        if negative and isinstance(found, asked.Has):
            self.excluded[Not(found)] = Not(asked.Has(found.what, excludes=True))
        return Not(found) if negative and found is not None else found

    def group(self, depth: int) -> Node | None:
        if depth == MAX_DEPTH:
            self.remark("too many parentheses")
            return None
        found = self.either(depth + 1)
        if self.at < len(self.pieces):
            self.at += 1
        else:
            self.remark("unclosed “(”", unfinished=True)
        return found

    def leaf(self, text: str, end: int, *, is_phrase: bool = False) -> Node | None:
        """A word, a prefix, or a phrase; None for punctuation only."""
        if not words(text):
            return None
        if is_phrase:
            return Phrase(text.strip(_QUOTES))
        is_last = self.typing and end == len(self.text)
        if is_last and text.endswith(":") and text[:-1].lower() in BEFORE_COLON:
            self.unfinished = True
            return None
        if text.startswith("#"):
            return _inside("tag", self.leaf(text.lstrip("#"), end))
        if text.endswith("*"):
            return asked.Prefix(text.rstrip("*"))
        return Typing(text) if is_last else Word(text)

    def field(self, piece: re.Match[str], depth: int) -> Node | None:
        name, value = piece["name"].lower(), piece["value"]
        if value is None:
            if name not in FIELDS:
                return self.leaf(piece["name"], -1)
            self.at += 1
            return _inside(FIELDS[name], self.group(depth))
        try:
            if name in BEFORE_COLON:
                return self.value(name, value, piece.end())
        except UnreadableError as why:
            if self.typing and piece.end() == len(self.text) and why.begun:
                self.unfinished = True
                return None
            self.remark(f"{why}, searched as words")
        near = like(name, BEFORE_COLON)
        is_address = name in BEFORE_COLON | _NO_FIELDS or value[0] in "/:"
        if is_address or not (near or piece["name"].islower()):  # a capital may start a line: “Re:”
            return self.leaf(piece.group(), piece.end())
        which = f" (did you mean “{near}:”?)" if near else ""
        told = _ELSEWHERE.get(name, f"unknown field “{name}:”{which}")
        self.remark(f"{told}, searched as words")
        own = self.leaf(value, piece.end(), is_phrase=bool(_OPENED.match(value)))
        return _all([part for part in (self.leaf(piece["name"], -1), own) if part is not None])

    def value(self, name: str, value: str, end: int) -> Node | None:
        """The node for the value of a field."""
        is_phrase = bool(_OPENED.match(value))
        if name in FIELDS:
            of_labels = FIELDS[name] in LABELS and not is_phrase
            found = self.choices(value, end) if of_labels else self.leaf(value, end, is_phrase=is_phrase)
            return _inside(FIELDS[name], found)
        bare = value.strip(_QUOTES).strip()
        if name not in LINKED:
            return _VALUES[name](bare, self.today)
        if not bare:
            raise UnreadableError("missing name of a note")
        closed = is_phrase and len(value) > 1 and value[-1] in _QUOTES
        return LINKED[name](bare, self.typing and end == len(self.text) and not closed)

    def choices(self, value: str, end: int) -> Node | None:
        """Any of the exact values separated by commas, as in `tag:rnn,cnn`."""
        *before, last = value.split(",")
        found = [leaf for leaf in (*(self.leaf(one, -1) for one in before), self.leaf(last, end)) if leaf]
        return Or(tuple(found)) if len(found) > 1 else found[0] if found else None

    def _next(self, kind: str) -> bool:
        return self.at < len(self.pieces) and self.pieces[self.at][kind] is not None

    def _is(self, operator: str) -> bool:
        return self._next("word") and self.pieces[self.at]["word"] == operator

    def _at_end(self) -> bool:
        return self.at >= len(self.pieces) or self._next("close")


def _inside(field: str, node: Node | None) -> Node | None:
    """The node restricted to a field; filters in brackets stay as they are."""
    match node:
        case asked.Text():
            return InField(field, node)
        case Not(part):
            return (inner := _inside(field, part)) and Not(inner)
        case And(parts) | Or(parts):
            return type(node)(tuple(inner for part in parts if (inner := _inside(field, part))))
    return node


def _named(given: str, names: Collection[str]) -> str:
    """The matching name, also from a plural; "" for none."""
    name = given.lower()
    return next((one for one in (name, name.removesuffix("s")) if one in names), "")


def _unknown(given: str, names: Sequence[str], why: str) -> UnreadableError:
    name = given.lower().removesuffix("s")
    return UnreadableError(f"{why} ({suggest_value(name, names)})", begun=any(one.startswith(name) for one in names))


def _has(value: str, today: date) -> Node:
    """What a note has; also task states and ratings, as in `has:todo`."""
    if name := _named(value, HAS):
        return asked.Has(name)
    if name := _named(value, STATES):
        return asked.Is(name)
    if _named(value, ("rating",)):
        return Rated(1, BEST)
    raise _unknown(value, sorted(HAS), f"“has:{value}” is not a content type")


def _is(value: str, today: date) -> Node:
    """A mark or state; also a kind, since many people type `is:task`."""
    if name := _named(value, STATES):
        return asked.Is(name)
    if name := _named(value, _KINDS):
        return InField("kind", Word(name))
    raise _unknown(value, STATES, f"“is:{value}” is not a mark")


_VALUES: dict[str, Callable[[str, date], Node]] = {
    "has": _has,
    "no": lambda value, today: Not(_has(value, today)),
    "is": _is,
    "rating": lambda value, _: read_rating(value),
    **dict.fromkeys(("date", "day"), partial(read_dates, "date")),
    "after": partial(read_dates, "after"),
    "before": partial(read_dates, "before"),
    "since": partial(read_dates, "from"),
    "until": partial(read_dates, "until"),
}
LINKED: dict[str, Callable[[str, bool], asked.Linked]] = {
    "links": asked.LinksTo,
    "from": asked.LinkedFrom,
    "near": asked.Near,
}
"""The fields for links of notes."""

_NO_FIELDS = frozenset({"arxiv", "doi", "isbn", "mailto", "urn"})
"""Prefixes of addresses and identifiers, as well as names followed by a slash."""

_ELSEWHERE = {"due": "“due:” only filters tasks (`confnotes list tasks due:today`)"}
"""Fields that other commands know."""

BEFORE_COLON = FIELDS.keys() | _VALUES.keys() | LINKED.keys()
"""All names of fields."""
