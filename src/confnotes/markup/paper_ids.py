"""Identifiers of papers from their addresses: an arXiv id, a DOI, the id of a proceedings site.

Citekeys are those of Zotero with Better BibTeX, `ernoultUpdatesEquilibriumProp2019`, by its formula `auth.lower +
shorttitle(3, 3) + year`: the first author's last name, the first three significant words of the title, and the year.
https://retorque.re/zotero-better-bibtex/citing/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache
from itertools import count, islice

from confnotes.markup.canonical import canonical
from confnotes.markup.names import fold, strip_accents
from confnotes.markup.person_names import family_name
from confnotes.markup.reference_kinds import kind_of_label, lists_papers
from confnotes.model.note import Outline
from confnotes.model.paper import PaperId
from confnotes.model.program import Resource, ResourceKind

_HOSTS = {
    "arxiv.org": ("arxiv", re.compile(r"/abs/(.+)\Z")),
    "doi.org": ("doi", re.compile(r"/(10\..+)\Z")),
    "openreview.net": ("openreview", re.compile(r"/forum\?id=([\w-]+)\Z")),
    "aclanthology.org": ("acl", re.compile(r"/([A-Z]\d\d-\d+|\d{4}\.[\w-]+\.\d+)\Z")),
    "proceedings.mlr.press": ("pmlr", re.compile(r"/(v\d+/[\w-]+)\.html\Z")),
    "proceedings.neurips.cc": ("neurips", re.compile(r"/paper/\d{4}/hash/([0-9a-f]{32})-")),
    "papers.nips.cc": ("neurips", re.compile(r"/paper/(\d+)-")),
    "proceedings.iclr.cc": ("iclr", re.compile(r"/paper_files/paper/\d{4}/hash/([0-9a-f]{32})-")),
    "openaccess.thecvf.com": ("cvf", re.compile(r"/.*/([^/]+)_paper\.html\Z")),
    "jmlr.org": ("jmlr", re.compile(r"/papers/(v\d+/[\w-]+)\.html\Z")),
    "semanticscholar.org": ("s2", re.compile(r"/paper/([0-9a-f]{40})\Z")),
    "pubmed.ncbi.nlm.nih.gov": ("pmid", re.compile(r"/(\d+)\Z")),
    "pmc.ncbi.nlm.nih.gov": ("pmcid", re.compile(r"/articles/(PMC\d+)\Z")),
    "eprint.iacr.org": ("iacr", re.compile(r"/(\d{4}/\d+)\Z")),
}
KINDS = (*dict.fromkeys(kind for kind, _ in _HOSTS.values()), "url")
"""The kinds of identifiers, best first."""

MANY_ADDRESSES = frozenset({"url", "s2"})
"""Kinds of which a paper may have several."""

_ADDRESS = re.compile(r"https://([^/]+)(/.*)", re.DOTALL)
_SHOWN = {"arxiv": "arXiv:{}", "doi": "doi:{}", "openreview": "OpenReview {}", "acl": "ACL {}", "pmid": "PMID {}"}
_ARXIV_YEAR = re.compile(r"(?:[a-z.-]+/)?(\d\d)(0[1-9]|1[0-2])")
_FIRST_ARXIV_YEAR = 91  # arXiv began in 1991: 91 to 99 are of the last century


@lru_cache(maxsize=65536)
def paper_id(address: str) -> PaperId:
    """The identifier in an address, in any spelling."""
    one = canonical(address)
    found = _ADDRESS.match(one)
    if found and found[1] in _HOSTS:
        kind, pattern = _HOSTS[found[1]]
        if value := pattern.match(found[2]):
            return PaperId(kind, value[1], one)
    return PaperId("url", one, one)


def rank(one: PaperId) -> tuple[int, str]:
    """A sort key: the best identifier first."""
    return KINDS.index(one.kind), one.value


def format_id(one: PaperId) -> str:
    """The identifier as people read it: arXiv:1905.13633."""
    return _SHOWN[one.kind].format(one.value) if one.kind in _SHOWN else one.address.removeprefix("https://")


def arxiv_year(value: str) -> int | None:
    """The year at the start of an arXiv id; None without one."""
    found = _ARXIV_YEAR.match(value)
    if found is None:
        return None
    year = int(found[1])
    return 1900 + year if year >= _FIRST_ARXIV_YEAR else 2000 + year


OWN_FIELDS = frozenset({"paper", "arxiv", "doi", "pdf", "openreview", "eprint"})
"""Front matter fields with addresses of the paper that a note is about."""


def title_in(label: str | None) -> str | None:
    """The title of a paper in the text of a link to it; None for “PDF” or “arXiv 1905.13633”."""
    if label is None or kind_of_label(label) is not None:
        return None
    several = sum(1 for word in label.split() if word.isalpha()) > 1
    return label if several or any(ord(c) > 0x2E80 for c in label) else None


def is_paper(link: Resource) -> bool:
    """Whether a link leads to a paper, and not to a list of papers."""
    return link.kind is ResourceKind.PAPER and not lists_papers(link.url)


def is_own(link: Resource, title: str | None) -> bool:
    """Whether a link leads to the paper of a talk with this title: it has no other title."""
    called = title_in(link.title)
    return called is None or fold(called) == fold(title or "")


def own_papers(note: Outline) -> Iterator[Resource]:
    """The addresses of the paper that a note is about: in its front matter, or on a labelled line."""
    for reference in note.references:
        resource = reference.resource
        if reference.line < note.body_line:
            if (resource.title or "").casefold() in OWN_FIELDS:
                yield resource
        elif reference.own and is_paper(resource):
            yield resource


def best_addresses(links: Iterable[Resource], title: str | None) -> dict[str, str]:
    """The best address for each address of the paper of a talk with this title, both canonical.

    Empty if there are two identifiers of one kind, since these are two papers.
    """
    own = {paper_id(link.url) for link in links if is_paper(link) and is_own(link, title)}
    kinds = [one.kind for one in own if one.kind not in MANY_ADDRESSES]
    if len(set(kinds)) < len(kinds):
        return {}
    best = min(own, key=rank, default=None)
    return {one.address: best.address for one in own} if best else {}


_SKIPPED_TEXT = """
    a ab aboard about above across after against al along amid among an and anti around as at before behind
    below beneath beside besides between beyond but by d da das de del dell dello dei degli della delle dem den
    der des despite die do down du during ein eine einem einen einer eines el en et except for from gli i il in
    inside into is l la las le les like lo los near nor of off on onto or over past per plus round save since so
    some sur than the through to toward towards un una unas under underneath une unlike uno unos until up upon
    versus via von while with within without yet zu zum
