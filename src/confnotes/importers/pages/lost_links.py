"""Text copied from a site keeps the words of a link and loses where it led: say which."""

from __future__ import annotations

import re

from confnotes.importers.facts import inline
from confnotes.importers.pages.blocks import BlockKind
from confnotes.importers.pages.builder import Builder
from confnotes.importers.pages.page import Page

_PAGE = r"web\s?page|website|homepage|slides?|video|recording|paper|pdf|link|bio|poster|code|abstract"
_BRACKETED = re.compile(rf"\[((?:{_PAGE}|arxiv|openreview|talk|zoom|youtube)s?)\]", re.IGNORECASE)
_DO = "click|virtually|register|submit|found|available|join(?: us)?|see|website|more"
_HERE = re.compile(rf"\b(?:{_DO})\s+(?:\w+\s+){{0,2}}?here\b|\bhere\b(?=\s+(?:if|to|for))|^here\b", re.IGNORECASE)
_ACTION = re.compile(
    r"^(?:submit|register|apply|sign up|join|watch|download|rsvp)\b(?:\s+[\w-]+){1,5}\W*$", re.IGNORECASE
)


def warn_lost_links(page: Page, builder: Builder) -> None:
    """Warn of link words without a link; the same words once, with every line."""
    lines: dict[str, list[int]] = {}
    for block in page.blocks:
        if block.kind not in (BlockKind.TEXT, BlockKind.ITEM) or inline.anchors(block.text):
            continue
        for match in _BRACKETED.finditer(block.text):
            lines.setdefault(f"[{match.group(1)}]", []).append(block.line)
        text = block.text.strip()
        if len(text) < 160 and (_ACTION.match(text) or _HERE.search(text)):
            lines.setdefault(text, []).append(block.line)
    for words, where in lines.items():
        also = (
            "" if len(where) == 1 else f" (also line{'s' if len(where) > 2 else ''} {', '.join(map(str, where[1:]))})"
        )
        builder.warn(f"“{words}” has lost its link{also}", where[0])
