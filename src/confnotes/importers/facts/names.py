"""Whether a text is the name of a person, or of an institution, judged by form and words."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from unicodedata import normalize

from confnotes.importers.facts.lengths import LONGEST_NAME, LONGEST_TITLE
from confnotes.importers.facts.places import CITIES
from confnotes.importers.facts.words import (
    ALSO_NAMES,
    HONORIFICS,
    INSTITUTION,
    NAMELIKE_INSTITUTIONS,
    NOT_IN_NAMES,
    OCCUPATIONS,
    PARTICLES,
)
from confnotes.markup.names import fold

_NAME_TOKEN = re.compile(r"^[^\W\d_]+(?:['’.\-‐‑][^\W\d_]+)*\.?$")
ARTICLE = re.compile(r"(?:a[dlnrstz]|e[dlnrstz]|ul|d|l|dell|dall|t)[-‐'’][A-ZÀ-Þ]")  # al-Rashid, d'Ascoli
_INITIAL = re.compile(r"^(?:[^\W\d_]\.){1,3}(?:-?[^\W\d_]\.)?$|^[A-Z]$")
_GLUED_INITIALS = re.compile(r"(?<!\S)((?:[A-ZÀ-Þ]\.){1,3})(?=[A-ZÀ-Þ][a-zß-ÿ]{2})")  # J.Lind
_ENDS_IN_INITIAL = re.compile(r"\s[A-ZÀ-ÞА-Я][a-zа-я]?\. ?[A-ZÀ-ÞА-Я][a-zа-я]?$")
_SUFFIX = re.compile(r",?\s+(?:Jr\.?|Sr\.?|I{2,3}|IV|Ph\.?D\.?|M\.?D\.?|MSc)$")
_MARK = re.compile(r"[*†‡§¶✉⭐★☆#^]+|\s?<sup>.{0,10}</sup>|[¹²³⁴⁵⁶⁷⁸⁹]+")
_NICK = re.compile(r"\s[(“\"'‘]([^\W\d_][\w'’-]{1,15})[)”\"'’](?=\s\w)")
_TAKES_PART = "confirmed|tentative|tbc|tbd|tba|to be confirmed|virtual|virtually|remote|remotely|online|in[- ]person"
_PRONOUNS = "he/him|she/her|they/them|he/they|she/they|him|her"
_HANDLE = r"@[\w.-]{1,39}"
_ASIDE = re.compile(
    rf"\s*[(\[]\s*(?:{_TAKES_PART}|{_PRONOUNS}|invited|cancell?ed|unconfirmed|\*|via zoom|zoom|new!?|{_HANDLE})"
    r"(?:\s*[,;/]\s*[\w -]{1,20})?\s*[)\]]",
    re.IGNORECASE,
)
_TITLES = re.compile(
    r"^(?!(?-i:Md)\s)(?:(?:"
    + "|".join(re.escape(word) for word in sorted(HONORIFICS, key=len, reverse=True))
    + r"|dipl\.-[^\W\d_]{2,12}\.?)\s+)+",
    re.IGNORECASE,
)


def restore_period(text: str, whole: str) -> str:
    """A stripped text with its last period if that belongs to initials, as in the whole text: “Lind A.B.”."""
    return f"{text}." if _ENDS_IN_INITIAL.search(text) and f"{text}." in whole else text


@lru_cache(maxsize=4096)
def clean_name(text: str) -> str:
    """A name without honorifics, footnote marks and asides such as “(confirmed)”."""
    whole = _MARK.sub("", _ASIDE.sub("", normalize("NFC", text)))
    text = restore_period(whole.strip(' \t,;:.-–—|·•\\"“”'), whole)
    if text.endswith((" Jr", " Sr")) and f"{text}." in whole:
        text += "."
    text = _TITLES.sub("", text)
    return _SUFFIX.sub(
        lambda match: match.group(0) if "r" in match.group(0).lower() or "I" in match.group(0) else "", text
    ).strip()


def without_asides(text: str) -> str:
    """Text without “(confirmed)”, “(virtual)”, pronouns and the like."""
    return _ASIDE.sub("", text)


class _Shape(Enum):
    """The role of a word within a name."""

    CAPITALISED = "capitalised"
    INITIAL = "initial"
    PARTICLE = "particle"
    SHOUTED = "shouted"
    NO_NAME = "no name"


POSSIBLE, LIKELY, CERTAIN = 0.3, 0.5, 0.9  # of the likenesses below; “ADA Lind” is possible
_SAID = 0.7  # that it is an institution, by its words or form; a capitalised word alone has less
_INSTITUTIONS = tuple(f"{each} " for each in NAMELIKE_INSTITUTIONS if each)
_NO_SURNAMES = (OCCUPATIONS - ALSO_NAMES) | CITIES.keys()  # behind what is no given name: “Lyon”, “Board Chair”


@lru_cache(maxsize=8192)
def name_likeness(text: str) -> float:
    """How much a text looks like a person's name: 0 not at all, 0.5 by form, 1 certain."""
    text = _GLUED_INITIALS.sub(r"\1 ", clean_name(_NICK.sub("", text)))
    if not 2 <= len(text) <= LONGEST_NAME or any(character.isdigit() for character in text):
        return 0.0
    if _is_cjk(text):
        return 0.8 if 2 <= len(text.replace(" ", "")) <= 4 else 0.0
    words = text.split()
    if _is_no_name(text, words):
        return 0.0
    capitals = initials = 0
    for number in range(len(words)):
        shape = _shape(words, number)
        if shape is _Shape.NO_NAME:
            return 0.0
        if shape is _Shape.SHOUTED and not text.isupper() and not (number and _leads_name(words)):
            return 0.3  # but “Nicole DUBOIS”
        initials += shape is _Shape.INITIAL
        capitals += shape is _Shape.CAPITALISED or shape is _Shape.SHOUTED
    if capitals + initials < 2 or capitals == 0 or words[0].lower() in OCCUPATIONS:
        return 0.0
    if words[0] == "A" and initials == 1:  # more often an article than an initial
        return 0.4
    return 0.9 if initials else _likeness_by_words(words)