"""
_SKIPPED = frozenset(_SKIPPED_TEXT.split())
_WORD = re.compile(r"[^\W_]+(?:['’‐‑-][^\W_]+)*")
_NO_LETTER = re.compile(r"[^A-Za-z0-9]")
_NO_KEY = re.compile(r"[^A-Za-z0-9.-]")
_TITLE_WORDS = 3  # in a key of BibTeX


def citekey(authors: Iterable[str], title: str, year: int | None, otherwise: str) -> str:
    """The citekey of a paper, in ASCII; `otherwise` if neither authors nor title have a Latin letter."""
    first = next(iter(authors), "")
    words = (_bare(word) for word in _WORD.findall(title) if word.lower() not in _SKIPPED)
    named = islice((word[0].upper() + word[1:] for word in words if word), _TITLE_WORDS)
    known = "".join([_bare(family_name(first).family).lower(), *named])
    return known + (str(year) if year else "") if known else _NO_KEY.sub("", otherwise) or "paper"


def unique(wanted: str, taken: Set[str]) -> str:
    """The key, followed by a, b, c if it is taken."""
    if wanted not in taken:
        return wanted
    return next(key for number in count() if (key := wanted + _letters(number)) not in taken)


def _letters(number: int) -> str:
    head, last = divmod(number, 26)
    return (_letters(head - 1) if head else "") + chr(ord("a") + last)


def _bare(text: str) -> str:
    return _NO_LETTER.sub("", strip_accents(text))


_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")


def year_in(text: str) -> int | None:
    """The first year from 1500 to 2099 in the text."""
    found = _YEAR.search(text)
    return int(found[1]) if found else None


_LABEL = re.compile(r"(?:poster|oral|spotlight|talk|paper)\s*(?::|–|-\s)\s*(?=\S)", re.IGNORECASE)


def without_label(title: str) -> str:
    """A talk's title as that of its paper: without a `Poster:` before it."""
    label = _LABEL.match(title)
    return title[label.end() :] if label else title
