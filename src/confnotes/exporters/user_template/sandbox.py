"""The Jinja environment for user templates: values and filters, and no access to anything else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import partial
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace

from confnotes.exporters import wording
from confnotes.exporters.user_template.escaping import EscapedText, Plain, format_value
from confnotes.exporters.wording import Wording
from confnotes.markup.plain import plain_text

_CLOCKS = frozenset({"now", "today", "utcnow", "fromtimestamp", "utcfromtimestamp", "strptime", "replace"})
_OF_THEIR_OWN_MAKING = ("safe", "escape", "e", "forceescape", "xmlattr", "urlize", "tojson", "pprint", "random")
"""Jinja filters that mark text as HTML, or are not deterministic."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Reads values without changing them, can call only what is listed, and escapes all output."""

    concat = staticmethod(lambda pieces: EscapedText("".join(pieces)))

    def __init__(self, sources: Mapping[str, str], escapes: Plain, words: Wording) -> None:
        super().__init__(
            loader=FunctionLoader(lambda name: (sources[name], name, None) if name in sources else None),
            undefined=StrictUndefined,
            finalize=partial(format_value, escapes=escapes),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            extensions=["jinja2.ext.loopcontrols"],
        )
        self.globals = {"range": self.globals["range"], "cycler": Cycler, "joiner": Joiner, "namespace": Namespace}
        self.globals |= {"hours": wording.hours}
        for name in _OF_THEIR_OWN_MAKING:
            del self.filters[name]
        self.filters |= _filters(self, escapes, words)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may read the attribute: no code and no clock."""
        if isinstance(obj, (type, ModuleType, FunctionType, BuiltinFunctionType)):
            return False
        if isinstance(obj, (date, datetime)) and attr in _CLOCKS:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a template may call the object: of classes only Jinja's own."""
        return super().is_safe_callable(obj) and (not isinstance(obj, type) or obj in (Cycler, Joiner, Namespace))


def _filters(sandbox: Sandbox, escapes: Plain, words: Wording) -> dict[str, Callable[..., object]]:
    def made(setter: Callable[..., str]) -> Callable[..., EscapedText]:
        return lambda *args, **more: EscapedText(setter(*args, **more))

    def join(values: Iterable[object], between: str = "", attribute: str | None = None) -> EscapedText:
        found = [sandbox.getattr(value, attribute) if attribute else value for value in values]
        edge = EscapedText(between) if not between.strip(" \n,;·|/-–—•→&") else format_value(between, escapes)
        return EscapedText(edge.join(format_value(value, escapes) for value in found))

    def indent(value: object, width: int = 2) -> EscapedText:
        return EscapedText(format_value(value, escapes).replace("\n", "\n" + " " * width))

    return {
        "indent": indent,
        "line": made(lambda text: escapes.line(text or "")),
        "note": made(lambda text, level=3: escapes.note(text or "", level)),
        "link": made(lambda url, text="": escapes.link(text or wording.short_address(url or ""), url or "")),
        "plain": lambda text: "\n".join(plain_text(line) for line in (text or "").split("\n")),
        "join": join,
        "day": lambda day: words.day_words(day) if day else "",
        "short_day": lambda day: words.short_day(day) if day else "",
        "clock": lambda moment: f"{moment:%H:%M}" if moment else "",
        "stars": lambda rating: wording.stars(rating) if rating else "",
        "short": wording.short_title,
    }
