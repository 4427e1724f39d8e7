"""`confnotes show ID` and `confnotes list KIND`: all about one thing, and one line per thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import click

from confnotes import config
from confnotes.cli import candidates
from confnotes.cli.cards import card_object, marks
from confnotes.cli.options import Invocation, WordChoice, json_option
from confnotes.cli.printing import plural, say, say_facts, say_json, say_styled, tell
from confnotes.cli.row_format import RowFormat, format_options, refuse_two
from confnotes.markup.math.titles import shown_title
from confnotes.markup.plain import plain_text
from confnotes.markup.tasks import due_of
from confnotes.model.schema import columns, each

if TYPE_CHECKING:
    from confnotes.catalogue.people.person_lines import NotePlace
    from confnotes.catalogue.people.person_page import PersonPage, Stay
    from confnotes.catalogue.show_thing import ShownThing

_Parts = list[tuple[str, str]]


@click.command()
@click.argument("thing", metavar="ID", nargs=-1, required=True, shell_complete=candidates.things)
@format_options
@json_option
@click.pass_obj
def show(invocation: Invocation, thing: tuple[str, ...], row_format: RowFormat | None, as_json: bool) -> None:
    """Show a talk, person, paper, note or conference with its backlinks.

    ID is what `confnotes search` and `confnotes list` print: the id of a talk, the path or name of a note, the name
    of a person, or the address of a paper.
    """
    from confnotes.catalogue.show_thing import show

    refuse_two(as_json, row_format)
    vault = invocation.open_vault()
    shown = show(vault, " ".join(thing))
    if row_format is not None:
        named = {"id": shown.id, "kind": shown.kind, "title": shown.title, "path": shown.path, "text": shown.text}
        row_format.print_rows([{**shown.fields, **named}], vault.root)
    elif as_json:
        person = {"person": _person(shown.person)} if shown.person is not None else {}
        say_json({"schema": "confnotes.thing/1", **_thing(shown), **person})
    elif shown.person is not None:
        _say_person(shown.person)
    else:
        _say_shown(shown)


_thing = columns("id kind title path fields text resources backlinks")


def _say_shown(shown: ShownThing) -> None:
    say_styled([(shown_title(shown.title), "bold"), (f"  {shown.kind}", "dim")])
    if shown.path:
        say_styled([(shown.path, "accent")])
    say_facts(*((name, field_text(value)) for name, value in shown.fields.items()))
    for resource in shown.resources:
        title = f"{shown_title(resource.title)}  " if resource.title else ""
        say_styled([(f"  {resource.kind.value}  ", "dim"), (title, ""), (resource.url, "accent")])
    if shown.text.strip():
        say("", shown.text.strip("\n"))
    if shown.backlinks:
        say("")
        say_styled([("Backlinks", "dim")])
        for link in shown.backlinks:
            say_styled([(f"  {link.path}:{link.line}", "accent"), (f"  {link.heading}" if link.heading else "", "dim")])
            say_styled([(f"    {link.sentence or link.text}", "")])


def field_text(value: object) -> str:
    """A field's value on one line."""
    if value is None or value == "":
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(field_text(item) for item in value)
    return " ".join(str(value).split())


_PLACE = "path=place.path line=place.line note=place.title conference=place.conference date=place.day "

_person = columns(
    "names=card.names affiliations=stays last_met=card.met met_at=met talks noted questions follow_ups co_speakers"
    " papers notes",
    affiliations=each(
        columns("affiliation conferences first_year=years last_year=years", first_year=min, last_year=max)
    ),
    talks=each(lambda card: {**card_object(card), "conference": card.conference}),
    noted=each(columns(f"{_PLACE} text names_them=names")),
    questions=each(columns(f"{_PLACE} text answer asked_by asked_by_them=by_them")),
    follow_ups=each(columns(f"{_PLACE} text")),
    notes=each(columns("path line note=title conference date=day")),
)
"""The page for `--json`; all lists are newest first."""


def _say_person(page: PersonPage) -> None:
    """Print the page, with a heading above each kind of entry."""
    card = page.card
    say_styled([(card.name, "bold"), ("  person", "dim")])
    if card.note:
        say_styled([(card.note, "accent")])
    say_facts(
        ("also known as", ", ".join(name for name in card.names if name != card.name)),
        ("affiliations", ", ".join(map(stay_text, page.stays))),
        ("roles", ", ".join(role.value for role in card.roles)),
        ("pages", ", ".join(card.urls)),
        ("conferences", ", ".join(card.conferences)),
        ("met at", ", ".join(page.met)),
        ("last met", card.met.isoformat() if card.met else ""),
    )
    if page.text.strip():
        say("", page.text)
    _say_part("Talks", _talks(page))
    _say_part("Noted", ([_at(one.place), (plain_text(one.text), "")] for one in page.noted))
    _say_part("Questions", _questions(page))
    _say_part("Follow-ups", ([_at(one.place), (f"[ ] {plain_text(one.text)}", "")] for one in page.follow_ups))
    _say_part("With", ([(f"{one.name}  ", ""), (plural(one.talks, "talk"), "dim")] for one in page.co_speakers))
    _say_part("Papers", ([(f"{shown_title(one.title)}  ", ""), (one.url, "accent")] for one in page.papers))
    _say_part("Notes", ([(f"{one.path}  ", "accent"), (shown_title(one.title), "")] for one in page.notes))


