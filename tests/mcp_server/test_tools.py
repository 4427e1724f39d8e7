"""The MCP server, asked by the SDK's own client over standard streams."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from confnotes.model.summary import Audience
from confnotes.vault.vault import Vault
from secret_vault import CONFERENCE, Secrets, secret_vault

from .conftest import ask, assistant, error

if TYPE_CHECKING:
    from mcp import Client

THINGS = ("conferences", "sessions", "talks", "people", "notes", "papers", "tags", "tasks", "questions", "recordings")
NOTE = f"{CONFERENCE}/2024-04-03 0900 Peat and time.md"

NOT_PRIVATE = {f"zq{name}qz" for name in ("field", "conferencefield", "rootnote", "personnote", "elsewhere")} | {
    f"zq{name}qz" for name in ("conflictcopy", "template", "folder")
}
"""No summary tells these, and yet they are nobody's secrets: notes, fields and paths that are not marked private."""


@pytest.fixture
def secrets() -> Secrets:
    return Secrets()


@pytest.fixture
def vault(tmp_path: Path, secrets: Secrets) -> Vault:
    return secret_vault(tmp_path, secrets)


def queries(secrets: Secrets) -> Iterator[str]:
    yield from secrets.known
    yield from ("peat", "kind:task", "kind:question", "is:todo", "tag:private", "has:note", "moss", "*", "speaker:finn")


async def everything(client: Client, secrets: Secrets) -> str:
    """Every answer of every reading tool, in which what was asked does not count."""
    answers: list[object] = []
    names: set[str] = set(secrets.known)
    for query in queries(secrets):
        answer = await ask(client, "search", query=query, limit=50)
        answers.append(answer["hits"])
        names |= {str(hit[key]) for hit in answer["hits"] for key in ("id", "path", "title") if hit[key]}
    for things in THINGS:
        answer = await ask(client, "list", things=things)
        answers.append(answer)
        names |= {str(row["id"]) for row in answer[things]}
    answers += [await ask(client, "now"), await ask(client, "agenda"), await ask(client, "agenda", day="2024-04-03")]
    for name in sorted(names):
        result = await client.call_tool("read", {"thing": name})
        if result.is_error:
            told = str(result.content)
            answers.append(told.replace(name, ""))
        else:
            answers.append(result.structured_content)
    return json.dumps(answers, ensure_ascii=False, default=str)


async def test_nothing_private_is_in_any_answer_of_any_tool(vault: Vault, secrets: Secrets) -> None:
    async with assistant(vault) as client:
        told = await everything(client, secrets)
    leaked = sorted(word for word in secrets.kept_from(Audience.TEAM) if word in told)
    assert leaked == sorted(set(leaked) & NOT_PRIVATE), set(leaked) - NOT_PRIVATE
    assert "zqlineqz" in told and "zqtaskqz" in told and "zqquestionqz" in told, "what is not private is told"


async def test_what_is_private_is_read_where_the_user_says_so(vault: Vault) -> None:
    async with assistant(vault, "--include-private") as client:
        assert "zqprivateqz" in (await ask(client, "read", thing=NOTE))["text"]
        assert (await ask(client, "search", query="zqwholebodyqz"))["total"] == 1
    async with assistant(vault) as client:
        assert "zqprivateqz" not in (await ask(client, "read", thing=NOTE))["text"]
        assert (await ask(client, "search", query="zqwholebodyqz"))["total"] == 0


async def test_a_note_that_becomes_private_is_gone_at_once(vault: Vault) -> None:
    async with assistant(vault) as client:
        assert (await ask(client, "search", query="zqrootnoteqz"))["total"] == 1
        file = vault.read("root note.md")
        vault.save("root note.md", f"---\nprivate: true\n---\n{file.text}", file.version)
        assert "no match" in str((await ask(client, "search", query="zqrootnoteqz"))["remarks"])
        assert "root note" in await error(client, "read", thing="root note.md")


async def test_nothing_can_be_written_unless_the_user_says_so(vault: Vault) -> None:
    async with assistant(vault) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {"search", "read", "list", "now", "agenda"}
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools.values())
        assert "Unknown tool" in await error(client, "add_line", text="no")


