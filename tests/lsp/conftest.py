"""A vault, a language server on it in a process of its own, and an editor that talks to it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from lsprotocol import types
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

from confnotes.vault.vault import Vault
from forked import forked_confnotes

_MOST_SECONDS = 90.0
NOW = "2024-05-06T10:05"
CONFERENCE = "Small Systems 2024"
CLOCKS = f"{CONFERENCE}/2024-05-06 1000 Clocks and their lies.md"
PROGRAM = """\
name: Small Systems 2024
timezone: Europe/Lisbon
sessions:
  - id: s1
    title: Morning
    talks:
      - id: t1
        title: Parsers in forty lines
        start: 2024-05-06T10:00:00
        end: 2024-05-06T10:30:00
        room: Hall 1
        abstract: "Why <img src=x> small [parsers](command:evil) are *enough*."
        speakers: [{name: Ada Example, affiliation: Example University}]
      - id: t2
        title: Indexes that heal
        start: 2024-05-06T10:30:00
        end: 2024-05-06T11:00:00
        room: Hall 1
        speakers: [{name: Bo Sample}]
      - id: t3
        title: Clocks and their lies
        start: 2024-05-06T09:00:00
        end: 2024-05-06T09:30:00
        room: Hall 2
        speakers: [{name: José Exemplo}]
        links: [{paper: "https://arxiv.org/abs/2404.00001", title: Drifting together}]
"""
NOTE = """\
---
title: Clocks and their lies
conference: "[[Small Systems 2024]]"
talk: small-systems-2024/t3
start: 2024-05-06T09:00:00
tags:
  - time
---

# Drift

Leap seconds are social constructs ^t090312
- [ ] read on hybrid clocks #time/hybrid ^t090455
? who pays for drift @Ada Example ^t090501
"""


@pytest.fixture
def vault(tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Vault:
    """A morning in two rooms, two notes that link to each other, and somebody's page."""
    monkeypatch.setenv("CONFNOTES_NOW", NOW)
    made = Vault.create(tmp_path / "vault")
    made.save(f"{CONFERENCE}/program.yaml", PROGRAM, None)
    made.save(CLOCKS, NOTE, None)
    made.save(
        f"{CONFERENCE}/Hallway.md",
        "with 😀 José: see [[2024-05-06 1000 Clocks and their lies#Drift|the talk]] and #time\n"
        "and [[2024-05-06 1000 Clocks and their lies#^t090312]] https://arxiv.org/abs/2404.00001\n"
        "by @José Exemplo, and [[2024-05-06 1030 Indexes that heal]]\n",
        None,
    )
    made.save("People/Ada Example.md", "---\ntitle: Ada Example\ntype: person\n---\nlikes tea\n", None)
    return made


