"""`confnotes export TARGET`: the summary of a conference, a day or a query."""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, at_option, conference_option, json_option
from confnotes.cli.printing import say_json, tell
from confnotes.cli.progress import ProgressLine
from confnotes.errors import ConfnotesError, NotFoundError, UsageError
from confnotes.exporters.forms import FORMS
from confnotes.exporters.languages.catalog import LANGUAGES
from confnotes.exporters.theme import THEMES
from confnotes.model.schema import columns
from confnotes.model.summary import Audience, Grouping

if TYPE_CHECKING:
    from confnotes.actions.exporting.export_file import WrittenExport
    from confnotes.actions.exporting.render_preferences import RenderPreferences
    from confnotes.model.summary import SummaryOrder
    from confnotes.vault.vault import Vault

_FORMS = click.Choice(list(FORMS))
_AUDIENCES = click.Choice([one.value for one in Audience])
_GROUPINGS = click.Choice([one.value for one in Grouping])
_LINKS = click.Choice(["plain", "obsidian"])
_DAYS = {("today",): timedelta(), ("yesterday",): timedelta(days=-1)}


@click.command()
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
@click.option("--format", "-f", "form", type=_FORMS, help="Else the ending of OUT says it, else markdown.")
@click.option("--output", "-o", "out", metavar="OUT", help="A file, or a folder to put it in; without it, stdout.")
@click.option(
    "--audience",
    type=_AUDIENCES,
    default="me",
    show_default=True,
    help="me: everything; team: nothing private; public: no ratings and stars either, nothing marked no-share.",
)
@click.option("--by", type=_GROUPINGS, default="day", show_default=True, help="What its parts are made by.")
@click.option(
    "--language",
    metavar="CODE",
    default="en",
    show_default=True,
    help=f"Of headings and dates: {', '.join(LANGUAGES)}.",
)
@click.option(
    "--theme",
    metavar="NAME|FILE",
    default="paper",
    show_default=True,
    help=f"How it looks: {', '.join(THEMES)}, or a file of your own.",
)
@click.option("--template", metavar="FILE", help="A form of your own: a Jinja template such as wiki.md.j2.")
@click.option("--links", type=_LINKS, help="Of Markdown; by itself obsidian inside a vault, plain elsewhere.")
@click.option("--folder", is_flag=True, help="Markdown as a folder with a page for each part.")
@click.option("--short-names", is_flag=True, help="Name those who asked questions by their initials.")
@click.option("--with", "others", metavar="NAME=VAULT", multiple=True, help="Somebody's notes beside yours; repeat it.")
@click.option("--author", metavar="NAME", help="Who signs it; else `author:` in your settings.")
@click.option("--all", "everything", is_flag=True, help="ics, bibtex: the whole program, not only what you chose.")
@click.option("--open", "opens", is_flag=True, help="Open it when it is written.")
@click.option("--force", is_flag=True, help="Write over a file that is there; Markdown without what was edited in it.")
@conference_option
@at_option
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    targets: tuple[str, ...],
    form: str | None,
    out: str | None,
    audience: str,
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
    """Write the summary of TARGET: a conference, several of them, a year, a day (2019-12-10, today), or a search.

    \b
      confnotes export "NeurIPS 2019" --audience team -o neurips.html
      confnotes export "NeurIPS 2019" -o draft.md
      confnotes export today -o today.slides.html
      confnotes export tag:generative --by track -o generative.pdf

    Talks with notes are told in full, talks that were only starred or attended in one line. Markdown that is there is
    made again around what you changed in it. As ics it is your own schedule, for a calendar: what you starred,
    attended and noted. As bibtex it is the papers that are named there.
    """
    from confnotes.actions.exporting.export_file import export_to, form_of, links_at
    from confnotes.actions.exporting.render_preferences import RenderPreferences, form_of_template
    from confnotes.exporters.render_options import LinkStyle
    from confnotes.model.summary import SummaryOrder

    path = None if out in (None, "-") else Path(out).expanduser()
    if as_json and path is None and form not in (None, "json"):
        raise UsageError(f"--json and --format {form} are two formats", "give one of them")
    if template is not None:
        if form is not None:
            raise UsageError("a template is a format of its own", "leave --format out: its ending says it")
        form = form_of_template(template)
        if path is not None and form_of(path) not in (None, form):
            raise UsageError(f"{template} makes {FORMS[form].ending} files, and {path} is none", "name another OUT")
    form = form or (path and form_of(path)) or ("json" if as_json else "markdown")
    _refuse_what_cannot_be(form, path, folder=folder, opens=opens)
    vault = invocation.open_vault()
    style = LinkStyle(links) if links else links_at(path) if path else LinkStyle.PLAIN
    look = RenderPreferences(language, theme, style, folder=folder, template=template)
    order = SummaryOrder(
        _target(vault, targets, at.date()),
        conference,
        audience=Audience(audience),
        by=Grouping(by),
        short_names=short_names,
        author=author,
        others=tuple(_other(one) for one in others),
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
        raise UsageError(f"--folder is for markdown, and this is {form}", "leave one of them out")
    if path is None and (folder or opens):
        raise UsageError(f"--{'folder' if folder else 'open'} needs a file", "name it with -o OUT")
    if path is None and FORMS[form].binary and sys.stdout.isatty():
        raise UsageError(f"{form} is nothing for a terminal", f"name a file: -o summary{FORMS[form].ending}")


def _target(vault: Vault, targets: tuple[str, ...], today: date) -> str:
    """One text for several words, and for several conferences with a comma between them; the day for `today`."""
    from confnotes.vault.layout import conference_among

    if targets in _DAYS:
        return (today + _DAYS[targets]).isoformat()
    names = vault.conferences()
    known = [_is_year(one) or conference_among(names, one) is not None for one in targets]
    quoted = any(" " in one for one, is_known in zip(targets, known, strict=True) if is_known)
    return (", " if len(targets) > 1 and (all(known) or quoted) else " ").join(targets)


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isdecimal()


def _other(text: str) -> tuple[str, str]:
    from confnotes.vault.vault import Vault

    name, equals, folder = text.partition("=")
    if not (name.strip() and equals and folder):
        raise UsageError(f"“{text}” does not say whose vault it is", "write it as --with Ada=../ada/notes")
    try:
        return name.strip(), str(Vault.open(Path(folder).expanduser()).root)
    except NotFoundError as error:
        raise NotFoundError(error.message, f"name the folder of {name.strip()}'s vault") from error


def _to_stdout(vault: Vault, order: SummaryOrder, form: str, look: RenderPreferences, at: datetime) -> None:
    from confnotes.actions.exporting.export import export

    with ProgressLine() as progress:
        progress.tell(f"making the {FORMS[form].title}")
        output = export(vault, order, form, look, at, alone=True)
    sys.stdout.flush()
    sys.stdout.buffer.write(output.data)
    sys.stdout.buffer.flush()
    _tell_notices(output.notices)


def _report(written: WrittenExport, *, as_json: bool) -> None:
    if as_json:
        path = str(written.path.absolute())
        rest = columns("format=form bytes=size changed beside kept notices")
        say_json({"schema": "confnotes.exported/1", "path": path, **rest(written)})
        return
    tell(f"{'wrote' if written.changed else 'unchanged:'} {' · '.join((str(written.path), *written.words()))}")
    _tell_notices(written.notices)


def _tell_notices(notices: tuple[str, ...]) -> None:
    tell(*(f"note: {notice}" for notice in notices))


def _open(path: Path) -> None:
    from confnotes.actions.exporting.export_file import open_file

    try:
        open_file(path)
    except ConfnotesError as error:
        tell(f"{error.message}: {error.hint}")
