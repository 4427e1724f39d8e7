"""`confnotes list KIND`: one item per line, with the id that `show` takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import click

from confnotes.cli import candidates
from confnotes.cli.options import Invocation, WordChoice, json_option
from confnotes.cli.printing import say, say_json, tell
from confnotes.cli.row_format import RowFormat, format_options, refuse_two
from confnotes.cli.show import field_text
from confnotes.markup.plain import plain_text

Row = Mapping[str, object]
Cell = Callable[[Row], object]


def row_text(things: str, row: Row) -> str:
    """The line for one row of `things`."""
    parts = (field_text(row.get(cell) if isinstance(cell, str) else cell(row)) for cell in _LINES[things])
    return "  ".join(part for part in parts if part)


def _first(*names: str) -> Cell:
    return lambda row: next((row[name] for name in names if row[name]), None)


def _counts(*names: str) -> Cell:
    def told(row: Row) -> str:
        counts = ((len(count) if isinstance(count := row.get(name), list) else count, name) for name in names)
        return ", ".join(f"{count} {name if count != 1 else name[:-1]}" for count, name in counts if count)

    return told


def _words(name: str, **words: str) -> Cell:
    return lambda row: words.get(str(row[name]).replace("-", "_").replace(" ", "_"))


def _minute(name: str) -> Cell:
    def told(row: Row) -> str:
        text = field_text(row.get(name))
        if len(text) == len("2016-04-28"):
            return f"{text}, no time"
        return f"{text[:5]} (no day)" if text[2:3] == ":" else text.replace("T", " ")[:16]

    return told


def _star(row: Row) -> str:
    return "★" if row["starred"] else ""


def _answer(row: Row) -> str:
    return f"! {plain_text(' '.join(str(row['answer']).split()))}" if row["answer"] else ""


def _candidate(row: Row) -> str:
    candidates = row["candidates"]
    return f"→ {candidates[0]}" if isinstance(candidates, list) and candidates else ""


def _resources(row: Row) -> str:
    resources = row["resources"]
    return "  ".join(f"{one['kind']} {one['url']}" for one in resources) if isinstance(resources, list) else ""


_TALK = (_minute("start"), _star, lambda row: row["title"] or "(no title)", "speakers", "id")
_NOTE = ("title", "path")
_LINK = (
    "id",
    lambda row: f"→ {row['to'] or row['target']}",
    _words("state", ambiguous="one of several", unwritten="not written yet", broken="not found"),
)
_LINES: dict[str, tuple[str | Cell, ...]] = {
    "conferences": ("name", "start", "venue", _counts("talks", "notes"), "error"),
    "sessions": (_minute("start"), "room", _first("title", "id"), _counts("talks"), "conference"),
    "talks": _TALK,
    "tracks": ("track", _counts("talks"), "conference", lambda row: "hidden" if row["hidden"] else ""),
    "people": ("name", "affiliations", _counts("talks", "notes"), "conferences"),
    "notes": _NOTE,
    "papers": (
        "title",
        _first("authors", "speakers"),
        _words("status", to_read="○ to read", read="✓ read"),
        _first("url", "id"),
    ),
    "tags": ("id", _counts("notes")),
    "tasks": (lambda row: f"[{'x' if row['done'] else ' '}] {plain_text(str(row['text']))}", "id"),
    "questions": (lambda row: f"? {plain_text(str(row['text']))}", _answer, "id"),
    "links": _LINK,
    "broken": _LINK,
    "orphans": _NOTE,
    "untagged": _NOTE,
    "unnoted": _TALK,
    "related": ("title", "id", "why"),
    "changes": (_minute("time"), _star, "title", "what", "id"),
    "unresolved": ("text", "id", _candidate),
    "queries": ("id", "query"),
    "recordings": (
        _minute("start"),
        _words("state", to_watch="▷ watch", waiting="… waiting for a recording"),
        "title",
        _resources,
        "id",
    ),
}
"""The columns of a line: names of fields, or functions of the row."""
THINGS = tuple(_LINES)
_TITLES = {"changes": "changes from re-imports", "queries": "saved searches", "unresolved": "unresolved mentions"}
_NONE = {
    "broken": "No unresolved links.",
    "orphans": "No notes without links.",
    "untagged": "No notes without tags.",
    "unnoted": "No talks without notes.",
    "related": "No related notes.",
}


@click.command()
@click.argument("kind", metavar="KIND", type=WordChoice(THINGS))
@click.argument("query", nargs=-1, shell_complete=candidates.notes_and_people)
@format_options
@json_option
@click.pass_obj
def command(
    invocation: Invocation, kind: str, query: tuple[str, ...], row_format: RowFormat | None, as_json: bool
) -> None:
    """List everything of one KIND that contains all words of QUERY.

    \b
    conferences, sessions, talks, people, notes, papers, tags, tasks, questions
    tracks      tracks, with how many talks, and whether you hid them
    links       links in notes, with where they lead
    broken      unresolved links
    unresolved  unresolved mentions, with suggestions
    orphans     notes without links
    untagged    notes without tags
    unnoted     talks without notes
    related     notes and talks most similar to QUERY, a note, talk or paper
    changes     changes from re-imports, newest first
    recordings  slides and videos, starting with talks to watch
    queries     saved searches

    Each line is one item, with the id that `confnotes show` takes.
    """
    from confnotes.catalogue.list_things import list_things

    refuse_two(as_json, row_format)
    vault = invocation.open_vault()
    rows = list_things(vault, kind, " ".join(query) or None)
    if as_json:
        say_json({"schema": f"confnotes.{kind}/1", kind: rows})
        return
    if row_format is not None:
        row_format.print_rows(rows, vault.root)
    else:
        for row in rows:
            say(row_text(kind, row))
    if not rows:
        tell(f"No {kind} match." if query else _NONE.get(kind) or f"No {_TITLES.get(kind, kind)} yet.")
