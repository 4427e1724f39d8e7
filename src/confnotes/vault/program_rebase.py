"""A program as it would be if a newer version of a source had been imported into it, too."""

from __future__ import annotations

from confnotes.markup.program_yaml import program_of_yaml, render
from confnotes.merge.duplicate_talks import with_ids
from confnotes.merge.merge_programs import merge
from confnotes.merge.merge_sources import Bases
from confnotes.vault.imported import SourceClaims, parse
from confnotes.vault.program_save import splice


def rebase_program(text: str, last: str, newest: str, conference: str) -> str:
    """The text of a `program.yaml` with the newest state of a source in place of the last one that was imported.

    `last` and `newest` are the texts of the files with these states, "" for none. What the user changed stays. Raises
    ConfnotesError if the program cannot be read.
    """
    before, after = (parse(each).value if each else SourceClaims() for each in (last, newest))
    if after.program is None:
        return text
    mine = with_ids(program_of_yaml(text, after.program.conference))
    keep = {talk.id for talk in mine.talks() if talk.id}
    merged = merge(mine, after.program, Bases(before.program, ids=before.ids), keep).program
    return text if merged == mine else splice(text, mine, merged) or render(merged, conference)
