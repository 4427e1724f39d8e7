"""What depends on the language of a text: which it is, which of its words say nothing, what the forms of one share."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from confnotes.markup.names import bare
from confnotes.search.quiet import quietly

ENGLISH = "en"
OTHERS = ("de", "fr", "es", "it", "pt", "nl", "sv", "da", "no", "fi", "hu", "ru")
"""Languages whose words have stems of their own, English apart."""

_WORDS = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_READ = 600
"""Letters of a text that tell its language."""

_ENOUGH = 0.1
"""What part of a text's words are among the most frequent of its language, at least."""

_LEAST = 3
"""So many different ones make it sure."""

_VOWELS = "aeiou"
_STAY_DOUBLE = f"{_VOWELS}flsz"
_FRENCH_PRENDRE = re.compile(r"(\w*pren)(?:d|n|ons|ez|ai|ant)\w*|(\w*pri)s(?:es?)?")
_FRENCH_VENIR = re.compile(r"((?:\w+|(?=[vt]))[vt])(?:ien(?:s|t|n\w+|dr\w+)|en(?:ir|ons|ez|u\w*|ai\w+|ant))")


def code(language: str | None) -> str:
    """The two letters of a language that is stated, as in de-CH; "" where it is none of those known here."""
    short = (language or "").strip().lower()[:2]
    return short if short in (ENGLISH, *OTHERS) else ""


def guess_language(text: str) -> str:
    """The language that has most of the text's frequent words; English where none is sure.

    A wrong guess costs little: a word of the text is found in some forms more.
    """
    text = text[:_READ]
    words = set(_WORDS.findall(bare(text)))
    shared = len(words & function_words(ENGLISH))
    if shared >= max(1, _ENOUGH * len(words)):
        return ENGLISH
    if _CYRILLIC.search(text):
        return "ru"
    counts = {other: len(words & function_words(other)) for other in OTHERS}
    language = max(counts, key=counts.__getitem__)  # of equals the first, which more people write
    best = counts[language]
    return language if best > shared and best >= _ENOUGH * len(words) else ENGLISH


@cache
def function_words(language: str) -> frozenset[str]:
    """Words that stand in every text of the language, without case and accents."""
    with quietly():
        from whoosh.lang.stopwords import stoplists
    return frozenset(folded for word in stoplists[language] if len(folded := bare(word)) > 1 or folded in "aiyeoиовск")


def small_words(words: Sequence[str]) -> frozenset[str]:
    """Which of a query's words say nothing of what is sought: how, is, the. Words in capitals do."""
    plain = {word: bare(word) for word in words if not (word.isupper() and len(word) > 1)}
    folded = set(plain.values())
    small = folded & function_words(ENGLISH)
    for language in OTHERS if len(folded) > _LEAST else ():
        others = folded & function_words(language)
        small = others if len(others) > max(1, len(small)) else small  # one may be chance: man, die, y
    return frozenset(word for word in words if plain.get(word) in small)


@lru_cache(maxsize=1 << 13)
def stem(word: str, language: str = ENGLISH) -> str:
    """The stem that a folded word shares with its other forms; what is no word is its own."""
    if len(word) < 3 or not word.isalpha():
        return word
    if language != ENGLISH:
        return _other_stemmer(language)(word)
    if not word.isascii() or word in function_words(ENGLISH):
        return word  # its is no form of IT
    stemmed = _english_stemmer()(word)
    if len(stemmed) == 2 and stemmed[1] not in _VOWELS and word != f"{stemmed}s":
        return f"{stemmed}e"  # one is no form of on, nor use of us
    if len(stemmed) > 3 and stemmed != word and stemmed[-1] == stemmed[-2] and stemmed[-1] not in _STAY_DOUBLE:
        return stemmed[:-1]  # Whoosh's stemmer forgets that running comes from run
    return stemmed


@cache
def _english_stemmer() -> Callable[[str], str]:
    """Porter's, which is imported in a fifth of the time that Snowball's English one takes."""
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
    """Snowball's, with the verbs that it takes for several: apprendre and apprennent, obtenir and obtiennent."""

    def stem_verb(word: str) -> str:
        if match := _FRENCH_PRENDRE.fullmatch(word):
            return match[1] or f"{match[2][:-1]}en"
        if match := _FRENCH_VENIR.fullmatch(word):
            return f"{match[1]}en"
        return stemmer(word)

    return stem_verb
