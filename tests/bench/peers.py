"""The same notes in SQLite FTS5 and in Whoosh as it comes: what the index is compared with."""

from __future__ import annotations

import re
import sqlite3
from itertools import islice
from pathlib import Path

_FRONT = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)


def read_notes(folder: Path, most: int | None = None) -> list[tuple[str, str, str, str]]:
    """Path, title, speaker and body of every note, or of the first `most`; no other file is opened."""
    notes = []
    for path in islice(sorted(folder.rglob("*.md")), most):
        text = path.read_text(encoding="utf-8")
        front = _FRONT.match(text)
        facts = dict(line.split(": ", 1) for line in front.group(1).splitlines() if ": " in line) if front else {}
        body = text[front.end() :] if front else text
        notes.append((str(path.relative_to(folder)), facts.get("title", "").strip('"'), facts.get("speaker", ""), body))
    return notes


def build_fts5(folder: Path, database: Path) -> sqlite3.Connection:
    """An FTS5 table of the notes, with stems, prefixes and positions, made from the files."""
    database.unlink(missing_ok=True)
    connection = sqlite3.connect(database)
    connection.execute("pragma journal_mode=wal")
    connection.execute("create table notes(id integer primary key, path text, title text, speaker text, body text)")
    connection.execute(
        "create virtual table found using fts5(title, speaker, body, content='notes', content_rowid='id', "
        "tokenize='porter unicode61', prefix='2 3')"
    )
    with connection:
        connection.executemany("insert into notes(path, title, speaker, body) values (?, ?, ?, ?)", read_notes(folder))
        connection.execute("insert into found(found) values ('rebuild')")
    return connection


def ask_fts5(connection: sqlite3.Connection, words: list[str]) -> list[tuple[str, str, str]]:
    """Path, title and snippet of the 20 best notes that have all words, the last as the beginning of one."""
    return match_fts5(connection, " ".join([*(f'"{word}"' for word in words[:-1]), f'"{words[-1]}"*']))


def match_fts5(connection: sqlite3.Connection, match: str) -> list[tuple[str, str, str]]:
    """Path, title and snippet of the 20 best notes that an expression in FTS5's own language finds."""
    return connection.execute(
        "select path, notes.title, snippet(found, 2, '<', '>', '…', 24) from found "
        "join notes on notes.id = found.rowid where found match ? order by rank limit 20",
        (match,),
    ).fetchall()


def save_fts5(connection: sqlite3.Connection, number: int, body: str) -> None:
    """Give the note of that row another body and commit it: what it takes until FTS5 finds a saved note."""
    with connection:
        title, speaker, old = connection.execute(
            "select title, speaker, body from notes where id = ?", (number,)
        ).fetchone()
        connection.execute(
            "insert into found(found, rowid, title, speaker, body) values ('delete', ?, ?, ?, ?)",
            (number, title, speaker, old),
        )
        connection.execute("update notes set body = ? where id = ?", (body, number))
        connection.execute(
            "insert into found(rowid, title, speaker, body) values (?, ?, ?, ?)", (number, title, speaker, body)
        )


def build_whoosh(folder: Path, index: Path, most: int) -> int:
    """The first `most` notes indexed with Whoosh as its manual shows it; answers how many there were."""
    from whoosh import fields
    from whoosh.analysis import StemmingAnalyzer
    from whoosh.index import create_in

    index.mkdir(parents=True, exist_ok=True)
    stems = StemmingAnalyzer()
    schema = fields.Schema(
        path=fields.ID(unique=True, stored=True),
        title=fields.TEXT(analyzer=stems, stored=True, field_boost=3.0),
        speaker=fields.TEXT(stored=True),
        body=fields.TEXT(analyzer=stems),
    )
    writer = create_in(index, schema).writer()
    notes = read_notes(folder, most)
    for path, title, speaker, body in notes:
        writer.add_document(path=path, title=title, speaker=speaker, body=body)
    writer.commit()
    return len(notes)
