"""An assistant that asks the MCP server of a vault, in a process of its own."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest

from confnotes.vault.vault import Vault
from forked import forked_confnotes

if TYPE_CHECKING:  # the import takes a second, of every process that collects tests
    from mcp import Client


@pytest.fixture(scope="package", autouse=True)
def confnotes() -> Iterator[None]:
    """The program, which is found as `confnotes`."""
    with (
        TemporaryDirectory() as folder,
        forked_confnotes(Path(folder)) as program,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("PATH", str(program.parent), prepend=os.pathsep)
        yield


@pytest.fixture(autouse=True)
def home(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFNOTES_NOW", "2024-04-03T09:05")


@asynccontextmanager
async def assistant(vault: Vault, *options: str) -> AsyncIterator[Client]:
    from mcp import Client, StdioServerParameters, stdio_client

    words = ["--vault", str(vault.root), "mcp", *options]
    server = StdioServerParameters(command="confnotes", args=words, env=dict(os.environ))
    async with Client(stdio_client(server)) as client:
        yield client


async def ask(client: Client, tool: str, **arguments: object) -> dict[str, Any]:
    """The answer of a tool that can answer."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    assert isinstance(result.structured_content, dict)
    return result.structured_content


async def error(client: Client, tool: str, **arguments: object) -> str:
    """What a tool says that cannot answer."""
    result = await client.call_tool(tool, arguments)
    assert result.is_error
    return " ".join(getattr(one, "text", "") for one in result.content)
