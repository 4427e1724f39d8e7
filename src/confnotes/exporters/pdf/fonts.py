"""Choose fonts for a book from the installed ones, and report characters without a font."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

from confnotes.exporters.theme import Theme

_TEXT = ("Libertinus Serif",)
_FOR_SCREENS = frozenset({"Noto Serif", "Georgia", "Cambria", "Times New Roman", "DejaVu Serif"})
_CODE = ("DejaVu Sans Mono",)
_MATH = ("Libertinus Math", "STIX Two Math", "New Computer Modern Math")
_SANS = ("Liberation Sans", "Noto Sans", "DejaVu Sans", "Arial", "Helvetica")
_STARS = ("Noto Sans Symbols2", "Segoe UI Symbol", "Apple Symbols", "DejaVu Sans")
_GENERIC = {"sans-serif": _SANS, "system-ui": (), "ui-sans-serif": _SANS, "serif": _TEXT}
_JAPANESE = (
    *("Noto Serif CJK JP", "Source Han Serif JP", "Hiragino Mincho ProN", "Yu Mincho", "MS Mincho"),
    *("Noto Sans CJK JP", "Source Han Sans JP", "Hiragino Sans", "Yu Gothic", "MS Gothic"),
)
_CHINESE = (
    *("Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun"),
    *("Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei"),
)
_KOREAN = (
    *("Noto Serif CJK KR", "Source Han Serif KR", "AppleMyungjo", "Batang"),
    *("Noto Sans CJK KR", "Source Han Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", "NanumGothic"),
)
_OTHERS = (
    *("Noto Naskh Arabic", "Noto Sans Arabic", "Geeza Pro", "Noto Serif Hebrew", "Noto Sans Hebrew", "Arial Hebrew"),
    *("Noto Serif", "Noto Sans", "DejaVu Sans", "Noto Sans Symbols", "Noto Sans Symbols2", "Noto Sans Math"),
    *("Noto Color Emoji", "Apple Color Emoji", "Segoe UI Emoji", "Noto Emoji"),
)
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7af]")

_UNSHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_MOST_NAMED = 12
_OF_SCRIPT = {
    "CJK": "Noto Sans CJK",
    "HIRAGANA": "Noto Sans CJK",
    "KATAKANA": "Noto Sans CJK",
    "HANGUL": "Noto Sans CJK",
    "IDEOGRAPHIC": "Noto Sans CJK",
    "FULLWIDTH": "Noto Sans CJK",
}


def families(theme: Theme, here: Collection[str], language: str, text: str) -> dict[str, list[str]]:
    """The installed font families for `text`, `label`, `code`, `math` and `stars`, in order of preference.

    Screen fonts are skipped in favor of those bundled with typst, unless the theme lists them first. Chinese characters
    use the variant of the language, or of the surrounding script.
    """
    east = [*_CHINESE, *_JAPANESE, *_KOREAN]
    if language == "ja" or _KANA.search(text):
        east = [*_JAPANESE, *east]
    elif language == "ko" or _HANGUL.search(text):
        east = [*_KOREAN, *east]
    text_letters = [name for at, name in enumerate(_named(theme.text)) if at == 0 or name not in _FOR_SCREENS]
    further = (*east, *_OTHERS)
    return {
        "text": _here((*text_letters, *_TEXT, *further), here),
        "label": _here((*_named(theme.label), *text_letters, *_TEXT, *further), here),
        "code": _here((*_named(theme.code), *_CODE, *further), here),
        "math": _here((*_MATH, *_TEXT, *further), here),
        "stars": _here((*_STARS, *_CODE), here),
    }


def _named(names: Iterable[str]) -> list[str]:
    return [family for name in names for family in _GENERIC.get(name, (name,))]


def _here(names: Iterable[str], here: Collection[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name in here]


def unshown(messages: str) -> str:
    """The characters without a font, each once, from typst's messages."""
    found = (_ESCAPE.sub(lambda code: chr(int(code[1], 16)), match[1]) for match in _UNSHOWN.finditer(messages))
    return "".join(dict.fromkeys(letter for letters in found for letter in letters))


def notice(letters: str) -> str:
    """A message about characters without a font: which, and the fonts that have them."""
    named = " ".join(letters[:_MOST_NAMED]) + (" …" if len(letters) > _MOST_NAMED else "")
    fonts = list(dict.fromkeys(filter(None, map(_font_for, letters))))
    hint = f"; install {', '.join(fonts[:4])}" if fonts else ""
    count = f"{len(letters)} characters" if len(letters) > 1 else "1 character"
    return f"no installed font has {count} (printed as boxes): {named}{hint}"


def _font_for(letter: str) -> str:
    name = unicodedata.name(letter, "")
    if not name or unicodedata.category(letter) == "Co":
        return ""
    script = name.split()[0].split("-")[0]
    if script in _OF_SCRIPT:
        return _OF_SCRIPT[script]
    if unicodedata.category(letter) == "So":
        return "Noto Color Emoji" if ord(letter) >= 0x1F000 else "Noto Sans Symbols"
    return f"Noto Sans {script.capitalize()}" if unicodedata.category(letter)[0] in "LM" else "Noto Sans"
