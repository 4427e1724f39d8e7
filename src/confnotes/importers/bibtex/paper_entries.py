"""Entries of a bibliography as facts about papers: identifiers, titles, authors, years, venues and links.

Names are written “Last, First and von Last, Jr, First and {A Corporation} and others”.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from confnotes.importers.bibtex.entries import read_entries
from confnotes.importers.facts.latex import plain_latex
from confnotes.importers.facts.links import resource
from confnotes.importers.facts.prose import plain_title
from confnotes.markup.paper_ids import year_in
from confnotes.markup.references import canonical
from confnotes.model.paper import PaperEntry
from confnotes.model.program import Resource, ResourceKind, SourceWarning

_AND = re.compile(r"\s+and(?=\s)|\s*\n\s*(?=and\s)|[{}]|;", re.IGNORECASE)
_HOMONYM = re.compile(r"(?<=\w)[ ~]\d{4}(?=\s*\Z)")  # “Wei Wang 0001”: DBLP's number for people of the same name
_SUFFIX = re.compile(r"(?:jr|sr|i{2,3}|iv|v|\d(?:nd|rd|th))\.?\Z", re.IGNORECASE)


def names_of(text: str) -> list[str]:
    """The names in reading order, first name first, as plain text; “others” is skipped."""
    return [
        name
        for part in _parts(text, _AND)
        if part.lower() not in ("others", "et al.", "et al")
        for name in _people(part)
        if name
    ]


@lru_cache(maxsize=16384)
def _people(part: str) -> tuple[str, ...]:
    """The person of one part; several if somebody wrote commas between whole names."""
    part = _HOMONYM.sub("", part)
    pieces = _parts(part, re.compile(r",|[{}]")) if "," in part else [part]
    if len(pieces) == 1:
        return (plain_latex(pieces[0]),)
    if len(pieces) == 2:
        last, first = (plain_latex(piece) for piece in pieces)
        return (f"{last}, {first}" if _SUFFIX.match(first) else f"{first} {last}".strip(),)
    if len(pieces) == 3 and _SUFFIX.match(plain_latex(pieces[1])):
        last, suffix, first = (plain_latex(piece) for piece in pieces)
        return (f"{first} {last} {suffix}",)
    if all(len(piece.split()) > 1 for piece in pieces):
        return tuple(map(plain_latex, pieces))
    return (" ".join(plain_latex(piece) for piece in (*pieces[1:], pieces[0])),)


def _parts(text: str, cut: re.Pattern[str]) -> list[str]:
    """The text split at marks outside of braces."""
    parts, depth, begun = [], 0, 0
    for match in cut.finditer(text):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            parts.append(text[begun : match.start()])
            begun = match.end()
    parts.append(text[begun:])
    return [part.strip() for part in parts if part.strip()]


_KINDS = {
    ResourceKind.PAPER: "url pdf ee paper arxiv openreview pdf_url url_pdf paper_url html biburl_pdf",
    ResourceKind.VIDEO: "video recording youtube video_url url_video presentation_video talk_video",
    ResourceKind.SLIDES: "slides presentation url_slides slides_url",
    ResourceKind.POSTER: "poster url_poster poster_url",
    ResourceKind.CODE: "code software github repository url_code code_url",
    ResourceKind.OTHER: "supp supplementary supplement appendix dataset website project url_project",
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names.split()}
_UNDERSCORE = re.compile(r"\{?\\(?:_|textunderscore)\b\s?\}?|\\_")
_ARXIV = re.compile(r"(?:arxiv:)?((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?)\Z", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ADDRESS = re.compile(r"https?://[^\s{}\\<>]+")


def links_of(fields: Mapping[str, str]) -> tuple[Resource, ...]:
    """The links of these fields, each address once; file names are skipped."""
    found: dict[str, Resource] = {}
    for name, text in fields.items():
        for made in _links(name.replace("-", "_"), text, fields):
            found.setdefault(canonical(made.url), made)
    return tuple(found.values())


def _links(name: str, text: str, fields: Mapping[str, str]) -> list[Resource]:
    text = _UNDERSCORE.sub("_", text).replace("\\%", "%").replace("\\&", "&").replace("\\#", "#").strip("{} \n")
    if name == "doi":
        doi = _DOI.search(text)
        return [Resource(ResourceKind.PAPER, f"https://doi.org/{doi[0]}")] if doi else []
    if name in ("eprint", "arxiv", "arxivid"):
        archive = fields.get("archiveprefix", fields.get("eprinttype", "arxiv")).lower()
        identifier = _ARXIV.fullmatch(text)
        if identifier and archive == "arxiv":
            return [Resource(ResourceKind.PAPER, f"https://arxiv.org/abs/{identifier[1]}")]
        return [Resource(ResourceKind.PAPER, each) for each in _ADDRESS.findall(text)[:1]]
    if name == "openreview" and re.fullmatch(r"[\w-]{8,14}", text):
        return [Resource(ResourceKind.PAPER, f"https://openreview.net/forum?id={text}")]
    if name in ("howpublished", "note", "annote"):
        return [resource(each, None) for each in _ADDRESS.findall(text)[:5]]
    kind = _KIND_OF.get(name)
    address = _ADDRESS.match(text)
    if kind is None or address is None:
        return []
    if name != "url":
        return [Resource(kind, address[0], name.replace("_", " ") if kind is ResourceKind.OTHER else None)]
    made = resource(address[0], None)
    return [Resource(kind, made.url) if made.kind in (ResourceKind.OTHER, ResourceKind.EVENT_PAGE) else made]


_NO_PAPER = frozenset(("proceedings", "mvproceedings", "set", "xdata", "control"))
_VENUES = ("booktitle", "journaltitle", "journal", "eventtitle", "school", "institution", "publisher")


def read_bibliography(text: str) -> tuple[list[PaperEntry], list[SourceWarning]]:
    """The papers of a bibliography in their order, and what was skipped. Raises nothing."""
    entries, warnings = read_entries(text)
    papers = [each for each in entries if each.kind not in _NO_PAPER or "author" in each.fields]
    return [
        PaperEntry(each.key, each.kind, tuple(each.fields.items()), each.text if each.stands_alone else "")
        for each in papers
    ], warnings


def title_of(entry: PaperEntry) -> str | None:
    """The title as plain text."""
    title, subtitle = plain_latex(entry.field("title")), plain_latex(entry.field("subtitle"))
    return plain_title(f"{title}: {subtitle}" if title and subtitle else title)


def authors_of(entry: PaperEntry) -> tuple[str, ...]:
    """The authors in reading order."""
    return tuple(names_of(entry.field("author")))


def year_of(entry: PaperEntry) -> int | None:
    """The year that a field states."""
    return year_in(entry.field("year") or entry.field("date"))


def venue_of(entry: PaperEntry) -> str | None:
    """The venue, as plain text."""
    return next((said for name in _VENUES if (said := plain_latex(entry.field(name)))), None)


def addresses_of(entry: PaperEntry) -> tuple[str, ...]:
    """The addresses of the paper itself; other links are left out."""
    return tuple(link.url for link in links_of(dict(entry.fields)) if link.kind is ResourceKind.PAPER)
