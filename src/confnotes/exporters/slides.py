"""A summary as a short deck of slides: one self-contained HTML page, for a meeting or to be printed.

The page is whole without its script, as a long page of all slides; the script shows them one at a time.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from confnotes.exporters.page_policy import package_text, policy
from confnotes.exporters.setting import Output, Setting
from confnotes.exporters.slide_pages import pages
from confnotes.exporters.theme import css_variables
from confnotes.markup.plain import safe_text
from confnotes.model.summary import Summary


def render(summary: Summary, setting: Setting) -> Output:
    """The deck; the same summary gives the same bytes."""
    words = setting.words
    style = css_variables(setting.theme) + package_text("slides.css")
    script = package_text("slides.js")
    text = _template().render(
        pages=pages(summary, setting),
        title=words.title(summary),
        terms=words.terms,
        style=Markup(style),
        script=Markup(script),
        policy=policy(style, script),
    )
    return Output((safe_text(text).strip() + "\n").encode("utf-8", "replace"))


@cache
def _template() -> Template:
    environment = Environment(
        loader=FunctionLoader(package_text),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("slides.html")
