"""Highlights, as Obsidian writes them: `==words==`, with other Markdown inside; `x==y` and `==` alone are none."""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

HIGHLIGHT: Final = re.compile(
    r"""(?<![A-Za-z0-9=\\])==(?=[^\s=])
        (?P<words>(?:(?<!`)(?P<ticks>`+)(?!`)[^`\n]{1,400}(?P=ticks)(?!`)|\\.|(?!==)[^`\\]){1,1000})
        (?<=\S)==(?![A-Za-z0-9=])""",
    re.VERBOSE | re.DOTALL,
)
"""One highlight of a paragraph's text; code in it is not looked into."""


def highlight_plugin(parser: MarkdownIt) -> None:
    """Read highlights as `mark_open` and `mark_close`."""
    parser.inline.ruler.before("emphasis", "mark", _read)


def _read(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("==", state.pos):
        return False
    found = HIGHLIGHT.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("mark_open", "mark", 1)
        state.pos, most, state.posMax = found.start("words"), state.posMax, found.end("words")
        state.md.inline.tokenize(state)
        state.posMax = most
        state.push("mark_close", "mark", -1)
    state.pos = found.end()
    return True
