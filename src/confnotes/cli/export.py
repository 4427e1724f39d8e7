"""`confnotes export TARGET`: the summary of a conference, a day or a query."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from confnotes.cli import candidates
from confnotes.cli.export_output import copy_text, open_written, print_export, report_export
from confnotes.cli.export_parts import (
    ExportCommand,
    contents_of,
    form_meant,
    only_option,
    preset_option,
    tell_without_effect,
    without_option,
)
from confnotes.cli.options import (
    Invocation,
    UserPath,
    WordChoice,
    at_option,
    conference_option,
    json_option,
    target_argument,
)
from confnotes.cli.progress import progress_of_two
from confnotes.errors import UsageError
from confnotes.exporters.forms import FORMS, OF_PROGRAMS, form_of_file
from confnotes.exporters.languages.catalog import LANGUAGES
from confnotes.exporters.theme import THEMES
from confnotes.model.summary import Audience, Grouping, Own, SummaryOrder


class _FormChoice(WordChoice):
    """A format by its name, or by the extension of its files: `md`."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name of the format. Raises UnknownChoice."""
        known = str(value).lower() in self.choices
        return super().convert(value if known else form_of_file(f".{value}") or value, param, ctx)


_FORMS = _FormChoice(list(FORMS))
_AUDIENCES = WordChoice([one.value for one in Audience])
_GROUPINGS = WordChoice([one.value for one in Grouping])
_OWN = WordChoice([one.value for one in Own])
_NETWORKS = WordChoice(["mastodon", "bluesky", "x"])
_GENERATORS = WordChoice(["hugo", "jekyll", "zola", "quarto"])
_LINKS = WordChoice(["plain", "obsidian"])


@click.command(cls=ExportCommand)
@target_argument
@click.option(
    "--format",
    "-f",
    "form",
    metavar="FORMAT",
    type=_FORMS,
    help=f"{', '.join(FORMS)}. [default: by the extension of OUT, else markdown]",
)
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
@preset_option
@only_option
@without_option
@click.option("--include", type=_OWN, multiple=True, help="Public: add your tasks or opinions; repeatable.")
@click.option("--by", type=_GROUPINGS, default="day", show_default=True, help="Group by day, track, theme or person.")
@click.option(
    "--language",
    metavar="CODE",
    shell_complete=candidates.words(*LANGUAGES),
    default="en",
    show_default=True,
    help=f"Language of headings and dates: {', '.join(LANGUAGES)}.",
)
@click.option(
    "--theme",
    metavar="NAME|FILE",
    shell_complete=candidates.words(*THEMES),
    default="paper",
    show_default=True,
    help=f"Theme: {', '.join(THEMES)}, or a file of your own.",
)
@click.option("--network", type=_NETWORKS, default="mastodon", show_default=True, help="Network of posts (thread).")
@click.option("--template", metavar="FILE", type=click.Path(), help="Use your own Jinja template, e.g. wiki.md.j2.")
@click.option("--links", type=_LINKS, help="Link style of Markdown. [default: obsidian inside a vault, else plain]")
@click.option("--front-matter", type=_GENERATORS, help="Front matter of Markdown, for a site generator.")
@click.option("--folder", is_flag=True, help="Write Markdown as a folder with one page per part.")
@click.option("--short-names", is_flag=True, help="Shorten the names of people who asked questions to initials.")
@click.option("--with", "others", metavar="NAME=VAULT", multiple=True, help="Add notes of another person; repeatable.")
@click.option("--team", "with_team", is_flag=True, help="Add the notes of all colleagues in your team.")
@click.option("--author", metavar="NAME", help="Name of the author. [default: the author in your settings]")
@click.option("--whole-program", "everything", is_flag=True, help=f"For {', '.join(OF_PROGRAMS)}: the whole program.")
@click.option("--copy", "copies", is_flag=True, help="Copy the text to the clipboard; OUT is optional then.")
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
    only: tuple[str, ...],
    without: tuple[str, ...],
    include: tuple[str, ...],
    by: str,
    language: str,
    theme: str,
    network: str,
    template: str | None,
    links: str | None,
    front_matter: str | None,
    folder: bool,
    short_names: bool,
    others: tuple[str, ...],
    with_team: bool,
    author: str | None,
    everything: bool,
    copies: bool,
    opens: bool,
    force: bool,
    conference: str | None,
    at: datetime,
    as_json: bool,
) -> None:
    """Export a summary of TARGET: a conference or several, a day of one, a year, notes, or a search.

    \b
      confnotes export "NeurIPS 2019" --audience team -o neurips.html
      confnotes export "NeurIPS 2019" --preset digest -o digest.html
      confnotes export "NeurIPS 2019" --without tags -o draft.md
      confnotes export saturday -o saturday.slides.html
      confnotes export tag:generative --by track -o generative.pdf
      confnotes export "NeurIPS 2019" -f slack --audience team --copy

    A day is saturday, today or 2019-12-10, on its own or after the name of its conference. “notes” means notes without
    a conference, and the name of a folder those in it. Talks with notes appear in full, other starred or attended talks
    in one line each. Exporting Markdown again keeps your edits in the file. The format ics is your own schedule for a
    calendar, bibtex the papers in your notes.
    """
    from confnotes.actions.exporting.add_team import add_team
    from confnotes.actions.exporting.export_file import export_to
    from confnotes.actions.exporting.render_preferences import RenderPreferences, links_at
    from confnotes.exporters.render_options import LinkStyle
    from confnotes.report.target import join_words

    path = None if out == Path("-") else out
    form = form_meant(form, template, path, as_json=as_json)
    contents = contents_of(form, only, without)
    _refuse_what_cannot_be(form, path, folder=folder, opens=opens, copies=copies, fronted=bool(front_matter))
    if everything:
        tell_without_effect(form)
    vault = invocation.open_vault()
    style = LinkStyle(links) if links else links_at(path) if path else LinkStyle.PLAIN
    look = RenderPreferences(language, theme, style, folder, template, network, front_matter or "")
    order = SummaryOrder(
        join_words(vault, targets),
        conference,
        audience=Audience(audience),
        by=Grouping(by),
        short_names=short_names,
        author=author,
        others=tuple(_other(one) for one in others),
        include=frozenset(map(Own, include)),
        contents=contents,
        everything=everything,
    )
    if with_team:
        order = add_team(vault, order)
    if copies:
        copy_text(vault, order, form, look, at)
    if path is None:
        if not copies:
            print_export(vault, order, form, look, at)
        return
    with progress_of_two() as progress:
        written = export_to(vault, order, form, look, at, path, force=force, tell=progress.tell)
    report_export(written, as_json=as_json)
    if opens:
        open_written(written.path)


def _refuse_what_cannot_be(
    form: str, path: Path | None, *, folder: bool, opens: bool, copies: bool, fronted: bool
) -> None:
    if fronted and (folder or form != "markdown"):
        raise UsageError("--front-matter needs the format markdown, in one file", "Leave out one of the options.")
    if copies and FORMS[form].binary:
        raise UsageError(f"cannot copy {form}, which is not text", "Write it to a file with -o OUT.")
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
