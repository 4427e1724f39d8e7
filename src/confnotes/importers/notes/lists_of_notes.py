"""The page of a folder that lists its notes: a README, or a note with links to most of the others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from confnotes.importers.notes.lines import is_part_of_notes
from confnotes.importers.pages.document import SourceDocument
from confnotes.importers.pages.entries import is_resource_label
from confnotes.importers.pages.event_fields import Fields
from confnotes.importers.source import SourceFile
from confnotes.markup.frontmatter import split
from confnotes.markup.wikilinks import WIKILINK, find, read

LINK = re.compile(r"\[(?P<label>[^\[\]]{3,300})\]\((?:\./)?(?P<path>[^()\s]+)\)")
_NOTES = re.compile(r"\b(?:notes|notizen|apuntes|appunti|aantekeningen|anteckningar|notatki)\b", re.IGNORECASE)
_MY_NOTES = re.compile(r"\bmy\b[^.]{0,20}\bnotes\b|\bnotes\s(?:that\s)?I\s(?:took|take|have taken)\b", re.IGNORECASE)
_FIRST_LINES = 20
_FEWEST = 3  # notes that a hub links to


def is_readme(file: SourceFile) -> bool:
    """Whether a file has one of the names of pages that list others."""
    return file.name.lower().strip("_").partition(".")[0] in ("readme", "index", "summary", "contents", "toc")


def hub_apart(files: list[SourceFile]) -> tuple[SourceFile | None, list[SourceFile]]:
    """The note of no speaker that links to most of the others, if there is one, and the others."""
    stems = {PurePath(file.path).stem for file in files}
    for hub in files if len(files) > _FEWEST else ():
        linked = {link.target for link in find(hub.text)} & stems - {PurePath(hub.path).stem}
        if len(linked) * 2 >= len(files) and Fields(split(hub.text).fields).entry("speaker")[0] is None:
            return hub, [each for each in files if each is not hub]
    return None, files


def with_plain_links(text: str, paths: Mapping[str, str]) -> str:
    """A text whose links to notes, `[[Name]]`, have the form `[Name](path)`; `paths` leads from names to files."""

    def plain(match: re.Match[str]) -> str:
        link = read(match)
        path = paths.get(link.target) if link is not None and not link.embed else None
        return match[0] if link is None or path is None else f"[{link.alias or link.target}]({path})"

    return WIKILINK.sub(plain, text)


def first_lines(page: SourceDocument | None) -> Sequence[str]:
    """The title in the front matter of a list, if it has one, and its first lines."""
    if page is None:
        return []
    return [Fields(page.front.fields).text("title") or "", *page.visible.split("\n")[:_FIRST_LINES]]


def is_called_notes(page: SourceDocument | None) -> bool:
    """Whether the title of a list, or a sentence about its author, says that it lists somebody's notes."""
    lines = first_lines(page)
    title = next((line for line in lines if line.strip()), "")
    return _NOTES.search(title) is not None or any(map(_MY_NOTES.search, lines))


def label_of_talk(link: re.Match[str], endings: tuple[str, ...]) -> str:
    """The part of a link to a file of notes that describes the talk; other links unchanged."""
    if not link["path"].endswith(endings) or "://" in link["path"]:
        return link[0]
    return "" if is_resource_label(link["label"]) or is_part_of_notes(link["label"]) else link["label"]
