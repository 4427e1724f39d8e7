"""A mail as a draft that mail programs open for sending: HTML, and plain text for those that show no HTML.

Mail programs drop style sheets, scripts and most of CSS, so every element has its own style, and colors are those of
the light theme on a background of its own. Gmail cuts a mail off at 102 KB.
"""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Iterable, Iterator
from email.message import EmailMessage
from email.policy import SMTP
from html import escape

from confnotes.exporters.render_options import Output, RenderOptions
from confnotes.exporters.short.outline import ShortSummary, short_summary
from confnotes.exporters.short.writer import TextWriter
from confnotes.exporters.theme import Theme
from confnotes.model.document import Block, Blocks, HeadingBlock, Line, ListBlock, Paragraph, Style
from confnotes.model.summary import Summary

MOST_BYTES = 95_000
"""Of each part, before line ends become two bytes."""
_COLUMNS = 76
_ELEMENTS = {Style.EMPHASIS: "em", Style.STRONG: "strong", Style.STRUCK: "s", Style.HIGHLIGHT: "strong"}


class _MailWriter(TextWriter):
    """Blocks as HTML with a style at each element."""

    def __init__(self, theme: Theme) -> None:
        colours = theme.light
        letters = ", ".join(name if "-" in name else f"'{name}'" for name in (*theme.text[:3], theme.text[-1]))
        self.background, self.ink = colours.paper, colours.ink
        self._letters = f"font-family: {letters}; color: {colours.ink}"
        self._link = f"color: {colours.accent}; text-decoration: underline"
        self._fact = f"margin: 0 0 4px; font-size: 15px; color: {colours.soft}"
        self._text = f"margin: 16px 0 0; color: {colours.ink}"
        self._heading = f"margin: 28px 0 8px; font-size: 19px; line-height: 1.3; color: {colours.ink}"

    def text(self, words: str) -> str:
        return escape(words)

    def styled(self, style: Style, inside: str) -> str:
        return f"<{_ELEMENTS[style]}>{inside}</{_ELEMENTS[style]}>"

    def code(self, words: str) -> str:
        return f'<code style="font-family: monospace">{escape(words)}</code>'

    def link(self, address: str, words: str, source: Line) -> str:
        return f'<a href="{escape(address)}" style="{self._link}">{words or escape(address)}</a>'

    def lines(self, blocks: Iterable[Block]) -> Iterator[str]:
        for block in blocks:
            match block:
                case HeadingBlock():
                    yield f'<h2 style="{self._heading}">{self.line(block.inside)}</h2>'
                case Paragraph():
                    yield f'<p style="{self._text}">{self.line(block.inside)}</p>'
                case ListBlock():
                    yield self._list(block)

    def _list(self, block: ListBlock) -> str:
        items = []
        for item in block.items:
            inner = "".join(
                self._list(one) if isinstance(one, ListBlock) else self.line(one.inside)
                for one in item.blocks
                if isinstance(one, ListBlock | Paragraph)
            )
            items.append(f'<li style="margin: 0 0 6px">{inner}</li>\n')
        return f'<ul style="margin: 4px 0 0; padding: 0 0 0 22px">\n{"".join(items)}</ul>'

    def page(self, short: ShortSummary, blocks: Blocks, language: str) -> str:
        """The HTML part, at most 640 pixels wide; tables carry it, as Outlook ignores widths elsewhere."""
        title = escape(short.title)
        above = len(short.facts)
        facts = (f'<p style="{self._fact}">{escape(fact)}</p>' for fact in short.facts)
        body = "\n".join([*facts, *self.lines(blocks[above:])])
        return f"""<!doctype html>
<html lang="{escape(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
</head>
<body style="margin: 0; padding: 0; background: {self.background}">
<div role="main" style="background: {self.background}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="{self.background}">
<tr><td align="center" style="padding: 24px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width: 640px">
<tr><td align="left" style="{self._letters}; font-size: 16px; line-height: 1.5; overflow-wrap: anywhere">
<h1 style="margin: 0 0 12px; font-size: 26px; line-height: 1.2; color: {self.ink}">{title}</h1>
{body}
</td></tr>
</table>
</td></tr>
</table>
</div>
</body>
</html>
"""


def render(summary: Summary, setting: RenderOptions) -> Output:
    """The draft; talks that do not fit into 100 KB are counted in its last line."""
    short, writer = short_summary(summary, setting), _MailWriter(setting.theme)
    page = short.fitted(
        lambda blocks: writer.page(short, blocks, setting.words.terms.code),
        MOST_BYTES,
        lambda text: len(text.encode("utf-8", "replace")),
    )
    text = _plain(short)
    draft = EmailMessage(policy=SMTP)
    draft["Subject"] = short.title
    draft["X-Unsent"] = "1"  # Outlook and others open it for writing
    draft.set_content(text, cte="base64")
    draft.add_alternative(page, subtype="html", cte="base64")
    draft.set_boundary(f"part-{hashlib.sha256(page.encode('utf-8', 'replace')).hexdigest()[:32]}")
    return Output(draft.as_bytes(), text=text, page=page)


def _plain(short: ShortSummary) -> str:
    """The plain text, its lines wrapped between words; an address is never wrapped."""
    writer = TextWriter()

    def write(blocks: Blocks) -> str:
        above = len(short.facts)
        lead = [one for line in short.lead for one in ("", writer.line(line))]
        rest = writer.lines(blocks[above + len(short.lead) :])
        lines = [short.title, "=" * min(len(short.title), _COLUMNS), *short.facts, *lead, *rest]
        return "\n".join(wrapped for line in lines for wrapped in _wrapped(line)) + "\n"

    return short.fitted(write, MOST_BYTES, lambda text: len(text.encode("utf-8", "replace")))


def _wrapped(line: str) -> list[str]:
    bullet = len(line) - len(line.lstrip(" •–"))
    return textwrap.wrap(
        line, _COLUMNS, subsequent_indent=" " * bullet, break_long_words=False, break_on_hyphens=False
    ) or [""]
