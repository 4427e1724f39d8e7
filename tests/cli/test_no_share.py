"""`confnotes no-share`: what an export for the public does not mention."""

from __future__ import annotations

import json
from pathlib import Path

from .conftest import RunConfnotes


def test_an_unshared_talk_is_left_out_for_the_public_but_not_for_the_team(confnotes: RunConfnotes, vault: Path) -> None:
    confnotes("--vault", vault, "add", "--to", "indexes", "they mend themselves")
    assert confnotes("--vault", vault, "no-share", "indexes").out == "⊘ Indexes that heal\n"
    rows = json.loads(confnotes("--vault", vault, "list", "talks", "--json").out)["talks"]
    (hidden,) = [row for row in rows if row["no_share"]]
    assert hidden["title"] == "Indexes that heal"

    def export(audience: str) -> str:
        done = confnotes("--vault", vault, "export", hidden["conference"], "--audience", audience)
        assert done.code == 0, done.err
        return done.out

    assert "Indexes that heal" not in export("public")
    assert "Indexes that heal" in export("team")
    assert "Indexes that heal" in export("me")
    assert confnotes("--vault", vault, "no-share", "--undo", "indexes").out == "Shared again: Indexes that heal\n"
    assert "Indexes that heal" in export("public")


def test_an_unknown_talk_is_not_found(confnotes: RunConfnotes, vault: Path) -> None:
    told = confnotes("--vault", vault, "no-share", "nothing of this name at all")
    assert told.code == 3
    assert told.err.count("\n") <= 2
