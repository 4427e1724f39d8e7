"""`confnotes site OUT`: pages of all conferences."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import click

from confnotes.cli import candidates
from confnotes.cli.options import Invocation, UserPath, WordChoice, at_option, json_option
from confnotes.cli.printing import plural, say_json, tell
from confnotes.cli.progress import progress_of_two
from confnotes.errors import UsageError
from confnotes.exporters.languages.catalog import LANGUAGES
from confnotes.exporters.theme import THEMES
from confnotes.model.summary import Audience, Own, SummaryOrder

_READERS = WordChoice([Audience.TEAM.value, Audience.PUBLIC.value])
_OWN = WordChoice([one.value for one in Own])
_URL = re.compile(r"https?://[^\s/?#\"'<>]+[^\s?#\"'<>]*")


@click.command()
@click.argument("out", metavar="OUT", type=UserPath())
@click.argument("targets", metavar="[CONFERENCE...]", nargs=-1, shell_complete=candidates.conferences)
@click.option(
    "--audience",
    type=_READERS,
    default="public",
    show_default=True,
    help="team: nothing private; public: also no ratings, stars, tasks, opinions or no-share talks.",
)
@click.option("--url", metavar="URL", help="Address of the site, for a feed and a sitemap.")
@click.option("--github-pages", is_flag=True, help="Write the workflow that publishes OUT on GitHub Pages.")
@click.option("--include", type=_OWN, multiple=True, help="Public: add your tasks or opinions; repeatable.")
@click.option("--short-names", is_flag=True, help="Shorten the names of people who asked questions to initials.")
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
@at_option
@json_option
@click.pass_obj
def command(
    invocation: Invocation,
    out: Path,
    targets: tuple[str, ...],
    audience: str,
    url: str | None,
    github_pages: bool,
    include: tuple[str, ...],
    short_names: bool,
    language: str,
    theme: str,
    at: datetime,
    as_json: bool,
) -> None:
    """Write pages of your conferences into the folder OUT: days, talks, people, papers, tags and years.

    \b
      confnotes site ~/public/notes --audience team
      confnotes site docs --url https://ada.github.io/notes --github-pages
      confnotes site tides "Coastal ML 2021" 2024

    Without CONFERENCE, it shows all conferences with notes or marks, but no notes outside of them. The pages have
    a search and work offline, also from a disk. Run it again to write what changed; OUT may hold nothing else.
    """
    from confnotes.actions.exporting.build_site import build_site
    from confnotes.actions.exporting.github_pages import repository_of, write_workflow
    from confnotes.actions.exporting.render_preferences import RenderPreferences
    from confnotes.report.target import join_words

    if url is not None and not _URL.fullmatch(url):
        raise UsageError(f"not a web address: {url}", "Write it as https://example.org/notes.")
    vault = invocation.open_vault()
    if github_pages:
        repository_of(out)
    order = SummaryOrder(
        join_words(vault, targets),
        audience=Audience(audience),
        include=frozenset(map(Own, include)),
        short_names=short_names,
    )
    with progress_of_two() as progress:
        site = build_site(vault, order, RenderPreferences(language, theme), at, out, url or "", progress.tell)
    workflow = write_workflow(out) if github_pages else None
    if as_json:
        counts = {"pages": site.pages, "written": site.written, "removed": site.removed}
        path = str(site.path.absolute())
        say_json({"schema": "confnotes.site/1", "path": path, **counts, "notices": list(site.notices)})
        return
    written = f"{plural(site.written, 'file')} written" if site.written else ""
    removed = f"{site.removed:,} removed" if site.removed else ""
    said = [str(site.path), plural(site.pages, "page"), *filter(None, (written, removed))]
    tell(f"{'Wrote' if site.written or site.removed else 'Unchanged:'} {' · '.join(said)}")
    if workflow is not None:
        said_of = "Kept your own workflow:" if workflow.kept else "Workflow for GitHub Pages:"
        tell(f"{said_of} {workflow.path}")
    if url is None:
        tell("Note: no feed and no sitemap, which need the address of the site (--url)")
    tell(*(f"Note: {notice}" for notice in site.notices))
