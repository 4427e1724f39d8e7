"""A thread of posts, `1/4` to `4/4`: the title, then a highlight in each, as long as the network allows.

Names lose their @, which would notify a stranger of that name; tags stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from confnotes.exporters.render_options import Output, RenderOptions
from confnotes.exporters.short.networks import NETWORKS, Network, graphemes, is_address
from confnotes.exporters.short.outline import ShortSummary, short_summary
from confnotes.exporters.short.writer import TextWriter
from confnotes.model.document import Line, ListBlock, ListItem, Paragraph
from confnotes.model.summary import Summary

BETWEEN = "\n\n---\n\n"
_NAME = re.compile(r"(?<![\w/.])@(?=\w)")
_CUT = "…"
_ROOM = len("\n\n99/99")


class _PostWriter(TextWriter):
    bullets = ("",)

    def text(self, words: str) -> str:
        return _NAME.sub("", words)

    def link(self, address: str, words: str, source: Line) -> str:
        return address if words == address else f"{words} {address}"


def render(summary: Summary, setting: RenderOptions) -> Output:
    """The posts, with a line `---` between two."""
    network = NETWORKS[setting.network]
    posts = list(_posts(short_summary(summary, setting), network))
    text = BETWEEN.join(f"{post}{_number(at, len(posts))}" for at, post in enumerate(posts, start=1))
    return Output(f"{text}\n".encode("utf-8", "replace"))


def _number(at: int, of: int) -> str:
    return f"\n\n{at}/{of}" if of > 1 else ""


def _posts(short: ShortSummary, network: Network) -> Iterator[str]:
    """The texts without their numbers, for which there is room in each."""
    writer = _PostWriter()
    lead = [f"\n{writer.line(line)}" for line in short.lead]
    nothing = [] if short.entries or lead else [f"\n{short.nothing}"]
    yield from _packed([short.title, *short.facts, *lead, *nothing], network)
    for entry in short.entries:
        yield from _packed(list(_lines(entry, writer)), network)


def _lines(entry: ListItem, writer: TextWriter) -> Iterator[str]:
    """The point, then the talk: what a stranger cares for comes first."""
    head, *below = entry.blocks
    said = [line for block in below if isinstance(block, ListBlock) for line in writer.lines_of(block)]
    yield from said
    if isinstance(head, Paragraph):
        yield ("\n" if said else "") + writer.line(head.inside)


def _packed(lines: Iterable[str], network: Network) -> Iterator[str]:
    """The lines in as few posts as possible; a line that is longer than a post continues in the next."""
    most = network.most - _ROOM
    post = ""
    for line in lines:
        longer = f"{post}\n{line}" if post else line.strip("\n")
        if network.length(longer) <= most:
            post = longer
            continue
        if post:
            yield post
        *full, post = _split(line.strip(), most, network)
        yield from full
    if post:
        yield post


def _split(line: str, most: int, network: Network) -> list[str]:
    """The line in pieces between words, each but the last with an ellipsis; a very long word is cut."""
    pieces = [""]
    for word in line.split():
        parts = [word]
        if network.length(word) >= most and not is_address(word):
            letters = graphemes(word)
            step = most // 4  # of a heavy script, which X counts twice, and emoji
            parts = ["".join(letters[at : at + step]) for at in range(0, len(letters), step)]
        for part in parts:
            longer = f"{pieces[-1]} {part}" if pieces[-1] else part
            if network.length(longer) < most or not pieces[-1]:
                pieces[-1] = longer
            else:
                pieces[-1] += _CUT
                pieces.append(part)
    return pieces
