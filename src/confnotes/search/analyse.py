"""Words of a text as the index knows them: case and accents folded, compounds whole and in parts, CJK by character.

A regular expression cuts a text into raw tokens; each raw token is analysed once and cached. It yields the consecutive
terms of the text (`stream`, which phrases match) and further terms for the same position (`extra`):

    networks     networks
    GPT-4        gpt 4            extra gpt4
    node.js      node js          extra nodejs
    1905.13633   1905 13633       extra 1905.13633
    OpenReview   openreview       extra open review
    2103.14030v2 2103 14030v2     extra 2103.14030v2 2103.14030
    user's       user             extra users
    C++, C#, R   c++, c#, r
    .NET         .net             extra net
    ∇            ∇
    深度学习      深 度 学 习        extra 深度 度学 学习
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from confnotes.markup.names import bare

ANALYSER_VERSION = 8
"""Part of the index's schema version: an index built by another analyser is rebuilt."""

_CJK = (
    "\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_SIGNS = "\u2200-\u22ff"
JOINERS = "-.'’_\u2010\u2011"
"""The characters that join the parts of a compound."""

_DOTTED = r"(?:(?<![\w.])\.(?=[A-Za-z]))?"
_ASCII_TOKEN = re.compile(
    rf"{_DOTTED}[A-Za-z0-9]+(?:[-.'_][A-Za-z0-9]+)*(?:\+\+|(?<![A-Za-z0-9][A-Za-z])(?<=[A-Za-z])#(?!\w))?"
)
_APART = "".join(chr(at) if chr(at).isalnum() or chr(at) in "-.'_+#" else " " for at in range(0x80))
_PIECE = re.compile(r"[^\s!-\"$-&(-*,/:-@\[-^`{-~\u2013\u2014\u2018\u201c-\u201e\u2026\u3001\u3002\uff00-\uff0f]+")
_CUT = re.compile(rf"[{JOINERS}]")
_JOIN = re.compile(r"[-'’_\u2010\u2011]|\.(?!\d)|(?<!\d)\.")
_POSSESSIVE = re.compile(r"(\w{2,})['’]s")
_PREPRINT = re.compile(r"(\d{4}\.\d{4,5})v\d+")
_CAMEL = re.compile(r"(?:[a-z]{3,}|[A-Z][a-z]{2,})(?:[A-Z][a-z]{2,})+")
_CAMEL_PART = re.compile(r"[A-Z]?[a-z]+")
_NAME_WORD = re.compile(r"[^\W_]+")
_NAME_PART = re.compile(r"\d+|[^\W\d_]?[^\W\d_A-Z]+|[A-Z]+(?![a-z])|[^\W\d_]")
_NAMES = re.findall(
    r"\w+",
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi "
    "psi omega nabla infinity",
)
_SPELT = dict(zip("αβγδεζηθικλμνξοπρστυφχψω∇∞", _NAMES, strict=True))
_OTHER_SPELLING = {**_SPELT, **{name: sign for sign, name in _SPELT.items()}}
MAX_TERM = 80
"""Terms are cut at this number of letters; longer ones are data, not words."""


class Token(NamedTuple):
    """The terms of a raw token."""

    stream: tuple[str, ...]
    extra: tuple[str, ...]


class TokenSpan(NamedTuple):
    """A token and its position in the text."""

    start: int
    end: int
    token: Token


def compose(text: str) -> str:
    """Normalize a text before it is cut: letters composed with their accents, lines unchanged."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@cache
def _any_token() -> re.Pattern[str]:
    """The pattern for texts that are not ASCII; compiled on first use, since that takes 5 ms."""
    letter = rf"(?:(?![{_CJK}_])\w)"
    after = r"(?:\+\+|(?<![A-Za-z0-9][A-Za-z])(?<=[A-Za-z])#(?!\w))?"
    return re.compile(rf"[{_CJK}]+|[{_SIGNS}]|{_DOTTED}{letter}+(?:[{JOINERS}]{letter}+)*{after}")


@cache
def _any_cjk() -> re.Pattern[str]:
    return re.compile(rf"[{_CJK}]")


def raw_tokens(text: str) -> list[str]:
    """The raw tokens of a `composed` text, in order; private and split surrogates belong to none."""
    return (_ASCII_TOKEN if text.isascii() else _any_token()).findall(text)


def pieces(text: str) -> list[str]:
    """The text cut between tokens, mostly at blanks: its tokens are those of the pieces."""
    text = compose(text)
    return text.translate(_APART).split() if text.isascii() else _PIECE.findall(text)


def places(text: str) -> Iterator[TokenSpan]:
    """Every token of a `composed` text with its position."""
    for match in (_ASCII_TOKEN if text.isascii() else _any_token()).finditer(text):
        token = analyse(match.group())
        if token.stream:
            yield TokenSpan(match.start(), match.end(), token)


@lru_cache(maxsize=1 << 15)
def analyse(raw: str) -> Token:
    """The terms of one raw token."""
    if is_cjk(raw):
        run = bare(raw)
        return Token(tuple(run), tuple(dict.fromkeys(run[i : i + 2] for i in range(len(run) - 1))))
    word = bare(raw)[:MAX_TERM]
    if word.startswith("."):
        return Token((word,), (word[1:],))
    if possessive := _POSSESSIVE.fullmatch(word):
        return Token((possessive.group(1),), (possessive.group(1) + "s",))
    parts = tuple(part for part in _CUT.split(word) if part)
    if len(parts) > 1:
        whole = _JOIN.sub("", word)
        preprint = _PREPRINT.fullmatch(word)
        return Token(parts, (whole, preprint.group(1)) if preprint else (whole,) if whole not in parts else ())
    if _CAMEL.fullmatch(raw):
        return Token(parts, tuple(dict.fromkeys(part.lower() for part in _CAMEL_PART.findall(raw))))
    return Token(parts, ())


def words(text: str) -> tuple[str, ...]:
    """The consecutive terms of the text."""
    return tuple(term for place in places(compose(text)) for term in place.token.stream)


def parts_of_name(name: str) -> list[str]:
    """The parts of a joined name beyond the words of `analyse`: RubyConfTH2022 is ruby, conf, th, 2022 and rubyconf,
    icml19 is icml and 2019.
    """
    found: list[str] = []
    for word in _NAME_WORD.findall(name):
        parts = _NAME_PART.findall(word)
        if len(parts) > 1:
            found += parts
            found += ["".join(parts[:count]) for count in range(2, len(parts))]
        if len(parts) > 1 and len(parts[-1]) == 2 and parts[-1].isdigit():
            found.append(f"20{parts[-1]}")
    return list(dict.fromkeys(found))


def other_spelling(term: str) -> str | None:
    """The name of a mathematical sign, or the sign of a name: λ and lambda."""
    return _OTHER_SPELLING.get(term)


def is_cjk(term: str) -> bool:
    """Whether the term is one or two characters of Chinese, Japanese or Korean."""
    return not term.isascii() and bool(_any_cjk().match(term))
