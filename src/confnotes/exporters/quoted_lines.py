"""The lines of notes that digest, highlights, themes and next steps quote, for people who don't know the note: an
author's opinion is labelled as one, tags that end a line are left out, and other tags and mentions are words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from confnotes.exporters.wording import Wording
from confnotes.markup import mentions, tags
from confnotes.markup.code import blank_inline
from confnotes.markup.markdown_text import escape_text
from confnotes.markup.plain import plain_text
from confnotes.model.summary import Summary, SummaryHighlight, SummaryItem, SummaryPoint

_LABEL = re.compile(r"\A\*[^*]+:\* ")
_LINKED_MENTION = re.compile(r"(?<![\w@./+\\-])@(?=\[)")
_LEAD = re.compile(r"[:;.!?…]\s")
_LEAST = 20
"""A quoted line may begin with the one it belongs to and such a sign; at least this many characters follow."""


def with_quoted_lines(summary: Summary, words: Wording, *, keeps_tags: bool = False) -> Summary:
    """The summary with its quoted lines as readers see them; `keeps_tags` for networks, which have their own."""
    quoted = _QuotedLines(summary, words, (lambda line: line) if keeps_tags else without_marks)
    return replace(
        summary,
        highlights=tuple(map(quoted.highlight, summary.highlights)),
        digest=tuple(map(quoted.point, summary.digest)),
        themes=tuple(replace(one, points=tuple(map(quoted.point, one.points))) for one in summary.themes),
        actions=tuple(replace(one, text=quoted.clean(one.text)) for one in summary.actions),
    )


class _QuotedLines:
    def __init__(self, summary: Summary, words: Wording, clean: Callable[[str], str]) -> None:
        self._by_id, self._words, self.clean = summary.by_id, words, clean

    def highlight(self, highlight: SummaryHighlight) -> SummaryHighlight:
        item = self._by_id.get(highlight.item)
        taken = (replace(one, text=self._line(one.text, item)) for one in highlight.takeaways)
        return replace(highlight, text=self.clean(highlight.text), takeaways=tuple(taken))

    def point(self, point: SummaryPoint) -> SummaryPoint:
        item = self._by_id.get(point.item)
        more = tuple(self._line(line, item) for line in point.more)
        return replace(point, text=self._line(point.text, item), more=more)

    def _line(self, line: str, item: SummaryItem | None) -> str:
        for note in item.notes if item else ():
            said, signed = _signed(line, note.author)
            if note.view and _is_from(said, (note.view,)) and not _is_from(said, (note.claim or "", note.text)):
                return f"*{self._words.view(note.author)}:* {self.clean(said)}{signed}"
        return self.clean(line)


def without_label(line: str) -> str:
    """A quoted line without the label of an opinion."""
    return _LABEL.sub("", line)


def _signed(line: str, author: str | None) -> tuple[str, str]:
    """A quoted line without the name of its author, and the names after it if others saw the item, too."""
    said, dash, names = line.rpartition(" — ")
    by = escape_text(author or "")
    if not author or not f"{names}, ".startswith(f"{by}, "):
        return line, ""
    return said, "" if names == by else f"{dash}{names}"


def _is_from(line: str, texts: Iterable[str]) -> bool:
    """Whether one of the texts has the line, or the end of it."""
    said = _bare(line)
    ends = [said, *(said[match.end() :] for match in _LEAD.finditer(said) if match.end() + _LEAST < len(said))]
    return any(end in whole for whole in map(_bare, texts) for end in ends)


def _bare(text: str) -> str:
    return " ".join(" ".join(map(plain_text, text.split("\n"))).split())


def without_marks(line: str) -> str:
    """A line of Markdown without the tags at its end, and without the signs of other tags and of mentions."""
    if "#" not in line and "@" not in line:
        return line
    seen = blank_inline(line)
    signs = [start for start, _, name in mentions.find(seen) if name[0].isupper()]
    signs += [one.start() for one in _LINKED_MENTION.finditer(seen)]
    end = len(seen.rstrip())
    for start, stop, _ in reversed(tags.find(seen)):
        if stop == end and seen[:start].strip():
            end = len(seen[:start].rstrip())
        else:
            signs.append(start)
    return "".join(sign for at, sign in enumerate(line[:end]) if at not in signs)
