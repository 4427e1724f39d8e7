"""What `confnotes sync` prints and stores."""

from __future__ import annotations

from pathlib import Path

import pytest

from confnotes import config
from confnotes.actions.syncing.agreement import agreed_target

from .conftest import RunConfnotes

pytestmark = pytest.mark.needs("git")


def test_a_password_in_an_address_is_shown_and_stored_nowhere(confnotes: RunConfnotes, vault: Path, home: Path) -> None:
    address, shown = "http://ada:s3cret@127.0.0.1:9/notes.git", "http://***@127.0.0.1:9/notes.git"
    told = [confnotes("sync", "--setup", address, "--yes", "--vault", vault)]
    assert shown in told[0].err + told[0].out
    told.append(confnotes("sync", "--json", "--vault", vault))
    told.append(confnotes("doctor", "--vault", vault))
    told.append(confnotes("sync", address, "--vault", vault))
    with (vault / ".git/config").open("a") as file:
        file.write(f'[remote "origin"]\n\turl = {address}/2\n')
    told.append(confnotes("--debug", "sync", "--vault", vault))
    assert "address changed" in told[-1].err
    stored = [file.read_bytes() for file in config.state_folder().rglob("*") if file.is_file()]
    assert "s3cret" not in f"{told}{stored}"
    assert agreed_target(vault).addresses == (shown,)  # type: ignore[union-attr]
