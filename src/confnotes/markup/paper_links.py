"""Links to papers: what they are called, and which of them lead to the same paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from confnotes.markup.names import fold
from confnotes.markup.paper_ids import MANY_ADDRESSES, paper_id, rank
from confnotes.markup.reference_kinds import kind_of_label, lists_papers
from confnotes.model.note import Outline
from confnotes.model.program import Resource, ResourceKind

OWN_FIELDS = frozenset({"paper", "arxiv", "doi", "pdf", "openreview", "eprint"})
"""Fields of front matter that give the addresses of the paper that a note is about."""


def title_in(label: str | None) -> str | None:
    """The title of a paper that a link to it is called by; None for “PDF” or “arXiv 1905.13633”."""
    if label is None or kind_of_label(label) is not None:
        return None
    several = sum(1 for word in label.split() if word.isalpha()) > 1
    return label if several or any(ord(c) > 0x2E80 for c in label) else None


def is_paper(link: Resource) -> bool:
    """Whether a link leads to a paper, and not to a list of them."""
    return link.kind is ResourceKind.PAPER and not lists_papers(link.url)


def is_own(link: Resource, title: str | None) -> bool:
    """Whether a link leads to the paper that a talk of this title presents: it is not called otherwise."""
    called = title_in(link.title)
    return called is None or fold(called) == fold(title or "")


def own_papers(note: Outline) -> Iterator[Resource]:
    """Where a note says that the paper is which it is about: in its front matter, or on a line that says so."""
    for reference in note.references:
        resource = reference.resource
        if reference.line < note.body_line:
            if (resource.title or "").casefold() in OWN_FIELDS:
                yield resource
        elif reference.own and is_paper(resource):
            yield resource


def best_addresses(links: Iterable[Resource], title: str | None) -> dict[str, str]:
    """For each address of the paper that a talk of this title presents the one to know it by, both canonical.

    Two identifiers of one kind are two papers: then there is none.
    """
    own = {paper_id(link.url) for link in links if is_paper(link) and is_own(link, title)}
    kinds = [one.kind for one in own if one.kind not in MANY_ADDRESSES]
    if len(set(kinds)) < len(kinds):
        return {}
    best = min(own, key=rank, default=None)
    return {one.address: best.address for one in own} if best else {}
