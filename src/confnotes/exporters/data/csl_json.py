"""Papers as CSL-JSON, which Zotero, Mendeley and pandoc read: https://citeproc-js.readthedocs.io/en/latest/csl-json.html

The ids are the citation keys of the BibTeX export. Only known fields are written, as plain text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from confnotes.markup.math.titles import shown_title
from confnotes.markup.paper_ids import arxiv_year
from confnotes.markup.person_names import family_name
from confnotes.markup.safe import safe_text
from confnotes.model.paper import Paper

_KINDS = {
    **dict.fromkeys(("inproceedings", "conference"), "paper-conference"),
    **dict.fromkeys(("phdthesis", "mastersthesis", "thesis"), "thesis"),
    **dict.fromkeys(("techreport", "report"), "report"),
    **dict.fromkeys(("incollection", "inbook"), "chapter"),
    **dict.fromkeys(("book", "proceedings"), "book"),
    **dict.fromkeys(("online", "webpage"), "webpage"),
    "software": "software",
    "dataset": "dataset",
}
_FIELDS = {"volume": "volume", "number": "issue", "issue": "issue", "pages": "page", "publisher": "publisher"}
_TEX = re.compile(r"[\\$]")


def render(papers: Iterable[Paper]) -> bytes:
    """A list of items sorted by citation key, with a final newline."""
    items = sorted(map(_item, papers), key=lambda item: (item["id"].casefold(), item["id"]))
    return (json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _item(paper: Paper) -> dict[str, Any]:
    ids = {one.kind: one.value for one in reversed(paper.ids)}
    year = paper.year or arxiv_year(ids.get("arxiv", ""))
    address = next((one.address for one in paper.ids if one.kind != "doi"), "")
    item: dict[str, Any] = {
        "id": paper.citekey,
        "type": _kind(paper),
        "title": _text(shown_title(paper.title)),
        "author": [_name(name) for name in paper.authors],
        "issued": {"date-parts": [[year]]} if year else None,
        "container-title": _text(paper.venue or ""),
        "DOI": ids.get("doi", ""),
        "PMID": ids.get("pmid", ""),
        "URL": address,
    }
    for name, field in _FIELDS.items():
        value = paper.entry.field(name) if paper.entry else ""
        if value and not _TEX.search(value):
            item.setdefault(field, _text(value.translate({123: None, 125: None})).replace("--", "–"))
    return {name: value for name, value in item.items() if value}


def _kind(paper: Paper) -> str:
    said = paper.entry.kind.lower() if paper.entry else ""
    if said in _KINDS:
        return _KINDS[said]
    if any(one.published for one in paper.presented) and not said:
        return "paper-conference"
    if paper.venue:
        return "article-journal"
    return "article" if paper.is_titled or paper.authors else "webpage"


def _name(name: str) -> dict[str, str]:
    """A person by family and given names; a name of one word, or of an institution, as it is."""
    parts = family_name(_text(name))
    if not parts.given or " and " in f" {name.lower()} ":
        return {"literal": _text(name)}
    told = {"family": parts.family, "given": parts.given, "suffix": parts.suffix}
    return {part: text for part, text in told.items() if text}


def _text(text: str) -> str:
    return safe_text(text, lines=False)