async def test_a_line_is_added_to_the_talk_that_is_on_or_a_note(vault: Vault) -> None:
    before = vault.read(NOTE).text
    async with assistant(vault, "--write") as client:
        added = await ask(client, "add_line", text="an assistant's thought", to="moss-2024/t1")
        assert (added["id"], added["line"]) == ("moss-2024/t1", None) and "path" not in added
        assert vault.read(NOTE).text == f"{before}{added['text']}\n" and "an assistant's thought ^t" in added["text"]
        assert (await ask(client, "add_line", text="more", to="root note.md"))["id"] == "root note.md"
        assert "zqwholefileqz" in await error(client, "add_line", text="x", to=f"{CONFERENCE}/zqwholefileqz.md")
        assert "No talk or note" in await error(client, "add_line", text="x", to="Finn Reed")
        private = f"{CONFERENCE}/2024-04-03 0900 Peat and time.md"
        file = vault.read(private)
        vault.save(private, file.text.replace("rating: 5", "private: true"), file.version)
        hidden = await ask(client, "add_line", text="to what is on", to="now")
        assert hidden.keys() == added.keys() and (hidden["id"], hidden["line"]) == ("moss-2024/t1", None), (
            "it is private"
        )
        assert "too long" in await error(client, "add_line", text="x" * 9000)
        assert vault.read(f"{CONFERENCE}/zqwholefileqz.md").text.count("x ^t") == 0


@pytest.mark.parametrize("private", ["", "%%hush%%\n", "%%hush\nhush%%\n%%hush%%\n\n"])
async def test_line_numbers_count_the_lines_that_can_be_read(vault: Vault, private: str) -> None:
    vault.save("Notes/Peat.md", f"---\ntitle: Peat\n---\n\n{private}first\n{private}- [ ] dig zebra deep\nlast\n", None)
    vault.save("Notes/Other.md", f"{private}see [[Peat]]\n", None)
    async with assistant(vault, "--write") as client:
        (hit, *_) = (await ask(client, "search", query="zebra kind:task"))["hits"]
        note = await ask(client, "read", thing="Notes/Peat.md")
        assert note["text"].split("\n")[hit["line"] - note["line"]] == "- [ ] dig zebra deep"
        assert (await ask(client, "read", thing=hit["id"]))["fields"]["line"] == hit["line"]
        (link,) = note["backlinks"]
        other = await ask(client, "read", thing="Notes/Other.md")
        assert other["text"].split("\n")[link["line"] - other["line"]] == "see [[Peat]]"
        added = await ask(client, "add_line", text="more", to="Notes/Peat.md")
        note = await ask(client, "read", thing="Notes/Peat.md")
        assert note["text"].split("\n")[added["line"] - note["line"]] == added["text"]
        assert (await ask(client, "add_line", text="%%mine%%", to="Notes/Peat.md"))["line"] is None
        assert "hush" not in str(note)


async def test_long_notes_and_lists_come_in_pages(vault: Vault) -> None:
    words = "\n".join(f"line {number} of many" for number in range(2000))
    vault.save("Notes/Long.md", words, None)
    for number in range(60):
        vault.save(f"Notes/n{number}.md", f"#t{number}x #often [[Long]]\n", None)
    async with assistant(vault) as client:
        first = await ask(client, "read", thing="Notes/Long.md")
        pages = [
            (await ask(client, "read", thing="Notes/Long.md", page=page))["text"]
            for page in range(1, first["pages"] + 1)
        ]
        second = await ask(client, "read", thing="Notes/Long.md", page=2)
        assert second["text"].startswith(f"line {second['line'] - 1} of many")
        assert max(map(len, pages)) <= 8000 and "\n".join(pages) == words
        assert "Pages: 1 to" in await error(client, "read", thing="Notes/Long.md", page=99)
        tags = await ask(client, "list", things="tags")
        assert len(tags["tags"]) == 50 < tags["total"] and tags["pages"] == 2
        (often,) = (await ask(client, "list", things="tags", words="often"))["tags"]
        assert (len(often["notes"]), often["notes"][-1]) == (11, "… 50 more")
        assert (len(first["backlinks"]), first["backlinks"][-1]) == (51, "… 10 more")


