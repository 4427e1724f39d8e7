"""The server: passes the editor's requests to the other modules of this room."""

from __future__ import annotations

import asyncio
import io
import logging
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeVar, cast

from lsprotocol import types
from lsprotocol.types import INITIALIZE, ResponseError
from pygls.exceptions import JsonRpcException, JsonRpcServerNotInitialized
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol
from pygls.uris import to_fs_path

from confnotes import __version__, system
from confnotes.catalogue.links.unresolved import Unresolved
from confnotes.errors import ConfnotesError
from confnotes.lsp import acting, completing, diagnosing, hovering, navigating, renaming
from confnotes.lsp.notebook import Notebook
from confnotes.vault.vault import Vault

Answer = TypeVar("Answer")
Question = Callable[[Notebook, str], Answer]

_QUIET_SECONDS = 0.4
"""Seconds without typing before a note is diagnosed."""

_LOOK_SECONDS = 5.0
"""Seconds between checks for changed completion candidates."""

_WATCHED = ("**/*.md", "**/program.yaml", "**/people.yaml", "**/papers.bib")


class ConfnotesServer(LanguageServer):
    """The vaults open in the editor, one notebook each; `root` is the vault given on the command line."""

    def __init__(self, root: Path | None) -> None:
        super().__init__("confnotes", __version__, types.TextDocumentSyncKind.Full, protocol_cls=EditorProtocol)
        self._root = root
        self._notebooks: dict[Path, Notebook] = {}
        self._last: tuple[Notebook, str] | None = None
        self._diagnosing: dict[str, asyncio.Task[None]] = {}
        self._unresolved: dict[str, list[Unresolved]] = {}
        self._keeping: asyncio.Task[None] | None = None

    # Vaults and notes

    def note_at(self, uri: str) -> tuple[Notebook, str] | None:
        """The vault and note of a URI; None if it is not a note of a vault."""
        file = to_fs_path(uri)
        if not file:
            return None
        vault = None
        with suppress(OSError):
            vault = Vault.find(Path(file).parent)
        notebook = self._notebook(vault.root) if vault else None
        path = notebook.path_of(uri) if notebook else None
        if notebook is None or path is None:
            return None
        self._last = notebook, path
        return notebook, path

    def _notebook(self, root: Path) -> Notebook:
        if root not in self._notebooks:
            self._notebooks[root] = Notebook(root, str(self.workspace.position_encoding))
        return self._notebooks[root]

    def last_note(self) -> tuple[Notebook, str] | None:
        """The note of the last request, else any note of the workspace's vault."""
        if self._last is not None:
            return self._last
        for folder in (self._root, self.workspace.root_path):
            vault = Vault.find(Path(folder)) if folder else None
            if vault is not None:
                return self._notebook(vault.root), ""
        return None

    def notebook_at(self, root: str) -> Notebook | None:
        """The open vault in that folder."""
        return self._notebooks.get(Path(root))

    async def ask(self, uri: str, question: Question[Answer], *, everywhere: bool = False) -> Answer | None:
        """The answer for the note of a URI, worked out while the editor continues.

        Questions about notes `everywhere` wait for the index; others are answered while it is being built.
        """
        found = self.note_at(uri)
        if found is None:
            return None
        if everywhere and not await found[0].catch_up():
            message = "The index is still being built. Try again in a moment."
            raise JsonRpcException(message, types.LSPErrorCodes.RequestFailed)
        answer = await self.work(found[0].work, lambda: question(*found))
        if answer is None and not found[0].is_prepared(found[1]):  # a link may mean a talk without a note
            await self.prepare(*found)
            answer = await self.work(found[0].work, lambda: question(*found))
        return answer

    async def prepare(self, notebook: Notebook, path: str) -> None:
        """Collect the completion candidates for the note."""
        if not notebook.is_prepared(path):
            await self.work(notebook.background, lambda: notebook.prepare(path))

    async def work(self, threads: Executor, question: Callable[[], Answer]) -> Answer:
        """Run a question in one of a vault's threads; failures are reported to the editor in one line."""
        with reported():
            return await asyncio.get_running_loop().run_in_executor(threads, question)

    # Changes of open notes

    def text_changed(self, uri: str) -> None:
        """The editor shows a new text of the note."""
        found = self.note_at(uri)
        if found is not None:
            notebook, path = found
            document = self.workspace.get_text_document(uri)
            notebook.put_text(path, document.source, document.version)
            self._diagnose_soon(uri)

    def note_closed(self, uri: str) -> None:
        """The editor closed the note."""
        found = self.note_at(uri)
        if found is not None:
            found[0].drop_text(found[1])
            self._unresolved.pop(uri, None)
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def files_changed(self, uris: list[str]) -> None:
        """Other programs wrote these files."""
        for uri in uris:
            found = self.note_at(uri)
            if found is not None:
                found[0].files_changed(found[1])
        for notebook in self._notebooks.values():
            notebook.files_changed()
        for uri in list(self._unresolved):
            self._diagnose_soon(uri)

    def keep_up(self) -> None:
        """Start the periodic updates."""
        self._keeping = asyncio.get_running_loop().create_task(self._keep_up())

    async def _keep_up(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            for notebook in list(self._notebooks.values()):
                if notebook.completer.is_due and not notebook.completer.is_new:
                    with suppress(JsonRpcException):
                        await self.work(notebook.background, notebook.refresh)

    def _diagnose_soon(self, uri: str) -> None:
        waiting = self._diagnosing.pop(uri, None)
        if waiting is not None:
            waiting.cancel()
        self._diagnosing[uri] = asyncio.get_running_loop().create_task(self._diagnose(uri))

    async def _diagnose(self, uri: str) -> None:
        found = self.note_at(uri)
        if found is None:
            return
        notebook, path = found
        with suppress(JsonRpcException):
            await self.prepare(notebook, path)
            await asyncio.sleep(_QUIET_SECONDS)
            while not notebook.is_indexed:  # otherwise files that were not read yet would be reported as missing
                await notebook.catch_up()
            await self.work(notebook.background, notebook.refresh)
            diagnose = partial(diagnosing.diagnose, notebook, path)
            diagnostics, unresolved = await self.work(notebook.background, diagnose)
            self._unresolved[uri] = unresolved
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, diagnostics))

    def fixes(self, uri: str, notebook: Notebook, path: str, rows: range) -> list[types.CodeAction]:
        """Fixes for the unresolved names in these rows, as last diagnosed."""
        return diagnosing.fixes(notebook, path, self._unresolved.get(uri, []), rows)

    def close_vaults(self) -> None:
        """Commit pending index changes of all vaults."""
        for task in (*self._diagnosing.values(), *filter(None, [self._keeping])):
            task.cancel()
        for notebook in self._notebooks.values():
            notebook.close()


