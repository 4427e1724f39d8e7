"""`confnotes paper ID` and `confnotes bib FILE.bib`: a paper of the vault, and papers from a BibTeX file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, dry_run_option, json_option, private_option
from confnotes.cli.printing import say, say_json, say_styled, tell
from confnotes.errors import UsageError
from confnotes.model.paper import Paper, Reading
from confnotes.model.schema import columns, each

if TYPE_CHECKING:
    from confnotes.actions.papers.add_bibliography import Added
    from confnotes.vault.vault import Vault


@click.command()
@click.argument("paper", metavar="ID", nargs=-1, required=True)
@click.option("--read", "reading", flag_value="read", help="Mark as read.")
@click.option("--to-read", "reading", flag_value="to-read", help="Mark as to read.")
@click.option("--undo", "reading", flag_value="none", help="Remove the mark.")
@click.option("--fetch", is_flag=True, help="Fetch its authors, year and venue from the web.")
@private_option
@click.option("--bibtex", is_flag=True, help="Print only its BibTeX entry.")
@json_option
@click.pass_obj
def paper(
    invocation: Invocation,
    paper: tuple[str, ...],
    reading: str | None,
    fetch: bool,
    allow_private: bool,
    bibtex: bool,
    as_json: bool,
) -> None:
    """Show a paper: its talks, the notes that mention it, and its BibTeX entry. Mark it as read or to read.

    ID is an arXiv id, DOI, web address, citation key, or words of the title.
    """
    from confnotes.catalogue.papers.find_paper import paper as paper_named
    from confnotes.exporters.data.bibtex import entry_of, format_entry

    vault = invocation.open_vault()
    found = paper_named(vault, " ".join(paper))
    if fetch:
        from confnotes.actions.papers.fetch_paper import FetchOptions, fetch_paper

        entry = fetch_paper(vault, found, FetchOptions(allow_private=allow_private))
        found = paper_named(vault, f"@{entry.key}")
    if reading is not None:
        from confnotes.actions.papers.mark_paper import mark

        mark(vault, found, None if reading == "none" else Reading(reading))
        found = paper_named(vault, found.key)
    if bibtex:
        say(format_entry(entry_of(found)))
    elif as_json:
        _say_json(vault, found)
    elif reading is not None and not fetch:
        say(f"{_mark(found)} {found.title}")
    else:
        _say(vault, found)


def _say_json(vault: Vault, paper: Paper) -> None:
    from confnotes.catalogue.papers.papers import lines_of, paper_row
    from confnotes.exporters.data.bibtex import entry_of, format_entry

    texts = lines_of(vault, paper)
    noted = [{**_noted(one), "text": texts.get((one.path, one.line))} for one in paper.noted]
    say_json(
        {"schema": "confnotes.paper/1", **paper_row(paper), "noted": noted, "bibtex": format_entry(entry_of(paper))}
    )


_noted = columns("path line title")


def _say(vault: Vault, paper: Paper) -> None:
    from confnotes.catalogue.papers.papers import lines_of
    from confnotes.exporters.data.bibtex import entry_of, format_entry

    say_styled([(paper.title, "bold"), (f"  {_mark(paper)}", "dim")])
    where = " · ".join(filter(None, (", ".join(paper.authors), str(paper.year or ""), paper.venue)))
    if where:
        say_styled([(where, "")])
    for one in paper.ids:
        say_styled([("  ", ""), (one.address, "accent")])
    if paper.note:
        say_styled([(f"  {paper.note}", "accent")])
    for talk in paper.presented:
        note = f"  {talk.note}" if talk.note else ""
        say_styled([("  presented  ", "dim"), (f"{talk.conference}: {talk.title}", ""), (note, "accent")])
    texts = lines_of(vault, paper)
    if paper.noted:
        say("")
        say_styled([("Noted", "dim")])
    for line in paper.noted:
        text = texts.get((line.path, line.line), "")
        say_styled([(f"  {line.path}:{line.line}", "accent"), (f"  {text}", "")])
    say("", format_entry(entry_of(paper)))
    if not paper.authors and paper.entry is None:
        tell("Authors unknown. Use --fetch to fetch them from the web.")


def _mark(paper: Paper) -> str:
    """Its reading status, in words."""
    return {Reading.READ: "read", Reading.TO_READ: "to read", None: "no mark"}[paper.status]


@click.command()
@click.argument("file", metavar="FILE", type=click.Path())
@dry_run_option
@json_option
@click.pass_obj
def bib(invocation: Invocation, file: str, dry_run: bool, as_json: bool) -> None:
    """Import a BibTeX file, for example from Zotero, Better BibTeX, JabRef or DBLP.

    FILE is a file, a web address, or - for standard input. Adds details and citation keys to the papers of your
    vault, and keeps the entries unchanged in .confnotes/papers.bib.
    """
    from confnotes.actions.importing.open_source import ImportContext, open_source
    from confnotes.actions.papers.add_bibliography import add_bibliography

    source = open_source(file, ImportContext()).source
    if source.file is None:
        raise UsageError(f"not a file: {file}", "Name the .bib file.")
    added = add_bibliography(invocation.open_vault(), source.file.text, source.name, dry_run=dry_run)
    if as_json:
        say_json({"schema": "confnotes.bib/1", **_added(added)})
    else:
        _say_added(added, dry_run)


_entry = each(lambda entry: dict(zip(("citekey", "title", "papers"), entry, strict=False)))
_added = columns(
    "new joined unchanged ambiguous warnings",
    new=_entry,
    joined=_entry,
    ambiguous=_entry,
    warnings=each(columns("line message")),
)


def _say_added(added: Added, dry_run: bool) -> None:
    for what, rows in (("merged", added.joined), ("new", added.new)):
        for key, title in rows:
            say_styled([(f"{what:7}", "dim"), (key, "accent"), (f"  {title}", "")])
    for key, title, fit in added.ambiguous:
        say_styled([("several", "dim"), (f" {key}", "accent"), (f"  {title}", "")])
        tell(f"  Skipped: matches {' and '.join(fit)}.")
    for warning in added.warnings:
        tell(f"Line {warning.line}: {warning.message}" if warning.line else warning.message)
    counts = [
        (len(added.joined), "merged with papers of the vault"),
        (len(added.new), "new"),
        (added.unchanged, "unchanged"),
        (len(added.ambiguous), "skipped because they match several papers"),
    ]
    told = ", ".join(f"{number:,} {what}" for number, what in counts if number)
    tell(f"{'Entries (nothing was written)' if dry_run else 'Entries'}: {told or 'none'}.")
