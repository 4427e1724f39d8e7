"""What an author hid: comments of HTML, Liquid, Hugo and Markdown, scripts and styles are blanked, never imported.

Every newline stays, so that line numbers are those of the source. All searches are plain `str.find`, hence linear.
"""

from __future__ import annotations

import re

from confnotes.model.program import SourceWarning

_COMMENT = r"<!--|\{%-?\s*comment\s*-?%\}|\{%-?\s*raw\s*-?%\}|\{\{/\*|\{\{<!--|\{#(?=\s)"
_OPENINGS = re.compile(rf"{_COMMENT}|<(script|style|template|noscript|svg|nav)\b", re.IGNORECASE)
_LIQUID_END = re.compile(r"\{%-?\s*endcomment\s*-?%\}", re.IGNORECASE)
_MARKDOWN_COMMENT = re.compile(
    r"^ {0,3}\[(?://|comment|_)[^\]\n]{0,40}\]:[ \t]*(?:#|<>)?.*$", re.IGNORECASE | re.MULTILINE
)


def blank_hidden(text: str) -> tuple[str, list[SourceWarning]]:
    """`text` with hidden parts blanked, line by line the same; a comment left open hides the rest and is said."""
    pieces: list[str] = []
    warnings: list[SourceWarning] = []
    position = 0
    while match := _OPENINGS.search(text, position):
        opening = match.group(0).lower()
        end = _end_of(text, match, opening)
        if end is None:
            if opening.startswith("<") and opening != "<!--":
                pieces.append(text[position : match.end()])
                position = match.end()
                continue
            line = text.count("\n", 0, match.start()) + 1
            warnings.append(SourceWarning("a comment begins here and is never closed; what follows is not read", line))
            end = len(text)
        pieces.append(text[position : match.start()])
        pieces.append(_blanked(text[match.start() : end]))
        position = end
    pieces.append(text[position:])
    return _MARKDOWN_COMMENT.sub("", "".join(pieces)), warnings


def _end_of(text: str, match: re.Match[str], opening: str) -> int | None:
    if opening.startswith("{%"):
        if "raw" in opening:
            return match.end()
        found = _LIQUID_END.search(text, match.end())
        return found.end() if found else None
    closing = {"<!--": "-->", "{{/*": "*/}}", "{{<!--": "-->}}", "{#": "#}"}.get(opening)
    if closing is not None:
        at = text.find(closing, match.end())
        return at + len(closing) if at >= 0 else (match.end() if opening == "{#" else None)
    tag = re.compile(rf"</{opening[1:]}\s*>", re.IGNORECASE).search(text, match.end())
    return tag.end() if tag else None


def _blanked(text: str) -> str:
    return "\n" * text.count("\n") or " "