@contextmanager
def reported() -> Iterator[None]:
    """Report failures to the editor in one line: raises JsonRpcException instead."""
    try:
        yield
    except ConfnotesError as error:
        hint = f". {error.hint}" if error.hint else ""
        raise JsonRpcException(f"{error.message}{hint}", types.LSPErrorCodes.RequestFailed) from None


def run(root: Path | None, *, debug: bool) -> None:
    """Serve an editor on standard input and output until it disconnects; `root` is a vault to open in advance."""
    logging.basicConfig(level=logging.INFO if debug else logging.CRITICAL)  # to stderr, which editors log
    system.end_by_signals()  # otherwise it ends only when the editor says something
    server = ConfnotesServer(root)
    _answer_about_notes(server)
    _answer_about_names(server)
    _follow_the_editor(server)
    with os.fdopen(os.dup(0), "rb") as asked, os.fdopen(os.dup(1), "wb") as answered:
        os.dup2(2, 1)  # printed text goes to the editor's log, not between two answers
        try:
            server.start_io(cast(BinaryIO, EditorInput(asked)), answered)
        finally:
            server.close_vaults()
    os._exit(0)  # otherwise Python waits for the threads, and they for answers that the editor no longer wants


def _answer_about_notes(server: ConfnotesServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(list(completing.TRIGGERS)))
    async def complete(params: types.CompletionParams) -> types.CompletionList | None:
        found = server.note_at(params.text_document.uri)
        if found is None:
            return None
        notebook, path = found
        await server.prepare(notebook, path)
        with reported():
            return completing.complete(notebook, path, params.position)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        return await server.ask(
            params.text_document.uri, lambda notebook, path: hovering.hover(notebook, path, params.position)
        )

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def outline(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
        found = server.note_at(params.text_document.uri)
        return await server.work(found[0].work, lambda: navigating.outline(*found)) if found else None

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION)
    async def actions(params: types.CodeActionParams) -> list[types.CodeAction | types.Command] | None:
        uri, rows = params.text_document.uri, range(params.range.start.line, params.range.end.line + 1)
        place = types.Range(params.range.start, params.range.start)
        return await server.ask(
            uri,
            lambda notebook, path: [
                *server.fixes(uri, notebook, path, rows),
                *acting.talk_actions(notebook, path, place),
            ],
        )

    @server.command(acting.OPEN_TALK)
    async def open_talk(root: str = "", key: str = "") -> None:
        notebook = server.notebook_at(root)
        if notebook is not None:
            uri = await server.work(notebook.work, lambda: acting.open_talk(notebook, key))
            await server.window_show_document_async(types.ShowDocumentParams(uri, take_focus=True))


