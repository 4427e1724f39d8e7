"""Self-contained pages: style and script are inline, and a content security policy allows only these."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from confnotes.exporters.theme import Theme, css_variables
from confnotes.markup.plain import safe_text


def web_page(
    package: str, template: str, *, styles: tuple[str, ...], script: str, theme: Theme, **values: object
) -> bytes:
    """The page rendered from the package's template; styles and script are files in its folder.

    The template puts `style`, `script` and `policy`, the content security policy, into its head.
    """
    environment = _environment(package)
    style = css_variables(theme) + "".join(_text_in(package, name) for name in styles)
    code = _text_in(package, script)
    text = environment.get_template(template).render(
        values, style=Markup(style), script=Markup(code), policy=_policy(style, code)
    )
    return (safe_text(text).strip() + "\n").encode("utf-8", "replace")


@cache
def _environment(package: str) -> Environment:
    return Environment(
        loader=FunctionLoader(lambda name: _text_in(package, name)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _text_in(package: str, name: str) -> str:
    return (files(package) / "templates" / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """A policy for this stylesheet, this script, and inline pictures only."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
