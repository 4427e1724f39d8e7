"""A summary as a short deck of slides: one self-contained HTML page, for a meeting or to be printed.

The page is whole without its script, as a long page of all slides; the script shows them one at a time.
"""

from __future__ import annotations

from confnotes.exporters.render_options import Output, RenderOptions
from confnotes.exporters.slides.pages import pages
from confnotes.exporters.web_page import web_page
from confnotes.model.summary import Summary


def render(summary: Summary, setting: RenderOptions) -> Output:
    """The deck; the same summary gives the same bytes."""
    data = web_page(
        __package__,
        "slides.html",
        styles=("slides.css",),
        script="slides.js",
        theme=setting.theme,
        pages=pages(summary, setting),
        title=setting.words.title(summary),
        terms=setting.words.terms,
    )
    return Output(data)
