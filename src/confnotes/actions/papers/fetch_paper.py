"""Fetch the details of one paper from the web on request (authors, year, venue) and store them in the vault.

Tries doi.org first, then arXiv and the proceedings' site, one page each, until one answers.
"""

from __future__ import annotations

import json
import re
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

from confnotes.actions.papers.keep_entries import keep_entries
from confnotes.catalogue.papers.paper_library import complete_entry
from confnotes.catalogue.papers.papers import papers
from confnotes.errors import ConfnotesError, NetworkError, NotFoundError, StoppedError, UsageError
from confnotes.exporters.data import bibtex
from confnotes.exporters.data.bibtex import make_entry
from confnotes.markup import paper_ids
from confnotes.markup.canonical import is_web, to_ask
from confnotes.markup.paper_ids import format_id, paper_id, rank, year_in
from confnotes.markup.safe import safe_text
from confnotes.model.paper import Paper, PaperEntry, PaperId
from confnotes.vault.vault import Vault
from confnotes.web.fetch_page import AnsweredError, Fetching, fetch_page

_PAGE_BYTES = 4 * 1024 * 1024  # of a page; only its head is read
_MOST_ASKED = 3  # addresses of one paper, until one answers
_PAUSE = 1.0  # seconds between two requests


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """Fetch options: total time in seconds, whether private addresses are allowed, and a cancel callback."""

    seconds: float = 30.0
    allow_private: bool = False
    cancelled: Callable[[], bool] | None = None


def fetch_paper(vault: Vault, paper: Paper, manner: FetchOptions | None = None) -> PaperEntry:
    """Fetch the details of the paper and add them to the vault's bibliography; returns its entry.

    Existing fields are kept. Raises NotFoundError if no service knows the paper, UsageError if it has no address or id,
    StoppedError, NetworkError.
    """
    found, where = _asked(paper, manner or FetchOptions())
    fields = {**found.fields, **_own_ids(paper, where)}
    if paper.entry is not None:
        entry = complete_entry(paper.entry, PaperEntry("", found.kind, tuple(fields.items()), ""))
        keep_entries(vault, [(paper.entry.key, entry)])
        return entry
    key = paper.citekey
    if not paper.citekey_is_given:
        others = {one.citekey for one in papers(vault) if one.key != paper.key}
        wanted = paper_ids.citekey(found.authors, found.title, found.year or paper.year, paper.citekey)
        key = paper_ids.unique(wanted, others)
    entry = make_entry(found.kind, key, fields)
    keep_entries(vault, [(key, entry)])
    return entry


def addresses_to_ask(paper: Paper) -> list[tuple[PaperId, str]]:
    """Identifiers of the paper that can be looked up, best first, as written."""
    written = {paper_id(url).address: url for url in reversed(paper.urls)}
    ids = sorted(paper.ids, key=lambda one: (one.kind != "doi", rank(one)))
    known = [(one, written.get(one.address, one.address)) for one in ids]
    return [(one, url) for one, url in known if (is_web(url) and not url.lower().endswith(".pdf")) or one.kind != "url"]


def _asked(paper: Paper, manner: FetchOptions) -> tuple[PaperFacts, PaperId]:
    asked = addresses_to_ask(paper)[:_MOST_ASKED]
    if not asked:
        raise UsageError(f"no id or address known for “{paper.title}”", "Write its arXiv id or DOI in a note.")
    end = time.monotonic() + manner.seconds
    failure: ConfnotesError | None = None
    for number, (one, url) in enumerate(asked):
        if number:
            _rest(manner)
        asking = request_for(one, url)
        how = Fetching(
            seconds=max(1.0, end - time.monotonic()),
            max_bytes=_PAGE_BYTES,
            allow_private=manner.allow_private,
            typed=False,
            cancelled=manner.cancelled,
            accept=asking.accept,
        )
        try:
            found = asking.read(fetch_page(asking.url, how).data)
        except AnsweredError as error:
            failure = error if error.is_passing else failure
        except NetworkError as error:
            failure = error
        else:
            if found is not None:
                return found, one
    if failure is not None:
        raise failure
    tried = ", ".join(format_id(one) for one, _ in asked)
    raise NotFoundError(f"no details found at {tried}", "Add what you know to its note.")


