"""Markdown as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from confnotes.markup.code import FILLER, blank_inline, inline_code
from confnotes.markup.safe import safe_text as safe_text
from confnotes.markup.stamps import without_stamp
from confnotes.markup.wikilinks import WIKILINK

_BLOCK_ID = re.compile(r"(?:(?<=[ \t])|^)\^[A-Za-z0-9-]{1,100}\Z")
_LIST = r"(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\](?:[ \t]+|\Z))?"
_PREFIX = re.compile(rf"[ \t]*(?:>[ \t]?)*[ \t]*(?:#{{1,6}}(?:[ \t]+|\Z)|{_LIST})?(?:\?[ \t]+)?")
_CLOSING_HASHES = re.compile(r"(?:(?<=[ \t])|^)#+\Z")
_INLINE = re.compile(
    r"""(?P<code>`+)
    | !?\[\[ (?P<target>[^\[\]|\n]{1,500}) (?:\|(?P<alias>[^\[\]\n]{0,500}))? \]\]
    | !?\[ (?P<label>(?:[^\[\]\n\\]|\\.){0,500}) \]
        \( [^()\s]{0,2000} (?:\([^()\s]{0,500}\)[^()\s]{0,500})? (?:\s+"[^"\n]{0,300}")? \)
    | <(?P<auto>(?:https?://|mailto:)[^<>\s]{1,2000})>
    | (?P<tag></?[A-Za-z][^<>\n]{0,500}>)
    | (?P<private>%%)
    | \\(?P<escaped>[!-/:-@\[-`{-~])
    | (?P<times>(?<=[A-Za-z0-9])\*(?=[A-Za-z0-9])|(?<=\S[ \t])\*(?=[ \t]\S))
    | (?P<lit>(?<![A-Za-z0-9=])==(?=[^\s=])|(?<=[^\s=])==(?![A-Za-z0-9=]))
    | (?P<mark>\*{1,3}|~~|(?<![^\W_])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![^\W_]))
    """,
    re.VERBOSE,
)
_SYNTAX = re.compile(r"[`\[<%\\*~=_&]")


def plain_text(line: str) -> str:
    """A line of Markdown as readable text: no markers, timestamps or private parts; links become their labels."""
    text = line.rstrip()
    if "^" in text:
        text = without_stamp(text)
        text = _BLOCK_ID.sub("", text).rstrip()
    prefix = _PREFIX.match(text)
    if prefix and prefix.end():
        text = text[prefix.end() :]
        if "#" in prefix[0]:
            text = _CLOSING_HASHES.sub("", text)
    return plain_label(text)


def plain_label(text: str) -> str:
    """Inline Markdown, such as the label of a link, as readable text on one line."""
    return safe_text(_without_syntax(text) if _SYNTAX.search(text) else text, lines=False)


def _without_syntax(text: str) -> str:
    parts: list[str] = []
    code = dict(inline_code(text))
    at = 0
    while match := _INLINE.search(text, at):
        parts.append(_prose(text[at : match.start()]))
        at = match.end()
        if match["code"] is not None:
            end = code.get(match.start())
            if end is None:
                parts.append(match["code"])
            else:
                parts.append(text[at : end - len(match["code"])].strip())
                at = end
        elif match["target"] is not None:
            parts.append(match["alias"] or _target_as_text(match["target"]))
        elif match["label"] is not None:
            parts.append(_without_syntax(match["label"]))
        elif match["auto"] is not None:
            parts.append(match["auto"].removeprefix("mailto:"))
        elif match["escaped"] or match["times"]:
            parts.append(match["escaped"] or match["times"])
        elif match["private"] is not None:
            end = text.find("%%", at)
            at = len(text) if end < 0 else end + 2
    parts.append(_prose(text[at:]))
    return "".join(parts)


def _target_as_text(target: str) -> str:
    """`Note#Heading` as `Note › Heading`; block ids are left out."""
    note, _, place = target.removesuffix("\\").strip().partition("#")
    place = "" if place.startswith("^") else place.replace("#", " › ").strip()
    return f"{note.strip()} › {place}" if note and place else note.strip() or place


def _prose(text: str) -> str:
    if "&" not in text or ";" not in text:
        return text
    from html import unescape

    return unescape(text)


_END = re.compile(r"(?:[.!?…]+[\"'”’»)\]]*[ \t]+(?=[^a-z\s,;])|[。！？][”’」』）]*)")
_REACH = 1000
"""The number of characters on either side to look at: a line may be a whole book."""
_ABBREVIATED = r"e\.g|i\.e|cf|vs|al|etc|resp|approx|Fig|fig|Sec|sec|Eq|eq|No|Dr|Prof|Mr|Ms|Mrs|St|Jr|Sr"
_NO_END = re.compile(rf"(?:\b(?:{_ABBREVIATED})|\b[A-Z])\.\Z")


def sentence_at(line: str, start: int, end: int) -> str:
    """The sentence around the characters `[start, end)` of a line of Markdown, with links as they are shown.

    Of a very long sentence, the part near them.
    """
    begin = max(0, start - _REACH)
    line, start, end = line[begin : end + _REACH], start - begin, end - begin
    visible = WIKILINK.sub(lambda link: FILLER * len(link[0]), blank_inline(line))
    first, last = 0, len(line)
    for match in _ends(visible):
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            last = match.end()
            break
    return plain_text(line[first:last].strip())


def sentences(text: str) -> Iterator[str]:
    """The sentences of a plain text."""
    start = 0
    for match in _ends(text):
        yield text[start : match.end()].rstrip()
        start = match.end()
    yield text[start:]


def _ends(text: str) -> Iterator[re.Match[str]]:
    """The ends of sentences, with the blanks after them."""
    for match in _END.finditer(text):
        if not _NO_END.search(text, 0, len(text[: match.end()].rstrip())):
            yield match
