"""Self-contained pages: style and script are inline, and a content security policy allows only these."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import jinja2
from jinja2 import Environment, FileSystemBytecodeCache, FunctionLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from confnotes import __version__, config
from confnotes.exporters.theme import Theme, css_variables
from confnotes.markup.plain import safe_text


def web_page(
    package: str, template: str, *, styles: tuple[str, ...], script: str, theme: Theme, **values: object
) -> bytes:
    """The page rendered from the package's template; styles and script are files in its folder.

    The template puts `style`, `script` and `policy`, the content security policy, into its head.
    """
    style = css_variables(theme) + "".join(text_in(package, name) for name in styles)
    code = text_in(package, script)
    values |= {"style": Markup(style), "script": Markup(code), "policy": _policy(style, code)}
    return linked_page((package,), template, values)


def linked_page(packages: tuple[str, ...], template: str, values: Mapping[str, object]) -> bytes:
    """The page rendered from a template in the folder of the first of these packages that has it."""
    text = _environment(packages).get_template(template).render(values)
    return (safe_text(text).strip() + "\n").encode("utf-8", "replace")


class _CompiledTemplates(FileSystemBytecodeCache):
    """Templates in the user's cache, which take a tenth of a second to compile; without one they are compiled."""

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(f"{jinja2.__version__} {__version__} {source}")

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _compiled() -> _CompiledTemplates | None:
    folder = config.cache_folder() / "templates"
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _CompiledTemplates(str(folder))
    return None


@cache
def _environment(packages: tuple[str, ...]) -> Environment:
    def load(name: str) -> str | None:
        return next((text_in(package, name) for package in packages if _file(package, name).is_file()), None)

    return Environment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_compiled(),
    )


def text_in(package: str, name: str) -> str:
    """A file in the package's folder of templates."""
    return _file(package, name).read_text(encoding="utf-8")


def _file(package: str, name: str) -> Traversable:
    return files(package) / "templates" / name


def _policy(style: str, script: str) -> str:
    """A policy for this stylesheet, this script, and inline pictures only."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