def _rest(manner: FetchOptions) -> None:
    """Pause between two requests; raises StoppedError if cancelled."""
    end = time.monotonic() + _PAUSE
    while time.monotonic() < end:
        if manner.cancelled is not None and manner.cancelled():
            raise StoppedError
        time.sleep(0.05)


def _own_ids(paper: Paper, asked: PaperId) -> dict[str, str]:
    """Identifier fields by which the entry is matched later."""
    ids = {one.kind: one.value for one in reversed(paper.ids)}
    found = {"doi": ids.get("doi", "")}
    if "arxiv" in ids:
        found |= {"eprint": ids["arxiv"], "archiveprefix": "arXiv"}
    if asked.kind not in ("doi", "arxiv"):
        found["url"] = asked.address
    return {name: value for name, value in found.items() if value}


_LOOKED_AT = 400_000  # bytes: facts stand in the head of a page
_MOST_AUTHORS = 500  # of one paper; a collaboration may have more
_LONGEST = 500  # characters of one fact
_META = re.compile(r"<meta\s[^<>]{1,8000}>", re.IGNORECASE)
_NAME = re.compile(r"\bname\s{0,5}=\s{0,5}[\"']?(citation_\w{1,40})", re.IGNORECASE)
_CONTENT = re.compile(r"\bcontent\s{0,5}=\s{0,5}(?:\"([^\"]{0,2000})\"|'([^']{0,2000})')", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,40}>")
_DOI = re.compile(r"10\.\d{4,9}/\S{1,200}\Z")
_KINDS = {
    "article-journal": ("article", "journal"),
    "journal-article": ("article", "journal"),
    "article": ("article", "journal"),
    "paper-conference": ("inproceedings", "booktitle"),
    "proceedings-article": ("inproceedings", "booktitle"),
    "chapter": ("incollection", "booktitle"),
    "book-chapter": ("incollection", "booktitle"),
    "book": ("book", "series"),
    "thesis": ("phdthesis", "series"),
}


class PaperFacts(NamedTuple):
    """Fetched facts of a paper: entry type, fields as LaTeX, and title, authors and year as plain text."""

    kind: str
    fields: Mapping[str, str]
    title: str
    authors: tuple[str, ...]
    year: int | None


class PaperRequest(NamedTuple):
    """Where to look up a paper, which media type to request, and how to parse the answer."""

    url: str
    accept: str
    read: Callable[[bytes], PaperFacts | None]


def request_for(one: PaperId, url: str) -> PaperRequest:
    """The request for a paper by one of its identifiers; `url` is the identifier as written."""
    if one.kind == "doi":
        return PaperRequest(one.address, "application/vnd.citationstyles.csl+json", read_csl)
    return PaperRequest(to_ask(url), "text/html,*/*;q=0.5", read_page)


def read_csl(data: bytes) -> PaperFacts | None:
    """Parse CSL-JSON, as doi.org returns it; None without a title. https://docs.citationstyles.org/"""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict):
        return None
    people = [one for one in _items(said.get("author"))[:_MOST_AUTHORS] if _csl_name(one)]
    year = _csl_year(said.get("issued"))
    kind, venue = _KINDS.get(str(said.get("type")), ("misc", "howpublished"))
    fields = {
        "author": " and ".join(map(_csl_author, people)),
        venue: bibtex.latex(_said(said.get("container-title"))),
        "volume": _said(said.get("volume")),
        "number": _said(said.get("issue")),
        "pages": _pages(_said(said.get("page"))),
        "publisher": bibtex.latex(_said(said.get("publisher"))),
        "doi": _doi(_said(said.get("DOI"))),
    }
    return _fetched(kind, _said(said.get("title")), [_csl_name(one) for one in people], year, fields)


