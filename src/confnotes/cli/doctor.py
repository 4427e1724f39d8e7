"""`confnotes doctor` and `confnotes index`: problems of the vault and how to solve them, and its search index."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from confnotes.cli.options import Invocation, json_option
from confnotes.cli.printing import plural, say, say_json, tell
from confnotes.markup.safe import shell_word

if TYPE_CHECKING:
    from confnotes.actions.check_files import Problem
    from confnotes.search.update import IndexReport

_SHOWN = 10  # problems, unless all are asked for


@click.command()
@json_option
@click.option("--all", "everything", is_flag=True, help="Show every problem instead of the first 10 of each kind.")
@click.option(
    "--fix",
    is_flag=True,
    help="Merge conflict copies, and fix timestamps that two lines share or that have words behind them.",
)
@click.pass_obj
def doctor(invocation: Invocation, as_json: bool, everything: bool, fix: bool) -> int:
    """Check the vault for problems and say how to solve them. Exits with 1 if there are any."""
    from confnotes.actions.check_vault import check
    from confnotes.vault.history import MEGABYTE

    invocation.told_damage = True
    vault = invocation.open_vault()
    if fix:
        from confnotes.actions.notes.mend_stamps import mend_stamps
        from confnotes.actions.syncing.conflict_copies import merge_copies

        tell(*(f"{one.path}: merged into {one.original}" for one in merge_copies(vault)))
        for one in mend_stamps(vault):
            done = f"changed {one.stamp} to {one.own}" if one.first else f"moved {one.stamp} to the end"
            tell(f"{one.path}:{one.line}: {done}")
    problems = check(vault)
    if as_json:
        history = {"bytes": vault.history.size(), "bound": vault.history.bound}
        say_json({"schema": "confnotes.problems/1", "problems": problems, "history": history})
    else:
        _say_all(problems, len(problems) if everything else _SHOWN)
        size, bound = (number / MEGABYTE for number in (vault.history.size(), vault.history.bound))
        tell(f"Earlier versions of notes use {size:,.1f} of {bound:,.0f} MB.")
    count = len(problems)
    tell(f"{plural(count, 'problem')} found." if count else "No problems found.")
    return 1 if problems else 0


def _say_all(problems: Sequence[Problem], most: int) -> None:
    """Print the first problems of each kind: a folder of another program can have very many unresolved links."""
    sorts: dict[str, list[Problem]] = {}
    for problem in problems:
        sorts.setdefault(problem.remedy.replace(shell_word(problem.path or ""), ""), []).append(problem)
    for alike in sorts.values():
        for problem in alike[:most]:
            place = f"{problem.path}:{problem.line}" if problem.path and problem.line else problem.path or "vault"
            say(f"{place}: {problem.message}")
            if problem.remedy:
                say(f"  {problem.remedy}")
        if len(alike) > most:
            say(f"… and {len(alike) - most:,} more of this kind: see `confnotes doctor --all`")


_STEP = 50  # files between two updates of the line


@click.command()
@click.option("--rebuild", is_flag=True, help="Delete the index and build it again.")
@click.option("--path", is_flag=True, help="Print the folder of the index, for programs that read it with Whoosh.")
@click.pass_obj
def index(invocation: Invocation, rebuild: bool, path: bool) -> None:
    """Update the search index.

    Searching does this too. Run the command to do it ahead of time.
    """
    from confnotes.catalogue.searching.searchable import index_store
    from confnotes.catalogue.searching.update_index import update

    watched = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    vault = invocation.open_vault()
    report = update(vault, rebuild=rebuild, progress=_progress if watched else lambda done, total: None)
    if watched:
        sys.stderr.write("\r\x1b[K")
    if path:
        say(str(index_store(vault).folder))
    else:
        tell(_told(report))


def _told(report: IndexReport) -> str:
    count = report.added + report.changed + report.unchanged
    files = plural(count, "file")
    if report.rebuilt:
        return f"Built the index: {files}."
    changes = (("new", report.added), ("changed", report.changed), ("removed", report.removed))
    said = ", ".join(f"{number} {word}" for word, number in changes if number)
    return f"The index is up to date: {files}, {said or 'no changes'}."


def _progress(done: int, total: int) -> None:
    if done % _STEP == 0 or done == total:
        sys.stderr.write(f"\r{done} of {total} files")
        sys.stderr.flush()
