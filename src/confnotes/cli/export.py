"""`confnotes export TARGET`: the summary of a conference, a day or a query."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from confnotes.cli.options import (
    Invocation,
    UserPath,
    WordChoice,
    at_option,
    conference_option,
    json_option,
    target_argument,
)
from confnotes.cli.printing import say_exactly, say_json, tell
from confnotes.cli.progress import ProgressLine
from confnotes.errors import ConfnotesError, UsageError
from confnotes.exporters.forms import FORMS
from confnotes.exporters.languages.catalog import LANGUAGES
from confnotes.exporters.theme import THEMES
from confnotes.model.schema import columns
from confnotes.model.summary import Audience, Grouping, Own

if TYPE_CHECKING:
    from confnotes.actions.exporting.export_file import WrittenExport
    from confnotes.actions.exporting.render_preferences import RenderPreferences
    from confnotes.model.summary import SummaryOrder
    from confnotes.vault.vault import Vault

_FORMS = WordChoice(list(FORMS))
_AUDIENCES = WordChoice([one.value for one in Audience])
_GROUPINGS = WordChoice([one.value for one in Grouping])
_OWN = WordChoice([one.value for one in Own])
_LINKS = WordChoice(["plain", "obsidian"])


@click.command()
@target_argument
@click.option("--format", "-f", "form", type=_FORMS, help="Format. [default: by the extension of OUT, else markdown]")
@click.option(
    "--output",
    "-o",
    "out",
    metavar="OUT",
    type=UserPath(),
    help="Write to this file or folder instead of stdout.",
)
@click.option(
    "--audience",
    type=_AUDIENCES,
    default="me",
    show_default=True,
    help="me: everything; team: nothing private; public: also no ratings, stars, tasks, opinions or no-share talks.",
)
@click.option("--include", type=_OWN, multiple=True, help="Public: add your tasks or opinions; repeatable.")
@click.option("--by", type=_GROUPINGS, default="day", show_default=True, help="Group by day, track, theme or person.")
@click.option(
    "--language",
    metavar="CODE",
    default="en",
    show_default=True,
    help=f"Language of headings and dates: {', '.join(LANGUAGES)}.",
)
@click.option(
    "--theme",
    metavar="NAME|FILE",
    default="paper",
    show_default=True,
    help=f"Theme: {', '.join(THEMES)}, or a file of your own.",
)
@click.option("--template", metavar="FILE", type=click.Path(), help="Use your own Jinja template, e.g. wiki.md.j2.")
@click.option("--links", type=_LINKS, help="Link style of Markdown. [default: obsidian inside a vault, else plain]")
@click.option("--folder", is_flag=True, help="Write Markdown as a folder with one page per part.")
@click.option("--short-names", is_flag=True, help="Shorten the names of people who asked questions to initials.")
@click.option("--with", "others", metavar="NAME=VAULT", multiple=True, help="Add notes of another person; repeatable.")
@click.option("--author", metavar="NAME", help="Name of the author. [default: the author in your settings]")
@click.option("--whole-program", "everything", is_flag=True, help="Export the whole program, not only your talks.")
@click.option("--open", "opens", is_flag=True, help="Open the file afterwards.")
@click.option("--force", is_flag=True, help="Overwrite an existing file, including your edits in it.")
@conference_option
@at_option
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    targets: tuple[str, ...],
    form: str | None,
    out: Path | None,
    audience: str,
    include: tuple[str, ...],
    by: str,
    language: str,
    theme: str,
    template: str | None,
    links: str | None,
    folder: bool,
    short_names: bool,
    others: tuple[str, ...],
    author: str | None,
    everything: bool,
    opens: bool,
    force: bool,
    conference: str | None,
    at: datetime,
    as_json: bool,
) -> None:
    """Export a summary of TARGET: a conference or several, a day of one, a year, notes, or a search.

    \b
      confnotes export "NeurIPS 2019" --audience team -o neurips.html
      confnotes export "NeurIPS 2019" -o draft.md
      confnotes export saturday -o saturday.slides.html
      confnotes export tag:generative --by track -o generative.pdf

    A day is saturday, today or 2019-12-10, on its own or after the name of its conference. “notes” means notes without
    a conference. Talks with notes appear in full, other starred or attended talks in one line each. Exporting Markdown
    again keeps your edits in the file. The format ics is your own schedule for a calendar, bibtex the papers in your
    notes.
    """
    from confnotes.actions.exporting.export_file import export_to, form_of, links_at
    from confnotes.actions.exporting.render_preferences import RenderPreferences, form_of_template
    from confnotes.exporters.render_options import LinkStyle
    from confnotes.model.summary import SummaryOrder
    from confnotes.report.target import join_words

    path = None if out == Path("-") else out
    if as_json and path is None and form not in (None, "json"):
        raise UsageError(f"--json and --format {form} exclude each other", "Use one of them.")
    if template is not None:
        if form is not None:
            raise UsageError(
                "--template and --format exclude each other",
                "Leave out --format.",
            )
        form = form_of_template(template)
        if path is not None and form_of(path) not in (None, form):
            raise UsageError(f"{template} writes {FORMS[form].ending} files: {path}", "Change the extension of OUT.")
    form = form or (path and form_of(path)) or ("json" if as_json else "markdown")
    _refuse_what_cannot_be(form, path, folder=folder, opens=opens)
    vault = invocation.open_vault()
    style = LinkStyle(links) if links else links_at(path) if path else LinkStyle.PLAIN
    look = RenderPreferences(language, theme, style, folder=folder, template=template)
    order = SummaryOrder(
        join_words(vault, targets),
        conference,
        audience=Audience(audience),
        by=Grouping(by),
        short_names=short_names,
        author=author,
        others=tuple(_other(one) for one in others),
        include=frozenset(map(Own, include)),
        everything=everything,
    )
    if path is None:
        _to_stdout(vault, order, form, look, at)
        return
    with ProgressLine() as progress:
        written = export_to(vault, order, form, look, at, path, force=force, tell=progress.tell)
    _report(written, as_json=as_json)
    if opens:
        _open(written.path)


def _refuse_what_cannot_be(form: str, path: Path | None, *, folder: bool, opens: bool) -> None:
    if folder and form != "markdown":
        raise UsageError(f"--folder needs the format markdown, not {form}", "Leave out one of them.")
    if path is None and (folder or opens):
        raise UsageError(f"--{'folder' if folder else 'open'} needs a file", "Name it with -o OUT.")
    if path is None and FORMS[form].binary and sys.stdout.isatty():
        raise UsageError(f"cannot print {form} on a terminal", f"Write it to a file: -o summary{FORMS[form].ending}")


def _other(text: str) -> tuple[str, str]:
    name, equals, folder = text.partition("=")
    if not (name.strip() and equals and folder):
        raise UsageError(f"invalid value for --with: {text}", "Write it as --with Ada=../ada/notes.")
    return name, folder


def _to_stdout(vault: Vault, order: SummaryOrder, form: str, look: RenderPreferences, at: datetime) -> None:
    from confnotes.actions.exporting.export import export

    with ProgressLine() as progress:
        progress.tell(f"Creating the {FORMS[form].title}")
        output = export(vault, order, form, look, at, alone=True)
    say_exactly(output.data)
    _tell_notices(output.notices)


def _report(written: WrittenExport, *, as_json: bool) -> None:
    if as_json:
        path = str(written.path.absolute())
        rest = columns("format=form bytes=size changed beside kept notices")
        say_json({"schema": "confnotes.exported/1", "path": path, **rest(written)})
        return
    tell(f"{'Wrote' if written.changed else 'Unchanged:'} {' · '.join((str(written.path), *written.words()))}")
    _tell_notices(written.notices)


def _tell_notices(notices: tuple[str, ...]) -> None:
    tell(*(f"Note: {notice}" for notice in notices))


def _open(path: Path) -> None:
    from confnotes.actions.exporting.export_file import open_file

    try:
        open_file(path)
    except ConfnotesError as error:
        tell(f"Not opened: {error.message}. {error.hint}")
