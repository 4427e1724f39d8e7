"""Notes and talks that are like one: nothing is asked of the network, and nothing is read but the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from confnotes.model.related import Related

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

MOST = 8


def related(vault: Vault, path: str, limit: int = MOST) -> tuple[Related, ...]:
    """The notes most like the one at `path`, the most alike first, and what they share with it.

    Pages of conferences and of days are like everything and left out.
    """
    from confnotes.catalogue.searching.find import index_of
    from confnotes.catalogue.searching.relatedness import related as found

    return tuple(found(index_of(vault), path, limit))


def related_to(vault: Vault, thing: str, limit: int = MOST) -> tuple[Related, ...]:
    """The notes and talks most like a note, a talk or a paper, named as for `show`; raises as that does.

    A talk with a note is told by its note, a paper by the talk that presented it, else by the first note that names it.
    """
    from confnotes.catalogue.searching.find import index_of
    from confnotes.catalogue.searching.relatedness import NOTES_AND_TALKS
    from confnotes.catalogue.searching.relatedness import related as found

    return tuple(found(index_of(vault), _path_or_talk(vault, thing), limit, NOTES_AND_TALKS))


def _path_or_talk(vault: Vault, thing: str) -> str:
    from confnotes.catalogue.find_note import find_note
    from confnotes.catalogue.program.talks import card, locate
    from confnotes.errors import NotFoundError

    try:
        return find_note(vault, thing)
    except NotFoundError as error:
        if paper := _paper(vault, thing):
            return paper
        try:
            key = locate(vault, thing, guess=False).key
        except NotFoundError:
            raise error from None
        return card(vault, key).note or key


def _paper(vault: Vault, thing: str) -> str | None:
    """Where a paper with that address, identifier or key was presented, else where it was noted first."""
    from confnotes.catalogue.papers.papers import named, papers

    for paper in named(papers(vault), thing):
        for talk in paper.presented:
            return talk.note or talk.talk
        for line in paper.noted:
            return line.path
    return None
