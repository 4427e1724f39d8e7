"""A summary as one self-contained HTML page: nothing is loaded from anywhere, and nothing runs but its own script.

The page is whole without the script, which adds search, filters and the switch between light and dark.
"""

from __future__ import annotations

from markupsafe import Markup

from confnotes.exporters import wording
from confnotes.exporters.html.notes import box_html
from confnotes.exporters.html.page import SummaryPage
from confnotes.exporters.pictures.canvas import DrawnPicture
from confnotes.exporters.pictures.draw import NARROW, WIDE, pictures
from confnotes.exporters.render_options import Output, RenderOptions
from confnotes.exporters.section_order import whom
from confnotes.exporters.web_page import web_page
from confnotes.markup.canonical import is_allowed
from confnotes.model.summary import Summary


def render(summary: Summary, setting: RenderOptions) -> Output:
    """The page; the same summary gives the same bytes."""
    words = setting.words
    drawn = _pictures(summary, words)
    data = web_page(
        __package__,
        "summary.html",
        styles=("summary.css", "summary_notes.css", "summary_media.css"),
        script="summary.js",
        theme=setting.theme,
        summary=summary,
        page=SummaryPage(summary, setting, has_pictures=bool(drawn)),
        words=words,
        wording=wording,
        terms=words.terms,
        allowed=is_allowed,
        whom=whom,
        boxes={done: Markup(box_html(words.terms, done=done)) for done in (True, False)},
        pictures=drawn,
    )
    return Output(data)


def _pictures(summary: Summary, words: wording.Wording) -> list[tuple[DrawnPicture, DrawnPicture | None]]:
    """Each picture for phones and for desks; those that stand beside each other on a desk are as wide as on a phone."""
    small, large = (pictures(summary, words, width=width) for width in (NARROW, WIDE))
    beside = sum(not one.id.startswith("days") for one in small) > 1
    return [
        (one, None if beside and not one.id.startswith("days") else other)
        for one, other in zip(small, large, strict=True)
    ]
