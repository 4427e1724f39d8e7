"""The same notes in SQLite FTS5 and in Whoosh as it comes: what the index is compared with."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import yaml

_FRONT = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
_STAMP = re.compile(r"\^t\d{6}\b")
_TASK = re.compile(r"^[ \t]*[-*+] \[[ xX]\] (.+)$", re.MULTILINE)
_LINK = re.compile(r"\[\[([^\]|#\n]+)")
_ADDRESS = re.compile(r"https?://[^\s)>\"]+")
_TAG = re.compile(r"(?<!\S)#([^\W\d][\w/-]*)")


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


FIELDS = ("title", "speaker", "session", "track", "room", "conf", "tag", "called", "has", "links", "body")
"""What is asked for by name, as the index has it; a date, a rating and what is shown stand beside them."""

Made = tuple[str, str, str | None, int, str]
"""Kind, path, date, rating, and what a hit shows."""


def read_whole(folder: Path, most: int | None = None) -> Iterator[tuple[Made, tuple[str, ...]]]:
    """What the index keeps of each note, got in the plainest way: front matter by libyaml, tasks, tags, links and
    stamps by an expression each; the note, each of its tasks and each of its speakers is found by itself."""
    for path in islice(sorted(folder.rglob("*.md")), most):
        text = path.read_text(encoding="utf-8")
        front = _FRONT.match(text)
        facts = yaml.load(front.group(1), yaml.CSafeLoader) if front else {}
        body = _STAMP.sub("", text[front.end() :] if front else text)
        place, date, rating = str(path.relative_to(folder)), facts.get("date"), facts.get("rating", 0)
        title, conference = facts.get("title") or path.stem, facts.get("conference", "")
        speakers = facts.get("speakers") or [facts[key] for key in ("speaker",) if key in facts]
        tasks, links = _TASK.findall(body), [*_LINK.findall(text), *_ADDRESS.findall(text)]
        tags = [*(facts.get("tags") or ()), *_TAG.findall(body)]
        has = " ".join(["note", *(name for name, found in (("task", tasks), ("link", links), ("tag", tags)) if found)])
        told = [str(facts.get(key, "")) for key in ("session", "track", "room")]
        shown = json.dumps([title, conference, speakers])
        when = date.isoformat() if date else None
        own = (title, " ".join(speakers), *told, conference, " ".join(map(str, tags)), path.stem, has, " ".join(links))
        yield ("note", place, when, rating, shown), (*own, body)
        for task in tasks:
            yield ("task", place, when, 0, task), (task, "", "", "", "", conference, "", "", "task", "", task)
        for name in speakers:
            yield ("person", place, when, 0, name), (name, name, "", "", "", conference, "", name, "", "", title)


def build_whole_fts5(folder: Path, database: Path) -> int:
    """The same documents with the same fields as in the index, in FTS5; answers how many notes there were."""
    database.unlink(missing_ok=True)
    connection = sqlite3.connect(database)
    connection.execute("pragma journal_mode=wal")
    connection.execute("pragma synchronous=full")
    columns = ", ".join(FIELDS)
    connection.execute(f"create table kept(id integer primary key, kind, path, date, rating, shown, {columns})")
    connection.execute(
        f"create virtual table found using fts5({columns}, content='kept', content_rowid='id', "
        "tokenize='porter unicode61', prefix='2 3')"
    )
    connection.execute("create index dates on kept(date)")
    marks = ", ".join("?" * (5 + len(FIELDS)))
    with connection:
        connection.executemany(
            f"insert into kept(kind, path, date, rating, shown, {columns}) values ({marks})",
            ((*made, *words) for made, words in read_whole(folder)),
        )
        connection.execute("insert into found(found) values ('rebuild')")
    count: int = connection.execute("select count(*) from kept where kind = 'note'").fetchone()[0]
    connection.close()
    return count


def build_whole_whoosh(folder: Path, index: Path, most: int) -> int:
    """The same documents of the first `most` notes indexed with Whoosh as its manual shows it; answers how many notes
    there were. What Whoosh wrote is on the disk then."""
    from whoosh import fields
    from whoosh.analysis import StemmingAnalyzer
    from whoosh.index import create_in

    shutil.rmtree(index, ignore_errors=True)
    index.mkdir(parents=True)
    stems = StemmingAnalyzer()
    schema = fields.Schema(
        kind=fields.ID(),
        path=fields.ID(stored=True),
        date=fields.ID(stored=True, sortable=True),
        rating=fields.NUMERIC(sortable=True),
        shown=fields.STORED(),
        **{name: fields.TEXT(analyzer=stems) for name in ("title", "session", "track", "room", "conf", "body")},
        **{name: fields.TEXT() for name in ("speaker", "called", "links")},
        **{name: fields.KEYWORD(lowercase=True) for name in ("tag", "has")},
    )
    writer = create_in(index, schema).writer()
    count = 0
    for (kind, path, date, rating, shown), words in read_whole(folder, most):
        count += kind == "note"
        said = {name: text for name, text in zip(FIELDS, words, strict=True) if text}
        writer.add_document(kind=kind, path=path, date=date, rating=rating, shown=shown, **said)
    writer.commit()
    for file in index.iterdir():
        with file.open("rb") as opened:
            os.fsync(opened.fileno())
    return count
