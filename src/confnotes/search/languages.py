"""The language of a text, its function words, and its stems."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from confnotes.markup.names import bare
from confnotes.search.quiet import quietly

ENGLISH = "en"
OTHERS = ("de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "fi", "hu", "ru")
"""Languages with stems of their own, besides English."""

_WORDS = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_READ = 600
"""The number of letters that are read to guess the language."""

_ENOUGH = 0.1
"""The least share of function words in a text of a language."""

_LEAST = 3
"""The least number of different function words for a guess."""

_VOWELS = "aeiou"
_STAY_DOUBLE = f"{_VOWELS}flsz"
_FRENCH_PRENDRE = re.compile(r"(\w*pren)(?:d|n|ons|ez|ai|ant)\w*|(\w*pri)s(?:es?)?")
_FRENCH_VENIR = re.compile(r"((?:\w+|(?=[vt]))[vt])(?:ien(?:s|t|n\w+|dr\w+)|en(?:ir|ons|ez|u\w*|ai\w+|ant))")


def code(language: str | None) -> str:
    """The two letters of a stated language, as in de-CH; "" for an unknown one."""
    short = (language or "").strip().lower()[:2]
    return short if short in (ENGLISH, *OTHERS) else ""


def guess_language(text: str) -> str:
    """The language with most function words in the text; English if unclear.

    A wrong guess costs little: a word of the text is found in a few more forms.
    """
    text = text[:_READ]
    words = set(_WORDS.findall(bare(text)))
    shared = len(words & function_words(ENGLISH))
    if shared >= max(1, _ENOUGH * len(words)):
        return ENGLISH
    if _CYRILLIC.search(text):
        return "ru"
    counts = {other: len(words & function_words(other)) for other in OTHERS}
    language = max(counts, key=counts.__getitem__)  # of equals the first, the more common language
    best = counts[language]
    return language if best > shared and best >= _ENOUGH * len(words) else ENGLISH


@cache
def function_words(language: str) -> frozenset[str]:
    """The most common words of the language, folded."""
    with quietly():
        from whoosh.lang.stopwords import stoplists
    return frozenset(folded for word in stoplists[language] if len(folded := bare(word)) > 1 or folded in "aiyeoиовск")


def small_words(words: Sequence[str]) -> frozenset[str]:
    """The function words of a query, such as how, is, the. Words in capitals are never function words."""
    plain = {word: bare(word) for word in words if not (word.isupper() and len(word) > 1)}
    folded = set(plain.values())
    small = folded & function_words(ENGLISH)
    for language in OTHERS if len(folded) > _LEAST else ():
        others = folded & function_words(language)
        small = others if len(others) > max(1, len(small)) else small  # one may be a coincidence: man, die, y
    return frozenset(word for word in words if plain.get(word) in small)


@lru_cache(maxsize=1 << 13)
def stem(word: str, language: str = ENGLISH) -> str:
    """The common stem of a folded word and its forms; other strings are their own stem."""
    if len(word) < 3 or not word.isalpha():
        return word
    if language != ENGLISH:
        return _other_stemmer(language)(word)
    if not word.isascii() or word in function_words(ENGLISH):
        return word  # its is not a form of IT
    stemmed = _english_stemmer()(word)
    if len(stemmed) == 2 and stemmed[1] not in _VOWELS and word != f"{stemmed}s":
        return f"{stemmed}e"  # one is not a form of on, nor use of us
    if len(stemmed) > 3 and stemmed != word and stemmed[-1] == stemmed[-2] and stemmed[-1] not in _STAY_DOUBLE:
        return stemmed[:-1]  # Whoosh's stemmer misses that running comes from run
    return stemmed


@cache
def _english_stemmer() -> Callable[[str], str]:
    """Porter's stemmer, which loads five times as fast as Snowball's for English."""
    with quietly():
        from whoosh.lang.porter import stem as porter
    stemmer: Callable[[str], str] = porter
    return stemmer


@cache
def _other_stemmer(language: str) -> Callable[[str], str]:
    with quietly():
        from whoosh.lang import stemmer_for_language
    stemmer: Callable[[str], str] = stemmer_for_language(language)
    return _french(stemmer) if language == "fr" else stemmer


def _french(stemmer: Callable[[str], str]) -> Callable[[str], str]:
    """Snowball's stemmer, corrected for verbs that it splits: apprendre and apprennent, obtenir and obtiennent."""

    def stem_verb(word: str) -> str:
        if match := _FRENCH_PRENDRE.fullmatch(word):
            return match[1] or f"{match[2][:-1]}en"
        if match := _FRENCH_VENIR.fullmatch(word):
            return f"{match[1]}en"
        return stemmer(word)

    return stem_verb
