"""Which paper a person means by an identifier, an address, a citekey, a title or words."""

from __future__ import annotations

from collections.abc import Iterable

from confnotes.catalogue.papers.papers import papers
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.markup.canonical import canonical
from confnotes.markup.find_by_name import first_fitting, nearest
from confnotes.markup.names import fold
from confnotes.markup.references import resource_of
from confnotes.model.paper import Paper
from confnotes.vault.layout import PAPERS
from confnotes.vault.vault import Vault

_NEAR = 80


def paper(vault: Vault, wanted: str) -> Paper:
    """The paper of that identifier, address, citekey, note or title, or the only one whose texts have these words.

    Raises NotFoundError with near titles, ConfnotesError when several fit.
    """
    return among(papers(vault), wanted)


def among(everything: Iterable[Paper], wanted: str) -> Paper:
    """The same, of papers that are at hand."""
    everything = list(everything)
    words = wanted.strip()
    folded = fold(words)
    fitting = find_papers(everything, words) or first_fitting(
        everything,
        lambda one: fold(one.title) == folded,
        lambda one: folded != "" and all(word in words_of(one) for word in folded.split()),
    )
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        titles = "; ".join(f"{one.title} ({one.key})" for one in fitting[:4])
        raise ConfnotesError(
            f"“{words}” matches {len(fitting)} papers: {titles}", "Give the address or citation key of one."
        )
    titled = [one.title for one in everything if one.is_titled]
    near = [titled[at] for at, _ in nearest(folded, map(fold, titled), 3, _NEAR)]
    hint = f"Did you mean {' or '.join(near)}?" if near else "List papers with `confnotes list papers`."
    raise NotFoundError(f"paper not found: “{words}”", hint)


def words_of(paper: Paper) -> str:
    """The folded text by whose words a list of papers is filtered."""
    where = [one.conference for one in paper.presented]
    ids = [f"{one.kind}:{one.value}" for one in paper.ids]
    said = [paper.title, *paper.authors, str(paper.year or ""), paper.venue or "", paper.citekey, *ids, *where]
    return fold(" ".join([*said, paper.status.value if paper.status else ""]))


def papers_called(vault: Vault, wanted: str) -> list[Paper]:
    """The papers of the vault of that very identifier, address, citekey or note."""
    return find_papers(papers(vault), wanted)


def find_papers(everything: Iterable[Paper], wanted: str) -> list[Paper]:
    """Those of that very identifier, address, citekey or note."""
    words = wanted.strip().strip("[]")
    note = f"{words.removesuffix('.md').removeprefix(f'{PAPERS}/')}.md"
    names = {canonical(resource_of(words).url), f"@{words.lstrip('@')}", f"{PAPERS}/{note}"}
    return [one for one in everything if not names.isdisjoint(one.names)]
