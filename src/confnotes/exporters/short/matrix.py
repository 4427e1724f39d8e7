"""A message for Matrix: Markdown as Element and most other clients take it, without HTML."""

from __future__ import annotations

import re

from confnotes.exporters.render_options import Output, RenderOptions
from confnotes.exporters.short.outline import short_summary
from confnotes.exporters.short.writer import TextWriter
from confnotes.markup.markdown_text import address as percent_encoded
from confnotes.markup.markdown_text import escape_text
from confnotes.model.document import Blocks, Line, Style
from confnotes.model.summary import Summary

MOST_LETTERS = 16_000
"""An event has at most 65,536 bytes, and clients send the text twice: as Markdown and as HTML."""

_STYLES = {Style.EMPHASIS: "*", Style.STRONG: "**", Style.STRUCK: "~~", Style.HIGHLIGHT: "**"}
_EDGES = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)
_ROOM = re.compile(r"@room\b", re.IGNORECASE)


class MatrixWriter(TextWriter):
    """Blocks as Markdown."""

    bullets = ("- ", "  - ")

    def text(self, words: str) -> str:
        edges = _EDGES.fullmatch(words)
        assert edges is not None
        text = escape_text(edges[2])
        return f"{edges[1] and ' '}{_ROOM.sub('room', text)}{edges[3] and ' '}"

    def styled(self, style: Style, inside: str) -> str:
        edges = _EDGES.fullmatch(inside)
        assert edges is not None
        sign = _STYLES[style]
        return f"{edges[1]}{sign}{edges[2]}{sign}{edges[3]}" if edges[2] else inside

    def code(self, words: str) -> str:
        return f"`{words}`" if words.strip() and "`" not in words else self.text(words)

    def link(self, address: str, words: str, source: Line) -> str:
        target = percent_encoded(address)
        return f"[{words}]({target})" if words.strip() and source != (address,) else f"<{target}>"

    def heading(self, words: str) -> str:
        return f"**{words}**\n"


def render(summary: Summary, setting: RenderOptions) -> Output:
    """The message; talks that do not fit are counted in its last line."""
    short, writer = short_summary(summary, setting), MatrixWriter()

    def write(blocks: Blocks) -> str:
        above = len(short.facts)
        facts = [f"{line}  " for line in writer.lines(blocks[:above])]
        lead = [f"\n{line}" for line in writer.lines(blocks[above : above + len(short.lead)])]
        rest = writer.lines(blocks[above + len(short.lead) :])
        return "\n".join([f"## {writer.text(short.title)}", "", *facts, *lead, *rest]) + "\n"

    return Output(short.fitted(write, MOST_LETTERS).encode("utf-8", "replace"))