class Editor:
    """An editor on a vault; positions are given as the text before them, and answered so."""

    def __init__(self, client: LanguageClient, vault: Vault, encoding: str) -> None:
        self.client = client
        self._vault = vault
        self.encoding = encoding
        self.texts: dict[str, str] = {}

    def uri(self, path: str) -> str:
        return (self._vault.root / path).as_uri()

    def path(self, uri: str) -> str:
        from pygls.uris import to_fs_path

        return Path(to_fs_path(uri) or "").relative_to(self._vault.root).as_posix()

    def open(self, path: str, text: str | None = None) -> None:
        self.texts[path] = self._vault.read(path).text if text is None else text
        document = types.TextDocumentItem(self.uri(path), types.LanguageKind.Markdown, 1, self.texts[path])
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(document))

    def change(self, path: str, text: str) -> None:
        self.texts[path] = text
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(2, self.uri(path)),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )

    def at(self, path: str, before: str) -> types.TextDocumentPositionParams:
        """Behind that text, which stands once in the note."""
        text = self.texts[path]
        assert text.count(before) == 1, before
        head = text[: text.index(before) + len(before)]
        row = head.count("\n")
        line = head.rpartition("\n")[2]
        return types.TextDocumentPositionParams(
            types.TextDocumentIdentifier(self.uri(path)), types.Position(row, self._units(line))
        )

    def told(self, path: str, place: types.Range) -> str:
        """The text at a range of a note."""
        text = self.texts.get(path) or (self._vault.root / path).read_text(encoding="utf-8")
        lines = text.split("\n")
        assert place.start.line == place.end.line
        line = lines[place.start.line]
        cut = [
            next(at for at in range(len(line) + 1) if self._units(line[:at]) == one.character)
            for one in (place.start, place.end)
        ]
        return line[cut[0] : cut[1]]

    def _units(self, text: str) -> int:
        data = text.encode("utf-8" if self.encoding == "utf-8" else "utf-16-le")
        return len(data) // (1 if self.encoding == "utf-8" else 2)

    async def completions(self, path: str, before: str) -> dict[str, str]:
        """What is offered behind that text, with what would be written."""
        where = self.at(path, before)
        found = await self.client.text_document_completion_async(
            types.CompletionParams(where.text_document, where.position)
        )
        assert isinstance(found, types.CompletionList)
        return {one.label: one.text_edit.new_text for one in found.items if one.text_edit is not None}

    async def hover(self, path: str, before: str) -> str:
        """What is told of the thing there; empty for nothing."""
        where = self.at(path, before)
        found = await self.client.text_document_hover_async(types.HoverParams(where.text_document, where.position))
        if found is None:
            return ""
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value

    async def definition(self, path: str, before: str) -> str | None:
        """The file and line, from 1, that is gone to."""
        where = self.at(path, before)
        found = await self.client.text_document_definition_async(
            types.DefinitionParams(where.text_document, where.position)
        )
        assert found is None or isinstance(found, types.Location)
        return f"{self.path(found.uri)}:{found.range.start.line + 1}" if found is not None else None

    async def references(self, path: str, before: str) -> list[str]:
        """The files and texts that name the thing there."""
        where = self.at(path, before)
        found = await self.client.text_document_references_async(
            types.ReferenceParams(types.ReferenceContext(True), where.text_document, where.position)
        )
        return sorted(f"{self.path(one.uri)}: {self.told(self.path(one.uri), one.range)}" for one in found or ())

    async def diagnostics(self, path: str, wanted: Callable[[set[object]], bool]) -> dict[object, str]:
        """The codes that are told of the note, with the texts, once they are as wanted."""
        for _ in range(400):
            found = self.client.diagnostics.get(self.uri(path))
            if found is not None and wanted({one.code for one in found}):
                return {one.code: self.told(path, one.range) for one in found}
            await asyncio.sleep(0.05)
        raise AssertionError(self.client.diagnostics)

    async def actions(self, path: str, before: str) -> list[types.CodeAction | types.Command]:
        """What can be done there."""
        where = self.at(path, before)
        found = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                where.text_document, types.Range(where.position, where.position), types.CodeActionContext([])
            )
        )
        return list(found or ())

    async def rename(self, path: str, before: str, name: str) -> types.WorkspaceEdit:
        """The edit that renames the thing there."""
        where = self.at(path, before)
        found = await self.client.text_document_rename_async(
            types.RenameParams(where.text_document, where.position, name)
        )
        assert found is not None
        return found


@pytest.fixture(scope="module")
def confnotes() -> Iterator[str]:
    """The program."""
    with TemporaryDirectory() as folder, forked_confnotes(Path(folder)) as program:
        yield str(program)


@asynccontextmanager
async def editing(vault: Vault, *command: str, spec: str = "visual_studio_code") -> AsyncIterator[Editor]:
    """A server on the vault, started by a command, and the editor of that name."""
    client = make_test_lsp_client()
    start = types.InitializeParams(client_capabilities(spec), root_uri=vault.root.as_uri())
    await client.start_io(*command, "lsp", env=dict(os.environ), cwd=vault.root.parent)
    try:
        async with asyncio.timeout(_MOST_SECONDS):
            answer = await client.initialize_session(start)
            yield Editor(client, vault, str(answer.capabilities.position_encoding or "utf-16"))
    finally:
        async with asyncio.timeout(_MOST_SECONDS):
            await client.shutdown_session()
            await client.stop()  # type: ignore[no-untyped-call]


@pytest.fixture
async def editor(vault: Vault, confnotes: str) -> AsyncIterator[Editor]:
    """An editor that counts in UTF-16."""
    async with editing(vault, confnotes) as one:
        yield one
