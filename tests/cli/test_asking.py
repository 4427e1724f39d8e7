"""One rule for writing without a terminal: a script writes at once, --dry-run writes nothing, --undo undoes."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from yaml import safe_load

from confnotes.cli.group import LazyGroup
from confnotes.cli.verbs import VERBS
from photo_samples import jpeg

from .conftest import RunConfnotes

PROGRAM = "title,start,speakers\nTides by hand,2024-05-06T09:00,Ines Duarte\n"
BIB = "@article{tides, title={Tides}, author={Duarte, Ines}, year={2024}}\n"
NOTES = {
    "Tea.md": "# Tea\n\nserved at nine #brew\n",
    "Pier.md": "They had Tea on the pier, see [[Tea]] and https://arxiv.org/abs/1909.01377\n",
    "Quay.md": "a first line\nbrought over ^t095500\n",
}

ASKING: dict[str, tuple[str, ...]] = {
    "import": ("import", "talks.csv", "--conference", "Fog"),
    "photos": ("photos", "pictures"),
    "bib": ("bib", "refs.bib"),
    "move": ("move", "--from", "Quay", "--last", "10m", "--to", "t3"),
    "rename": ("rename", "Tea", "Coffee"),
    "retag": ("retag", "brew", "leaf"),
    "link": ("link", "Tea"),
    "delete": ("delete", "Tea"),
    "apply": ("apply", "draft.md"),
    "stars": ("stars", "import", "stars.txt"),
}
"""Every verb with --dry-run that writes; `history --wipe`, which is final, has a test of its own."""

UNDONE: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
    *((ASKING[verb], (verb, "--undo")) for verb in ("move", "rename", "retag", "link", "apply")),
    (ASKING["import"], ("import", "--undo")),
    (ASKING["stars"], ("stars", "import", "--undo")),
    (("attach", "Tea", "t1"), ("attach", "--undo")),
    (("plan", "12:00-13:00", "Lunch"), ("plan", "--undo", "Lunch")),
    *(((verb, "t1"), (verb, "t1", "--undo")) for verb in ("star", "attend", "watch-later", "no-share")),
    (("rate", "t1", "4"), ("rate", "t1", "--undo")),
    (("paper", "https://arxiv.org/abs/1909.01377", "--read"), ("paper", "https://arxiv.org/abs/1909.01377", "--undo")),
    (("merge-people", "Ada Example", "Bo Sample"), ("merge-people", "Ada Example", "Bo Sample", "--undo")),
]


@pytest.fixture
def desk(vault: Path, confnotes: RunConfnotes) -> Path:
    """The vault with notes, and files to import and an edited draft beside it."""
    for path, text in NOTES.items():
        (vault / path).write_text(text)
    Path("talks.csv").write_text(PROGRAM)
    Path("refs.bib").write_text(BIB)
    Path("stars.txt").write_text("t1\n")
    Path("pictures").mkdir()
    Path("pictures/one.jpg").write_bytes(jpeg("2024-05-06T10:03:20", "+01:00"))
    draft = Path("draft.md")
    assert confnotes("export", "Tea", "-o", draft, "--vault", vault).code == 0
    draft.write_text(draft.read_text().replace("served at nine", "served at ten"))
    return vault


def files(vault: Path) -> dict[str, bytes]:
    """What is in the vault, without YAML files that hold nothing but a comment."""
    found = {str(path.relative_to(vault)): path.read_bytes() for path in vault.rglob("*") if path.is_file()}
    return {path: data for path, data in found.items() if not (path.endswith(".yaml") and not safe_load(data))}


def options(verb: str) -> set[str]:
    group = LazyGroup(name="confnotes")
    command = group.get_command(click.Context(group), verb)
    assert command is not None
    return {name for one in command.params for name in one.opts}


def test_the_tables_list_every_verb_with_dry_run_or_undo() -> None:
    assert {verb.name for verb in VERBS if "--dry-run" in options(verb.name)} == {*ASKING, "history"}
    undone = {call[0] for call, _ in UNDONE}
    assert {verb.name for verb in VERBS if "--undo" in options(verb.name)} == undone


@pytest.mark.parametrize("verb", ASKING)
def test_a_dry_run_shows_what_would_change_and_writes_nothing(confnotes: RunConfnotes, desk: Path, verb: str) -> None:
    before = files(desk)
    result = confnotes(*ASKING[verb], "--dry-run", "--vault", desk)
    assert result.code == 0, result.err
    assert result.out + result.err and files(desk) == before


@pytest.mark.parametrize("verb", ASKING)
def test_a_script_writes_at_once(confnotes: RunConfnotes, desk: Path, verb: str) -> None:
    before = files(desk)
    result = confnotes(*ASKING[verb], "--vault", desk)
    assert result.code == 0, result.err
    assert files(desk) != before and "?" not in result.err.splitlines()[-1]


@pytest.mark.parametrize(("call", "undo"), UNDONE, ids=[" ".join(call) for call, _ in UNDONE])
def test_what_was_done_is_undone(
    confnotes: RunConfnotes, desk: Path, call: tuple[str, ...], undo: tuple[str, ...]
) -> None:
    before = files(desk)
    assert (done := confnotes(*call, "--vault", desk)).code == 0, done.err
    assert files(desk) != before
    assert (undone := confnotes(*undo, "--vault", desk)).code == 0, undone.err
    assert files(desk) == before


def test_only_what_is_final_wants_yes_in_a_script(confnotes: RunConfnotes, desk: Path) -> None:
    confnotes("add", "--to", "Tea", "more", "--vault", desk)
    for refused, code in (((), 2), (("--dry-run",), 0), (("--yes",), 0)):
        result = confnotes("history", "Tea", "--wipe", *refused, "--vault", desk)
        assert result.code == code, result.err
    assert "no versions" in confnotes("history", "Tea", "--vault", desk).err


def test_a_deleted_note_is_restored_as_it_was(confnotes: RunConfnotes, desk: Path) -> None:
    before = files(desk)
    confnotes(*ASKING["delete"], "--vault", desk)
    confnotes("restore", "Tea.md", "--vault", desk)
    assert files(desk) == before
