"""Links that lead to a note and yet may not be followed: several notes fit, or the heading or line is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from confnotes.errors import ConfnotesError
from confnotes.markup import wikilinks
from confnotes.markup.code import blank_code
from confnotes.markup.frontmatter_read import text_from
from confnotes.markup.headings import anchor_of
from confnotes.markup.link_names import LinkNames, stem_of
from confnotes.markup.made_parts import made_rows
from confnotes.markup.names import fold
from confnotes.markup.namings import NamingKind
from confnotes.markup.wikilinks import FoundLink
from confnotes.model.candidate import Candidate, CandidateKind, Match, Nearness

if TYPE_CHECKING:
    from confnotes.model.note import Link, Outline
    from confnotes.vault.vault import Vault

_MOST = 5
_LIKE = 0.5

_Doubt = tuple[NamingKind, tuple[Match, ...]]


class DoubtfulLink(NamedTuple):
    """A link in a line of a note, from 1, what is in doubt, and what may be meant; `name` is what is to be mended."""

    kind: NamingKind
    line: int
    text: str
    link: FoundLink
    candidates: tuple[Match, ...]

    @property
    def name(self) -> str:
        """The part of the link in whose place a candidate is written."""
        if self.kind is NamingKind.HEADING:
            return self.link.heading or ""
        return self.link.target or f"^{self.link.block}"


def doubtful_links(
    vault: Vault, note: Outline, names: LinkNames, notes: Mapping[str, Outline]
) -> Iterator[DoubtfulLink]:
    """Those in the text of a note; `notes` are all by their path."""
    doubts: dict[Link, _Doubt] = {}
    for link in note.links:
        if link.line >= note.body_line and (doubt := _doubt(vault, note, link, names, notes)):
            doubts[link] = doubt
    if not doubts:
        return
    try:
        text = text_from(vault.read(str(note.path)).text, note.body_line)
    except ConfnotesError:
        return
    by_words = {_said(link): doubt for link, doubt in reversed(doubts.items())}
    lines, visible = text.split("\n"), blank_code(text).split("\n")
    made = made_rows(lines)  # a day's page says again what its notes say
    for row in sorted({link.line - note.body_line for link in doubts}):
        if row in made or row >= len(lines):
            continue
        for found in wikilinks.find(visible[row]):
            said = (found.target, note.body_line + row, found.heading, found.block, found.alias, found.embed)
            doubt = by_words.get(said)
            if doubt is not None:
                yield DoubtfulLink(doubt[0], note.body_line + row, lines[row], found, doubt[1])


def _said(link: Link) -> tuple[object, ...]:
    return link.target, link.line, link.heading, link.block, link.alias, link.embed


def _doubt(vault: Vault, note: Outline, link: Link, names: LinkNames, notes: Mapping[str, Outline]) -> _Doubt | None:
    path = str(note.path)
    meant = names.resolve(link.target, path) if link.target else [path]
    if len(meant) > 1 and not _one_is_near(meant, path):
        return NamingKind.SEVERAL, tuple(_match(one.removesuffix(".md"), one) for one in meant[:_MOST])
    there = notes.get(meant[0]) if meant else None
    if there is None:
        return None
    if link.heading is not None:
        anchors = {fold(anchor_of(one.text)): anchor_of(one.text) for one in there.headings}
        wanted = fold(anchor_of(link.heading.rpartition("#")[2]))
        if wanted not in anchors:
            like = get_close_matches(wanted, anchors, _MOST, _LIKE)
            return NamingKind.HEADING, tuple(_match(anchors[one], meant[0]) for one in like)
    elif link.block is not None and not _has_block(vault, meant[0], link.block):
        return NamingKind.BLOCK, tuple(_moved_to(vault, meant[0], link, names))
    return None


def _moved_to(vault: Vault, path: str, link: Link, names: LinkNames) -> Iterator[Match]:
    """The notes beside this one that have the line: what was typed for the wrong talk was moved there."""
    folder = path.rpartition("/")[0]
    if link.target and link.block is not None and folder:
        for other in vault.note_paths(folder):
            if _has_block(vault, other, link.block):
                stem = stem_of(other)
                yield _match(stem if names.resolve(stem, path) == [other] else other.removesuffix(".md"), other)


def _one_is_near(paths: Sequence[str], source: str) -> bool:
    """Whether one of the notes is clearly meant: the only one in the folder of the note that links."""
    folder = source.rpartition("/")[0]
    near = f"{folder}/"
    return folder != "" and len([path for path in paths if path.startswith(near)]) == 1


def _has_block(vault: Vault, path: str, block: str) -> bool:
    try:
        text = vault.note(path).body
    except ConfnotesError:
        return True
    return re.search(rf"(?:^|[ \t])\^{re.escape(block)}[ \t\r]*$", text, re.MULTILINE | re.IGNORECASE) is not None


def _match(target: str, path: str) -> Match:
    return Match(Candidate(CandidateKind.NOTE, target, target, path), Nearness.ELSEWHERE, None, sure=False)
