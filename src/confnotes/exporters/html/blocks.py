"""The paragraphs that people mean by the lines of one: questions and answers, tasks, private lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from confnotes.exporters.callouts import BREAKS
from confnotes.exporters.html.rules import box
from confnotes.markup.note_blocks import is_answer, is_question

_TASK = re.compile(r"\[([ xX])\][ \t]+")
_MARK = re.compile(r"[?!][ \t]*")
_SPECIAL = re.compile(r"[\^\[%?]")


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together. `kind` is `question`, `answer` or empty; `box` is `done` or `open` at a task."""

    source: str
    kind: str
    lines: list[list[Token]]
    private: bool = False
    box: str | None = None

    def children(self) -> list[Token]:
        """The lines as the children of one inline token."""
        joined: list[Token] = []
        for number, line in enumerate(self.lines):
            if number:
                joined.append(Token("softbreak", "br", 0))
            joined += line
        return joined


def simple(content: str) -> bool:
    """Whether a paragraph is surely nothing but its text."""
    return _SPECIAL.search(content) is None


def parted(content: str, children: list[Token], *, asked: bool, in_list: bool) -> list[Paragraph]:
    """The paragraphs that stand in the one of this content; `asked`: the one before is a question or its answer."""
    parts: list[Paragraph] = []
    mark = _TASK.match(content) if in_list else None
    for line in _lines(children):
        first = line[0].content if line and line[0].type == "text" else ""
        if is_question(first):
            parts.append(Paragraph(content, "question", [line]))
        elif asked and is_answer(first):
            parts.append(Paragraph(content, "answer", [line]))
        elif parts and not parts[-1].kind:
            parts[-1].lines.append(line)
        else:
            parts.append(Paragraph(content, "", [line]))
        asked = bool(parts[-1].kind)
        if asked:
            line[0].content = _MARK.sub("", first, count=1)
    for part in parts:
        part.private = "%%" in content and (
            len(parts) == 1 or any("%%" in child.content for line in part.lines for child in line)
        )
    if mark is not None and parts[0].lines[0] and parts[0].lines[0][0].type == "text":
        first_line = parts[0].lines[0]
        first_line[0].content = _TASK.sub("", first_line[0].content, count=1)
        parts[0].box = "open" if mark[1] == " " else "done"
        first_line.insert(0, box(parts[0].box))
    return parts


def _lines(children: Sequence[Token]) -> list[list[Token]]:
    """The children of each line; a line does not end inside of emphasis or a link."""
    lines: list[list[Token]] = [[]]
    depth = 0
    for child in children:
        depth += child.nesting
        if child.type in BREAKS and depth == 0:
            lines.append([])
        else:
            lines[-1].append(child)
    return lines