def is_likely_name(text: str) -> bool:
    """Whether a text has at least the form of a person's name, as “Sparse Coding” has, too."""
    return name_likeness(text) >= LIKELY


def is_certain_name(text: str) -> bool:
    """Whether a text is a person's name without doubt: it has an initial, or begins with a known given name."""
    return name_likeness(text) >= CERTAIN


def _is_no_name(text: str, words: list[str]) -> bool:
    """Whether a text cannot be a name, whatever its words: by its length and signs, as a place or institution."""
    return (
        not 2 <= len(words) <= 6
        or any(mark in text for mark in '&/@:;!?=+<>[]{}()|"“”')
        or "," in text.removesuffix(", Jr.")
        or (words[-1].lower() in _NO_SURNAMES and fold(words[0]) not in _given_names() and not _led_by_initial(words))
        or f"{text.lower()} ".startswith(_INSTITUTIONS)
        or words[0] == "U"  # U Penn
        or len(words[-1]) == 1
    )


def _leads_name(words: list[str]) -> bool:
    """Whether the first word is a given name, or the first of two: “Jean-Marc”."""
    return fold(words[0]).split("-")[0] in _given_names()


def _led_by_initial(words: list[str]) -> bool:
    """Whether the first word is an initial: “B. Austin”, but “U. Chicago”."""
    return _INITIAL.match(words[0]) is not None and words[0] != "U."


