"""What identifies a paper, out of its address: an arXiv id, a DOI, the id of a proceedings site."""

from __future__ import annotations

import re

from confnotes.markup.canonical import canonical
from confnotes.model.paper import PaperId

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
"""The best to know a paper by comes first."""

MANY_ADDRESSES = frozenset({"url", "s2"})
"""Kinds of which one paper may have several."""

_ADDRESS = re.compile(r"https://([^/]+)(/.*)", re.DOTALL)
_SHOWN = {"arxiv": "arXiv:{}", "doi": "doi:{}", "openreview": "OpenReview {}", "acl": "ACL {}", "pmid": "PMID {}"}
_ARXIV_YEAR = re.compile(r"(?:[a-z.-]+/)?(\d\d)(0[1-9]|1[0-2])")
_FIRST_ARXIV_YEAR = 91


def paper_id(address: str) -> PaperId:
    """The identifier in an address, however that is written."""
    one = canonical(address)
    found = _ADDRESS.match(one)
    if found and found[1] in _HOSTS:
        kind, pattern = _HOSTS[found[1]]
        if value := pattern.match(found[2]):
            return PaperId(kind, value[1], one)
    return PaperId("url", one, one)


def rank(one: PaperId) -> tuple[int, str]:
    """A key to sort by: the best identifier first."""
    return KINDS.index(one.kind), one.value


def shown(one: PaperId) -> str:
    """How a person reads it: arXiv:1905.13633."""
    return _SHOWN[one.kind].format(one.value) if one.kind in _SHOWN else one.address.removeprefix("https://")


def arxiv_year(value: str) -> int | None:
    """The year that an arXiv id begins with; None where it has none."""
    found = _ARXIV_YEAR.match(value)
    if found is None:
        return None
    year = int(found[1])
    return 1900 + year if year >= _FIRST_ARXIV_YEAR else 2000 + year
