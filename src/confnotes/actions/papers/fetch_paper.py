"""Ask the network about one paper, when a person wants that: authors, year, where it appeared. Kept in the vault.

The registry of DOIs is asked first, then arXiv and the site of the proceedings, one page each, until one answers.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from confnotes.actions.papers.keep_entries import keep_entries
from confnotes.actions.papers.paper_pages import Fetched, asking_about
from confnotes.catalogue.papers.paper_drafts import identified
from confnotes.catalogue.papers.paper_library import joined
from confnotes.catalogue.papers.papers import papers
from confnotes.errors import ConfnotesError, NetworkError, NotFoundError, StoppedError, UsageError
from confnotes.exporters.data.bibtex import made
from confnotes.markup import citekeys
from confnotes.markup.canonical import is_web
from confnotes.markup.paper_ids import rank, shown
from confnotes.model.paper import Paper, PaperEntry, PaperId
from confnotes.vault.vault import Vault
from confnotes.web.fetch_page import AnsweredError, Fetching, fetch_page

_PAGE_BYTES = 4 * 1024 * 1024
_MOST_ASKED = 3
_PAUSE = 1.0


@dataclass(frozen=True, slots=True)
class Manner:
    """How to ask: the time for all in seconds, whether addresses may be private, and who may stop it."""

    seconds: float = 30.0
    allow_private: bool = False
    cancelled: Callable[[], bool] | None = None


def fetch_paper(vault: Vault, paper: Paper, manner: Manner | None = None) -> PaperEntry:
    """Ask what is known of the paper, and write it into the vault's bibliography; answers its entry.

    What the bibliography says already stays. Raises NotFoundError when nobody knows it, UsageError when it has no
    address to ask at, StoppedError, NetworkError.
    """
    found, where = _asked(paper, manner or Manner())
    fields = {**found.fields, **_own_ids(paper, where)}
    if paper.entry is not None:
        entry = joined(paper.entry, PaperEntry("", found.kind, tuple(fields.items()), ""))
        keep_entries(vault, [(paper.entry.key, entry)])
        return entry
    key = paper.citekey
    if not paper.citekey_is_given:
        others = {one.citekey for one in papers(vault) if one.key != paper.key}
        wanted = citekeys.citekey(found.authors, found.title, found.year or paper.year, paper.citekey)
        key = citekeys.unique(wanted, others)
    entry = made(found.kind, key, fields)
    keep_entries(vault, [(key, entry)])
    return entry


def addresses_to_ask(paper: Paper) -> list[tuple[PaperId, str]]:
    """The identifiers of the paper that can be asked about, the best first, as they were written."""
    written = {identified(url).address: url for url in reversed(paper.urls)}
    ids = sorted(paper.ids, key=lambda one: (one.kind != "doi", rank(one)))
    known = [(one, written.get(one.address, one.address)) for one in ids]
    return [(one, url) for one, url in known if (is_web(url) and not url.lower().endswith(".pdf")) or one.kind != "url"]


def _asked(paper: Paper, manner: Manner) -> tuple[Fetched, PaperId]:
    asked = addresses_to_ask(paper)[:_MOST_ASKED]
    if not asked:
        raise UsageError(
            f"there is no address at which to ask about “{paper.title}”", "name its arXiv id or DOI in a note"
        )
    end = time.monotonic() + manner.seconds
    failure: ConfnotesError | None = None
    for number, (one, url) in enumerate(asked):
        if number:
            _rest(manner)
        asking = asking_about(one, url)
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
    tried = ", ".join(shown(one) for one, _ in asked)
    raise NotFoundError(f"nothing more is said about it at {tried}", "write what you know into a note about it: e")


def _rest(manner: Manner) -> None:
    """A pause between two pages; raises StoppedError when somebody stops it."""
    end = time.monotonic() + _PAUSE
    while time.monotonic() < end:
        if manner.cancelled is not None and manner.cancelled():
            raise StoppedError
        time.sleep(0.05)


def _own_ids(paper: Paper, asked: PaperId) -> dict[str, str]:
    """The identifiers that the entry is found by again."""
    ids = {one.kind: one.value for one in reversed(paper.ids)}
    found = {"doi": ids.get("doi", "")}
    if "arxiv" in ids:
        found |= {"eprint": ids["arxiv"], "archiveprefix": "arXiv"}
    if asked.kind not in ("doi", "arxiv"):
        found["url"] = asked.address
    return {name: value for name, value in found.items() if value}
