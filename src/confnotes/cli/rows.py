"""What `list` prints for a person: one thing a line, as `show` wants to be told it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from confnotes.cli.show import field_text
from confnotes.markup.plain import plain_text

Row = Mapping[str, object]


def row_text(things: str, row: Row) -> str:
    """The line for one row of `things`."""
    parts = (field_text(part) for part in _LINES[things](row))
    return "  ".join(part for part in parts if part)


def _counted(row: Row, *names: str) -> str:
    counts = [(row.get(name), name) for name in names]
    return ", ".join(f"{count} {name if count != 1 else name[:-1]}" for count, name in counts if count)


def _day_and_time(row: Row) -> str:
    return field_text(row.get("start")).replace("T", " ")[:16]


def _conference(row: Row) -> tuple[object, ...]:
    return row["name"], row.get("start"), row.get("venue"), _counted(row, "talks", "notes"), row.get("error")


def _session(row: Row) -> tuple[object, ...]:
    return _day_and_time(row), row["room"], row["title"] or row["id"], _counted(row, "talks"), row["conference"]


def _talk(row: Row) -> tuple[object, ...]:
    star = "★" if row["starred"] else ""
    return _day_and_time(row), star, row["title"] or "(no title)", row["speakers"], row["id"]


def _person(row: Row) -> tuple[object, ...]:
    return row["name"], row["affiliations"], _counted(row, "talks", "notes"), row["conferences"]


def _note(row: Row) -> tuple[object, ...]:
    return row["title"], row["path"]


def _paper(row: Row) -> tuple[object, ...]:
    status = {"to-read": "○ to read", "read": "✓ read"}.get(str(row["status"]), "")
    return row["title"], row["authors"] or row["speakers"], status, row["url"] or row["id"]


def _tag(row: Row) -> tuple[object, ...]:
    notes = row["notes"]
    return row["id"], _counted({"notes": len(notes) if isinstance(notes, list) else 0}, "notes")


def _task(row: Row) -> tuple[object, ...]:
    return f"[{'x' if row['done'] else ' '}] {plain_text(str(row['text']))}", row["id"]


def _question(row: Row) -> tuple[object, ...]:
    answer = f"! {plain_text(' '.join(str(row['answer']).split()))}" if row["answer"] else ""
    return f"? {plain_text(str(row['text']))}", answer, row["id"]


def _link(row: Row) -> tuple[object, ...]:
    said = {"ambiguous": "one of several", "unwritten": "not written yet", "broken": "leads nowhere"}
    return row["id"], f"→ {row['to'] or row['target']}", said.get(str(row["state"]), "")


def _related(row: Row) -> tuple[object, ...]:
    return row["title"], row["id"], row["why"]


def _change(row: Row) -> tuple[object, ...]:
    star = "★" if row["starred"] else ""
    return field_text(row["time"]).replace("T", " ")[:16], star, row["title"], row["what"], row["id"]


def _unresolved(row: Row) -> tuple[object, ...]:
    candidates = row["candidates"]
    return row["text"], row["id"], f"→ {candidates[0]}" if isinstance(candidates, list) and candidates else ""


def _recording(row: Row) -> tuple[object, ...]:
    resources = row["resources"]
    there = [f"{one['kind']} {one['url']}" for one in resources] if isinstance(resources, list) else []
    state = {"to watch": "▷ watch", "waiting": "… waiting for a recording"}.get(str(row["state"]), "")
    return _day_and_time(row), state, row["title"], "  ".join(there), row["id"]


def _query(row: Row) -> tuple[object, ...]:
    return row["id"], row["query"]


_LINES: dict[str, Callable[[Row], tuple[object, ...]]] = {
    "conferences": _conference,
    "sessions": _session,
    "talks": _talk,
    "people": _person,
    "notes": _note,
    "papers": _paper,
    "tags": _tag,
    "tasks": _task,
    "questions": _question,
    "links": _link,
    "broken": _link,
    "orphans": _note,
    "untagged": _note,
    "unnoted": _talk,
    "related": _related,
    "changes": _change,
    "unresolved": _unresolved,
    "queries": _query,
    "recordings": _recording,
}
THINGS = tuple(_LINES)
