"""Syntax highlighting of a single line of Markdown, for the editor.

Fast: one pass of one expression over a line. The caller handles syntax of several lines (fenced code, private blocks),
see `code.fenced_lines`.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from confnotes.markup import mentions, tags
from confnotes.markup.code import FILLER, inline_code
from confnotes.markup.stamps import STAMP
from confnotes.markup.tasks import DONE, MARK, due_span

Role = Literal[
    "heading", "bold", "italic", "code", "link", "wikilink", "tag", "mention", "task-open", "task-done", "due",
    "question", "answer", "stamp", "private", "quote", "list-marker", "url", "math", "strike", "highlight",
    "rule", "escape",
]  # fmt: skip

LONGEST_LINE = 10_000
"""The number of characters of a line that are styled; nobody reads more of a long line by its colours."""


class StyledSpan(NamedTuple):
    """The characters `[start, end)` of a line, as Python counts them, and their role."""

    start: int
    end: int
    role: Role


_BLOCK = re.compile(
    rf"""(?P<quote>[ \t]*(?:>[ \t]?)+)?
        [ \t]*
        (?: (?P<heading>\#{{1,6}})(?=[ \t]|\Z)
          | (?P<rule>(?:-[ \t]*){{3,}}\Z|(?:\*[ \t]*){{3,}}\Z|(?:_[ \t]*){{3,}}\Z)
          | (?P<marker>[-*+]|\d{{1,9}}[.)])(?=[ \t]|\Z) (?:[ \t]+(?P<box>\[(?P<tick>{MARK})\])(?=[ \t]|\Z))?
            (?:[ \t]+(?:(?P<asked>\?)(?![?!.,;:)\]}}])|(?P<answered>!)(?=[ \t]+\S)))?
          | (?P<question>\?)(?![?!.,;:)\]}}])
          | (?P<answer>!)(?=[ \t]+\S)
        )?""",
    re.VERBOSE,
)
_INLINE = re.compile(
    r"""(?=[*_\[!<#@%$~=hwm\\])(?:
      (?P<escape>\\[!-/:-@\[-`{-~])
    | (?P<private>%%[^%]*(?:%(?!%)[^%]*)*(?:%%)?)
    | (?P<wikilink>!?\[\[[^\[\]\n]{1,500}\]\])
    | (?P<link>!?\[[^\[\]\n]{0,500}\]
        \((?P<target>[^()\s]{0,1000}(?:\([^()\s]{0,500}\)[^()\s]{0,500})?)(?:\s"[^"\n]{0,300}")?\))
    | (?P<bold>\*{3}(?![\s*])[^*]+(?<!\s)\*{3}(?!\*)
        |\*\*(?![\s*])[^*]+(?:\*(?!\*)[^*]*)*(?<!\s)\*\*|(?<!\w)__(?![\s_])[^_]+(?:_(?!_)[^_]*)*(?<!\s)__(?!\w))
    | (?P<italic>\*(?![\s*])[^*]+(?<!\s)\*(?!\*)|(?<!\w)_(?![\s_])[^_]+(?<!\s)_(?!\w))
    | (?P<strike>~~(?![\s~])[^~]+(?<!\s)~~)
    | (?P<highlight>==(?![\s=])[^=]+(?<!\s)==)
    | (?P<math>\$\$[^$]+\$\$|\$(?![\s$\d])[^$\s](?:[^$]*(?<!\s))?\$(?![\w$])|\$\d[^$\s]*\$(?![\w$]))
    | (?P<url><(?:https?://|mailto:)[^<>\s]{1,1000}>|(?<!\w)(?:https?://|mailto:|www\.)[^\s<>"`|\\^{}]{1,1000})
    )""",
    re.VERBOSE,
)
_SPECIAL = re.compile(r"[*_\[<#@%$~=\\`^]|://|mailto:|www\.")
_TRAILING = re.compile(r"[.,;:!?*_~'\"’”…)\]]+\Z")
_MARK_LENGTH = {"bold": 2, "italic": 1, "strike": 2, "highlight": 2}


def spans(line: str, *, in_code: bool = False) -> list[StyledSpan]:
    """The spans of a line, ordered by start.

    Spans may be nested (a link in a heading): inner ones come later, and their style takes precedence. A line that is
    an HTML comment is styled like private text. `in_code`: the line is inside fenced code. Line ends are ignored.
    """
    if len(line) > LONGEST_LINE:
        line = line[:LONGEST_LINE]
    line = line.rstrip("\r\n")
    if not line:
        return []
    if in_code:
        return [StyledSpan(0, len(line), "code")]
    if line.startswith("<!--") and line.endswith("-->"):
        return [StyledSpan(0, len(line), "private")]
    found: list[StyledSpan] = []
    start = _block(line, found)
    if _SPECIAL.search(line, start):
        _inline(line, start, found)
    return found


def _block(line: str, found: list[StyledSpan]) -> int:
    """Add the spans at the start of the line, and return the offset of its text."""
    match = _BLOCK.match(line)
    if match is None or match.end() == 0:
        return 0
    quote, heading, rule, marker, box, tick, asked, answered, question, answer = match.groups()
    if quote:
        found.append(StyledSpan(match.start("quote"), len(line), "quote"))
    if heading:
        found.append(StyledSpan(match.start("heading"), len(line), "heading"))
    elif rule:
        found.append(StyledSpan(match.start("rule"), len(line.rstrip()), "rule"))
    elif marker:
        found.append(StyledSpan(match.start("marker"), match.end("marker"), "list-marker"))
        if box:
            done = tick in DONE
            found.append(StyledSpan(match.start("box"), len(line) if done else match.end("box"), _task_role(done)))
        if asked:
            found.append(StyledSpan(match.start("asked"), len(line), "question"))
        elif answered:
            found.append(StyledSpan(match.start("answered"), len(line), "answer"))
        if box and not done and (due := due_span(line)):
            found.append(StyledSpan(*due, "due"))
    elif question:
        found.append(StyledSpan(match.start("question"), len(line), "question"))
    elif answer:
        found.append(StyledSpan(match.start("answer"), len(line), "answer"))
    return match.end()


def _task_role(done: bool) -> Role:
    return "task-done" if done else "task-open"


def _inline(line: str, start: int, found: list[StyledSpan]) -> None:
    text = line
    if "`" in line:
        for begin, end in inline_code(line):
            found.append(StyledSpan(begin, end, "code"))
            text = f"{text[:begin]}{FILLER * (end - begin)}{text[end:]}"
    stamp = STAMP.search(text) if "^t" in text else None
    if stamp:
        found.append(StyledSpan(stamp.start(), len(text.rstrip()), "stamp"))
        text = text[: stamp.start()]
    if "%%" in text or _SPECIAL.search(text, start):
        taken = _marked(text, start, len(text), found)
        for begin, end in taken:
            text = f"{text[:begin]}{FILLER * (end - begin)}{text[end:]}"
    if "#" in text:
        found += [StyledSpan(begin, end, "tag") for begin, end, _ in tags.find(text, start)]
    if "@" in text:
        found += [StyledSpan(begin, end, "mention") for begin, end, _ in mentions.find(text, start)]
    found.sort(key=lambda span: (span.start, -span.end))


def _marked(text: str, start: int, end: int, found: list[StyledSpan], depth: int = 0) -> list[tuple[int, int]]:
    """Add the spans of markup in text[start:end]; returns the spans of links and addresses, which contain no tags."""
    taken: list[tuple[int, int]] = []
    for match in _INLINE.finditer(text, start, end):
        role: Role | None = match.lastgroup  # type: ignore[assignment]
        if role is None:
            continue
        first, last = match.span()
        if match["link"] is not None:
            role = "link"
        if role == "url":
            last -= len(trail[0]) if (trail := _TRAILING.search(match[0])) and text[first] != "<" else 0
        if role == "wikilink" and first and text[first - 1] == "@":
            continue
        found.append(StyledSpan(first, last, role))
        if role == "escape":
            continue
        if (mark := _MARK_LENGTH.get(role)) and depth < 3:
            taken += _marked(text, first + mark, last - mark, found, depth + 1)
        elif role == "link":
            if match["target"]:
                found.append(StyledSpan(match.start("target"), match.end("target"), "url"))
            taken.append((first, last))
        else:
            taken.append((first, last))
    return taken
