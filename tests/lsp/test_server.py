"""The language server, asked by an editor over its standard streams."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from confnotes.lsp.server import MOST_BYTES
from confnotes.vault.vault import Vault

from .conftest import CLOCKS, CONFERENCE, Editor, editing

HALLWAY = f"{CONFERENCE}/Hallway.md"
STEM = "2024-05-06 1000 Clocks and their lies"


async def test_what_the_screens_complete_is_completed(editor: Editor) -> None:
    for typed, label, written in (
        ("[[pars", "Parsers in forty lines", "[[2024-05-06 1000 Parsers in forty lines|Parsers in forty lines]]"),
        ("see [[clocks and", "Clocks and their lies", f"[[{STEM}|Clocks and their lies]]"),
        ("with @jose", "José Exemplo", "@José Exemplo"),
        ("a #ti", "time", "#time"),
        ("@@drift", "Drifting together", "[Drifting together](https://arxiv.org/abs/2404.00001)"),
    ):
        editor.open(HALLWAY, f"# A note\n\n😀 {typed}")
        assert (await editor.completions(HALLWAY, typed)).get(label) == written


async def test_brackets_that_the_editor_closed_are_replaced(editor: Editor) -> None:
    editor.open(HALLWAY, "[[heal]] and more")
    where = editor.at(HALLWAY, "[[heal")
    found = await editor.client.text_document_completion_async(
        types.CompletionParams(where.text_document, where.position)
    )
    assert isinstance(found, types.CompletionList) and found.is_incomplete
    edit = found.items[0].text_edit
    assert isinstance(edit, types.TextEdit) and editor.told(HALLWAY, edit.range) == "[[heal]]"
    editor.open(HALLWAY, "```\n[[pars\n```\nplain words")
    assert await editor.completions(HALLWAY, "[[pars") == await editor.completions(HALLWAY, "plain wo") == {}


async def test_values_of_front_matter_are_completed(editor: Editor) -> None:
    for typed, label, written in (
        ("tags:\n  - ti", "time", "time"),
        ("tags: [a, ti", "time/hybrid", "time/hybrid"),
        ("speakers:\n  - ad", "Ada Example", '"[[Ada Example]]"'),
        ("conference: sma", CONFERENCE, f'"[[{CONFERENCE}]]"'),
        ("talk: heal", "Indexes that heal", "small-systems-2024/t2"),
        ("type: per", "person", "person"),
        ("rating: ", "5", "5"),
    ):
        editor.open(HALLWAY, f"---\ntitle: A\n{typed}\n---\ntext\n")
        assert (await editor.completions(HALLWAY, typed)).get(label) == written


async def test_a_tag_that_is_not_saved_yet_is_completed_in_another_note(editor: Editor) -> None:
    editor.open(HALLWAY, "#brandnew\n")
    await editor.diagnostics(HALLWAY, lambda codes: not codes)
    editor.open(CLOCKS, "of #bran")
    assert await editor.completions(CLOCKS, "#bran") == {"brandnew": "#brandnew"}


@pytest.mark.parametrize("spec", ["visual_studio_code", "neovim"])
async def test_places_are_counted_as_the_editor_counts(vault: Vault, confnotes: str, spec: str) -> None:
    async with editing(vault, confnotes, spec=spec) as editor:
        assert editor.encoding == ("utf-8" if spec.startswith("neovim") else "utf-16")
        editor.open(HALLWAY)
        editor.open(CLOCKS)
        assert "Hall 2" in await editor.hover(HALLWAY, "see [[2024")
        assert await editor.references(CLOCKS, "Leap sec") == [
            f"{HALLWAY}: [[{STEM}#Drift|the talk]]",
            f"{HALLWAY}: [[{STEM}#^t090312]]",
        ]


async def test_a_hover_shows_the_facts_of_a_link(editor: Editor) -> None:
    editor.open(HALLWAY)
    await editor.diagnostics(HALLWAY, lambda codes: not codes)
    for before, told in (
        ("see [[2024", ["**Clocks and their lies**", "2024-05-06 09:00–09:30 · Hall 2", "José Exemplo"]),
        ("[[2024-05-06 1030", ["**Indexes that heal**", "Bo Sample"]),
        ("by @José", ["**José Exemplo**", "Clocks and their lies"]),
        ("https://arxiv", ["**Drifting together**"]),
        ("and #ti", ["time**: 2 uses in 2 notes"]),
        ("wit", []),
    ):
        shown = await editor.hover(HALLWAY, before)
        assert [part for part in told if part not in shown] == [] and bool(shown) == bool(told), shown
    editor.open(HALLWAY, "[[2024-05-06 1000 Parsers in forty lines]]")
    shown = await editor.hover(HALLWAY, "[[2024")
    assert "parsers" in shown and "](" not in shown and "<img" not in shown, "words of a program are no markup"


async def test_one_goes_to_what_is_named(editor: Editor) -> None:
    editor.open(HALLWAY)
    await editor.diagnostics(HALLWAY, lambda codes: not codes)
    editor.open(CLOCKS)
    for before, place in (
        ("see [[2024", f"{CLOCKS}:10"),
        ("and [[2024-05-06 1000", f"{CLOCKS}:12"),
        ("[[2024-05-06 1030", f"{CONFERENCE}/program.yaml:14"),
        ("by @José", f"{CONFERENCE}/program.yaml:25"),
        ("https://arxiv", f"{CLOCKS}:1"),
        ("wit", None),
    ):
        assert await editor.definition(HALLWAY, before) == place
    assert await editor.definition(CLOCKS, "drift @Ada") == "People/Ada Example.md:1"


async def test_what_names_a_thing_is_found_also_where_it_is_not_saved(editor: Editor) -> None:
    editor.open(CLOCKS)
    editor.open("People/Ada Example.md", f"[[{STEM}]]\n#time/new @Ada Example\n")
    assert f"People/Ada Example.md: [[{STEM}]]" in await editor.references(CLOCKS, "Leap")
    assert await editor.references(CLOCKS, "#time/hy") == [f"{CLOCKS}: #time/hybrid"]
    assert await editor.references(CLOCKS, "  - ti") == sorted(
        [f"{CLOCKS}: #time/hybrid", f"{CLOCKS}: time", f"{HALLWAY}: #time", "People/Ada Example.md: #time/new"]
    )
    assert f"{CLOCKS}: @Ada Example" in await editor.references(CLOCKS, "drift @Ada")


NEVER_INDEXED = """
from confnotes.__main__ import main
from confnotes.catalogue.searching.search_service import SearchService
SearchService.refresh = lambda self, progress=None, done=None: None
main()
"""


async def test_no_answer_about_one_note_waits_for_the_index(vault: Vault) -> None:
    async with editing(vault, sys.executable, "-c", NEVER_INDEXED) as editor:
        editor.open(HALLWAY)
        assert "Hall 2" in await editor.hover(HALLWAY, "see [[2024")
        assert "Bo Sample" in await editor.hover(HALLWAY, "[[2024-05-06 1030")
        assert "**José Exemplo**" in await editor.hover(HALLWAY, "by @José")
        assert "so far" in await editor.hover(HALLWAY, "and #ti")
        assert await editor.definition(HALLWAY, "see [[2024") == f"{CLOCKS}:10"
        assert any(one.title.startswith("Open today's talk") for one in await editor.actions(HALLWAY, "wit"))
        editor.change(HALLWAY, "[[pars")
        assert list(await editor.completions(HALLWAY, "[[pars")) == ["Parsers in forty lines"]
        assert editor.client.diagnostics == {}, "a note that is not read yet is not missing"


NEVER_DONE = """
import time
from confnotes.__main__ import main
from confnotes.lsp.notebook import Notebook
Notebook.prepare = lambda self, path: time.sleep(1000)
main()
"""


async def test_an_editor_that_quits_waits_for_nothing(vault: Vault) -> None:
    async with editing(vault, sys.executable, "-c", NEVER_DONE) as editor:
        editor.open(HALLWAY)
        assert "Hall 2" in await editor.hover(HALLWAY, "see [[2024")


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server(vault: Vault, by: signal.Signals) -> None:
    start: dict[str, object] = {"processId": None, "rootUri": vault.root.as_uri(), "capabilities": {}}
    asked = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": start}).encode()
    command = [sys.executable, "-m", "confnotes", "lsp"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server:
        assert server.stdin and server.stdout and server.stderr
        server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(asked), asked))
        server.stdin.flush()
        assert server.stdout.read(15) == b"Content-Length:"
        server.send_signal(by)
        try:
            server.wait(60)
        finally:
            server.kill()
        assert b"Traceback" not in server.stderr.read()


async def test_the_outline_has_tasks_and_questions_below_their_headings(editor: Editor) -> None:
    editor.open(CLOCKS)
    document = types.TextDocumentIdentifier(editor.uri(CLOCKS))
    found = await editor.client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    (drift,) = found or ()
    assert isinstance(drift, types.DocumentSymbol) and drift.name == "Drift"
    assert [one.name.partition(" ")[0] for one in drift.children or ()] == ["read", "who"]


async def test_talks_notes_and_people_are_found_by_name(editor: Editor) -> None:
    async def places(query: str) -> dict[str, str]:
        found = await editor.client.workspace_symbol_async(types.WorkspaceSymbolParams(query))
        return {
            one.name: f"{editor.path(one.location.uri)}:{one.location.range.start.line + 1}"
            for one in found or ()
            if isinstance(one.location, types.Location)
        }

    assert await places("heal") == {"Indexes that heal": f"{CONFERENCE}/program.yaml:14"}
    assert (await places("clocks"))["Clocks and their lies"] == f"{CLOCKS}:1"
    assert (await places("ada"))["Ada Example"] == "People/Ada Example.md:1"
    assert (await places("bo sam"))["Bo Sample"] == f"{CONFERENCE}/program.yaml:19"
    assert len(await places("")) > 3


def inserted(actions: list[types.CodeAction | types.Command], title: str) -> types.TextEdit:
    """The one edit of the action of that title."""
    action = next(one for one in actions if one.title == title)
    assert isinstance(action, types.CodeAction) and action.edit is not None and action.edit.changes is not None
    ((edit,),) = action.edit.changes.values()
    assert isinstance(edit, types.TextEdit)
    return edit


async def test_an_unresolved_link_has_a_diagnostic_with_a_code_and_a_fix(editor: Editor) -> None:
    text = f"[[Clocks and their lie]] @Zoe Nobody ![[gone.png]] ![](also/gone.jpg) [[{STEM}#Nowhere]]\n"
    editor.open(HALLWAY, text)
    told = await editor.diagnostics(HALLWAY, lambda codes: len(codes) > 3)
    assert told == {
        "unresolved-link": "[[Clocks and their lie]]",
        "unknown-person": "@Zoe Nobody",
        "missing-file": "![](also/gone.jpg)",
        "missing-heading": f"[[{STEM}#Nowhere]]",
    }
    change = inserted(await editor.actions(HALLWAY, "[[Clocks"), "Link to “Clocks and their lies”")
    assert change.new_text == f"[[{STEM}|Clocks and their lies]]"
    assert editor.told(HALLWAY, change.range) == "[[Clocks and their lie]]"
    editor.change(HALLWAY, "nothing is wrong\n")
    assert await editor.diagnostics(HALLWAY, lambda codes: not codes) == {}


async def test_a_note_that_another_program_made_is_known(editor: Editor, vault: Vault) -> None:
    editor.open(HALLWAY, "[[New one]]")
    await editor.diagnostics(HALLWAY, lambda codes: codes == {"unresolved-link"})
    vault.save(f"{CONFERENCE}/New one.md", "made by somebody else\n", None)
    event = types.FileEvent(editor.uri(f"{CONFERENCE}/New one.md"), types.FileChangeType.Created)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    await editor.diagnostics(HALLWAY, lambda codes: not codes)
    assert await editor.definition(HALLWAY, "[[New") == f"{CONFERENCE}/New one.md:1"


def written(editor: Editor, edit: types.WorkspaceEdit) -> dict[str, str]:
    """What an edit makes of each file, and the files that it renames as `old -> new`."""
    made: dict[str, str] = {}
    for change in edit.document_changes or ():
        if isinstance(change, types.RenameFile):
            made["renamed"] = f"{editor.path(change.old_uri)} -> {editor.path(change.new_uri)}"
        elif isinstance(change, types.TextDocumentEdit):
            made[editor.path(change.text_document.uri)] = "".join(
                one.new_text for one in change.edits if isinstance(one, types.TextEdit)
            )
    return made


async def test_a_note_is_renamed_with_every_link_to_it(vault: Vault, confnotes: str) -> None:
    async with editing(vault, confnotes, spec="neovim") as editor:
        editor.open(CLOCKS)
        editor.open(HALLWAY, f"unsaved 😀 line [[{STEM}#Drift|the talk]] and [[Parsers]]\n")
        made = written(editor, await editor.rename(HALLWAY, "line [[2024", "Clocks lie"))
        assert made[HALLWAY] == "unsaved 😀 line [[Clocks lie#Drift|the talk]] and [[Parsers]]\n"
        assert made["renamed"] == f"{CLOCKS} -> {CONFERENCE}/Clocks lie.md"
        assert written(editor, await editor.rename(CLOCKS, "# Dri", "Skew"))[CLOCKS] == "# Skew\n"
        made = written(editor, await editor.rename(CLOCKS, "#time/hy", "clocks"))
        assert made == {CLOCKS: "- [ ] read on hybrid clocks #clocks ^t090455\n"}
        made = written(editor, await editor.rename(CLOCKS, "drift @Ada", "Ada Sample"))
        assert "@Ada Sample" in made[CLOCKS] and made["renamed"].endswith("People/Ada Sample.md")
        with pytest.raises(JsonRpcException, match="is called"):
            await editor.rename(HALLWAY, "and [[Par", "Other")
        assert vault.read(CLOCKS).text.count("Drift") == 1, "nothing was written"


async def test_the_talk_that_is_on_is_opened_and_linked(editor: Editor, vault: Vault) -> None:
    editor.open(HALLWAY)
    actions = await editor.actions(HALLWAY, "with 😀 ")
    assert (
        inserted(actions, "Insert link to Parsers in forty lines").new_text
        == "[[2024-05-06 1000 Parsers in forty lines|Parsers in forty lines]]"
    )
    command = next(one for one in actions if one.title == "Open today's talk: Parsers in forty lines")
    assert isinstance(command, types.Command)
    await editor.client.workspace_execute_command_async(types.ExecuteCommandParams(command.command, command.arguments))
    path = f"{CONFERENCE}/2024-05-06 1000 Parsers in forty lines.md"
    assert [editor.path(one.uri) for one in editor.client.shown_documents] == [path]
    assert "talk: small-systems-2024/t1" in vault.read(path).text


async def test_a_file_outside_of_a_vault_is_left_alone(editor: Editor, tmp_path: Path) -> None:
    other = tmp_path / "else.md"
    other.write_text("[[pars\n", encoding="utf-8")
    editor.texts["../else.md"] = "[[pars\n"
    assert await editor.hover("../else.md", "[[pars") == ""
    assert await editor.definition("../else.md", "[[pars") is None


def test_an_editor_that_asks_wrongly_is_answered_in_one_line(vault: Vault, confnotes: str) -> None:
    where = {"textDocument": {"uri": (vault.root / CLOCKS).as_uri()}, "position": {"line": 0, "character": 0}}
    start: dict[str, object] = {"processId": None, "rootUri": vault.root.as_uri(), "capabilities": {}}
    pipe = subprocess.PIPE
    with subprocess.Popen([confnotes, "lsp"], stdin=pipe, stdout=pipe, stderr=pipe) as server:
        assert server.stdin and server.stdout and server.stderr
        asked, answered = server.stdin, server.stdout

        def ask(method: str, params: object) -> dict[str, object]:
            data = json.dumps({"jsonrpc": "2.0", "id": method, "method": method, "params": params}).encode()
            asked.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
            asked.flush()
            while True:
                lines = list(iter(answered.readline, b"\r\n"))
                length = next(int(line.partition(b":")[2]) for line in lines if line.startswith(b"Content-Length"))
                answer: dict[str, object] = json.loads(answered.read(length))
                if answer.get("id") == method:
                    return answer

        def refusal(method: str, params: object) -> str:
            error = ask(method, params)["error"]
            assert isinstance(error, dict) and set(error) == {"code", "message"} and "\n" not in error["message"]
            return str(error["message"])

        try:
            assert "not initialized" in refusal("textDocument/hover", where)
            ask("initialize", start)
            assert "Invalid" in refusal("textDocument/hover", {"textDocument": 5})
            (vault.root / CLOCKS).unlink()
            assert "not found" in refusal("textDocument/completion", where)
            asked.write(b"Content-Length: %d\r\n\r\n%s" % (MOST_BYTES + 5, b" " * (MOST_BYTES + 5)))
            assert "not found" in refusal("textDocument/completion", where)
            asked.write(b"Content-Length: 999999999999\r\n\r\n{}")
            asked.close()
            server.wait(60)
            assert server.stderr.read() == b""
        finally:
            asked.close()
            server.terminate()


async def test_a_rename_is_refused_by_an_editor_whose_user_has_typed_on(vault: Vault, confnotes: str) -> None:
    async with editing(vault, confnotes, spec="neovim") as editor:
        editor.open(CLOCKS)
        editor.change(CLOCKS, f"typed\n{editor.texts[CLOCKS]}")
        edit = await editor.rename(CLOCKS, "# Dri", "Skew")
        versions = {
            editor.path(change.text_document.uri): change.text_document.version
            for change in edit.document_changes or ()
            if isinstance(change, types.TextDocumentEdit)
        }
        assert versions == {CLOCKS: 2, HALLWAY: None}