@contextmanager
def started(vault: Vault) -> Iterator[subprocess.Popen[bytes]]:
    """A server that has greeted its assistant."""
    about: dict[str, object] = {"name": "x", "version": "1"}
    start: dict[str, object] = {"protocolVersion": "2024-11-05", "capabilities": {}, "clientInfo": about}
    command = [sys.executable, "-m", "confnotes", "--vault", str(vault.root), "mcp"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server:
        assert server.stdin and server.stdout
        try:
            write(server, {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": start})
            assert server.stdout.readline()
            yield server
        finally:
            server.kill()


def write(server: subprocess.Popen[bytes], message: dict[str, object]) -> None:
    """Send a message to the server."""
    assert server.stdin
    server.stdin.write(json.dumps(message).encode() + b"\n")
    server.stdin.flush()


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server(vault: Vault, by: signal.Signals) -> None:
    with started(vault) as server:
        server.send_signal(by)
        server.wait(60)
        assert server.stderr and b"Traceback" not in server.stderr.read()


def test_a_server_ends_quietly_with_an_assistant_that_crashed(vault: Vault) -> None:
    with started(vault) as server:
        assert server.stdin and server.stdout and server.stderr
        server.stdout.close()
        write(server, {"jsonrpc": "2.0", "id": 2, "method": "ping"})
        server.stdin.close()
        server.wait(60)
        assert server.stderr.read() == b""


async def test_a_tool_that_cannot_answer_explains_why(vault: Vault) -> None:
    async with assistant(vault) as client:
        assert "nobody has written of this" in await error(client, "read", thing="nobody has written of this")
        assert "2019-12-10" in await error(client, "agenda", day="tuesday")
        assert "No Such Conf" in await error(client, "agenda", conference="No Such Conf 1999")
        for tool, arguments in (("list", {"things": "dragons"}), ("read", {}), ("search", {"query": 3})):
            assert "Traceback" not in await error(client, tool, **arguments)


async def test_no_name_is_too_odd_for_an_answer_in_words(vault: Vault) -> None:
    (vault.root / "out.md").symlink_to("/etc/passwd")
    odd = (
        *("../../etc/passwd", "/etc/passwd", "out.md", "a\0b.md", f"{'x' * 300}.md", "x/" * 3000, f"a:{'9' * 5000}"),
        *("x" * 100_000, ".confnotes/vault.yaml", f"{CONFERENCE}/program.yaml", f"{CONFERENCE}/../root note.md"),
    )
    async with assistant(vault, "--write") as client:
        for name in odd:
            for tool, arguments in (("read", {"thing": name}), ("add_line", {"text": "x", "to": name})):
                told = await error(client, tool, **arguments)
                assert "not found" in told and "zqdiskpathqz" not in told and len(told) < 3000


async def test_what_cannot_be_written_does_not_name_a_private_note(vault: Vault) -> None:
    private = vault.root / CONFERENCE / "zqprivatenameqz.md"
    private.write_bytes("---\ntalk: moss-2024/h2\nprivate: true\n---\ncaf\xe9\n".encode("latin-1"))
    (vault.root / CONFERENCE / "closed.md").unlink()
    async with assistant(vault, "--write") as client:
        assert "cannot be changed" in (told := await error(client, "add_line", text="x", to="moss-2024/h2"))
        assert "zqprivatenameqz" not in told


async def test_an_added_line_has_no_control_characters(vault: Vault) -> None:
    async with assistant(vault, "--write") as client:
        added = await ask(client, "add_line", text="a\x00b \x1b[2Jc\u202e", to="root note.md")
        assert added["text"].startswith("ab c ^t") and added["line"] == 2
        assert "\0" not in vault.read("root note.md").text


async def test_a_vault_that_is_gone_is_told_without_its_place(vault: Vault, tmp_path: Path) -> None:
    async with assistant(vault) as client:
        await ask(client, "list", things="notes")
        vault.root.rename(tmp_path / "elsewhere")
        told = await error(client, "list", things="notes")
        assert "moved or deleted" in told and "zqdiskpathqz" not in told
