"""A summary as one self-contained HTML page: nothing is loaded from anywhere, and nothing runs but its own script.

The page is whole without the script, which adds search, filters and the switch between light and dark.
"""

from __future__ import annotations

from markupsafe import Markup

from confnotes.exporters import wording
from confnotes.exporters.addresses import is_allowed
from confnotes.exporters.html.page import Page
from confnotes.exporters.html.rules import box_html
from confnotes.exporters.pictures.draw import NARROW, WIDE, pictures
from confnotes.exporters.setting import Output, Setting
from confnotes.exporters.web_page import web_page
from confnotes.model.summary import Summary


def render(summary: Summary, setting: Setting) -> Output:
    """The page; the same summary gives the same bytes."""
    words = setting.words
    data = web_page(
        __package__,
        "summary.html",
        styles=("summary.css", "summary_notes.css", "summary_media.css"),
        script="summary.js",
        theme=setting.theme,
        summary=summary,
        page=Page(summary, setting),
        words=words,
        wording=wording,
        terms=words.terms,
        allowed=is_allowed,
        boxes={done: Markup(_box(words, done=done)) for done in (True, False)},
        pictures=list(zip(pictures(summary, words, width=NARROW), pictures(summary, words, width=WIDE), strict=True)),
    )
    return Output(data)


def _box(words: wording.Wording, *, done: bool) -> str:
    return box_html("done" if done else "open", words.terms.done if done else words.terms.still_open)
