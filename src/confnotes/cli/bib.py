"""`confnotes bib FILE.bib`: take what a bibliography says into the vault's papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, json_option
from confnotes.cli.printing import say_json, say_styled, tell
from confnotes.errors import UsageError
from confnotes.model.schema import columns, each

if TYPE_CHECKING:
    from confnotes.actions.papers.add_bibliography import Added


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--dry-run", is_flag=True, help="Say what it would do; write nothing.")
@json_option
@click.pass_obj
def command(invocation: Invocation, file: str, dry_run: bool, as_json: bool) -> None:
    """Read a .bib FILE, of Zotero, Better BibTeX, JabRef, DBLP or a proceedings: what it says of papers, and citekeys.

    FILE is a file, a web address, or - for standard input. The entries are kept in .confnotes/papers.bib as they are.
    """
    from confnotes.actions.importing.open_source import ImportContext, open_source
    from confnotes.actions.papers.add_bibliography import add_bibliography

    source = open_source(file, ImportContext()).source
    if source.file is None:
        raise UsageError(f"{file} is a folder", "name the .bib file")
    added = add_bibliography(invocation.open_vault(), source.file.text, source.name, dry_run=dry_run)
    if as_json:
        say_json({"schema": "confnotes.bib/1", **_added(added)})
    else:
        _say(added, dry_run)


_entry = each(lambda entry: dict(zip(("citekey", "title", "papers"), entry, strict=False)))
_added = columns(
    "new joined unchanged ambiguous warnings",
    new=_entry,
    joined=_entry,
    ambiguous=_entry,
    warnings=each(columns("line message")),
)


def _say(added: Added, dry_run: bool) -> None:
    for what, rows in (("joined", added.joined), ("new", added.new)):
        for key, title in rows:
            say_styled([(f"{what:7}", "dim"), (key, "accent"), (f"  {title}", "")])
    for key, title, fit in added.ambiguous:
        say_styled([("several", "dim"), (f" {key}", "accent"), (f"  {title}", "")])
        tell(f"  It could be {' or '.join(fit)}: nothing was taken.")
    for warning in added.warnings:
        tell(f"line {warning.line}: {warning.message}" if warning.line else warning.message)
    counts = [
        (len(added.joined), "joined with papers of the vault"),
        (len(added.new), "new"),
        (added.unchanged, "known already"),
        (len(added.ambiguous), "that could be several papers"),
    ]
    told = ", ".join(f"{number:,} {what}" for number, what in counts if number)
    tell(f"{'Would be' if dry_run else 'Entries'}: {told or 'none'}.")
