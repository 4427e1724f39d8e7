"""A summary as one self-contained HTML page: nothing is loaded from anywhere, and nothing runs but its own script.

The page is whole without the script, which adds search, filters and the switch between light and dark.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from confnotes.exporters import wording
from confnotes.exporters.addresses import is_allowed
from confnotes.exporters.html_page import Page
from confnotes.exporters.html_rules import box_html
from confnotes.exporters.page_policy import package_text, policy
from confnotes.exporters.pictures.draw import NARROW, WIDE, pictures
from confnotes.exporters.setting import Output, Setting
from confnotes.exporters.theme import css_variables
from confnotes.markup.plain import safe_text
from confnotes.model.summary import Summary

_STYLES = ("summary.css", "summary_notes.css", "summary_media.css")


def render(summary: Summary, setting: Setting) -> Output:
    """The page; the same summary gives the same bytes."""
    words = setting.words
    style = css_variables(setting.theme) + "".join(map(package_text, _STYLES))
    script = package_text("summary.js")
    page = Page(summary, setting)
    text = _template().render(
        summary=summary,
        page=page,
        words=words,
        wording=wording,
        terms=words.terms,
        style=Markup(style),
        script=Markup(script),
        policy=policy(style, script),
        allowed=is_allowed,
        boxes={done: Markup(_box(words, done=done)) for done in (True, False)},
        pictures=list(zip(pictures(summary, words, width=NARROW), pictures(summary, words, width=WIDE), strict=True)),
    )
    return Output((safe_text(text).strip() + "\n").encode("utf-8", "replace"))


def _box(words: wording.Wording, *, done: bool) -> str:
    return box_html("done" if done else "open", words.terms.done if done else words.terms.still_open)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FunctionLoader(package_text),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("summary.html")