def read_page(data: bytes) -> PaperFacts | None:
    """Parse the citation meta tags of a page; None without any."""
    if data.startswith(b"%PDF"):
        return None
    tags = _tags(data[:_LOOKED_AT].decode("utf-8", "replace"))

    def first(*names: str) -> str:
        return next((tags[f"citation_{name}"][0] for name in names if tags.get(f"citation_{name}")), "")

    authors = tags.get("citation_author", [])
    if len(authors) == 1 and ";" in authors[0]:
        authors = [part.strip() for part in authors[0].split(";") if part.strip()]
    year = year_in(first("publication_date", "date", "year", "online_date", "cover_date"))
    arxiv = first("arxiv_id")
    book, journal = first("conference_title", "inbook_title", "conference"), first("journal_title")
    kind = "inproceedings" if book else "article" if journal or arxiv else "misc"
    fields = {
        "booktitle": bibtex.latex(book),
        "journal": bibtex.latex(journal) or (f"arXiv preprint arXiv:{arxiv}" if arxiv and not book else ""),
        "volume": bibtex.latex(first("volume")),
        "number": bibtex.latex(first("issue")),
        "pages": _pages("-".join(filter(None, (first("firstpage"), first("lastpage"))))),
        "publisher": bibtex.latex(first("publisher")),
        "eprint": arxiv if re.fullmatch(r"[\w./-]{1,40}", arxiv) else "",
        "archiveprefix": "arXiv" if arxiv else "",
        "doi": _doi(first("doi")),
    }
    return _fetched(kind, first("title"), authors[:_MOST_AUTHORS], year, fields)


def _fetched(
    kind: str, title: str, authors: Sequence[str], year: int | None, fields: Mapping[str, str]
) -> PaperFacts | None:
    names = tuple(name for name in authors if name)
    if not title:
        return None
    said = {
        "title": bibtex.title(title),
        "author": " and ".join(map(bibtex.author, names)),
        "year": str(year or ""),
        **fields,
    }
    return PaperFacts(kind, {name: value for name, value in said.items() if value}, title, names, year)


def _tags(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for tag in _META.finditer(page):
        name, content = _NAME.search(tag[0]), _CONTENT.search(tag[0])
        if name and content and len(found[name[1].lower()]) < _MOST_AUTHORS:
            text = _plain(content[1] or content[2] or "")
            if text:
                found[name[1].lower()].append(text)
    return found


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _said(value: object) -> str:
    """A string, or the first of a list of strings."""
    value = next(iter(value), "") if isinstance(value, list) else value
    return _plain(str(value)) if isinstance(value, str | int) else ""


def _plain(text: str) -> str:
    return " ".join(safe_text(_TAG.sub("", unescape(text))[:_LONGEST], lines=False).split())


def _csl_name(value: object) -> str:
    if not isinstance(value, dict):
        return ""
    family = " ".join(filter(None, (_said(value.get("non-dropping-particle")), _said(value.get("family")))))
    given = _said(value.get("given"))
    return f"{family}, {given}" if family and given else family or _said(value.get("literal") or value.get("name"))


def _csl_author(value: object) -> str:
    """An author in BibTeX form; organizations are not “Family, Given”."""
    is_group = isinstance(value, dict) and not value.get("family")
    return f"{{{bibtex.latex(_csl_name(value))}}}" if is_group else bibtex.author(_csl_name(value))


def _csl_year(value: object) -> int | None:
    """The year of `{"date-parts": [[2019, 12, 8]]}`."""
    dates = _items(value.get("date-parts")) if isinstance(value, dict) else []
    first = next(iter(_items(dates[0])), None) if dates else None
    return year_in(str(first))


def _pages(text: str) -> str:
    return re.sub(r"\s*[-–—]+\s*", "--", bibtex.latex(text.replace("--", "-")))


def _doi(text: str) -> str:
    doi = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text.strip(), flags=re.IGNORECASE)
    return doi if _DOI.match(doi) and not set("{}\\%") & set(doi) else ""