def _shape(words: list[str], number: int) -> _Shape:
    word = words[number]
    bare = word.strip(".").lower()
    common = bare in INSTITUTION or (bare in NOT_IN_NAMES and not (word.isupper() and len(bare) == 1))
    if common and not (bare in ALSO_NAMES and number and fold(words[0]) in _given_names()):
        return _Shape.NO_NAME
    if _INITIAL.match(word):
        return _Shape.INITIAL
    if bare in PARTICLES and (number or len(words) > 2) and number < len(words) - 1:
        return _Shape.PARTICLE
    if not _NAME_TOKEN.match(word) or not (word[0].isupper() or (number and ARTICLE.match(word))):
        return _Shape.NO_NAME
    return _Shape.SHOUTED if len(word) > 3 and word.isupper() else _Shape.CAPITALISED


def _likeness_by_words(words: list[str]) -> float:
    """How much capitalised words look like a name: a given name, a thing, foreign letters."""
    if _leads_name(words):
        return 0.95
    if any(_ABSTRACT.search(word) for word in words) or words[0].lower() in _POINTING:
        return 0.0
    if any("-" in word or any(ord(character) > 127 for character in word) for word in words):
        return 0.75
    return 0.6 if len(words) <= 4 else 0.4


_ABSTRACT = re.compile(r"\w{2,}(?:tion|sion|ness|able|ible|[ai]zed|ised|ical|ology|ware|[st]ive|ility|ency)s?$")
_POINTING = frozenset(("this", "that", "these", "those", "every", "some", "any", "another", "each", "which", "whose"))


def has_name_shape(text: str) -> bool:
    """Whether a text has two to five capitalised words, whatever they mean: enough next to other names in a list."""
    words = _GLUED_INITIALS.sub(r"\1 ", clean_name(text)).split()
    return (
        2 <= len(words) <= 5
        and words[0].lower() != "the"
        and all(
            word.lower() in PARTICLES or _INITIAL.match(word) or (_NAME_TOKEN.match(word) and word[0].isupper())
            for word in words
        )
    )


def institution_likeness(text: str) -> float:
    """How much a text looks like the name of an institution."""
    lowered = text.strip().lower().strip(".,")
    if not lowered or len(lowered) > LONGEST_TITLE:
        return 0.0
    if lowered in NAMELIKE_INSTITUTIONS:
        return 1.0
    words = re.findall(r"[\w.&'’-]+", lowered)
    if any(word.strip(".") in INSTITUTION for word in words) and not _is_lower_inside(text):
        return 1.0
    if words and words[-1] in CITIES:
        return 0.8
    if any(each in lowered for each in NAMELIKE_INSTITUTIONS if each):
        return 0.9
    if re.search(r"\S (?:of|at|de|für|for) [A-Z]|^U [A-Z]|\be\. ?V\.$", text.strip()) or re.fullmatch(
        r"[A-Z][A-Za-z]{0,3}[A-Z]{1,6}(?:[ -][A-Z][\w]*)?", text.strip()
    ):
        return 0.7
    if len(words) == 1 and text.strip()[:1].isupper():
        return 0.6
    return 0.2


def is_likely_institution(text: str) -> bool:
    """Whether a text may be the name of an institution: any capitalised word alone may."""
    return institution_likeness(text) >= LIKELY


def is_certain_institution(text: str) -> bool:
    """Whether the words or the form of a text say that it is an institution."""
    return institution_likeness(text) >= _SAID


def _is_lower_inside(text: str) -> bool:
    """Whether the words of institutions are lower-case inside a text that is not: “Causes in software engineering”."""
    first, *others = re.findall(r"[\w.&'’-]+", text)
    if len(others) < 3:  # “MapR technologies”
        return False
    named = [word for word in others if word.lower().strip(".") in INSTITUTION]
    return not first.islower() and first.lower().strip(".") not in INSTITUTION and all(map(str.islower, named))


def _is_cjk(text: str) -> bool:
    letters = [character for character in text if not character.isspace()]
    return bool(letters) and all(
        "\u3040" <= character <= "\u9fff" or "\uac00" <= character <= "\ud7af" for character in letters
    )


def _given_names() -> frozenset[str]:
    from confnotes.importers.facts.given_names import GIVEN_NAMES

    return GIVEN_NAMES
