"""`confnotes export TARGET`: the summary of a conference, a day or a query."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from confnotes.cli.options import Invocation, at_option, conference_option, json_option
from confnotes.cli.printing import tell
from confnotes.errors import UsageError

FORMATS = ("markdown", "html", "json", "csv", "bibtex", "ics")
ENDINGS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".csv": "csv",
    ".bib": "bibtex",
    ".ics": "ics",
}


@click.command()
@click.argument("target", nargs=-1, required=True)
@click.option("--format", "-f", "form", type=click.Choice(FORMATS), help="Else by the ending of OUT, else markdown.")
@click.option("--output", "-o", "out", metavar="OUT", help="A file, or a folder to put it in; else stdout.")
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
@click.option(
    "--audience",
    type=click.Choice(["me", "team", "public"]),
    default="me",
    show_default=True,
    help="team: nothing private; public: no ratings and stars either.",
)
@click.option("--by", type=click.Choice(["day", "track", "theme", "person"]), default="day", show_default=True)
@click.option(
    "--all", "everything", is_flag=True, help="ics, bibtex: the whole program, not only what you noted or marked."
)
@conference_option
@at_option
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    target: tuple[str, ...],
    form: str | None,
    out: str | None,
    force: bool,
    audience: str,
    by: str,
    everything: bool,
    conference: str | None,
    at: datetime,
    as_json: bool,
) -> None:
    """Write the summary of TARGET: a conference, a day such as 2019-12-10, or a search.

    Talks with notes are told in full, talks that were only starred or attended in one line. As ics it is your own
    schedule, for a calendar: what you starred and attended. As bibtex it is the papers that are named there.
    """
    from confnotes.model.summary import Audience, Grouping
    from confnotes.model.summary_order import SummaryOrder
    from confnotes.services.summary.export import export
    from confnotes.services.summary.write_export import file_name, write_export

    if as_json and form not in (None, "json"):
        raise UsageError(f"--json and --format {form} are two formats", "give one of them")
    name = " ".join(target)
    form = "json" if as_json else form or _by_ending(out) or "markdown"
    vault = invocation.open_vault()
    if form == "ics":
        from confnotes.services.program import export_agenda

        data = export_agenda.export(vault, name, form, at, everything=everything, conference=conference)
    elif form == "bibtex":
        from confnotes.services.papers import export_papers

        data = export_papers.export(vault, name, audience=audience, at=at, conference=conference, everything=everything)
    else:
        order = SummaryOrder(name, conference, Audience(audience), Grouping(by))
        data = export(vault, order, form, at=at).data
    if out is None or out == "-":
        _to_stdout(data)
        return
    path = Path(out)
    if path.is_dir():
        path /= file_name(name, form)
    written = write_export(path, data, force=force)
    tell(f"{'wrote' if written else 'unchanged:'} {path}")


def _by_ending(out: str | None) -> str | None:
    return ENDINGS.get(Path(out).suffix.lower()) if out else None


def _to_stdout(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
