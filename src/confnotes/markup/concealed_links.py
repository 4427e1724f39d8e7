"""Remove links to things that readers must not learn about, in any spelling; in doubt more is removed than less.

A link is replaced by its words, or by `…` if these are the concealed name or if it has none. Links in code and unclosed
links name their target, too, and so do paths of its file. Plain words stay: what authors write about is their choice.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import unquote

from confnotes.markup.code import blank_code
from confnotes.markup.edits import Edit, apply_edits
from confnotes.markup.tasks import MARK
from confnotes.markup.wikilinks import WIKILINK, read

UNTOLD: Final = "…"
Meaning = Callable[[str], str | None]
"""What to replace the target of a link by, `key|words` of something else or ""; None if it may be shown."""

_DESTINATION = r"(?:<(?P<framed>(?:[^<>\n\\]|\\.){0,500})>|(?P<bare>(?:[^\s()<>\\]|\\.|\([^\s()<>]{0,200}\)){1,500}))"
_TITLE = r"(?P<title>\"(?:[^\"\\]|\\.){0,500}\"|'(?:[^'\\]|\\.){0,500}'|\((?:[^()\\]|\\.){0,500}\))"
_INLINE = re.compile(
    rf"\]\((?:[ \t]*\n?[ \t]*{_DESTINATION}(?:\s+{_TITLE})?\s*\)|[ \t]*(?P<loose>[^()\"\n]{{1,500}})(?:\"[^()\n]*)?\)?)"
)
_LABEL = r"(?:[^\[\]\\]|\\.){1,500}"
_DEFINITION = re.compile(
    rf"^[ \t>]*(?:[-*+][ \t]+)?\[(?P<label>(?!\^){_LABEL})\]:[ \t]*(?:\n[ \t>]*)?"
    rf"(?:{_DESTINATION}(?:[ \t]*(?:\n[ \t>]*)?{_TITLE})?[ \t\r]*(?:\n|\Z)|(?P<loose>[^\n]*)(?:\n|\Z))",
    re.MULTILINE,
)
_REFERRING = re.compile(
    rf"!?\[(?P<words>(?:[^\[\]\\]|\\.|\[{_LABEL}\]){{1,500}})\](?:[ ]?\[(?P<label>(?:{_LABEL})?)\])?(?![(:\[])"
)
_OPENED = re.compile(r"\\?\[\\?\[(?P<target>[^\[\]|#\\\n]{1,200})(?P<closed>[\]|#\\]?)")
_FILE = re.compile(r"\.md(?!\w)", re.IGNORECASE)
_BEFORE_NAME = re.compile(r"[\n<>()\"'=\[\]|`*]")
_IN_FRAME, _IN_WORDS = re.compile("/"), re.compile(r"[\s/]")
_BOX = re.compile(MARK)
_LONGEST_NAME = 300  # characters to search back for the start of a file name: long lines would take quadratic time
_APP_ADDRESS = re.compile(r"(?i:obsidian|zk|logseq|vscode)://[^\s<>\"')\]]+")
_VALUE = re.compile(r"[?&=/]+")
_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_ATTRIBUTE = re.compile(r"=[ \t]*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def without_links(text: str, means: Meaning) -> str:
    """The text without concealed links."""
    if "[" in text:
        text = apply_edits(text, _wikilinks(text, means))
        text = apply_edits(text, _opened(text, means))
    if "](" in text:
        text = apply_edits(text, _inline(text, means))
    if "]:" in text:
        text = _without_definitions(text, means)
    if "://" in text:
        text = apply_edits(text, _app_addresses(text, means))
    if "=" in text and "<" in text:
        text = _TAG.sub(lambda tag: apply_edits(tag[0], _attributes(tag[0], means)), text)
    return apply_edits(text, _files(text, means))


def may_name(text: str) -> bool:
    """Whether the text may contain such a link."""
    return any(sign in text for sign in "[=") or _FILE.search(text) is not None


def _words(words: str, means: Meaning) -> str:
    return words if words.strip() and means(words) is None else UNTOLD


def _wikilinks(text: str, means: Meaning) -> Iterator[Edit]:
    visible = blank_code(text)
    for match in WIKILINK.finditer(text):
        link = read(match)
        meaning = means(link.target) if link and link.target else None
        if link is None or meaning is None:
            continue
        talk, _, title = meaning.partition("|")
        words = _words(link.alias or title, means)
        is_link = talk and not link.embed and visible[match.start()] == "["
        yield Edit(link.start, link.end, f"[[{talk}|{words}]]" if is_link else words)


def _opened(text: str, means: Meaning) -> Iterator[Edit]:
    """Unclosed links, whose target may end at any word of the line, and links with backslashes."""
    for match in _OPENED.finditer(text):
        words = match["target"].split(" ")
        for many in range(len(words), 0 if not match["closed"] else len(words) - 1, -1):
            target = " ".join(words[:many])
            if target.strip() and means(target) is not None:
                yield Edit(match.start("target"), match.start("target") + len(target), UNTOLD)
                break


def _inline(text: str, means: Meaning) -> Iterator[Edit]:
    for match in _INLINE.finditer(text):
        if _target(match, means) is None:
            yield from _title(match, means)
            continue
        opening = _opening(text, match.start())
        if opening is None:
            yield Edit(match.start() + 1, match.end(), "")
            continue
        start = opening - text.startswith("!", opening - 1) if opening else opening
        words = text[opening + 1 : match.start()]
        if _words(words, means) is UNTOLD:
            yield Edit(start, match.end(), UNTOLD)
        else:
            yield Edit(start, opening + 1, "")
            yield Edit(match.start(), match.end(), "")


def _target(match: re.Match[str], means: Meaning) -> str | None:
    return means(_read(match["framed"] or match["bare"] or match["loose"] or ""))


def _title(match: re.Match[str], means: Meaning) -> Iterator[Edit]:
    """The title of a link that may be shown, if the title is a concealed name."""
    if match["title"] and means(_read(match["title"][1:-1])) is not None:
        yield Edit(match.start("title") + 1, match.end("title") - 1, UNTOLD)


def _read(written: str) -> str:
    """The meaning of a target: without escapes, and without its heading."""
    return unquote(html.unescape(_ESCAPED.sub(r"\1", written)).partition("#")[0]).strip()


def _opening(text: str, closing: int) -> int | None:
    depth = 0
    for at in range(closing - 1, max(closing - 500, -1), -1):
        if text[at] == "]":
            depth += 1
        elif text[at] == "[":
            if not depth:
                return at
            depth -= 1
    return None


def _without_definitions(text: str, means: Meaning) -> str:
    """The text without definitions of such links, `[label]: Note.md`; references to them become plain words."""
    labels: set[str] = set()
    edits: list[Edit] = []
    for match in _DEFINITION.finditer(text):
        if _target(match, means) is not None or means(match["label"]) is not None:
            labels.add(_label(match["label"]))
            edits.append(Edit(match.start(), match.end(), ""))
        else:
            edits += _title(match, means)
    text = apply_edits(text, edits)
    if not labels:
        return text

    def said(match: re.Match[str]) -> str:
        if _label(match["label"] or match["words"]) not in labels or (
            not match["label"] and _BOX.fullmatch(match["words"])
        ):
            return match[0]
        return _words(match["words"], means)

    return _REFERRING.sub(said, text)


def _label(written: str) -> str:
    return " ".join(written.split()).casefold()


def _app_addresses(text: str, means: Meaning) -> Iterator[Edit]:
    """Addresses that open a note in a program, `obsidian://open?file=Note`."""
    for match in _APP_ADDRESS.finditer(text):
        _, _, query = match[0].partition("://")
        values = [unquote(value.replace("+", " ")) for value in _VALUE.split(query.partition("#")[0])]
        if any(means(value) is not None or means(value.rpartition("/")[2]) is not None for value in values if value):
            yield Edit(match.start(), match.end(), UNTOLD)


def _attributes(tag: str, means: Meaning) -> Iterator[Edit]:
    for match in _ATTRIBUTE.finditer(tag):
        group = match.lastindex or 0
        if group and means(_read(match[group])) is not None:
            yield Edit(match.start(group), match.end(group), UNTOLD)


def _files(text: str, means: Meaning) -> Iterator[Edit]:
    """Paths and names of files, `Note.md`: whole if delimited, otherwise starting at any word."""
    floor = 0
    for match in _FILE.finditer(text):
        floor = max(floor, match.start() - _LONGEST_NAME)
        begin = max((sign.end() for sign in _BEFORE_NAME.finditer(text, floor, match.start())), default=floor)
        is_framed = text.endswith(("](", "<", '="', "='", "[["), 0, begin)
        boundary = _IN_FRAME if is_framed else _IN_WORDS
        for start in (begin, *(one.end() for one in boundary.finditer(text, begin, match.start()))):
            name = _read(text[start : match.start()])
            if name and means(name) is not None:
                yield Edit(start, match.end(), UNTOLD)
                break
        floor = match.end()
