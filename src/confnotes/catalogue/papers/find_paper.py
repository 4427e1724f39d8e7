"""Find a paper by identifier, address, citation key, title or words."""

from __future__ import annotations

from collections.abc import Iterable

from confnotes.catalogue.papers.papers import papers
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.canonical import canonical
from confnotes.markup.find_by_name import matching, nearest
from confnotes.markup.names import fold
from confnotes.markup.references import resource_of
from confnotes.model.paper import Paper
from confnotes.vault.layout import PAPERS
from confnotes.vault.vault import Vault

_NEAR = 80  # similarity of a title, in percent, to propose it


def paper(vault: Vault, wanted: str) -> Paper:
    """The paper with that identifier, address, citation key, note or title, or the only one that contains these words.

    Raises NotFoundError with similar titles, ConfnotesError if several match.
    """
    return among(papers(vault), wanted)


def among(everything: Iterable[Paper], wanted: str) -> Paper:
    """Like `paper`, among the given papers."""
    everything = list(everything)
    words = wanted.strip()
    fitting = find_papers(everything, words) or matching(everything, words, lambda one: (one.title, words_of(one)))
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        titles = "; ".join(f"{one.title} ({one.key})" for one in fitting[:4])
        raise ConfnotesError(
            f"“{words}” matches {len(fitting)} papers: {titles}", "Give the address or citation key of one."
        )
    titled = [one.title for one in everything if one.is_titled]
    near = [titled[at] for at, _ in nearest(fold(words), map(fold, titled), 3, _NEAR)]
    hint = f"Did you mean {' or '.join(near)}?" if near else "List papers with `confnotes list papers`."
    raise NotFoundError(f"paper not found: “{words}”", hint)


def words_of(paper: Paper) -> str:
    """The folded text that filters search in a list of papers."""
    where = [one.conference for one in paper.presented]
    ids = [f"{one.kind}:{one.value}" for one in paper.ids]
    said = [paper.title, *paper.authors, str(paper.year or ""), paper.venue or "", paper.citekey, *ids, *where]
    return fold(" ".join([*said, paper.status.value if paper.status else ""]))


def papers_called(vault: Vault, wanted: str) -> list[Paper]:
    """The vault's papers with exactly that identifier, address, citation key or note."""
    return find_papers(papers(vault), wanted)


def find_papers(everything: Iterable[Paper], wanted: str) -> list[Paper]:
    """The papers with exactly that identifier, address, citation key or note."""
    words = wanted.strip().strip("[]")
    note = f"{words.removesuffix('.md').removeprefix(f'{PAPERS}/')}.md"
    names = {canonical(resource_of(words).url), words, f"@{words.lstrip('@')}", f"{PAPERS}/{note}"}
    return [one for one in everything if not names.isdisjoint(one.names)]
