"""A message in Slack's mrkdwn: https://docs.slack.dev/messaging/formatting-message-text

mrkdwn has no escape for `*`, `_`, `~` and backticks: an invisible joiner after one keeps it from beginning or ending a
style. Mentions such as `@channel` get one, too, so that a message notifies nobody.
"""

from __future__ import annotations

import re

from confnotes.exporters.render_options import Output, RenderOptions
from confnotes.exporters.short.outline import short_summary
from confnotes.exporters.short.writer import TextWriter
from confnotes.markup.markdown_text import address as percent_encoded
from confnotes.model.document import Blocks, Line, Style
from confnotes.model.summary import Summary

MOST_LETTERS = 12_000
"""Slack folds a long message, and cuts one off that has more than 40,000 characters."""

_JOINER = "\u2060"
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SIGN = re.compile(r"(?<![^\W_])[*_~`@]|[*_~`](?![^\W_])")
"""A sign at the edge of a word; within one, as in `snake_case`, it styles nothing."""
_STYLES = {Style.EMPHASIS: "_", Style.STRONG: "*", Style.STRUCK: "~", Style.HIGHLIGHT: "*"}


class SlackWriter(TextWriter):
    """Blocks as mrkdwn."""

    bullets = ("• ", "    ◦ ")

    def text(self, words: str) -> str:
        return _entities(_SIGN.sub(lambda sign: sign[0] + _JOINER, words))

    def styled(self, style: Style, inside: str) -> str:
        words, sign = inside.strip(), _STYLES[style]
        after = inside[len(inside.rstrip()) :]
        return f"{sign}{words}{sign}{after}" if words and sign not in words else inside

    def code(self, words: str) -> str:
        return f"`{_entities(words)}`" if words.strip() and "`" not in words else self.text(words)

    def link(self, address: str, words: str, source: Line) -> str:
        target = _entities(percent_encoded(address))
        return f"<{target}|{words}>" if words.strip() and words != address else f"<{target}>"

    def heading(self, words: str) -> str:
        return self.styled(Style.STRONG, words)


def render(summary: Summary, setting: RenderOptions) -> Output:
    """The message; talks that do not fit are counted in its last line."""
    short, writer = short_summary(summary, setting), SlackWriter()

    def write(blocks: Blocks) -> str:
        return "\n".join([writer.heading(writer.text(short.title)), *writer.lines(blocks)]) + "\n"

    return Output(short.fitted(write, MOST_LETTERS).encode("utf-8", "replace"))


def _entities(text: str) -> str:
    return "".join(_ENTITIES.get(character, character) for character in text)
