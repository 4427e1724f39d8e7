"""Languages of talks as ISO 639-1 codes: from other codes, and from the names of languages."""

from __future__ import annotations

import re

_CALLED = {
    "ar": "ara arabic العربية",
    "bg": "bul bulgarian български",
    "ca": "cat catalan català",
    "cs": "ces cze czech čeština česky",
    "da": "dan danish dansk",
    "de": "deu ger german deutsch allemand tedesco alemán",
    "el": "ell gre greek ελληνικά",
    "en": "eng english englisch anglais inglés inglês inglese engels 英語 英文",
    "es": "spa spanish español espanol castellano spanisch espagnol",
    "et": "est estonian eesti",
    "fa": "fas per persian farsi فارسی",
    "fi": "fin finnish suomi",
    "fr": "fra fre french français francais französisch",
    "he": "heb hebrew עברית",
    "hi": "hin hindi हिन्दी",
    "hr": "hrv croatian hrvatski",
    "hu": "hun hungarian magyar",
    "id": "ind indonesian",
    "it": "ita italian italiano italienisch",
    "ja": "jpn japanese 日本語",
    "ko": "kor korean 한국어",
    "lt": "lit lithuanian lietuvių",
    "lv": "lav latvian latviešu",
    "nl": "nld dut dutch nederlands niederländisch",
    "no": "nor norwegian norsk",
    "pl": "pol polish polski",
    "pt": "por portuguese português portugues",
    "ro": "ron rum romanian română",
    "ru": "rus russian русский",
    "sk": "slk slo slovak slovenčina",
    "sl": "slv slovenian slovenščina",
    "sr": "srp serbian српски srpski",
    "sv": "swe swedish svenska",
    "ta": "tam tamil",
    "th": "tha thai",
    "tr": "tur turkish türkçe",
    "uk": "ukr ukrainian українська",
    "vi": "vie vietnamese",
    "zh": "zho chi chinese mandarin 中文 漢語 华语 華語",
}
_CODES = {word: code for code, words in _CALLED.items() for word in words.split()}
_TAG = re.compile(r"[a-z]{2}(?:[-_][a-z]{2,4})?\Z", re.IGNORECASE)


def language_of(text: str | None) -> str | None:
    """The code of a language: `English`, `eng`, `en-GB` and `Englisch (B2)` are `en`; None for several languages."""
    if text is None:
        return None
    if _TAG.match(text.strip()):
        return text.strip()[:2].lower()
    found = {code for word in re.findall(r"[^\W\d_]+", text.lower()[:200]) if (code := _CODES.get(word))}
    return found.pop() if len(found) == 1 else None