def _answer_about_names(server: ConfnotesServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def definition(params: types.DefinitionParams) -> types.Location | None:
        return await server.ask(
            params.text_document.uri, lambda notebook, path: navigating.definition(notebook, path, params.position)
        )

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def references(params: types.ReferenceParams) -> list[types.Location] | None:
        return await server.ask(
            params.text_document.uri,
            lambda notebook, path: navigating.references(notebook, path, params.position),
            everywhere=True,
        )

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def prepare_rename(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        return await server.ask(
            params.text_document.uri, lambda notebook, path: renaming.prepare_rename(notebook, path, params.position)
        )

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        return await server.ask(
            params.text_document.uri,
            lambda notebook, path: renaming.rename(
                notebook, path, params.position, params.new_name, server.client_capabilities
            ),
            everywhere=True,
        )

    @server.feature(types.WORKSPACE_SYMBOL)
    async def symbols(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol] | None:
        found = server.last_note()
        if found is None:
            return None
        notebook, path = found
        await server.prepare(notebook, path)
        return await server.work(notebook.work, lambda: navigating.symbols(notebook, path, params.query))


def _follow_the_editor(server: ConfnotesServer) -> None:
    @server.feature(types.INITIALIZED)
    async def initialized(_params: types.InitializedParams) -> None:
        server.keep_up()
        files = server.client_capabilities.workspace and server.client_capabilities.workspace.did_change_watched_files
        if files and files.dynamic_registration:
            watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            registration = types.Registration("confnotes-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            with suppress(JsonRpcException):
                await server.client_register_capability_async(types.RegistrationParams([registration]))

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def opened(params: types.DidOpenTextDocumentParams) -> None:
        server.text_changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(params: types.DidChangeTextDocumentParams) -> None:
        server.text_changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def saved(params: types.DidSaveTextDocumentParams) -> None:
        server.files_changed([params.text_document.uri])

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.note_closed(params.text_document.uri)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def watched(params: types.DidChangeWatchedFilesParams) -> None:
        server.files_changed([change.uri for change in params.changes])


class EditorProtocol(LanguageServerProtocol):
    """Answers requests that pygls ignores, because an editor waits for them, and shows no traceback."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        """The message; a request with wrong parameters is refused. Raises JsonRpcException."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=error.to_response_error())
            raise

    def _handle_request(self, msg_id: int | str, method_name: str, params: Any) -> None:
        if self._workspace is None and method_name != INITIALIZE:
            refused = JsonRpcServerNotInitialized("The editor has not initialized the server")
            self._send_response(msg_id, error=refused.to_response_error())
        else:
            super()._handle_request(msg_id, method_name, params)

    def _send_response(self, msg_id: int | str, result: Any = None, error: ResponseError | None = None) -> None:
        if error is not None:
            error = ResponseError(error.code, error.message.strip().rpartition("\n")[2])
        super()._send_response(msg_id, result, error)


MOST_BYTES: Final = 256 * 1024 * 1024  # of a message: a note may have 32 MB, each byte up to 6 in JSON
_PART: Final = 1 << 20  # bytes that are read at once


class EditorInput(io.RawIOBase):
    """What the editor sends. A message that claims to be huge is skipped as it comes, and never held in memory."""

    def __init__(self, sent: BinaryIO) -> None:
        self._sent = sent

    def readline(self, size: int | None = -1, /) -> bytes:
        return self._sent.readline(_PART)

    def read(self, size: int = -1, /) -> bytes:
        if size <= MOST_BYTES:
            return self._sent.read(size)
        while size and (part := self._sent.read(min(size, _PART))):
            size -= len(part)
        return b"null" if not size else b""  # no message, or the end of all
