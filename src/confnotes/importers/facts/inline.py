"""Inline Markdown: links, emphasis, and the text that a reader sees."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from confnotes.model.fast_dataclass import fast_dataclass

_TEXT = r"(?:[^\[\]\\]|\\.|\[[^\[\]]{0,200}\]){0,600}"
_TARGET = r"[^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*"
_TITLE = r"(?:\s+[\"'(][^\"')]{0,300}[\"')])?"
_FILE = r"[^()\n<>\"']{1,200}\.\w{2,5}"  # “./My slides.pdf”: no link in CommonMark, but meant as one
_LINK = re.compile(rf"(?<!!)\[({_TEXT})\]\(\s*<?({_TARGET}|{_FILE})>?{_TITLE}\s*\)(\{{:?[^{{}}\n]{{0,100}}\}})?")
_IMAGE = re.compile(r"!\[[^\[\]]{0,600}\]\([^()\n]{0,2000}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\)(\{[^{}\n]{0,100}\})?")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+|[\w.+-]+@[\w-]+\.[\w.-]+)>")
_BARE_URL = re.compile(
    r"(?<![\w(\[<\"'=/@.])(?:https?://|www\.)[^\s<>()\[\]\"'“”|]+(?:\([^\s()<>]*\)[^\s<>()\[\]\"'“”|]*)*"
)
_EMAIL = re.compile(r"(?<![\w.+/@-])[\w.+-]{1,64}@[A-Za-z0-9](?:[\w-]{0,62}\.)+[A-Za-z]{2,12}(?![\w@])")
_ATTRIBUTES = re.compile(r"\{(?::|[.#])[^{}\n]{0,200}\}")
_TEMPLATE = re.compile(r"\{\{[^{}\n]{0,400}\}\}|\{%[^%\n]{0,400}%\}")
_EMPHASIS = re.compile(r"(\*{1,3}|(?<![\w])_{1,3}|~~|==|_{1,3}(?![\w])|`{1,3})")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SPACES = re.compile(r"[ \t\xa0\u2000-\u200b\u202f\ufeff]+")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,20}\]")
_LINK_SIGN = re.compile(r"\]\(|<|://|www\.|@", re.IGNORECASE)
_MARKUP = re.compile(r"[\[<{&*_~`=\\]")
_EMPHASIS_SIGN = re.compile(r"[*_~`=]")
_LINE = 1000  # characters: shorter texts are remembered
_EMOJI = re.compile(r":[a-z][a-z0-9_+-]{2,30}:(?!\w)|[\U0001F300-\U0001FAFF\u2600-\u27BF\uFE0F]")


@fast_dataclass(frozen=True, slots=True)
class Anchor:
    """A link in a line: its label, its address, and its span."""

    label: str
    url: str
    start: int
    end: int


def anchors(text: str) -> list[Anchor]:
    """Every link of a line in order: inline links, autolinks, bare URLs and e-mail addresses."""
    if not _LINK_SIGN.search(text):
        return []
    found = [Anchor(plain(m.group(1)), _address(m.group(2)), m.start(), m.end()) for m in _LINK.finditer(text)]
    taken = [(anchor.start, anchor.end) for anchor in found]
    taken += [(m.start(), m.end()) for m in _IMAGE.finditer(text)]
    for pattern, group in ((_AUTOLINK, 1), (_BARE_URL, 0), (_EMAIL, 0)):
        for match in pattern.finditer(text):
            if any(start <= match.start() < end for start, end in taken):
                continue
            url = match.group(group)
            url = url.rstrip(".,;:!?*_\\") if group == 0 else url
            end = match.start() + len(url) if group == 0 else match.end()
            found.append(Anchor(url, url, match.start(), end))
            taken.append((match.start(), end))
    return sorted(found, key=lambda anchor: anchor.start)


def _address(target: str) -> str:
    return target.strip().replace(" ", "%20")


def sole_anchor(text: str) -> Anchor | None:
    """The link that makes up a whole line, ignoring emphasis and a trailing mark."""
    stripped = text.strip().strip("*_ ").removesuffix("\\").strip().strip("*_").rstrip(" .,;")
    found = anchors(stripped)
    if len(found) == 1 and found[0].start == 0 and found[0].end == len(stripped) and found[0].label:
        return found[0]
    return None


def without_links(text: str) -> str:
    """A line without its links and images, labels included."""
    return _IMAGE.sub(" ", _LINK.sub(" ", _AUTOLINK.sub(" ", text)))


_EMPTY = re.compile(r"\*\*[ ]{1,3}\*\*")
"""Bold around nothing, after a link was removed; otherwise a gap between bold words."""


def plain(text: str) -> str:
    """The text that a reader sees: links as their labels, no emphasis, entities decoded, one line."""
    return _plain_line(text) if len(text) <= _LINE else _plain(text)


def _plain(text: str) -> str:
    if not _MARKUP.search(text):
        return _SPACES.sub(" ", text.replace("\n", " ")).strip()
    if "](" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    if "<" in text:
        text = _AUTOLINK.sub(r"\1", text)
    if "{" in text:
        text = _ATTRIBUTES.sub("", _TEMPLATE.sub("", text))
    if "[^" in text:
        text = _FOOTNOTE.sub("", text)
    text = html.unescape(text) if "&" in text else text
    text = _emphasis_removed(_EMPTY.sub(" ", text))
    text = _ESCAPE.sub(r"\1", text)
    return _SPACES.sub(" ", text.replace("\n", " ")).strip()


_plain_line = lru_cache(maxsize=2048)(_plain)


def _emphasis_removed(text: str) -> str:
    """The text without paired emphasis; marks without a partner or between spaces are text."""
    if not _EMPHASIS_SIGN.search(text):
        return text
    pieces = _EMPHASIS.split(text)
    marks = pieces[1::2]
    kept: list[str] = []
    open_at: dict[str, int] = {}
    drop: set[int] = set()
    for number, mark in enumerate(marks):
        before, after = pieces[2 * number], pieces[2 * number + 2]
        lonely = (before == "" or before[-1:].isspace()) and (after == "" or after[:1].isspace())
        escaped = before.endswith("\\")
        if escaped or (lonely and mark not in open_at):
            continue
        if mark in open_at:
            drop.update((open_at.pop(mark), number))
        else:
            open_at[mark] = number
    for number, piece in enumerate(pieces):
        if number % 2 == 0 or (number - 1) // 2 not in drop:
            kept.append(piece)
    return "".join(kept)


def is_bold(text: str) -> bool:
    """Whether a whole line, ignoring punctuation around it, is bold."""
    stripped = text.strip().rstrip("\\").strip().rstrip(":,. ")
    for mark in ("**", "__"):
        if len(stripped) > 4 and stripped.startswith(mark) and stripped.endswith(mark):
            return mark not in stripped[2:-2]
    return False


def without_emoji(text: str) -> str:
    """A line without pictographs and `:emoji:` codes."""
    return _SPACES.sub(" ", _EMOJI.sub("", text)).strip()


def squeeze(text: str) -> str:
    """Runs of white space made one space."""
    return " ".join(text.split())
