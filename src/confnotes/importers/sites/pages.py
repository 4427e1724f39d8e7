"""The pages of a Jekyll or Hugo site as a reader sees them: includes put in, settings filled in, other Liquid gone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from confnotes.errors import ConfnotesError
from confnotes.importers.facts.people import is_placeholder
from confnotes.importers.pages.document import Document, document_of
from confnotes.importers.sites.records import said_by
from confnotes.importers.source import Source, SourceFile

PAGES = (".md", ".markdown", ".html", ".htm")
_INCLUDE = re.compile(r"\{%-?\s*include(?:_relative|_cached)?\s+([\w./-]{1,120})([^%{}]{0,400})-?%\}")
_ARGUMENT = re.compile(r"(\w+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_VALUE = re.compile(r"\{\{-?\s*([\w.-]{1,120})\s*(?:\|[^{}]{0,200})?-?\}\}")
_LOOP = re.compile(r"\{%-?\s*for\b[^%]{0,400}%\}.*?\{%-?\s*endfor\s*-?%\}", re.DOTALL)
_LIQUID = re.compile(r"\{%[^%]{0,1000}%\}|\{\{[^{}]{0,1000}\}\}")
_DEEPEST = 4
_LARGEST = 2 * 1024 * 1024
_NO_PAGES = (
    "_layouts",
    "_includes",
    "_site",
    "_sass",
    "_posts",
    "_drafts",
    "node_modules",
    "vendor",
    "layouts",
    "assets",
)


@dataclass(frozen=True)
class SitePages:
    """The pages of a folder, with the data that their templates may name."""

    source: Source
    data: Mapping[str, object]

    def documents(self) -> list[Document]:
        """The pages at the top of the site, its first page before the others, without loops over data."""
        files = [file for file in self.source.files if _is_page(file)]
        made = []
        for file in sorted(files, key=lambda each: (not each.name.startswith(("index", "README")), each.path)):
            try:
                made.append(document_of(self._filled(file.text, {}, 0), file.path))
            except ConfnotesError:
                continue
        return made

    def _filled(self, text: str, arguments: Mapping[str, str], depth: int) -> str:
        """A template with its includes and values put in, and every other instruction gone."""
        text = _LOOP.sub("", text)
        text = _INCLUDE.sub(lambda match: self._included(match, depth), text)
        text = _VALUE.sub(lambda match: self._value(match[1], arguments), text)
        return _LIQUID.sub("", text)[:_LARGEST]

    def _included(self, match: re.Match[str], depth: int) -> str:
        file = next((each for each in self.source.files if each.path.endswith(f"_includes/{match[1]}")), None)
        if file is None or file.suffix not in PAGES or depth >= _DEEPEST:
            return ""
        given = {key: double or single for key, double, single in _ARGUMENT.findall(match[2])}
        try:
            return "\n" + self._filled(file.text, given, depth + 1) + "\n"
        except ConfnotesError:
            return ""

    def _value(self, path: str, arguments: Mapping[str, str]) -> str:
        parts = path.split(".")
        if parts[0] == "include" and len(parts) == 2:
            return arguments.get(parts[1], "")
        value: object = {"site": self.data}
        for part in parts:
            value = value.get(part) if isinstance(value, Mapping) else None
        said = said_by(value) or ""
        return "" if is_placeholder(said) else said


def _is_page(file: SourceFile) -> bool:
    folders = file.path.split("/")[:-1]
    return (
        file.suffix in PAGES
        and len(folders) <= 1
        and not any(folder in _NO_PAGES or folder.startswith((".", "_")) for folder in folders)
        and not file.name.startswith(("_", "."))
        and file.name.lower()
        not in ("404.html", "404.md", "license.md", "contributing.md", "readme.md", "changelog.md")
    )
