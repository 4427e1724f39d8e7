"""The links of a paper from fields named by their target: `pdf`, `video`, `software`, `doi` ..."""

from __future__ import annotations

import re
from collections.abc import Mapping

from confnotes.importers.facts.links import resource
from confnotes.markup.references import canonical
from confnotes.model.program import Resource, ResourceKind

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
