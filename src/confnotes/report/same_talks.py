"""Which conference and which talks of another person's vault are the same as in one's own."""

from __future__ import annotations

from collections.abc import Mapping

from confnotes.errors import ConfnotesError
from confnotes.markup.names import slug
from confnotes.model.program import Program
from confnotes.vault.vault import Vault


def same_conference(vault: Vault, folder: str, name: str | None) -> str | None:
    """Their folder for a conference with this folder and name here: by folder, or by the name in their program."""
    folders = vault.conferences()
    called = {slug(folder), slug(name or folder)}
    same = [one for one in folders if slug(one) in called]
    return same[0] if same else next((one for one in folders if slug(_name(vault, one)) in called), None)


def _name(vault: Vault, folder: str) -> str:
    try:
        return vault.facts(folder).name or folder
    except ConfnotesError:
        return folder


def matched_talks(mine: Program, theirs: Program, noted: Mapping[str, str]) -> dict[int, int]:
    """Map positions of their talks to positions of mine; `noted` has the ids that notes give for talks missing from the
    program.
    """
    from confnotes.merge.duplicate_talks import same_ids, same_talks

    own, other = list(mine.talks()), list(theirs.talks())
    at = {talk.id: position for position, talk in enumerate(own)}
    ids = [noted.get(talk.id or "", talk.id) for talk in other]
    are_same = same_ids(own, other)
    found = {
        position: at[talk_id]
        for position, (talk, talk_id) in enumerate(zip(other, ids, strict=True))
        if talk_id in at and (are_same or talk.id in noted)
    }
    taken = set(found.values())
    free_own = [position for position in range(len(own)) if position not in taken]
    free_other = [position for position in range(len(other)) if position not in found]
    return found | same_talks(mine, theirs, free_own, free_other).found