def stay_text(stay: Stay) -> str:
    """“Mila 2019–2024”."""
    if stay.years is None:
        return stay.affiliation
    first, last = stay.years
    return f"{stay.affiliation} {first}" if first == last else f"{stay.affiliation} {first}–{last}"


def _say_part(title: str, rows: Iterable[_Parts]) -> None:
    rows = list(rows)
    if rows:
        say("")
        say_styled([(title, "dim")])
        for row in rows:
            say_styled([("  ", ""), *row])


def _talks(page: PersonPage) -> Iterator[_Parts]:
    for card in page.talks:
        when = f"{card.day}" if card.day else f"{'':<10}"
        rating = "●" * card.rating + " " if card.rating else ""
        yield [
            (f"{when} ", "accent"),
            (f"{marks(card)} {rating}", "accent"),
            (shown_title(card.title), ""),
            (f"  {card.key}", "dim"),
        ]


def _questions(page: PersonPage) -> Iterator[_Parts]:
    for one in page.questions:
        answer = f"  ! {plain_text(' '.join(one.answer.split()))}" if one.answer else ""
        by_them = "  (asked by them)" if one.by_them else ""
        yield [_at(one.place), (f"? {plain_text(one.text)}{answer}", ""), (by_them, "dim")]


def _at(place: NotePlace) -> tuple[str, str]:
    return f"{place.path}:{place.line}  ", "accent"


Row = Mapping[str, object]
Cell = Callable[[Row], object]


def row_text(things: str, row: Row) -> str:
    """The line for one row of `things`."""
    parts = (field_text(row.get(cell) if isinstance(cell, str) else cell(row)) for cell in _LINES[things])
    return "  ".join(part for part in parts if part)


def _first(*names: str) -> Cell:
    return lambda row: next((row[name] for name in names if row[name]), None)


def _title(*others: str) -> Cell:
    """The title with its formulas as text; else the first of the other fields, else “(no title)”."""
    first = _first(*others)
    return lambda row: shown_title(str(row["title"] or "")) or first(row) or "(no title)"


def _due(row: Row) -> str:
    is_overdue = row["state"] == "open" and str(row["due"]) < config.now().date().isoformat()
    return f"{'overdue' if is_overdue else 'due'} {row['due']}" if row["due"] else ""


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


_TALK = (_minute("start"), _star, _title(), "speakers", "id")
_NOTE = (_title(), "path")
_LINK = (
    "id",
    lambda row: f"→ {row['to'] or row['target']}",
    _words("state", ambiguous="one of several", unwritten="not written yet", broken="not found"),
)
_BOXES = {"open": " ", "done": "x", "cancelled": "-"}
_LINES: dict[str, tuple[str | Cell, ...]] = {
    "conferences": ("name", "start", "venue", _counts("talks", "notes"), "error"),
    "sessions": (_minute("start"), "room", _title("id"), _counts("talks"), "conference"),
    "talks": _TALK,
    "tracks": ("track", _counts("talks"), "conference", lambda row: "hidden" if row["hidden"] else ""),
    "people": ("name", "affiliations", _counts("talks", "notes"), "conferences"),
    "notes": _NOTE,
    "papers": (
        _title(),
        _first("authors", "speakers"),
        _words("status", to_read="○ to read", read="✓ read"),
        _first("url", "id"),
    ),
    "tags": ("id", _counts("notes")),
    "tasks": (lambda row: f"[{_BOXES[str(row['state'])]}] {plain_text(due_of(str(row['text']))[1])}", _due, "id"),
    "questions": (lambda row: f"? {plain_text(str(row['text']))}", _answer, "id"),
    "links": _LINK,
    "broken": _LINK,
    "orphans": _NOTE,
    "untagged": _NOTE,
    "unnoted": _TALK,
    "related": (_title(), "id", "why"),
    "changes": (_minute("time"), _star, _title(), "what", "id"),
    "unresolved": ("text", "id", _candidate),
    "queries": ("id", "query"),
    "recordings": (
        _minute("start"),
        _words("state", to_watch="▷ watch", waiting="… waiting for a recording"),
        _title(),
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
def list_(
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
    if kind == "conferences":
        from confnotes.cli.init import conference_hint

        tell(*conference_hint(vault))
