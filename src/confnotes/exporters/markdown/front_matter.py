"""Front matter of site generators for a Markdown summary, and signs that they would act on made harmless.

Hugo, Zola and Quarto expand shortcodes, Jekyll expands Liquid, also in code; Quarto runs code blocks. A note about a
template must not stop a site from being built, or run anything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from confnotes.exporters.wording import Wording
from confnotes.markup.safe import safe_text
from confnotes.markup.yamlwrite import field
from confnotes.model.summary import Summary

_JOINER = "\u2060"


@dataclass(frozen=True, slots=True)
class SiteGenerator:
    """How a generator wants its facts, and what it acts on in a text."""

    write: Callable[[Mapping[str, object]], str]
    active: re.Pattern[str]

    def harmless(self, text: str) -> str:
        """The text with an invisible joiner after the first sign of whatever the generator would expand."""
        return self.active.sub(lambda match: f"{match[0][0]}{_JOINER}{match[0][1:]}", text)


def front_matter(summary: Summary, words: Wording, generator: str, *, in_vault: bool) -> str:
    """The title, day, authors and tags of a summary; `in_vault` marks it as a summary, which is not read as notes."""
    day = summary.first_day
    authors = [safe_text(name, lines=False) for name in summary.authors]
    facts: dict[str, object] = {
        "title": safe_text(words.title(summary), lines=False),
        "date": day or "",
        "author": ", ".join(authors),
        "authors": authors,
        "tags": [safe_text(tag.name, lines=False) for tag in summary.tags],
        "type": "summary" if in_vault else "",
    }
    return GENERATORS[generator].write({name: value for name, value in facts.items() if value})


def _yaml(*names: str, **fixed: object) -> Callable[[Mapping[str, object]], str]:
    def write(facts: Mapping[str, object]) -> str:
        told = {name: facts[name] for name in names if name in facts} | fixed
        if "type" in facts:
            told["type"] = facts["type"]
        lines = [line for name, value in told.items() for line in field(name, _plain(value))]
        return "\n".join(["---", *lines, "---"])

    return write


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _toml(facts: Mapping[str, object]) -> str:
    lines = [f"title = {_quoted(facts['title'])}"]
    lines += [f"date = {day.isoformat()}"] if isinstance(day := facts.get("date"), date) else []
    lines += [f"authors = {_quoted(facts['authors'])}"] if "authors" in facts else []
    lines += ["", "[taxonomies]", f"tags = {_quoted(facts['tags'])}"] if "tags" in facts else []
    lines += ["", "[extra]", f"type = {_quoted(facts['type'])}"] if "type" in facts else []
    return "\n".join(["+++", *lines, "+++"])


def _quoted(value: object) -> str:
    """A text or list of texts in TOML, which escapes them as JSON does."""
    return json.dumps(value, ensure_ascii=False)


GENERATORS: Mapping[str, SiteGenerator] = {
    "hugo": SiteGenerator(_yaml("title", "date", "authors", "tags"), re.compile(r"\{\{[<%]")),
    "jekyll": SiteGenerator(
        _yaml("title", "date", "author", "tags", layout="post", render_with_liquid=False), re.compile(r"\{[{%]")
    ),
    "zola": SiteGenerator(_toml, re.compile(r"\{\{\s*\w+\s*\(|\{%\s*(?:\w+\s*\(|end\b)")),
    "quarto": SiteGenerator(_yaml("title", "date", "author", "tags", engine="markdown"), re.compile(r"\{\{<")),
}
