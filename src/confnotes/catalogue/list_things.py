"""Lists of what the vault contains, as rows for printing and JSON; times are local times at the conference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter

from confnotes import config
from confnotes.catalogue import note_rows
from confnotes.catalogue.program import program_rows
from confnotes.errors import UsageError
from confnotes.model.schema import Row, columns, each
from confnotes.vault.vault import Vault


def list_things(vault: Vault, what: str, query: str | None = None) -> list[Row]:
    """Rows of a list, filtered by the words of `query` and the fields of talks in it, such as `track:rust`.

    Row ids do not depend on the filter: the second item on a line has `#2` after the line's id. For related notes,
    `query` is the note, talk or paper. Raises UsageError for an unknown list, for a field that the list does not have,
    and what `find_note` raises.
    """
    if what == RELATED:
        return _related(vault, query)
    maker = _MAKERS.get(what)
    if maker is None:
        raise UsageError(f"unknown list “{what}”", f"Use one of: {', '.join(THINGS)}.")
    from confnotes.catalogue.filter_rows import filter_rows

    rows = _with_own_ids(maker(vault))
    return [*filter_rows(vault, what, rows, query)] if query else [*rows]


def _with_own_ids(rows: Iterable[Row]) -> Iterator[Row]:
    met: Counter[object] = Counter()
    for row in rows:
        met[row["id"]] += 1
        number = met[row["id"]]
        yield {**row, "id": f"{row['id']}#{number}"} if number > 1 else row


def _people(vault: Vault) -> Iterator[Row]:
    from confnotes.catalogue.people.people import people

    return map(_person, people(vault))


_person = columns(
    "id=name name names ids affiliations roles conferences talks notes starred last_met=met path=note",
    talks=len,
    notes=len,
)


def _related(vault: Vault, note: str | None) -> list[Row]:
    from confnotes.catalogue.related import find_related_to

    if not note:
        raise UsageError("missing note, talk or paper", "For example: confnotes list related NOTE")
    return list(map(_related_row, find_related_to(vault, note)))


_related_row = columns("id path title conference score words things linked why", path=lambda path: path or None)


def _papers(vault: Vault) -> Iterator[Row]:
    from confnotes.catalogue.papers.papers import paper_row, papers

    return map(paper_row, papers(vault))


def _changes(vault: Vault) -> Iterator[Row]:
    from confnotes.catalogue.program.changes import changes

    return map(_change, changes(vault))


_change = columns("id=key title conference time source changes what starred path=note")


def _unresolved(vault: Vault) -> Iterator[Row]:
    from confnotes.catalogue.links.unresolved import find_unresolved

    for one in find_unresolved(vault):
        yield {"id": f"{one.path}:{one.line}", **_naming(one)}


_naming = columns(
    "path line column=start note=title conference kind text name candidates",
    column=lambda start: start + 1,
    candidates=each(attrgetter("candidate.name")),
)


def _queries(vault: Vault) -> Iterator[Row]:
    from confnotes.catalogue.searching.saved_queries import saved_queries

    return map(columns("id=name query"), saved_queries(vault))


def _recordings(vault: Vault) -> Iterator[Row]:
    from confnotes.catalogue.recorded import recording_rows

    return recording_rows(vault, config.now())


_MAKERS: dict[str, Callable[[Vault], Iterator[Row]]] = {
    "conferences": program_rows.conference_rows,
    "sessions": program_rows.session_rows,
    "talks": program_rows.talk_rows,
    "tracks": program_rows.track_rows,
    "people": _people,
    "notes": note_rows.note_rows,
    "papers": _papers,
    "tags": note_rows.tag_rows,
    "tasks": note_rows.task_rows,
    "questions": note_rows.question_rows,
    "links": note_rows.link_rows,
    "broken": note_rows.broken_rows,
    "orphans": note_rows.orphan_rows,
    "untagged": note_rows.untagged_rows,
    "unnoted": program_rows.unnoted_rows,
    "changes": _changes,
    "unresolved": _unresolved,
    "queries": _queries,
    "recordings": _recordings,
}
RELATED = "related"
THINGS = (*_MAKERS, RELATED)
